"""Somebody's sign-in ends while they write: the words are kept for them, and for nobody else."""

import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from kalasin_network.models import KeptForm
from partners.models import Organisation, Role
from reflections.models import Point, Reflection
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.site.ended_session_views")]

WORDS = "ข้อความที่เขียนไว้ครึ่งชั่วโมง"
RAN_OUT = "หมดเวลาใช้งาน ข้อความยังอยู่ เข้าสู่ระบบอีกครั้งเพื่อเขียนต่อ"
BACK = "ข้อความที่เขียนไว้กลับมาแล้ว ยังไม่ได้บันทึก"


@pytest.fixture(autouse=True)
def page_with_a_form(settings):
    cache.clear()
    page = (
        '{% extends "base.html" %}{% block content %}<form method="post">{% csrf_token %}'
        "{{ form }}</form>{% endblock %}"
    )
    loaders = [
        ("django.template.loaders.locmem.Loader", {"ended_session.html": page}),
        "django.template.loaders.filesystem.Loader",
        "django.template.loaders.app_directories.Loader",
    ]
    # assigned, not changed in place: so that engines that other tests made are made anew
    engine = settings.TEMPLATES[0]
    options = {**engine["OPTIONS"], "loaders": loaders}
    settings.TEMPLATES = [{**engine, "APP_DIRS": False, "OPTIONS": options}]


class Browser(Client):
    """A browser with its cookies, that sends the token of the page it has open."""

    def __init__(self):
        super().__init__(enforce_csrf_checks=True, headers={"Origin": "http://testserver"})

    def open(self, address):
        """Open a page; returns the token of its form."""
        page = self.get(address, follow=True)
        return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]

    def send(self, address, token, **data):
        return self.post(address, {"csrfmiddlewaretoken": token, **data})

    def sign_in(self, person, next_="/"):
        token = self.open("/accounts/login/")
        data = {"login": person.email, "password": builders.PASSWORD, "next": next_}
        return self.send("/accounts/login/", token, **data)

    def sign_out(self):
        self.send("/accounts/logout/", self.open("/accounts/logout/"))

    def time_runs_out(self):
        Session.objects.all().delete()


@pytest.fixture
def writer(db):
    return builders.build_person("คนเขียน", Role.COORDINATOR)


@pytest.fixture
def other(db):
    return builders.build_person("คนอื่น", Role.COORDINATOR)


@pytest.fixture
def browser(writer):
    """The writer's browser, signed in."""
    browser = Browser()
    browser.sign_in(writer)
    return browser


def saved():
    """What the pages of this file make when they save."""
    return Organisation.objects.filter(slug="saved")


def lose_session_while_writing(browser, address="/careful/", **data):
    token = browser.open(address)
    browser.time_runs_out()
    return browser.send(address, token, **{"name_th": WORDS, **data})


class TestWhoSignsInAgain:
    def test_finds_the_words_back_in_the_form_and_unsaved(self, browser, writer):
        response = lose_session_while_writing(browser)
        assert response.url == "/accounts/login/?next=/careful/"
        assert RAN_OUT in browser.get(response.url).content.decode()
        response = browser.sign_in(writer, next_="/careful/")
        text = browser.get(response.url).content.decode()
        assert f'value="{WORDS}"' in text
        assert BACK in text
        assert not saved().exists()

    def test_saves_once_and_then_finds_an_empty_form(self, browser, writer):
        lose_session_while_writing(browser)
        browser.sign_in(writer)
        token = browser.open("/careful/")
        assert browser.send("/careful/", token, name_th=WORDS).status_code == 302
        assert saved().get().name_th == WORDS
        assert WORDS not in browser.get("/careful/").content.decode()
        assert not KeptForm.objects.exists()

    def test_may_reload_the_page(self, browser, writer):
        lose_session_while_writing(browser)
        browser.sign_in(writer)
        for _ in range(2):
            assert WORDS in browser.get("/careful/").content.decode()

    def test_finds_the_words_of_two_pages(self, browser, writer):
        tokens = [browser.open("/careful/?a=1"), browser.open("/careful/?a=2")]
        browser.time_runs_out()
        browser.send("/careful/?a=1", tokens[0], name_th="หนึ่ง")
        browser.send("/careful/?a=2", tokens[1], name_th="สอง")
        browser.sign_in(writer)
        assert 'value="หนึ่ง"' in browser.get("/careful/?a=1").content.decode()
        assert 'value="สอง"' in browser.get("/careful/?a=2").content.decode()

    def test_can_discard_them(self, browser, writer):
        lose_session_while_writing(browser)
        browser.sign_in(writer)
        token = browser.open("/kept/")
        assert WORDS in browser.get("/kept/").content.decode()
        browser.send("/kept/", token)
        assert WORDS not in browser.get("/careful/").content.decode()
        assert not KeptForm.objects.exists()

    def test_chooses_files_again(self, browser, writer):
        from django.core.files.uploadedfile import SimpleUploadedFile

        lose_session_while_writing(browser, picture=SimpleUploadedFile("a.txt", b"secret file"))
        browser.sign_in(writer)
        assert "เลือกไฟล์ใหม่อีกครั้ง" in browser.get("/careful/").content.decode()

    def test_finds_them_in_every_form_of_the_portal(self, browser, writer):
        """The portal's own way: a form with versions, that saves whenever it is bound and valid."""
        organisation = builders.build_organisation()
        address = f"/partners/{organisation.slug}/people/invite/"
        lose_session_while_writing(browser, address, name=WORDS, role="member")
        browser.sign_in(writer)
        page = browser.get(address)
        assert f'value="{WORDS}"' in page.content.decode()
        assert not organisation.invitations_to_join.exists()


