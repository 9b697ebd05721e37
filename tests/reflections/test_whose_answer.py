"""Who saves into which answer: the one statement of the form finds what `answerable_by` allows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from partners.models import Role
from reflections.models import Invitation, Reflection, Round, form_records
from tests import builders

TODAY, DAY = timezone.localdate(), timedelta(days=1)


@pytest.fixture
def director(db):
    return builders.build_person(role=Role.DIRECTOR)


@pytest.fixture
def membership(director):
    return director.memberships.get()


@pytest.fixture
def invitation(membership):
    return builders.invite(builders.build_round(), membership.organisation)


def found(director, invitation):
    """What both ways find: the invitation, or None. They must agree."""
    place = invitation.round.slug, invitation.school.slug
    mine = Invitation.objects.answerable_by(director).with_round_and_school()
    shown = mine.filter(round__slug=place[0], school__slug=place[1]).first()
    saved = form_records.mine(director, *place)
    assert saved == shown
    return saved


class TestTheSchoolOfOnesOwn:
    def test_is_found_with_its_round_and_without_an_answer(self, director, invitation):
        own = found(director, invitation)
        assert own == invitation
        assert (own.round, own.school) == (invitation.round, invitation.school)
        assert own.round.accepts_answers
        assert own.is_standing
        assert own.find_reflection() is None

    @pytest.mark.parametrize("status", Reflection.Status)
    def test_is_found_with_its_answer(
        self, director, invitation, status, django_assert_num_queries
    ):
        answer = builders.build_reflection(invitation.round, invitation.school, status)
        own = found(director, invitation)
        with django_assert_num_queries(0):
            assert own.find_reflection() == answer
            assert own.find_reflection().status == status

    def test_is_found_when_its_invitation_was_cancelled(self, director, invitation):
        Invitation.objects.filter(pk=invitation.pk).cancel()
        assert not found(director, invitation).is_standing

    @pytest.mark.parametrize("status", [Round.Status.OPEN, Round.Status.CLOSED])
    def test_is_found_in_a_round_that_has_ended(self, director, invitation, status):
        closes_at = timezone.now() - DAY
        Round.objects.filter(pk=invitation.round.pk).update(status=status, closes_at=closes_at)
        assert not found(director, invitation).round.accepts_answers

    def test_is_found_after_the_cut_of_names_by_its_code(self, director, invitation):
        answer = builders.build_reflection(invitation.round, invitation.school)
        invitation.round.cut_names()
        assert found(director, invitation).find_reflection() == answer


class TestNotFound:
    def test_another_persons_school(self, invitation):
        assert found(builders.build_person(role=Role.DIRECTOR), invitation) is None

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.DIRECTOR])
    def test_in_another_role(self, membership, director, invitation, role):
        membership.role = role
        membership.save()
        assert found(director, invitation) is None

    @pytest.mark.parametrize(
        ("started_on", "ended_on", "holds"),
        [
            (TODAY, None, True),
            (TODAY, TODAY, True),
            (TODAY - DAY, TODAY - DAY, False),
            (TODAY + DAY, None, False),
        ],
    )
    def test_before_and_after_ones_time(
        self, membership, director, invitation, started_on, ended_on, holds
    ):
        membership.started_on, membership.ended_on = started_on, ended_on
        membership.save()
        assert bool(found(director, invitation)) is holds

    def test_in_a_round_that_is_only_prepared(self, director, invitation):
        Round.objects.filter(pk=invitation.round.pk).update(status=Round.Status.DRAFT)
        assert found(director, invitation) is None

    @pytest.mark.parametrize("gone", ["round", "school"])
    def test_what_has_been_deleted(self, director, invitation, gone):
        record = getattr(invitation, gone)
        type(record).everything.filter(pk=record.pk).update(deleted_at=timezone.now())
        assert found(director, invitation) is None
