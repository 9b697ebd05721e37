"""Words are saved while they are written, and wait on the phone where there is no signal."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Error, expect

from reflections.models import Invitation, Reflection
from tests import builders
from tests.browser import tabs
from tests.browser.conftest import arrive

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAVED = re.compile(r"^บันทึกแล้ว \d+\.\d\d.น\.")
WAITING = "เก็บไว้ในเครื่องแล้ว รอสัญญาณ"
UNSAVED = "ยังบันทึกไม่ได้ โปรดอย่าเพิ่งปิดหน้านี้"


@pytest.fixture
def link(keeper):
    """The first part of the form, reached by a school's own link."""
    round = builders.build_round(keepers=[keeper.person])
    builders.invite(round, builders.build_school())
    invitation = Invitation.objects.with_round_and_school().get()
    return reverse("link:answer_step", args=[invitation.link_token, "learner"])


@pytest.fixture
def phone(device, link):
    """A phone that has the form open."""
    page = device()
    page.goto(link)
    return page


def field(page, number):
    return page.locator(".points textarea").nth(number - 1)


def state(page):
    return expect(page.locator("#state"))


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def texts():
    return [point.text for point in Reflection.objects.get().points.written()]


class TestWithASignal:
    def test_words_are_saved_without_any_button(self, phone, link):
        field(phone, 1).fill("อ่านคล่อง")
        state(phone).to_have_text(SAVED)
        assert texts() == ["อ่านคล่อง"]

    def test_the_address_becomes_the_writers_own(self, phone, device, link):
        field(phone, 1).fill("อ่านคล่อง")
        state(phone).to_have_text(SAVED)
        own = reverse("link:answer", args=[Reflection.objects.get().writer_token])
        assert urlsplit(phone.url).path == f"{own}learner/"
        elsewhere = device()
        elsewhere.goto(phone.url)
        assert field(elsewhere, 1).input_value() == "อ่านคล่อง"
        press(phone, "ต่อไป: ครู")
        phone.wait_for_url(f"**{own}teacher/")

    def test_a_changed_word_is_the_same_point(self, phone):
        for text in ("อ่าน", "อ่านคล่อง", "อ่านคล่องทุกคน"):
            field(phone, 1).fill(text)
            field(phone, 2).focus()
            state(phone).to_have_text(SAVED)
        assert texts() == ["อ่านคล่องทุกคน"]

    def test_a_field_that_was_added_is_saved_and_can_be_deleted(self, phone):
        press(phone, "+ เพิ่มอีกเรื่อง")
        field(phone, 4).fill("รักการอ่าน")
        state(phone).to_have_text(SAVED)
        assert texts() == ["รักการอ่าน"]
        phone.get_by_role("button", name="ลบ เรื่องที่ 4").or_(
            phone.locator(".point").nth(3).get_by_role("button")
        ).first.click()
        expect(phone.locator(".point-foot:visible")).to_have_count(0)
        assert texts() == []

    def test_a_text_too_long_is_told_at_its_field_and_the_others_are_saved(self, phone):
        field(phone, 1).fill("ก" * 501)
        field(phone, 2).fill("กล้าถาม")
        expect(phone.locator(".invalid-feedback")).to_contain_text("501")
        state(phone).to_have_text(UNSAVED)
        assert texts() == ["กล้าถาม"]
        field(phone, 1).fill("อ่านคล่อง")
        state(phone).to_have_text(SAVED)
        assert sorted(texts()) == ["กล้าถาม", "อ่านคล่อง"]

    def test_an_answer_that_is_lost_on_the_way_back_makes_no_second_point(self, phone):
        lost = []

        def lose(route):
            arrive(route)
            lost.append(1)
            route.abort()

        phone.route("**/points/", lose, times=1)
        field(phone, 1).fill("อ่าน")
        state(phone).to_have_text(WAITING)
        field(phone, 1).fill("อ่านคล่อง")
        state(phone).to_have_text(SAVED)
        assert lost and texts() == ["อ่านคล่อง"]


