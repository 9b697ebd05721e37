"""Work outside requests: django-tasks-db on this driver (psycopg2) and this database."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from kalasin_network import preparing
from partners.models import District
from tests.builders import build_district

pytestmark = pytest.mark.django_db(transaction=True)


@task()
def rename(key, name):
    District.objects.filter(key=key).update(name_th=name)


@task()
def fail():
    raise ValueError("not today")


def work_all():
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)


def test_a_task_runs_after_its_transaction_in_the_worker():
    build_district(key="a", name_th="เดิม")
    with transaction.atomic():
        rename.enqueue("a", "ใหม่")
    assert District.objects.get().name_th == "เดิม"
    work_all()
    assert District.objects.get().name_th == "ใหม่"
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_a_task_of_a_transaction_that_failed_never_runs():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        rename.enqueue("a", "ใหม่")
        raise ZeroDivisionError
    assert not DBTaskResult.objects.exists()


def test_a_task_that_fails_leaves_its_reason_and_does_not_stop_the_next():
    build_district(key="a", name_th="เดิม")
    fail.enqueue()
    rename.enqueue("a", "ใหม่")
    work_all()
    assert District.objects.get().name_th == "ใหม่"
    assert "not today" in DBTaskResult.objects.failed().get().traceback


def test_two_workers_never_take_the_same_task_nor_wait_for_each_other():
    rename.enqueue("a", "1")
    rename.enqueue("a", "2")
    taken = []

    def other_worker():
        with transaction.atomic():
            taken.extend(DBTaskResult.objects.ready().get_locked().args_kwargs["args"])
        connection.close()

    with transaction.atomic():
        mine = DBTaskResult.objects.ready().get_locked().args_kwargs["args"]
        thread = threading.Thread(target=other_worker)
        thread.start()
        thread.join(10)
        assert not thread.is_alive()
    assert sorted([mine, taken]) == [["a", "1"], ["a", "2"]]


def test_what_a_killed_worker_left_half_done_is_done_again_at_the_next_start():
    build_district(key="a", name_th="เดิม")
    rename.enqueue("a", "ใหม่")
    DBTaskResult.objects.get().claim("a worker that was killed")
    work_all()
    assert District.objects.get().name_th == "เดิม"
    assert preparing.requeue_interrupted_tasks() == 1
    work_all()
    assert District.objects.get().name_th == "ใหม่"
