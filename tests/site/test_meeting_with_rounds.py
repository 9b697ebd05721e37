"""A meeting's page shows the rounds that belong to it, to visitors what is public of them."""

import pytest
from django.utils import timezone

from reflections.models import Edition, Round
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return builders.build_meeting("เวทีสะท้อนคิด", published_at=timezone.now())


def text(client, meeting):
    return client.get(meeting.get_absolute_url()).content.decode()


def test_members_find_its_rounds_and_no_others(member, meeting):
    round = builders.build_round(meeting=meeting)
    other = builders.build_round()
    page = text(member, meeting)
    assert round.get_absolute_url() in page
    assert other.get_absolute_url() not in page


def test_a_round_in_preparation_is_seen_by_those_who_prepare(member, coordinator, meeting):
    round = builders.build_round(meeting=meeting, status=Round.Status.DRAFT)
    assert round.get_absolute_url() not in text(member, meeting)
    assert round.get_absolute_url() in text(coordinator, meeting)


def test_visitors_find_only_what_was_published_of_it(visitor, meeting):
    round = builders.build_round(meeting=meeting, status=Round.Status.CLOSED)
    edition = builders.build_edition(round)
    kept = builders.build_edition(round, state=Edition.State.TAKEN_BACK, number=None)
    page = text(visitor, meeting)
    assert edition.get_absolute_url() in page
    assert kept.pk
    assert round.get_absolute_url() not in page
    assert page.count("/summary/" + round.slug) == 1


def test_a_meeting_without_rounds_says_nothing_of_them(visitor, meeting):
    assert "รอบสะท้อนคิดของการประชุมนี้" not in text(visitor, meeting)


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_rounds(member, meeting, number, django_assert_num_queries):
    for _ in range(number):
        builders.build_edition(builders.build_round(meeting=meeting))
    with django_assert_num_queries(11):
        member.get(meeting.get_absolute_url())
