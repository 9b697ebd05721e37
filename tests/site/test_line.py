"""Signing in with LINE: only where its keys are set, only for those who have connected theirs."""

import logging
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.sessions.models import Session
from django.core import mail as outbox
from django.core.cache import cache

from kalasin_network.logs import MaskingFormatter
from partners.models import Person
from tests import builders
from tests.line import Line, set_keys
from tests.worker import work

pytestmark = pytest.mark.django_db
LOGIN, ME, DISCONNECT = "/accounts/login/", "/accounts/me/", "/accounts/line/disconnect/"
NOT_CONNECTED = "/accounts/line/not-connected/"
BUTTON, CONNECT = "เข้าสู่ระบบด้วย LINE", ">เชื่อมต่อ LINE</button>"


@pytest.fixture
def line(settings, monkeypatch):
    """A portal with LINE's keys, and LINE."""
    cache.clear()
    set_keys(settings, monkeypatch)
    return Line(monkeypatch)


@pytest.fixture
def person(db):
    return builders.build_person("มาลี", email="malee@example.org")


def connected(person, uid="U-somchai"):
    return SocialAccount.objects.create(user=person, provider="line", uid=uid)


def is_signed_in(client, person):
    return client.session.get("_auth_user_id") == str(person.pk)


def sign_in_by_password(client, person):
    client.post(LOGIN, {"login": person.email, "password": builders.PASSWORD})


def said(client, address):
    """The messages on the page, as one text."""
    return " ".join(str(message) for message in client.get(address).context["messages"])


class TestWithoutItsKeys:
    def test_nothing_shows(self, visitor, member):
        assert "LINE</button>" not in visitor.get(LOGIN).content.decode()
        assert "LINE</button>" not in member.get(ME).content.decode()
        assert "line.me" not in visitor.get(LOGIN).headers["Content-Security-Policy"]

    @pytest.mark.parametrize("address", ["login/", "login/callback/", "not-connected/"])
    def test_its_addresses_are_not_found(self, visitor, address):
        for ask in (visitor.get, visitor.post):
            assert ask(f"/accounts/line/{address}").status_code == 404

    def test_somebody_who_had_connected_it_finds_no_half_working_page(self, member):
        connected(member.person)
        assert "LINE</button>" not in member.get(ME).content.decode()
        assert member.post(DISCONNECT).status_code == 404


