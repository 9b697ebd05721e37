"""Administrators sign in with two steps; without the second one nothing opens to them."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from tests import builders
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db


def app_code(secret):
    """What an authenticator app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def bare_administrator(db):
    """An administrator who has not set up two-step sign-in yet."""
    return signed_in(builders.build_person("ดูแลใหม่", is_superuser=True))


def sign_in(client, person):
    data = {"login": person.email, "password": builders.PASSWORD}
    return client.post("/accounts/login/", data)


@pytest.mark.parametrize("address", ["/", "/partners/", "/accounts/me/", "/admin/", "/no-such/"])
def test_an_administrator_without_it_is_led_to_setting_it_up(bare_administrator, address):
    response = bare_administrator.get(address)
    if address == "/no-such/":
        assert response.status_code == 404
    else:
        assert (response.status_code, response.url) == (302, "/accounts/2fa/totp/activate/")


def test_nor_can_they_change_anything(bare_administrator):
    response = bare_administrator.post("/accounts/me/", {"first_name": "อื่น", "version": 1})
    assert response.url == "/accounts/2fa/totp/activate/"
    bare_administrator.person.refresh_from_db()
    assert bare_administrator.person.first_name == "ดูแลใหม่"


def test_they_can_choose_the_language_and_leave(bare_administrator):
    response = bare_administrator.get("/?lang=en")
    assert response.cookies["django_language"].value == "en"
    assert bare_administrator.get("/accounts/logout/").status_code == 200
    bare_administrator.post("/accounts/logout/")
    assert "_auth_user_id" not in bare_administrator.session


def test_setting_it_up_opens_the_portal_and_shows_recovery_codes(visitor):
    person = builders.build_person("ดูแลใหม่", is_superuser=True)
    sign_in(visitor, person)
    page = visitor.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    response = visitor.post("/accounts/2fa/totp/activate/", {"code": app_code(secret)}, follow=True)
    assert response.redirect_chain == [("/accounts/2fa/recovery-codes/", 302)]
    assert len(response.context["unused_codes"]) == 10
    assert visitor.get("/accounts/me/").status_code == 200


def test_a_wrong_code_switches_nothing_on(visitor):
    person = builders.build_person("ดูแลใหม่", is_superuser=True)
    sign_in(visitor, person)
    visitor.get("/accounts/2fa/totp/activate/")
    page = visitor.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert "รหัสยังไม่ถูกต้อง" in page.content.decode()
    assert not Authenticator.objects.filter(user=person).exists()


def test_the_password_alone_does_not_sign_in(visitor):
    person = builders.build_person("ดูแล", is_superuser=True)
    secret = builders.set_up_two_step(person)
    assert sign_in(visitor, person).url == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in visitor.session
    assert visitor.get("/accounts/me/").url.startswith("/accounts/login/")
    visitor.post("/accounts/2fa/authenticate/", {"code": app_code(secret)})
    assert visitor.session["_auth_user_id"] == str(person.pk)


def test_codes_may_be_typed_in_thai_digits(visitor):
    person = builders.build_person("ดูแล", is_superuser=True)
    secret = builders.set_up_two_step(person)
    sign_in(visitor, person)
    thai = app_code(secret).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    visitor.post("/accounts/2fa/authenticate/", {"code": thai})
    assert visitor.session["_auth_user_id"] == str(person.pk)


def test_a_recovery_code_works_once(visitor):
    person = builders.build_person("ดูแล", is_superuser=True)
    builders.set_up_two_step(person)
    codes = person.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()
    for expected in (True, False):
        sign_in(visitor, person)
        visitor.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert ("_auth_user_id" in visitor.session) is expected
        visitor.post("/accounts/logout/")


def test_switching_it_off_leads_an_administrator_back_to_setting_it_up(visitor):
    person = builders.build_person("ดูแล", is_superuser=True)
    secret = builders.set_up_two_step(person)
    sign_in(visitor, person)
    visitor.post("/accounts/2fa/authenticate/", {"code": app_code(secret)})
    visitor.post("/accounts/2fa/totp/deactivate/")
    assert visitor.get("/accounts/me/").url == "/accounts/2fa/totp/activate/"


def test_others_need_no_second_step(member):
    assert member.get("/accounts/me/").status_code == 200