class TestACuratorWhoNamesATheme:
    def test_finds_the_label_and_the_ticks_back_and_nothing_grouped(self, browser, writer):
        round = builders.build_round()
        builders.build_reflection(round, texts=[("learner", "อ่านคล่อง")])
        key = str(Point.objects.get().public_id)
        desk = f"/reflections/{round.slug}/coding/learner/"
        token = browser.open(desk)
        browser.time_runs_out()
        browser.send(desk, token, points=[key], result="new", label=WORDS)
        browser.sign_in(writer, next_=desk)
        page = browser.get(desk)
        assert f'value="{WORDS}"' in page.content.decode()
        assert page.context["checked"] == {key}
        assert Point.objects.get().theme is None


class TestADirectorWhoAnswers:
    @pytest.fixture
    def director(self, db):
        return builders.build_person("ผู้บริหาร", Role.DIRECTOR)

    def test_finds_every_point_back_in_its_field_and_unsaved(self, director):
        school = director.memberships.get().organisation
        round = builders.build_round()
        reflection = builders.build_reflection(round, school, status=Reflection.Status.DRAFT)
        step = f"/reflections/{round.slug}/answer/{school.slug}/learner/"
        browser = Browser()
        browser.sign_in(director)
        token = browser.open(step)
        browser.time_runs_out()
        ids = [str(uuid.uuid4()) for _ in range(2)]
        points = {"id": ids, "revision": ["0", "0"], "base": ["", ""], "text": [WORDS, "อีกเรื่อง"]}
        response = browser.send(step, token, go="next", **points)
        assert response.url == f"/accounts/login/?next={step}"
        browser.sign_in(director, next_=step)
        text = browser.get(step).content.decode()
        assert BACK in text
        assert all(found in text for found in [WORDS, "อีกเรื่อง", *ids])
        assert not reflection.points.exists()
        browser.send(step, browser.open(step), go="next", **points)
        assert set(reflection.points.values_list("text", flat=True)) == {WORDS, "อีกเรื่อง"}


class TestAKeeperWhoTypesInAPaper:
    def test_finds_every_part_back_and_nothing_saved(self, browser, writer):
        round = builders.build_round(keepers=[writer])
        page = f"/reflections/{round.slug}/keeping/typed/group/"
        typed = {
            "group_name": "กลุ่มครู",
            "group_people": "9",
            "learner": WORDS,
            "problems": "หลังคารั่ว",
        }
        key = str(uuid.uuid4())
        lose_session_while_writing(browser, page, key=key, **typed)
        browser.sign_in(writer, next_=page)
        content = browser.get(page).content.decode()
        assert BACK in content and all(each in content for each in [key, *typed.values()])
        assert not Reflection.objects.exists()
        browser.send(page, browser.open(page), key=key, **typed)
        assert Reflection.objects.get().group_name == "กลุ่มครู"


