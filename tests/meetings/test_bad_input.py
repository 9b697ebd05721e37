"""The hard texts of `tests/bad_input.py` in every field of meetings, people, photos and goals."""

import pytest
from django.urls import reverse

from meetings.models import Goal, Meeting
from tests import bad_input, builders
from tests.form_reader import fill

pytestmark = pytest.mark.django_db

NEW, NEW_GOAL = "/meetings/new/", "/goals/new/"
MEETING_TEXTS = ["title_th", "title_en", "place", "purpose", "notes", "decisions"]
GOAL_TEXTS = ["title_th", "title_en", "sign_th", "sign_en"]


def send(client, address, **typed):
    return client.post(address, fill(client.get(address), save="1", **typed))


def new_meeting(client, **typed):
    send(client, NEW, **{"kind": "forum", "title_th": "เวที"} | typed)
    return Meeting.objects.get()


@pytest.mark.parametrize(("typed", "kept"), bad_input.TEXTS)
class TestWhatIsKept:
    def test_of_a_meeting(self, coordinator, typed, kept):
        meeting = new_meeting(coordinator, **dict.fromkeys(MEETING_TEXTS, typed))
        assert {getattr(meeting, name) for name in MEETING_TEXTS} == {kept}

    def test_of_somebody_who_came(self, coordinator, typed, kept):
        meeting = builders.build_meeting()
        row = {f"new-0-{part}": typed for part in ("name", "position", "organisation_name")}
        send(coordinator, reverse("meetings:people", args=[meeting.pk]), **row)
        [came] = meeting.attendances.all()
        assert {came.name, came.position, came.organisation_name} == {kept}

    def test_of_a_photo(self, coordinator, typed, kept):
        photo = builders.build_photo(builders.build_meeting())
        page = reverse("meetings:photos", args=[photo.meeting_id])
        send(coordinator, page, **{f"photo-{photo.pk}-caption": typed})
        photo.refresh_from_db()
        assert photo.caption == kept

    def test_of_a_goal(self, coordinator, typed, kept):
        send(coordinator, NEW_GOAL, **dict.fromkeys(GOAL_TEXTS, typed))
        goal = Goal.objects.get()
        assert {getattr(goal, name) for name in GOAL_TEXTS} == {kept}


@pytest.mark.parametrize("typed", bad_input.EMPTY)
def test_a_title_cannot_be_empty_to_the_eye(coordinator, typed):
    bad_input.assert_refused(send(coordinator, NEW, kind="forum", title_th=typed), "title_th")
    bad_input.assert_refused(send(coordinator, NEW_GOAL, title_th=typed), "title_th")


@pytest.mark.parametrize("name", MEETING_TEXTS)
def test_a_text_that_is_too_long_is_told_and_kept(coordinator, name):
    typed = bad_input.too_long(Meeting._meta.get_field(name).max_length)
    response = send(coordinator, NEW, **{"kind": "forum", "title_th": "เวที"} | {name: typed})
    bad_input.assert_refused(response, name, typed)


@pytest.mark.parametrize("number", ["²", "๙", "9" * 30, "-1", "x", "\x00"])
def test_a_choice_that_is_none_is_told_and_nothing_typed_is_lost(coordinator, number):
    typed = {"kind": "forum", "title_th": "เวทีใหญ่", "host": number, "organisations": number}
    response = send(coordinator, NEW, **typed)
    bad_input.assert_refused(response, "host")
    assert "เวทีใหญ่" in response.content.decode()
    people = reverse("meetings:people", args=[builders.build_meeting().pk])
    page = send(coordinator, people, known=number, lines="นายสมชาย ใจดี")
    assert page.status_code == 200
    assert "นายสมชาย ใจดี" in page.content.decode()


def test_script_is_shown_as_text_on_each_page(coordinator, visitor):
    script = bad_input.SCRIPT
    meeting = new_meeting(coordinator, **dict.fromkeys(MEETING_TEXTS, script), people=script)
    meeting.publish(coordinator.person)
    pages = ["edit", "people", "photos", "history", "delete", "publish", "unpublish"]
    addresses = [reverse(f"meetings:{name}", args=[meeting.pk]) for name in pages]
    for address in ["/meetings/", meeting.get_absolute_url(), *addresses]:
        bad_input.assert_shown_as_text(coordinator.get(address))
    for address in ["/meetings/", meeting.get_absolute_url()]:
        response = visitor.get(address)
        assert script not in response.content.decode()