class TestSigningIn:
    def test_opens_the_account_that_has_connected_it(self, line, visitor, person):
        connected(person)
        assert BUTTON in visitor.get(LOGIN).content.decode()
        assert line.sign_in(visitor).url == "/"
        assert is_signed_in(visitor, person)

    def test_leads_back_to_the_page_that_asked_for_it(self, line, visitor, person):
        connected(person)
        page = visitor.get(LOGIN + "?next=/reflections/").content.decode()
        assert page.count('name="next" value="/reflections/"') == 2  # both forms know it
        assert line.sign_in(visitor, next="/reflections/").url == "/reflections/"
        assert line.sign_in(visitor, next="https://evil.example/").url == "/"

    def test_asks_line_for_as_little_as_it_can(self, line, visitor):
        asked = line.begin(visitor)
        assert (asked["scope"], asked["response_type"]) == ("profile", "code")
        assert (asked["client_id"], asked["code_challenge_method"]) == ("2000000001", "S256")
        assert asked["redirect_uri"] == "http://testserver/accounts/line/login/callback/"

    def test_begins_with_a_button_and_never_with_an_address(self, line, visitor):
        assert visitor.get("/accounts/line/login/").status_code == 405

    def test_may_lead_the_form_on_to_line(self, line, visitor):
        policy = visitor.get(LOGIN).headers["Content-Security-Policy"]
        assert "form-action 'self' https://access.line.me;" in f"{policy};"

    def test_makes_no_account_for_somebody_unknown(self, line, visitor, person):
        assert line.sign_in(visitor).url == NOT_CONNECTED
        assert not is_signed_in(visitor, person)
        assert (Person.objects.count(), SocialAccount.objects.count()) == (1, 0)
        text = visitor.get(NOT_CONNECTED).content.decode()
        assert "เข้าสู่ระบบด้วยอีเมลก่อน แล้วเชื่อมต่อ LINE ที่หน้า “บัญชีของฉัน”" in text
        assert f'href="{LOGIN}?next={ME}"' in text
        english = visitor.get(NOT_CONNECTED + "?lang=en").content.decode()
        assert "Accounts are made by invitation" in english

    def test_an_address_that_line_tells_opens_nothing(self, line, visitor, person):
        line.profile = {"email": person.email, "email_verified": True}
        assert line.sign_in(visitor).url == NOT_CONNECTED
        assert not is_signed_in(visitor, person)
        assert not SocialAccount.objects.exists()

    def test_an_answer_without_an_id_opens_nothing(self, line, visitor, person):
        connected(person, uid="None")
        line.id = None
        assert line.sign_in(visitor).url == LOGIN + "?next=/"
        assert not is_signed_in(visitor, person)

    def test_a_closed_account_stays_closed(self, line, visitor):
        person = builders.build_person(is_active=False)
        connected(person)
        assert line.sign_in(visitor).url == "/accounts/inactive/"
        assert not is_signed_in(visitor, person)

    def test_an_administrator_is_still_asked_for_the_second_step(self, line, visitor):
        person = builders.build_person("ดูแล", is_superuser=True)
        builders.set_up_two_step(person)
        connected(person)
        assert line.sign_in(visitor).url == "/accounts/2fa/authenticate/"
        assert not is_signed_in(visitor, person)
        codes = person.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()
        visitor.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert is_signed_in(visitor, person)

    def test_an_administrator_without_a_second_step_is_led_to_setting_it_up(self, line, visitor):
        person = builders.build_person("ดูแลใหม่", is_superuser=True)
        connected(person)
        line.sign_in(visitor)
        assert visitor.get(ME).url == "/accounts/2fa/totp/activate/"


class TestWhatGoesWrong:
    @pytest.fixture(autouse=True)
    def somebody_connected(self, person):
        connected(person)

    def come_back_wrong(self, line, client, **query):
        line.begin(client, next="/reflections/")
        return line.come_back(client, **query)

    def test_cancelling_changes_nothing_and_forgets_no_page(self, line, visitor, person):
        response = self.come_back_wrong(line, visitor, code="", error="access_denied")
        assert response.url == LOGIN + "?next=/reflections/"
        assert "ยังไม่ได้ดำเนินการต่อใน LINE" in said(visitor, response.url)
        assert not is_signed_in(visitor, person)

    def test_a_state_of_somewhere_else_opens_nothing(self, line, visitor, person):
        response = self.come_back_wrong(line, visitor, state="of-another-browser")
        assert response.url == LOGIN + "?next=/"
        assert "ลองอีกครั้งในเบราว์เซอร์เดิม" in said(visitor, response.url)
        assert not is_signed_in(visitor, person)
        assert line.asked == []

    def test_a_state_works_once(self, line, visitor, person):
        line.sign_in(visitor)
        visitor.post("/accounts/logout/")
        assert line.come_back(visitor).url == LOGIN + "?next=/"
        assert not is_signed_in(visitor, person)

    def test_no_word_of_line_s_code_reaches_the_logs(self, line, visitor, person, caplog):
        response = self.come_back_wrong(line, visitor, code="a-wrong-one")
        assert response.url == LOGIN + "?next=/reflections/"
        visitor.get("/no-such/", {"code": "a-wrong-one", "state": "a-state"})
        visitor.get("/reflections/no-such/?code=a-wrong-one&state=a-state")
        entries = [MaskingFormatter("%(message)s").format(record) for record in caplog.records]
        assert [entry for entry in entries if "invalid_grant" in entry]
        assert not [entry for entry in entries if "a-wrong-one" in entry or "a-state" in entry]

    def test_a_line_that_is_down_is_said_and_logged(self, line, visitor, person, caplog):
        line.broken = True
        assert line.sign_in(visitor).url == LOGIN + "?next=/"
        assert [r.levelno for r in caplog.records if "no way to LINE" in r.getMessage()] == [
            logging.WARNING
        ]
        assert not is_signed_in(visitor, person)


