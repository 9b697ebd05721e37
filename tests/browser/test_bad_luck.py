"""What can go wrong around a phone that writes; nothing that was typed is lost."""

from datetime import datetime

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import expect

from reflections.models import Invitation, Reflection, Round
from tests import builders
from tests.browser.conftest import ARGUMENTS, PHONE
from tests.browser.test_saving_while_writing import SAVED, UNSAVED, WAITING, field, state, texts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEN_MINUTES, HALF_A_MINUTE = 10 * 60 * 1000, 30 * 1000
FULL = """Storage.prototype.setItem = () => { throw new DOMException("", "QuotaExceededError"); }"""
FORBIDDEN = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"


@pytest.fixture
def invitation(keeper):
    round = builders.build_round(keepers=[keeper.person], contact="คุณนิด โทร. 081 234 5678")
    builders.invite(round, builders.build_school())
    return Invitation.objects.with_round_and_school().get()


def first_part(invitation):
    return reverse("link:answer_step", args=[invitation.link_token, "learner"])


@pytest.fixture
def phone(device, invitation):
    """A phone on which the school's form is open, by its own link."""
    page = device()
    page.goto(first_part(invitation))
    return page


def test_a_link_that_is_withdrawn_while_words_wait_gives_them_back_with_the_new_one(
    phone, invitation
):
    phone.context.set_offline(True)
    field(phone, 1).fill("อ่านคล่อง")
    state(phone).to_have_text(WAITING)
    Invitation.objects.all().withdraw_links()
    phone.context.set_offline(False)
    state(phone).to_have_text(UNSAVED)
    expect(field(phone, 1)).to_have_value("อ่านคล่อง")
    phone.get_by_role("button", name="ต่อไป: ครู").click()
    expect(phone.locator("main")).to_contain_text("081 234 5678")
    phone.goto(first_part(Invitation.objects.with_round_and_school().get()))
    state(phone).to_have_text(SAVED)
    assert texts() == ["อ่านคล่อง"]


def test_a_round_that_closes_while_words_wait_keeps_them_and_says_whom_to_ask(phone):
    with phone.expect_response("**/parts/"):  # a closed round would refuse them
        field(phone, 1).fill("อ่าน")
        state(phone).to_have_text(SAVED)
    phone.context.set_offline(True)
    field(phone, 1).fill("อ่านคล่อง")
    state(phone).to_have_text(WAITING)
    Round.objects.get().close()
    phone.context.set_offline(False)
    expect(phone.locator("#note")).to_contain_text("081 234 5678")
    assert texts() == ["อ่านคล่อง"]


def test_a_server_that_is_away_for_ten_minutes(phone):
    phone.clock.install()
    phone.route("**/points/", lambda route: route.abort())
    field(phone, 1).fill("อ่านคล่อง")
    field(phone, 2).focus()
    state(phone).to_have_text(WAITING)
    phone.clock.fast_forward(TEN_MINUTES)
    state(phone).to_have_text(WAITING)
    phone.unroute("**/points/")
    phone.clock.fast_forward(HALF_A_MINUTE)
    state(phone).to_have_text(SAVED)
    assert texts() == ["อ่านคล่อง"]


def test_a_database_that_is_started_anew(phone):
    field(phone, 1).fill("อ่าน")
    state(phone).to_have_text(SAVED)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    field(phone, 1).fill("อ่านคล่อง")
    field(phone, 2).focus()
    state(phone).to_have_text(SAVED)
    assert texts() == ["อ่านคล่อง"]


@pytest.mark.parametrize("year", [1980, 2037])
def test_a_clock_that_is_wrong_by_years(device, invitation, year):
    phone = device()
    phone.clock.set_system_time(datetime(year, 1, 1))
    phone.goto(first_part(invitation))
    field(phone, 1).fill("อ่าน")
    state(phone).to_have_text(SAVED)
    field(phone, 1).fill("อ่านคล่อง")
    state(phone).to_have_text(SAVED)
    assert texts() == ["อ่านคล่อง"]


@pytest.mark.parametrize("storage", [FULL, FORBIDDEN], ids=["full", "forbidden"])
def test_storage_that_takes_nothing(device, invitation, storage):
    phone = device()
    phone.add_init_script(storage)
    phone.goto(first_part(invitation))
    field(phone, 1).fill("อ่านคล่อง")
    state(phone).to_have_text(SAVED)
    phone.context.set_offline(True)
    field(phone, 2).fill("กล้าถาม")
    state(phone).to_have_text(UNSAVED)
    phone.context.set_offline(False)
    state(phone).to_have_text(SAVED)
    assert texts() == ["อ่านคล่อง", "กล้าถาม"]


