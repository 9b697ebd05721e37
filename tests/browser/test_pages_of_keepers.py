"""Keepers and inviters see together what belongs together, with large letters too."""

import pytest
from django.urls import reverse

from reflections.models import Reflection
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROJECTOR = {"width": 1024, "height": 768}
LARGE = "document.documentElement.style.setProperty('font-size', '200%')"


def claim(round, school):
    """An answer by the round's one link that says it is this school's."""
    builders.build_point(
        Reflection.objects.create(round=round, organisation=school, is_provisional=True)
    )


def test_two_claims_of_one_school_stand_side_by_side(keeper, device):
    round, school = builders.build_round(keepers=[keeper.person]), builders.build_school()
    builders.invite(round, school)
    claim(round, school)
    claim(round, school)
    page = device(keeper, viewport=PROJECTOR)
    page.goto(reverse("reflections:claims", args=[round.slug]))
    first, second = page.locator(".side-by-side > li").all()
    assert first.bounding_box()["y"] == second.bounding_box()["y"]


def test_letters_twice_as_large_leave_the_list_of_schools_inside_a_phone(coordinator, device):
    round = builders.build_round()
    builders.build_reflection(round)
    builders.invite(round, builders.build_school())
    page = device(coordinator)
    page.goto(reverse("reflections:invitations", args=[round.slug]))
    page.evaluate(LARGE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