class TestConnecting:
    @pytest.fixture
    def malee(self, line, visitor, person):
        sign_in_by_password(visitor, person)
        return visitor

    def test_is_offered_under_my_account_and_works_from_then_on(self, line, malee, person):
        assert CONNECT in malee.get(ME).content.decode()
        assert line.sign_in(malee, process="connect").url == ME
        page = malee.get(ME).content.decode()
        assert "เชื่อมต่อ LINE แล้ว ใช้เข้าสู่ระบบได้" in page
        assert CONNECT not in page
        malee.post("/accounts/logout/")
        line.sign_in(malee)
        assert is_signed_in(malee, person)

    def test_keeps_the_id_and_nothing_else_of_line(self, line, malee, person):
        line.sign_in(malee, process="connect")
        line.sign_in(malee)
        [account] = SocialAccount.objects.all()
        assert (account.user, account.provider, account.uid) == (person, "line", "U-somchai")
        assert account.extra_data == {}
        assert not SocialToken.objects.exists()
        person.refresh_from_db()
        assert person.first_name == "มาลี"
        sessions = [str(session.get_decoded()) for session in Session.objects.all()]
        assert not [text for text in sessions if "a-token" in text or "สมชาย" in text]

    def test_is_told_by_mail(self, line, malee, person):
        line.sign_in(malee, process="connect")
        work()
        [message] = outbox.outbox
        assert (message.to, message.subject) == ([person.email], "เชื่อมต่อ LINE แล้ว")

    def test_loses_nothing_that_was_saved_meanwhile(self, line, malee, person, monkeypatch):
        answer = line._token

        def while_line_is_asked(sent):
            Person.objects.filter(pk=person.pk).update(position="ครู", version=2)
            return answer(sent)

        monkeypatch.setattr(line, "_token", while_line_is_asked)
        line.sign_in(malee, process="connect")
        person.refresh_from_db()
        assert (person.position, person.version) == ("ครู", 2)

    def test_of_somebody_else_s_line_is_refused(self, line, malee, person):
        other = builders.build_person("สมชาย")
        connected(other)
        assert line.sign_in(malee, process="connect").url == ME
        assert "เชื่อมต่อกับบัญชีอื่นอยู่แล้ว" in said(malee, ME)
        assert SocialAccount.objects.get().user == other

    def test_cancelled_leads_back_to_my_account(self, line, malee):
        line.begin(malee, process="connect")
        assert line.come_back(malee, code="", error="access_denied").url == ME
        assert not SocialAccount.objects.exists()

    def test_long_after_signing_in_asks_once_more_who_it_is(self, line, member):
        response = line.sign_in(member, process="connect")  # signed in without a trace of when
        assert response.url == "/accounts/reauthenticate/"
        assert not SocialAccount.objects.exists()
        assert "a-token" not in str(dict(member.session))
        response = member.post(response.url, {"password": builders.PASSWORD})
        assert response.url == ME
        assert SocialAccount.objects.get().user == member.person

    def test_needs_somebody_who_is_signed_in(self, line, visitor, person):
        response = line.sign_in(visitor, process="connect")
        assert visitor.get(response.url).url == f"{LOGIN}?next={ME}"
        assert not SocialAccount.objects.exists()


