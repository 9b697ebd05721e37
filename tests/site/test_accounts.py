"""Signing in and looking after one's own account."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from django.core import mail as outbox
from django.core.cache import cache

from partners.models import Person
from tests import builders
from tests.worker import work

pytestmark = pytest.mark.django_db
LOGIN, CODE = "/accounts/login/", "/accounts/login/code/"


@pytest.fixture(autouse=True)
def fresh_limits():
    """What earlier tests tried does not count."""
    cache.clear()


@pytest.fixture
def mail_is_sent(settings):
    settings.EMAIL_IS_SENT = True


@pytest.fixture
def person(db):
    return builders.build_person("มาลี", email="malee@example.org")


def is_signed_in(client):
    return "_auth_user_id" in client.session


def code_sent():
    """The code of the one mail that went out."""
    work()
    [message] = outbox.outbox
    outbox.outbox.clear()
    return re.search(r"\d{4}-\d{4}", message.body)[0]


class TestSigningIn:
    def test_takes_email_and_password_together(self, visitor, person):
        data = {"login": "malee@example.org", "password": builders.PASSWORD}
        response = visitor.post(LOGIN, data)
        assert (response.status_code, response.url) == (302, "/")
        assert is_signed_in(visitor)
        assert "sessionid" in visitor.cookies

    def test_leads_back_to_the_page_that_asked_for_it(self, visitor, person):
        assert visitor.get("/reflections/").url == "/accounts/login/?next=/reflections/"
        data = {"login": person.email, "password": builders.PASSWORD, "next": "/reflections/"}
        assert visitor.post(LOGIN, data).url == "/reflections/"

    @pytest.mark.parametrize("value", ["a\x00bcdefgh", "a" * 5000, "' OR 1=1; --"])
    def test_is_not_had_by_a_cookie_that_nobody_was_given(self, visitor, value):
        visitor.cookies["sessionid"] = value
        assert visitor.get("/").status_code == 200
        assert visitor.get("/reflections/").url == "/accounts/login/?next=/reflections/"

    def test_never_leads_to_another_site(self, visitor, person):
        data = {
            "login": person.email,
            "password": builders.PASSWORD,
            "next": "https://evil.example/",
        }
        assert visitor.post(LOGIN, data).url == "/"

    def test_does_not_mind_capitals_and_spaces(self, visitor, person):
        data = {"login": " Malee@Example.org ", "password": builders.PASSWORD}
        visitor.post(LOGIN, data)
        assert is_signed_in(visitor)

    @pytest.mark.parametrize("address", ["malee@example.org", "nobody@example.org"])
    def test_a_wrong_password_keeps_the_address_and_tells_nothing(self, visitor, person, address):
        page = visitor.post(LOGIN, {"login": address, "password": "wrong-password"})
        text = page.content.decode()
        assert f'value="{address}"' in text
        assert "wrong-password" not in text
        assert re.findall(r"อีเมลกับรหัสผ่านไม่ตรงกัน ลองพิมพ์อีกครั้ง", text)
        assert not is_signed_in(visitor)

    def test_five_wrong_passwords_close_the_account_for_a_while(self, visitor, person):
        for _ in range(5):
            visitor.post(LOGIN, {"login": person.email, "password": "wrong-password"})
        page = visitor.post(LOGIN, {"login": person.email, "password": builders.PASSWORD})
        assert "รอ 5 นาที" in page.content.decode()
        assert not is_signed_in(visitor)
        # the limit belongs to the account: a hall full of phones shares one address
        other = builders.build_person()
        visitor.post(LOGIN, {"login": other.email, "password": builders.PASSWORD})
        assert is_signed_in(visitor)

    def test_a_closed_account_stays_closed(self, visitor):
        person = builders.build_person(is_active=False)
        response = visitor.post(LOGIN, {"login": person.email, "password": builders.PASSWORD})
        assert response.url == "/accounts/inactive/"
        assert not is_signed_in(visitor)

    def test_is_in_english_for_those_who_chose_it(self, visitor):
        text = visitor.get(LOGIN + "?lang=en").content.decode()
        assert "<h1>Sign in</h1>" in text
        assert "E-mail address" in text


class TestSigningInByCode:
    def test_opens_the_account(self, visitor, person, mail_is_sent):
        assert visitor.post(CODE, {"email": person.email}).url == CODE + "confirm/"
        response = visitor.post(CODE + "confirm/", {"code": code_sent()})
        assert response.status_code == 302
        assert is_signed_in(visitor)

    def test_lives_fifteen_minutes(self, visitor, person, mail_is_sent, monkeypatch):
        visitor.post(CODE, {"email": person.email})
        code = code_sent()
        clock = time.time() + 15 * 60 + 1
        monkeypatch.setattr(
            "allauth.account.internal.flows.code_verification.time.time", lambda: clock
        )
        visitor.post(CODE + "confirm/", {"code": code})
        assert not is_signed_in(visitor)

    def test_five_wrong_tries_end_it(self, visitor, person, mail_is_sent):
        visitor.post(CODE, {"email": person.email})
        code = code_sent()
        for _ in range(5):
            visitor.post(CODE + "confirm/", {"code": "0000-0000"})
        visitor.post(CODE + "confirm/", {"code": code})
        assert not is_signed_in(visitor)

    def test_an_unknown_address_looks_the_same_and_gets_no_mail(
        self, visitor, person, mail_is_sent
    ):
        pages = []
        for address in (person.email, "nobody@example.org"):
            visitor.post("/accounts/logout/")
            page = visitor.post(CODE, {"email": address}, follow=True)
            text = re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", page.content.decode())
            pages.append(text.replace(address, "ADDRESS"))
            visitor.cookies.clear()
        assert pages[0] == pages[1]
        work()
        assert [message.to for message in outbox.outbox] == [[person.email]]


class TestWithoutMail:
    """No EMAIL_URL: what needs e-mail is not offered, and whom to ask is said instead."""

    def test_the_sign_in_page_offers_no_code(self, visitor, settings):
        assert CODE not in visitor.get(LOGIN).content.decode()
        settings.EMAIL_IS_SENT = True
        assert CODE in visitor.get(LOGIN).content.decode()

    @pytest.mark.parametrize("address", [CODE, "/accounts/password/reset/"])
    def test_the_pages_say_whom_to_ask(self, visitor, settings, address):
        settings.CONTROLLER_NAME, settings.CONTROLLER_CONTACT = "องค์กรสาธิต ก", "0 4300 0000"
        text = visitor.get(address).content.decode()
        assert "เว็บนี้ยังไม่ส่งอีเมล" in text
        assert "องค์กรสาธิต ก · 0 4300 0000" in text
        assert visitor.post(address, {"email": "a@example.org"}).status_code == 200
        work()
        assert outbox.outbox == []

    def test_mail_that_is_written_nevertheless_says_nothing_secret(self, member):
        """Notices about the account lie as files; they hold no code and no link."""
        data = {"oldpassword": builders.PASSWORD, "password1": "สี่คำ-ที่-จำ-ได้"}
        member.post("/accounts/password/change/", data | {"password2": "สี่คำ-ที่-จำ-ได้"})
        work()
        [message] = outbox.outbox
        assert message.subject == "เปลี่ยนรหัสผ่านแล้ว"
        assert "แจ้งผู้ดูแลระบบ" in message.body

    def test_the_account_offers_no_change_of_the_address(self, member):
        assert "/accounts/email/" not in member.get("/accounts/me/").content.decode()


class TestSigningUp:
    def test_is_by_invitation(self, visitor):
        for page in (visitor.get("/accounts/signup/"), visitor.post("/accounts/signup/", {})):
            assert page.status_code == 200
            assert "ขอคำเชิญได้จากผู้ประสานงาน" in page.content.decode()
        assert Person.objects.count() == 0


class TestPassword:
    def test_is_changed(self, member):
        data = {"oldpassword": builders.PASSWORD, "password1": "สี่คำ-ที่-จำ-ได้"}
        member.post("/accounts/password/change/", data | {"password2": "สี่คำ-ที่-จำ-ได้"})
        member.person.refresh_from_db()
        assert member.person.check_password("สี่คำ-ที่-จำ-ได้")

    @pytest.mark.parametrize("password", ["สั้น", "password1234"])
    def test_is_not_too_easy(self, member, password):
        data = {"oldpassword": builders.PASSWORD, "password1": password, "password2": password}
        page = member.post("/accounts/password/change/", data)
        assert page.context["form"].errors["password1"]

    def test_forgotten_is_set_anew_by_a_code(self, visitor, person, mail_is_sent):
        visitor.post("/accounts/password/reset/", {"email": person.email})
        visitor.post("/accounts/password/reset/confirm/", {"code": code_sent()})
        new = {"password1": "a-new-long-password", "password2": "a-new-long-password"}
        response = visitor.post("/accounts/password/reset/complete/", new)
        assert response.url == "/accounts/password/reset/done/"
        person.refresh_from_db()
        assert person.check_password("a-new-long-password")


class TestEmailAddress:
    def test_changes_once_the_new_one_is_confirmed(self, visitor, person, mail_is_sent):
        visitor.post(LOGIN, {"login": person.email, "password": builders.PASSWORD})
        visitor.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
        person.refresh_from_db()
        assert person.email == "malee@example.org"
        work()
        [message] = outbox.outbox
        assert message.to == ["new@example.org"]
        link = re.search(r"http://127.0.0.1:8000(/accounts/confirm-email/\S+)", message.body)[1]
        visitor.post(link)
        person.refresh_from_db()
        assert person.email == "new@example.org"
        assert [a.email for a in EmailAddress.objects.all()] == ["new@example.org"]


class TestMyAccount:
    def test_shows_and_saves_who_i_am(self, member):
        page = member.get("/accounts/me/")
        version = page.context["form"].initial["version"]
        data = {
            "title": "นาง",
            "first_name": "มาลี",
            "last_name": "ใจดี",
            "position": "ครู",
            "phone": "0 4300 0000",
            "version": version,
        }
        assert member.post("/accounts/me/", data).url == "/accounts/me/"
        person = Person.objects.get(pk=member.person.pk)
        assert str(person) == "นางมาลี ใจดี"
        assert (person.position, person.phone, person.version) == ("ครู", "0 4300 0000", 2)

    def test_names_my_roles(self, director):
        text = director.get("/accounts/me/").content.decode()
        assert "ผู้บริหารโรงเรียน (รวมผู้รักษาราชการแทน)" in text
        assert director.school.name in text

    def test_nobody_makes_themselves_an_administrator(self, member):
        data = {"first_name": "มาลี", "is_superuser": "on", "email": "x@example.org", "version": 1}
        member.post("/accounts/me/", data)
        person = Person.objects.get(pk=member.person.pk)
        assert (person.first_name, person.is_superuser) == ("มาลี", False)
        assert person.email == member.person.email

    def test_signs_out_everywhere_else(self, member, visitor):
        visitor.force_login(member.person)
        member.post("/accounts/me/sign-out-elsewhere/")
        assert member.get("/accounts/me/").status_code == 200
        assert visitor.get("/accounts/me/").status_code == 302


def test_a_page_of_the_package_that_is_not_used_is_not_found(member):
    for address in ("social/login/cancelled/", "3rdparty/", "2fa/webauthn/", "sessions/"):
        assert member.get(f"/accounts/{address}").status_code == 404