class TestPagesThatCannotBringThemBack:
    """The words are then on a page of their own."""

    @pytest.mark.parametrize("address", ["/careless/", "/by-class/", "/post-only/"])
    def test_nothing_is_saved_and_the_words_can_be_copied(self, browser, writer, address):
        token = browser.open("/careful/")
        browser.time_runs_out()
        browser.send(address, token, name_th=WORDS)
        browser.sign_in(writer)
        assert browser.get(address).url == "/kept/"
        assert WORDS in browser.get("/kept/").content.decode()
        assert not saved().exists()

    def test_a_page_that_is_gone_does_not_take_them_along(self, browser, writer):
        organisation = builders.build_organisation()
        address = f"/partners/{organisation.slug}/people/invite/"
        lose_session_while_writing(browser, address, name=WORDS, role="member")
        Organisation.objects.update(deleted_at=timezone.now())
        browser.sign_in(writer)
        assert browser.get(address).url == "/kept/"
        assert WORDS in browser.get("/kept/").content.decode()


class TestSomebodyElse:
    def test_finds_nothing_and_the_words_are_gone(self, browser, other, writer):
        lose_session_while_writing(browser)
        browser.sign_in(other)
        assert not KeptForm.objects.exists()
        assert WORDS not in browser.get("/careful/").content.decode()
        assert WORDS not in browser.get("/kept/").content.decode()
        browser.sign_out()
        browser.sign_in(writer)
        assert WORDS not in browser.get("/careful/").content.decode()

    def test_who_signed_in_and_out_meanwhile_does_not_get_the_words(self, browser, writer, other):
        """The page was opened by the writer, whoever used the browser last."""
        token = browser.open("/careful/")
        browser.sign_out()
        browser.sign_in(other)
        browser.sign_out()
        # the browser's token is the other person's now, the page's still the writer's
        response = browser.send("/careful/", token, name_th=WORDS)
        assert response.url == "/accounts/login/?next=/careful/"
        assert KeptForm.objects.get().person == writer
        browser.sign_in(other)
        assert WORDS not in browser.get("/careful/").content.decode()

    def test_who_is_signed_in_now_cannot_send_the_other_ones_page(self, browser, writer, other):
        token = browser.open("/careful/")
        browser.sign_out()
        browser.sign_in(other)
        response = browser.send("/careful/", token, name_th=WORDS)
        assert response.status_code == 403
        assert "ยังไม่ได้บันทึกครั้งนี้" in response.content.decode()
        assert WORDS not in response.content.decode()
        assert not saved().exists()
        assert not KeptForm.objects.exists()


class TestAnOldPage:
    def test_of_the_same_person_comes_back_filled(self, browser, writer):
        """Signed out and in again in another tab: the old page's token no longer fits."""
        token = browser.open("/careful/")
        browser.sign_out()
        browser.sign_in(writer)
        response = browser.send("/careful/", token, name_th=WORDS)
        assert response.url == "/careful/"
        text = browser.get("/careful/").content.decode()
        assert f'value="{WORDS}"' in text
        assert BACK in text
        assert not saved().exists()

    def test_with_a_button_only_asks_to_press_it_again(self, browser, writer):
        token = browser.open("/careful/")
        browser.sign_out()
        browser.sign_in(writer)
        response = browser.post(
            "/post-only/",
            {"csrfmiddlewaretoken": token, "point": "17"},
            headers={"Referer": "http://testserver/careful/?page=2"},
        )
        assert response.url == "/careful/?page=2"

    @pytest.mark.parametrize(
        "came_from", ["//evil.example/", "///evil.example/", "/\\evil.example"]
    )
    def test_leads_to_no_other_site(self, browser, writer, came_from):
        token = browser.open("/careful/")
        browser.sign_out()
        browser.sign_in(writer)
        response = browser.post(
            "/post-only/",
            {"csrfmiddlewaretoken": token, "point": "17"},
            headers={"Referer": f"http://testserver{came_from}"},
        )
        assert response.url == "/post-only/"

    def test_of_an_unknown_sign_in_shows_the_words_to_copy(self, browser):
        response = browser.send("/careful/", "a" * 64, name_th=WORDS)
        assert response.status_code == 403
        assert WORDS in response.content.decode()

    def test_from_another_site_is_not_shown_at_all(self, browser):
        response = browser.post(
            "/careful/", {"name_th": WORDS}, headers={"Origin": "https://evil.example"}
        )
        assert response.status_code == 403
        assert WORDS not in response.content.decode()

    def test_of_signing_in_never_shows_a_password(self, browser):
        data = {"login": "a@example.org", "password": "my-secret-password"}
        response = browser.send("/accounts/login/", "a" * 64, **data)
        assert response.status_code == 403
        assert "my-secret-password" not in response.content.decode()