class TestDisconnecting:
    @pytest.fixture
    def malee(self, line, visitor, person):
        connected(person)
        sign_in_by_password(visitor, person)
        return visitor

    def test_forgets_that_line(self, line, malee, person):
        other = connected(builders.build_person(), uid="U-other")
        assert "เลิกเชื่อมต่อ LINE</button>" in malee.get(ME).content.decode()
        assert malee.post(DISCONNECT).url == ME
        assert [account.pk for account in SocialAccount.objects.all()] == [other.pk]
        assert "เลิกเชื่อมต่อ LINE แล้ว" in said(malee, ME)
        work()
        [message] = outbox.outbox
        assert (message.to, message.subject) == ([person.email], "เลิกเชื่อมต่อ LINE แล้ว")
        malee.post("/accounts/logout/")
        assert line.sign_in(malee).url == NOT_CONNECTED

    def test_asks_first_who_it_is_where_signing_in_was_long_ago(self, line, member):
        connected(member.person)
        response = member.post(DISCONNECT)
        assert urlsplit(response.url).path == "/accounts/reauthenticate/"
        [back] = parse_qs(urlsplit(response.url).query)["next"]
        member.post(response.url, {"password": builders.PASSWORD, "next": back})
        assert not SocialAccount.objects.exists()

    @pytest.mark.parametrize("mail_is_sent", [False, True])
    def test_never_takes_the_last_way_in(self, line, visitor, person, settings, mail_is_sent):
        settings.EMAIL_IS_SENT = mail_is_sent
        person.set_unusable_password()
        person.save()
        connected(person)
        line.sign_in(visitor)
        offered = "เลิกเชื่อมต่อ LINE</button>" in visitor.get(ME).content.decode()
        visitor.post(DISCONNECT)
        assert offered is mail_is_sent
        assert SocialAccount.objects.exists() is not mail_is_sent


class TestHelpedByAnAdministrator:
    """Whoever has the lost phone, or another's LINE connected, does not get in by LINE again."""

    @pytest.fixture
    def malee(self, line, person):
        connected(builders.build_person(), uid="U-other")
        return connected(person)

    @staticmethod
    def known():
        return {account.uid for account in SocialAccount.objects.all()}

    def test_a_new_password_disconnects_line(self, administrator, visitor, malee, person):
        page = administrator.post(f"/accounts/people/{person.pk}/password-link/")
        assert self.known() == {"U-somchai", "U-other"}  # the link has not been used yet
        link = re.search(r"8000(/accounts/password/reset/key/\S+/)", page.content.decode())[1]
        form = visitor.get(link, follow=True)
        new = {"password1": "a-new-long-password", "password2": "a-new-long-password"}
        visitor.post(form.redirect_chain[-1][0], new)
        assert self.known() == {"U-other"}
        done = visitor.get("/accounts/password/reset/done/").content.decode()
        assert "เลิกเชื่อมต่อ LINE แล้วด้วย" in done

    def test_so_does_one_by_a_code(self, visitor, malee, person, settings):
        settings.EMAIL_IS_SENT = True
        visitor.post("/accounts/password/reset/", {"email": person.email})
        work()
        code = re.search(r"\d{4}-\d{4}", outbox.outbox[0].body)[0]
        visitor.post("/accounts/password/reset/confirm/", {"code": code})
        new = {"password1": "a-new-long-password", "password2": "a-new-long-password"}
        visitor.post("/accounts/password/reset/complete/", new)
        assert self.known() == {"U-other"}

    @pytest.mark.parametrize("action", ["sign_out_everywhere", "take_second_step_away"])
    def test_ended_sign_ins_do_not_begin_again_by_line(self, administrator, malee, person, action):
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
        data = {"action": action, "_selected_action": [person.pk]}
        administrator.post("/admin/partners/person/", data)
        assert self.known() == {"U-other"}


def test_deleting_a_person_forgets_their_line(person):
    connected(person)
    person.delete()
    assert not SocialAccount.objects.exists()
