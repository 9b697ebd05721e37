"""What people see when a page is not there, not open to them, or breaks: in real requests."""

import pytest
from django.test import Client

from meetings.models import Meeting
from tests import builders
from tests.form_reader import fill


def title(response):
    return response.content.decode().split("<title>")[1].split("</title>")[0]


@pytest.mark.django_db
class TestNotFound:
    def test_an_unknown_address_says_so_in_both_languages_thai_first(self, visitor):
        response = visitor.get("/no-such-page/")
        text = response.content.decode()
        assert response.status_code == 404
        assert title(response).startswith("ไม่พบหน้านี้")
        assert 0 < text.index("<h1>ไม่พบหน้านี้") < text.index("<h2>Page not found")

    def test_an_unknown_address_keeps_the_readers_language(self, visitor):
        visitor.get("/help/?lang=en")
        response = visitor.get("/no-such-page/")
        text = response.content.decode()
        assert title(response).startswith("Page not found")
        assert '<html lang="en">' in text
        assert 0 < text.index("<h1>Page not found") < text.index("<h2>ไม่พบหน้านี้")

    def test_the_language_can_be_chosen_there_too(self, visitor):
        response = visitor.get("/no-such-page/?lang=en")
        assert response.headers["Content-Language"] == "en"
        assert 'href="/no-such-page/?lang=th"' in response.content.decode()

    def test_search_engines_leave_it_alone(self, visitor):
        text = visitor.get("/no-such-page/").content.decode()
        assert '<meta name="robots" content="noindex">' in text

    def test_it_has_the_frame_of_every_page(self, coordinator):
        text = coordinator.get("/no-such-page/").content.decode()
        assert str(coordinator.person) in text
        assert 'href="/partners/"' in text


@pytest.mark.django_db
class TestNotOpen:
    def test_a_page_for_others_says_for_whom_and_whom_to_ask_in_both_languages(self, member):
        builders.build_person("ปราณี", "coordinator", phone="0 4381 1234")
        response = member.get("/reflections/themes/")
        text = response.content.decode()
        assert response.status_code == 403
        assert "หน้านี้เปิดเฉพาะผู้ประสานงาน" in text
        assert "โทร. 0 4381 1234" in text.replace("\u00a0", " ")
        assert "This page is open only to coordinators." in text

    def test_the_readers_language_comes_first(self, member):
        text = member.get("/reflections/themes/?lang=en").content.decode()
        assert '<div lang="en">' in text.split('<div lang="th">')[0]


@pytest.mark.django_db
class TestNothingTypedIsLost:
    WORDS = "บันทึกยาวที่เขียนไว้ครึ่งชั่วโมง"

    def given_back(self, response, status):
        assert response.status_code == status
        return "คัดลอกเก็บไว้ได้" in (text := response.content.decode()) and self.WORDS in text

    def test_where_the_record_was_deleted_meanwhile(self, coordinator):
        meeting = builders.build_meeting()
        address = f"/meetings/{meeting.pk}/edit/"
        typed = fill(coordinator.get(address), notes=self.WORDS, save="1")
        Meeting.objects.delete_softly()
        assert self.given_back(coordinator.post(address, typed), 404)

    def test_where_the_role_ended_meanwhile(self, coordinator):
        typed = fill(coordinator.get("/meetings/new/"), title_th=self.WORDS, save="1")
        coordinator.person.memberships.update(role="member")
        assert self.given_back(coordinator.post("/meetings/new/", typed), 403)

    def test_where_somebody_no_longer_acts_for_the_school(self, director):
        round = builders.build_round()
        address = f"/reflections/{round.slug}/answer/{director.school.slug}/learner/"
        builders.build_reflection(round, director.school, status="draft")
        typed = fill(director.get(address), text=[self.WORDS])
        director.person.memberships.all().delete()
        assert self.given_back(director.post(address, typed), 404)

    def test_an_address_that_is_none_of_ours_gives_nothing_back(self, coordinator):
        response = coordinator.post("/no-such-page/", {"text": self.WORDS})
        assert not self.given_back(response, 404)

    def test_reading_a_page_says_nothing_of_it(self, coordinator):
        assert "คัดลอก" not in coordinator.get("/meetings/999/").content.decode()


class TestBroken:
    """No database mark here: every query fails, as when the database is gone."""

    @pytest.fixture
    def without_database(self):
        return Client(raise_request_exception=False)

    def test_a_page_that_breaks_says_first_that_nothing_saved_is_lost(self, without_database):
        response = without_database.get("/partners/")
        text = response.content.decode()
        assert response.status_code == 500
        assert title(response).startswith("ระบบขัดข้องชั่วคราว")
        assert "ข้อความที่บันทึกแล้วยังอยู่" in text
        assert "Something went wrong for a moment" in text

    def test_it_speaks_the_readers_language_first(self, without_database):
        response = without_database.get("/partners/?lang=en")
        assert title(response).startswith("Something went wrong")
        assert '<html lang="en">' in response.content.decode()

    @pytest.mark.django_db
    def test_healthz_answers_the_machine_itself_where_all_else_is_led_to_https(self, settings):
        settings.SECURE_SSL_REDIRECT = True
        client = Client()
        answer = client.get("/healthz")
        assert answer.content == b"ok"
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert client.get("/").url == "https://testserver/"

    def test_healthz_says_that_the_database_does_not_answer(self, without_database, monkeypatch):
        from django.db import OperationalError, connection

        def gone():
            raise OperationalError("gone")

        monkeypatch.setattr(connection, "cursor", gone)
        response = without_database.get("/healthz")
        assert response.status_code == 503


class TestNotUnderstood:
    def test_too_much_at_once_gets_a_page_in_both_languages(self, settings):
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
        response = Client(raise_request_exception=False).post(
            "/accounts/login/", dict.fromkeys("abcd", "1")
        )
        text = response.content.decode()
        assert response.status_code == 400
        assert "ระบบอ่านสิ่งที่ส่งมาไม่ได้" in text
        assert "The portal could not read this request" in text

    def test_a_host_that_is_not_ours_gets_one_too(self):
        response = Client(raise_request_exception=False).get("/", headers={"host": "evil.example"})
        assert response.status_code == 400
        assert "ระบบอ่านสิ่งที่ส่งมาไม่ได้" in response.content.decode()

    @pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "DELETE"])
    def test_pages_are_only_read_and_forms_only_sent(self, method):
        response = Client().generic(method, "/")
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD, POST, OPTIONS"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/no-such-page/", "/r/x/", "/healthz"])
def test_browsers_are_told_what_no_page_uses_of_a_device(visitor, address):
    policy = visitor.get(address).headers["Permissions-Policy"]
    for name in ["camera", "geolocation", "microphone"]:
        assert f"{name}=()" in policy.split(", ")
