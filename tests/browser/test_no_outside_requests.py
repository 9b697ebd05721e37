"""Nothing that a reader looks at is told to another site; scripts and the policy agree."""

import pytest
from django.utils import timezone

from reflections.models import Section
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def places(director, coordinator):
    """Addresses of the main pages, with pictures, bars, dates and forms on them."""
    meeting = builders.build_meeting(published_at=timezone.now())
    builders.build_photo(meeting, may_be_public=True)
    partner = builders.build_organisation(is_partner=True, website="https://elsewhere.example.org/")
    theme = builders.build_theme()
    closed = builders.build_round("closed")
    for _ in range(5):
        builders.build_reflection(closed, texts=[(Section.LEARNER, "ข้อความ", theme)])
    edition = builders.build_edition(closed)
    opened = builders.build_round(keepers=[coordinator.person])
    builders.build_reflection(opened, director.school, "draft", [(Section.LEARNER, "ข้อความ")])
    form = f"/reflections/{opened.slug}/answer/{director.school.slug}"
    return {
        "visitor": ["/", "/partners/", partner.get_absolute_url(), "/meetings/", "/goals/",
                    meeting.get_absolute_url(), edition.get_absolute_url(), "/help/coordinator/",
                    "/accounts/login/", "/no-such-page/"],
        "director": ["/", "/reflections/", f"{form}/", f"{form}/learner/", f"{form}/review/"],
        "coordinator": ["/", "/meetings/new/", "/partners/new/", f"/summary/{closed.slug}/",
                        f"/reflections/{opened.slug}/",
                        f"/reflections/{closed.slug}/coding/learner/",
                        f"/reflections/{opened.slug}/keeping/", "/reflections/themes/"],
    }  # fmt: skip


@pytest.mark.parametrize("role", ["visitor", "director", "coordinator"])
def test_a_walk_through_the_portal_stays_in_it(role, places, request, window):
    client = request.getfixturevalue(role)
    statuses = {window.open(client, address) for address in places[role]}
    window.page.wait_for_load_state("networkidle")
    assert statuses == ({200, 404} if role == "visitor" else {200})
    assert window.outside == []
    # a browser says so in its console when a page is not found
    assert [error for error in window.errors if "404 (Not Found)" not in error] == []


BAD = """<!doctype html><html lang="th"><head><title>x</title></head><body>
<img src="https://elsewhere.example.org/x.png"><p style="color: red">x</p></body></html>"""


def test_what_these_tests_look_for_is_found(window, visitor, monkeypatch):
    """A page with a picture of another site, without its description, with a style in it."""
    response = visitor.get("/help/")
    response.content = BAD
    monkeypatch.setattr(visitor, "get", lambda *args, **more: response)
    window.open(visitor, "/help/")
    assert any("style" in error for error in window.errors)
    assert any("elsewhere.example.org" in error for error in window.errors)
    assert any(line.startswith("image-alt") for line in window.violations())
