"""Every night the portal keeps its promises: withdrawn words are erased, names are cut."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from partners.models import ImportUpload
from reflections import tidying
from reflections.models import Edition, Point, Reflection, Round, Section
from tests import builders
from tests.worker import waiting, work

pytestmark = pytest.mark.django_db


def withdrawn(days):
    round = builders.build_round()
    answer = builders.build_reflection(round, texts=[(Section.LEARNER, "ประโยค")])
    answer.withdraw()
    Reflection.objects.filter(pk=answer.pk).update(
        withdrawn_at=timezone.now() - timedelta(days=days)
    )
    return answer


def to_cut(days=0):
    round = builders.build_round(
        status=Round.Status.CLOSED, names_cut_on=timezone.localdate() - timedelta(days=days)
    )
    builders.build_reflection(round)
    return round


def test_only_what_is_due_is_done():
    withdrawn(days=29)
    withdrawn(days=31)
    to_cut(days=1)
    to_cut(days=-1)
    assert tidying.tidy() == tidying.Tidied(erased=1, cut=1)
    assert Point.objects.count() == 1
    assert Reflection.objects.exclude(names_cut_at=None).count() == 1


def test_what_silence_published_is_written_down_and_what_is_over_is_forgotten():
    edition = builders.build_edition(builders.build_round(), state=Edition.State.PROPOSED)
    Edition.objects.filter(pk=edition.pk).update(waiting_since=timezone.now() - timedelta(days=4))
    upload = ImportUpload.objects.create(
        owner=builders.build_person(), purpose="/x/", name="a.csv", content=b"a"
    )
    yesterday = timezone.now() - timedelta(days=1)
    ImportUpload.objects.filter(pk=upload.pk).update(created_at=yesterday)
    assert tidying.tidy() == tidying.Tidied()
    edition.refresh_from_db()
    assert edition.state == Edition.State.PUBLISHED
    assert not ImportUpload.objects.exists()


def test_what_is_done_is_done_once():
    withdrawn(days=31)
    to_cut()
    tidying.tidy()
    assert tidying.tidy() == tidying.Tidied()


def test_one_that_fails_does_not_hold_up_the_others(monkeypatch):
    broken = withdrawn(days=31)
    withdrawn(days=32)
    erase = Reflection.erase

    def fail_for_one(answer):
        if answer == broken:
            raise RuntimeError("not today")
        erase(answer)

    monkeypatch.setattr(Reflection, "erase", fail_for_one)
    assert tidying.tidy() == tidying.Tidied(erased=1, failed=1)


def test_the_command_does_it_now_and_says_what(monkeypatch):
    withdrawn(days=31)
    out = StringIO()
    call_command("tidy", stdout=out)
    assert "Answers erased: 1. Rounds with names cut: 0." in out.getvalue()
    monkeypatch.setattr(tidying, "tidy", lambda: tidying.Tidied(failed=1))
    with pytest.raises(CommandError):
        call_command("tidy", stdout=out)


def test_the_worker_does_it_every_night_and_is_there_again_the_next():
    answer = withdrawn(days=31)
    tidying.tidy_every_night.enqueue()
    work()
    answer.refresh_from_db()
    assert answer.erased_at
    tonight = waiting().get()  # the one that ran is done
    assert timezone.localtime(tonight.run_after).hour == tidying.AT_NIGHT
    assert timezone.now() < tonight.run_after <= timezone.now() + timedelta(days=2)


def test_scheduling_twice_is_one_task():
    tidying.schedule()
    tidying.schedule()
    assert waiting().count() == 1


def test_a_night_that_fails_is_followed_by_another(monkeypatch):
    def fail():
        raise RuntimeError("not today")

    monkeypatch.setattr(tidying, "tidy", fail)
    tidying.tidy_every_night.enqueue()
    with pytest.raises(RuntimeError):
        work()
    soon = timezone.now() + timedelta(days=2)
    assert waiting().filter(run_after__lte=soon).count() == 1
