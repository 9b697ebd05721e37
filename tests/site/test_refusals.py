"""A page that is not open to somebody says for whom it is and whom to ask."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory

from kalasin_network.errors import not_allowed
from partners.access import NotAllowed, SignInFirst, find, require
from partners.models import Organisation, Role
from tests import builders

pytestmark = pytest.mark.django_db


def refusal(person, action, thing=None):
    with pytest.raises(NotAllowed) as caught:
        require(person, action, thing)
    return caught.value


def page(person, exception):
    """The 403 page's text, as `person` reads it."""
    request = RequestFactory().get("/somewhere/")
    request.user, request.LANGUAGE_CODE = person, "th"
    response = not_allowed(request, exception)
    assert response.status_code == 403
    return response.content.decode()


def test_who_may_comes_in(coordinator):
    assert require(coordinator.person, "round.add") is None


def test_a_visitor_is_led_to_sign_in():
    with pytest.raises(SignInFirst):
        require(AnonymousUser(), "round.add")
    request = RequestFactory().get("/somewhere/?a=1")
    request.user = AnonymousUser()
    assert not_allowed(request, SignInFirst()).url == "/accounts/login/?next=/somewhere/%3Fa%3D1"


def test_a_record_that_is_not_visible_is_not_found_by_a_person_and_hidden_from_a_visitor(member):
    nothing = Organisation.objects.none()
    with pytest.raises(Http404):
        find(member.person, nothing, slug="x")
    with pytest.raises(SignInFirst):
        find(AnonymousUser(), nothing, slug="x")
    organisation = builders.build_organisation()
    assert find(member.person, Organisation.objects.all(), pk=organisation.pk) == organisation


def test_the_page_names_the_role_and_a_coordinator_with_a_number(member):
    builders.build_person("ปราณี", Role.COORDINATOR, phone="0 4381 1234")
    text = page(member.person, refusal(member.person, "round.add"))
    assert "หน้านี้เปิดเฉพาะผู้ประสานงาน" in text
    number = "\N{NO-BREAK SPACE}".join(["โทร.", "0", "4381", "1234"])
    assert f"ติดต่อ ปราณี ทดสอบ {number}" in text
    assert "This page is open only to coordinators." in text


def test_somebody_of_the_organisation_concerned_is_asked_first(member):
    builders.build_person("ไกล", Role.COORDINATOR, phone="1")
    organisation = builders.build_organisation()
    builders.build_person("ใกล้", Role.SUPERVISOR, organisation, phone="2")
    found = refusal(member.person, "organisation.edit", organisation)
    assert found.contact == "ใกล้ ทดสอบ โทร. 2"


def test_a_page_for_administrators_names_one(member):
    builders.build_person("ดูแล", is_superuser=True, phone="3")
    found = refusal(member.person, "administrator.invite")
    assert (found.who, found.contact) == ("ผู้ดูแลระบบ", "ดูแล ทดสอบ โทร. 3")


def test_a_round_says_itself_whom_to_ask(member):
    round = builders.build_round(contact="คุณนิด โทร. 4")
    found = refusal(member.person, "round.keep", round)
    assert (found.who, found.contact) == ("ผู้ดูแลคำตอบของรอบนี้", "คุณนิด โทร. 4")


def test_without_anybody_to_name_the_page_still_says_what_to_do(member):
    text = page(member.person, PermissionDenied("เหตุผล"))
    assert "เหตุผล" in text
    assert "ติดต่อผู้ประสานงานขององค์กรท่าน" in text
