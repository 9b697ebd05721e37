"""The nightly work of keeping promises: withdrawn words erased, school names cut, silence heard."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from partners.models import ImportUpload
from reflections.models import Edition, Reflection, Round

log = logging.getLogger(__name__)
AT_NIGHT = 2  # o'clock


@dataclass
class Tidied:
    """What was done, and how many of them failed and wait for the next time."""

    erased: int = 0
    cut: int = 0
    failed: int = 0


def tidy():
    """Erase what was withdrawn 30 days ago, cut the names whose day has come; gives Tidied.

    Besides, editions that three days of silence published are written down as such, and uploads
    and tasks that are over are forgotten.

    Each in a transaction of its own: one that fails is logged, and does not hold up the others.
    """
    done = Tidied()
    for answer in Reflection.objects.to_erase():
        done.erased += _try(done, answer.erase)
    for round in Round.everything.to_cut():
        done.cut += _try(done, round.cut_names)
    for work in (Edition.publish_silent, ImportUpload.objects.forget_old, forget_old_tasks):
        _try(done, work)
    return done


def forget_old_tasks():
    """Delete the rows of tasks that ended two weeks ago: their arguments may name people."""
    call_command("prune_db_task_results", verbosity=0)


def _try(done, work):
    try:
        work()
    except Exception:  # whatever it is, the next promise is to be kept too
        log.exception("tidying failed: %s", work.__qualname__)
        done.failed += 1
        return False
    return True


@task()
def tidy_every_night():
    """Tidy, and be there again tomorrow night, whatever happens."""
    schedule()
    tidy()


def schedule():
    """See to it that exactly one nightly task waits in the queue."""
    now = timezone.now()
    waiting = DBTaskResult.objects.filter(
        status="READY",
        task_path=tidy_every_night.module_path,
        run_after__range=(now, now + timedelta(days=2)),  # a task for at once has a year far away
    )
    if not waiting.exists():
        tomorrow = timezone.localtime() + timedelta(days=1)
        night = tomorrow.replace(hour=AT_NIGHT, minute=0, second=0, microsecond=0)
        tidy_every_night.using(run_after=night).enqueue()
