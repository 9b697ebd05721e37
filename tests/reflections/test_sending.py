"""Sending makes the words being written the words that count: all at once, once."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from partners.models import SchoolSize
from reflections.models import NotAccepting, Reflection, Round, Section, ThemeCount
from tests import builders
from tests.sessions import in_another_session, wait_until_somebody_waits_for_us


@pytest.fixture
def round(db):
    return builders.build_round()


@pytest.fixture
def draft(round):
    """An answer being written: two points, nothing sent yet."""
    texts = [(Section.LEARNER, "อ่านคล่อง"), (Section.PROBLEMS, "ครูไม่ครบชั้น")]
    return builders.build_reflection(round, status=Reflection.Status.DRAFT, texts=texts)


def sent_texts(reflection):
    points = reflection.points.sent().order_by("position")
    return list(points.values_list("sent_text", flat=True))


def change(point, text):
    point.text = text
    point.save()


def test_before_it_is_sent_nothing_counts(round, draft):
    assert sent_texts(draft) == []
    assert not Reflection.objects.counted().filter(round=round).exists()


def test_sending_makes_every_word_count_and_says_when(round, draft):
    draft.send()
    assert sent_texts(draft) == ["อ่านคล่อง", "ครูไม่ครบชั้น"]
    assert Reflection.objects.counted().get(round=round) == draft
    assert timezone.now() - draft.sent_at < timedelta(seconds=5)
    assert not draft.has_unsent_changes()


def test_an_answer_without_points_can_be_sent(round):
    draft = builders.build_reflection(round, status=Reflection.Status.DRAFT)
    draft.send()
    assert Reflection.objects.counted().get(round=round) == draft


def test_sent_twice_without_a_change_is_sent_once(draft):
    draft.send()
    first, version = draft.sent_at, draft.version
    draft.send()
    assert (draft.sent_at, draft.version) == (first, version)


def test_changes_wait_until_they_are_sent_again(draft):
    draft.send()
    learner, problem = draft.points.order_by("position")
    change(learner, "อ่านคล่องทุกคน")
    problem.deleted_at, problem.text = timezone.now(), ""
    problem.save()
    builders.build_point(draft, Section.TEACHER, "ครูมีเวลา", sent_text=None, position=9)
    assert draft.has_unsent_changes()
    assert sent_texts(draft) == ["อ่านคล่อง", "ครูไม่ครบชั้น"]
    draft.send()
    assert sent_texts(draft) == ["อ่านคล่องทุกคน", "ครูมีเวลา"]
    assert not draft.has_unsent_changes()


def test_a_coded_point_whose_words_change_keeps_its_theme_and_is_marked(round, draft):
    draft.send()
    theme = builders.build_theme(Section.LEARNER)
    draft.points.filter(section=Section.LEARNER).update(theme=theme)
    same = builders.build_reflection(round, texts=[(Section.LEARNER, "เล่นดนตรี", theme)])
    change(draft.points.get(section=Section.LEARNER), "อ่านคล่องและเข้าใจ")
    draft.send()
    changed = draft.points.get(section=Section.LEARNER)
    assert (changed.theme, changed.changed_since_coding) == (theme, True)
    assert not draft.points.get(section=Section.PROBLEMS).changed_since_coding
    assert not same.points.get().changed_since_coding


def test_a_point_that_is_taken_out_leaves_the_counts_when_sent(round):
    theme = builders.build_theme(Section.LEARNER)
    sent = builders.build_reflection(round, texts=[(Section.LEARNER, "เล่นดนตรี", theme)])
    assert ThemeCount.objects.get(theme=theme).points == 1
    sent.points.update(deleted_at=timezone.now(), text="")
    sent.send()
    assert not ThemeCount.objects.filter(theme=theme).exists()
    assert sent.points.get().sent_text is None


def test_what_the_school_is_like_is_copied_at_the_first_sending(round):
    zone = builders.build_zone()
    school = builders.build_school(
        district=builders.build_district(zone=zone),
        affiliation=builders.build_affiliation(),
        cluster=builders.build_cluster(),
        pupils=121,
    )
    draft = builders.build_reflection(round, school, status=Reflection.Status.DRAFT)
    draft.send()
    draft.refresh_from_db()
    assert (draft.district, draft.zone) == (school.district, zone)
    assert (draft.affiliation, draft.cluster) == (school.affiliation, school.cluster)
    assert draft.size == SchoolSize.MEDIUM

    school.pupils = 20
    school.save()
    builders.build_point(draft, sent_text=None)
    draft.send()
    draft.refresh_from_db()
    assert draft.size == SchoolSize.MEDIUM  # only a recorded correction changes it


@pytest.mark.django_db
def test_the_round_s_own_thresholds_say_how_large_a_school_is():
    round = builders.build_round(small_up_to=60, medium_up_to=100)
    draft = builders.build_reflection(
        round, builders.build_school(pupils=101), status=Reflection.Status.DRAFT
    )
    draft.send()
    assert draft.size == SchoolSize.LARGE


@pytest.mark.parametrize("closed", ["by hand", "by the clock"])
def test_nothing_is_sent_into_a_closed_round_and_nothing_is_lost(round, draft, closed):
    if closed == "by hand":
        round.close()
    else:
        Round.objects.filter(pk=round.pk).update(closes_at=timezone.now())
    with pytest.raises(NotAccepting):
        draft.send()
    draft.refresh_from_db()
    assert draft.status == Reflection.Status.DRAFT
    assert draft.points.written().count() == 2


def test_a_school_that_is_asked_no_longer_cannot_send(round, draft):
    round.invitations.cancel()
    with pytest.raises(NotAccepting):
        draft.send()


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    def test_sent_twice_is_sent_once(self):
        draft = builders.build_reflection(builders.build_round(), status=Reflection.Status.DRAFT)
        builders.build_point(draft)
        with transaction.atomic():
            draft.send()
            again = Reflection.objects.get(pk=draft.pk)
            thread, raised = in_another_session(again.send)
            wait_until_somebody_waits_for_us()
        thread.join()
        assert raised == []
        stored = Reflection.objects.get(pk=draft.pk)
        assert (stored.sent_at, stored.version) == (draft.sent_at, draft.version)

    def test_begun_twice_is_one_answer(self):
        invitation = builders.invite(builders.build_round(), builders.build_school())
        with transaction.atomic():
            first = Reflection.objects.begin(invitation)
            thread, raised = in_another_session(lambda: Reflection.objects.begin(invitation))
            wait_until_somebody_waits_for_us()
        thread.join()
        assert raised == []
        assert Reflection.objects.get() == first

    def test_whoever_sends_before_the_round_closes_has_sent(self):
        round = builders.build_round()
        draft = builders.build_reflection(round, status=Reflection.Status.DRAFT)
        with transaction.atomic():
            draft.send()
            thread, raised = in_another_session(Round.objects.get(pk=round.pk).close)
            wait_until_somebody_waits_for_us()
        thread.join()
        assert raised == []
        assert Reflection.objects.get().status == Reflection.Status.SENT
        assert Round.objects.get().status == Round.Status.CLOSED

    def test_whoever_sends_while_the_round_is_being_closed_has_not_sent(self):
        round = builders.build_round()
        draft = builders.build_reflection(round, status=Reflection.Status.DRAFT)
        builders.build_point(draft)
        with transaction.atomic():
            round.close()
            thread, raised = in_another_session(draft.send)
            wait_until_somebody_waits_for_us()
        thread.join()
        assert raised == [NotAccepting]
        stored = Reflection.objects.get()
        assert stored.status == Reflection.Status.DRAFT
        assert stored.points.written().count() == 1