class TestKeeping:
    def test_lasts_an_hour(self, browser, writer):
        lose_session_while_writing(browser)
        [kept] = KeptForm.objects.all()
        assert timedelta(minutes=59) < kept.expires_at - timezone.now() <= timedelta(hours=1)
        KeptForm.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        browser.sign_in(writer)
        assert WORDS not in browser.get("/careful/").content.decode()

    def test_sweeps_what_is_too_old(self, browser):
        lose_session_while_writing(browser)
        KeptForm.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        browser.cookies["kept_forms"] = ""
        token = browser.cookies["csrftoken"].value
        browser.send("/careful/", token, name_th="นิรนาม")
        fresh = Browser()
        fresh.sign_in(builders.build_person())
        lose_session_while_writing(fresh)
        assert KeptForm.objects.count() == 1

    def test_a_double_tap_keeps_one_form(self, browser, writer):
        token = browser.open("/careful/")
        browser.time_runs_out()
        for _ in range(2):
            browser.send("/careful/", token, name_th=WORDS)
        assert KeptForm.objects.count() == 1
        browser.sign_in(writer)
        assert WORDS in browser.get("/careful/").content.decode()

    def test_the_database_cannot_tell_the_words(self, browser):
        lose_session_while_writing(browser)
        row = KeptForm.objects.values().get()
        assert WORDS not in str(row)
        assert browser.cookies["kept_forms"].value not in str(row)
        assert browser.cookies["kept_forms"]["httponly"]

    def test_holds_no_password(self, browser, writer):
        lose_session_while_writing(browser, password1="my-secret-password")
        browser.sign_in(writer)
        assert "my-secret-password" not in browser.get("/kept/").content.decode()

    def test_not_for_what_is_too_large_but_it_can_be_copied(self, browser):
        response = lose_session_while_writing(browser, notes="ก" * 200_000)
        assert not KeptForm.objects.exists()
        assert response.status_code == 403
        assert "ก" * 200_000 in response.content.decode()

    def test_not_for_a_visitor_who_was_never_signed_in(self):
        visitor = Browser()
        token = visitor.open("/accounts/login/")
        response = visitor.send("/careful/", token, name_th=WORDS)
        assert WORDS in response.content.decode()
        assert not KeptForm.objects.exists()

    def test_at_most_five_in_a_browser(self, browser):
        token = browser.open("/careful/")
        browser.time_runs_out()
        for number in range(7):
            browser.send(f"/careful/?a={number}", token, name_th=WORDS)
        assert KeptForm.objects.count() == 5

    def test_a_script_that_saves_is_told_so(self, browser):
        browser.open("/careful/")
        browser.time_runs_out()
        response = browser.post(
            "/careful/",
            WORDS,
            content_type="text/plain",
            headers={"X-CSRFToken": browser.cookies["csrftoken"].value},
        )
        assert response.status_code == 401


class TestTampering:
    def test_with_the_cookie_of_sign_ins_keeps_nothing(self, browser, other):
        token = browser.open("/careful/")
        value = browser.cookies["form_owners"].value
        account = value.split("-")[0]
        browser.cookies["form_owners"] = value.replace(account, str(other.pk), 1)
        browser.time_runs_out()
        response = browser.send("/careful/", token, name_th=WORDS)
        assert response.status_code == 403
        assert not KeptForm.objects.exists()

    @pytest.mark.parametrize("value", ["x", "....", "a" * 5000, '"; DROP'])
    def test_with_the_key_finds_nothing_and_breaks_nothing(self, browser, writer, value):
        lose_session_while_writing(browser)
        browser.sign_in(writer)
        browser.cookies["kept_forms"] = value
        page = browser.get("/careful/")
        assert page.status_code == 200
        assert WORDS not in page.content.decode()

    def test_somebody_elses_key_opens_nothing(self, browser, other):
        lose_session_while_writing(browser)
        thief = Browser()
        thief.sign_in(other)
        thief.cookies["kept_forms"] = browser.cookies["kept_forms"].value
        assert WORDS not in thief.get("/careful/").content.decode()