class TestWithoutASignal:
    def test_what_is_written_goes_by_itself_when_the_signal_returns(self, phone):
        field(phone, 1).fill("อ่านคล่อง")
        state(phone).to_have_text(SAVED)
        phone.context.set_offline(True)
        field(phone, 1).fill("อ่านคล่องทุกคน")
        field(phone, 2).fill("กล้าถาม")
        state(phone).to_have_text(WAITING)
        press(phone, "ต่อไป: ครู")
        state(phone).to_have_text(WAITING)
        assert texts() == ["อ่านคล่อง"]
        phone.context.set_offline(False)
        state(phone).to_have_text(SAVED)
        assert texts() == ["อ่านคล่องทุกคน", "กล้าถาม"]

    @pytest.mark.parametrize("width", [320, 390])
    def test_that_it_waits_is_told_in_one_line(self, phone, width):
        phone.set_viewport_size({"width": width, "height": 844})
        phone.context.set_offline(True)
        field(phone, 1).fill("อ่านคล่อง")
        state(phone).to_have_text(WAITING)
        words = "document.getElementById('state').firstChild"
        lines = (
            "r => (r.selectNodeContents(%s), new Set([...r.getClientRects()].map(l => l.top)).size)"
        )
        assert phone.evaluate_handle("new Range()").evaluate(lines % words) == 1
        assert phone.evaluate("document.documentElement.scrollWidth") <= width

    def test_it_survives_a_reload(self, phone, link):
        phone.context.set_offline(True)
        field(phone, 1).fill("อ่านคล่อง")
        state(phone).to_have_text(WAITING)
        with pytest.raises(Error):
            phone.reload()
        phone.context.set_offline(False)
        phone.goto(link)
        expect(field(phone, 1)).to_have_value("อ่านคล่อง")
        state(phone).to_have_text(SAVED)
        assert texts() == ["อ่านคล่อง"]

    def test_it_survives_a_closed_tab(self, phone, link):
        phone.context.set_offline(True)
        for number, text in enumerate(["หนึ่ง", "สอง", "สาม"], start=1):
            field(phone, number).fill(text)
        state(phone).to_have_text(WAITING)
        context = phone.context
        tabs.close(phone)
        context.set_offline(False)
        again = context.new_page()
        again.goto(link)
        state(again).to_have_text(SAVED)
        assert texts() == ["หนึ่ง", "สอง", "สาม"]

    def test_an_answer_that_began_unheard_is_found_again(self, phone, link):
        """The first words arrived, but not the writer's address: the words lead back to it."""
        phone.route("**/points/", lambda route: (arrive(route), route.abort()))
        field(phone, 1).fill("อ่านคล่อง")
        state(phone).to_have_text(WAITING)
        phone.unroute("**/points/")
        phone.goto(link)
        state(phone).to_have_text(SAVED)
        assert Reflection.objects.get().writer_token in phone.url
        assert texts() == ["อ่านคล่อง"]


class TestWhereNothingCanBeStored:
    def test_the_page_says_not_to_close_it_and_saves_later(self, device, link):
        phone = device()
        phone.add_init_script(
            "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"
        )
        phone.goto(link)
        phone.context.set_offline(True)
        field(phone, 1).fill("อ่านคล่อง")
        state(phone).to_have_text(UNSAVED)
        phone.context.set_offline(False)
        state(phone).to_have_text(SAVED)
        assert texts() == ["อ่านคล่อง"]


class TestTwoTabs:
    def test_different_points_are_all_kept(self, phone):
        field(phone, 1).fill("หนึ่ง")
        state(phone).to_have_text(SAVED)
        other = phone.context.new_page()
        other.goto(phone.url)
        field(phone, 2).fill("สอง")
        field(other, 2).fill("สาม")
        state(phone).to_have_text(SAVED)
        state(other).to_have_text(SAVED)
        assert sorted(texts()) == ["สอง", "สาม", "หนึ่ง"]

    @pytest.mark.parametrize(
        ("choice", "kept"),
        [
            ("เก็บของฉัน", ["ของแท็บนี้"]),
            ("เก็บอีกฉบับ", ["ของอีกแท็บ"]),
            ("เก็บทั้งสอง", ["ของอีกแท็บ", "ของแท็บนี้"]),
        ],
    )
    def test_the_same_point_shows_both_texts(self, phone, choice, kept):
        field(phone, 1).fill("หนึ่ง")
        state(phone).to_have_text(SAVED)
        other = phone.context.new_page()
        other.goto(phone.url)
        field(other, 1).fill("ของอีกแท็บ")
        state(other).to_have_text(SAVED)
        field(phone, 1).fill("ของแท็บนี้")
        expect(phone.locator(".other-text")).to_contain_text("ของอีกแท็บ")
        state(phone).to_have_text(UNSAVED)
        assert texts() == ["ของอีกแท็บ"]
        press(phone, choice)
        expect(phone.locator(".other-text")).to_have_count(0)
        assert texts() == kept


def test_nothing_of_it_needs_a_secure_context(phone):
    """Over plain HTTP by a host name, as a portal without a certificate is reached."""
    assert not phone.evaluate("isSecureContext")
    press(phone, "+ เพิ่มอีกเรื่อง")
    field(phone, 4).fill("อ่านคล่อง")
    state(phone).to_have_text(SAVED)
    assert texts() == ["อ่านคล่อง"]