def test_cookies_that_are_kept_nowhere(device, invitation):
    phone = device()
    phone.context.new_cdp_session(phone).send(
        "Emulation.setDocumentCookieDisabled", {"disabled": True}
    )
    phone.goto(first_part(invitation))
    field(phone, 1).fill("อ่านคล่อง")
    state(phone).to_have_text(SAVED)
    phone.get_by_role("button", name="ต่อไป: ครู").click()
    phone.wait_for_url("**/teacher/")
    assert texts() == ["อ่านคล่อง"] and phone.context.cookies() == []


def test_a_step_back_in_the_browser_brings_back_no_old_words(phone):
    field(phone, 1).fill("อ่าน")
    state(phone).to_have_text(SAVED)
    phone.get_by_role("button", name="ต่อไป: ครู").click()
    phone.wait_for_url("**/teacher/")
    phone.get_by_role("button", name="ย้อนกลับ").click()
    phone.wait_for_url("**/learner/")
    field(phone, 1).fill("อ่านคล่อง")
    state(phone).to_have_text(SAVED)
    for _ in range(2):
        phone.go_back()
    expect(field(phone, 1)).to_have_value("อ่านคล่อง")
    assert texts() == ["อ่านคล่อง"]


def test_a_step_back_asks_the_server_where_the_browser_keeps_whole_pages_too(
    browser, browser_path, portal, invitation
):
    """The back/forward cache, which Playwright switches off unless asked not to."""
    keeping = browser.browser_type.launch(
        executable_path=browser_path,
        args=ARGUMENTS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    try:
        phone = keeping.new_page(viewport=PHONE)
        phone.add_init_script("addEventListener('pageshow', (e) => (window.kept = e.persisted))")
        phone.goto(portal + first_part(invitation))
        field(phone, 1).fill("อ่าน")
        state(phone).to_have_text(SAVED)
        phone.goto(portal)
        phone.go_back()
        assert phone.evaluate("window.kept") is False
        expect(field(phone, 1)).to_have_value("อ่าน")
        field(phone, 1).fill("อ่านคล่อง")
        state(phone).to_have_text(SAVED)
        assert texts() == ["อ่านคล่อง"]
    finally:
        keeping.close()


def test_a_page_that_was_put_away_whole_and_brought_back_goes_on(phone):
    """Some browsers keep such a page in spite of what the server asks."""
    field(phone, 1).fill("อ่าน")
    state(phone).to_have_text(SAVED)
    for name in ("pagehide", "pageshow"):
        phone.evaluate(
            "name => dispatchEvent(new PageTransitionEvent(name, {persisted: true}))", name
        )
    field(phone, 1).fill("อ่านคล่อง")
    state(phone).to_have_text(SAVED)
    assert texts() == ["อ่านคล่อง"]


@pytest.mark.parametrize("page", ["answer", "answer_review", "answer_receipt", "answer_contact"])
def test_letters_twice_as_large_fit_a_phone(device, invitation, page):
    """As with the phone's own big letters, or at 200 %: half as many letters fit in a line."""
    answer = builders.build_reflection(invitation.round, builders.build_school("โรงเรียนสาธิต"))
    builders.build_point(answer, text="อ่านคล่อง เขียนคล่อง คิดเลขเป็น")
    phone = device(viewport={"width": 390, "height": 844})
    phone.add_init_script(
        "addEventListener('DOMContentLoaded', () => {"
        " document.documentElement.style.setProperty('font-size', '200%') })"
    )
    phone.goto(reverse(f"link:{page}", args=[answer.writer_token]))
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert phone.evaluate(wider) == 0


def test_a_sentence_that_is_spoken_comes_as_one_piece(phone):
    """Voice typing writes a whole sentence at once, corrects it, and goes on."""
    field(phone, 1).focus()
    phone.keyboard.insert_text("เด็กอ่านคล่อง")
    phone.keyboard.insert_text("และกล้าถาม")
    state(phone).to_have_text(SAVED)
    field(phone, 1).select_text()
    phone.keyboard.insert_text("เด็กอ่านคล่องและกล้าตอบ")
    state(phone).to_have_text(SAVED)
    expect(phone.locator(".split-note")).to_have_count(0)
    phone.wait_for_function("Object.keys(localStorage).length === 0")
    assert texts() == ["เด็กอ่านคล่องและกล้าตอบ"]
    assert Reflection.objects.count() == 1
