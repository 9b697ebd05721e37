"""Somebody connects LINE on a phone and signs in with it, past what browsers allow a form."""

import pytest
from allauth.socialaccount.models import SocialAccount

from tests import builders
from tests.browser.window import DESKTOP, PHONE
from tests.line import Line, set_keys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINES_PAGE = "<!doctype html><title>LINE</title><h1>Allow?</h1>"


@pytest.fixture
def line(settings, monkeypatch):
    set_keys(settings, monkeypatch)
    return Line(monkeypatch)


def press_and_allow(page, line, button):
    """Press the portal's button, and on LINE's page what leads back."""
    page.get_by_role("button", name=button).click()
    page.wait_for_url("https://access.line.me/**")
    asked = line.shown(page.url)
    page.goto(f"{asked['redirect_uri']}?code={line.code}&state={asked['state']}")


def test_connecting_then_signing_in(device, line):
    person = builders.build_person("มาลี", email="malee@example.org")
    page = device(scripts=False)
    page.route("https://access.line.me/**", lambda r: r.fulfill(body=LINES_PAGE))
    page.goto("/accounts/login/?next=/accounts/me/")
    page.get_by_label("อีเมล").fill(person.email)
    page.get_by_label("รหัสผ่าน").fill(builders.PASSWORD)
    page.get_by_role("button", name="เข้าสู่ระบบ", exact=True).click()
    press_and_allow(page, line, "เชื่อมต่อ LINE")
    assert "เชื่อมต่อ LINE แล้ว" in page.inner_text("main")
    assert SocialAccount.objects.get().user == person
    page.context.clear_cookies()
    page.goto("/accounts/login/?next=/accounts/me/")
    press_and_allow(page, line, "เข้าสู่ระบบด้วย LINE")
    assert page.url.endswith("/accounts/me/")
    page.get_by_role("button", name="เลิกเชื่อมต่อ LINE").click()
    assert "เลิกเชื่อมต่อ LINE แล้ว" in page.inner_text("main")
    assert not SocialAccount.objects.exists()


def looked_at(window, client, address):
    found = []
    for language, width in (("th", PHONE), ("en", DESKTOP)):
        window.resize(width)
        assert window.open(client, f"{address}?lang={language}") == 200
        found += window.violations() + window.untidy()
        found += [f"too wide by {window.overflow()} px"] if window.overflow() else []
    return found + window.errors


def test_its_pages_keep_nobody_out(window, visitor, member, line):
    for address in ("/accounts/login/", "/accounts/line/not-connected/"):
        assert looked_at(window, visitor, address) == []
    assert looked_at(window, member, "/accounts/me/") == []
    SocialAccount.objects.create(user=member.person, provider="line", uid="U-member")
    assert looked_at(window, member, "/accounts/me/") == []
    member.person.set_unusable_password()
    member.person.save()
    member.force_login(member.person)
    assert looked_at(window, member, "/accounts/me/") == []
