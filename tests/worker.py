"""The worker beside the portal, as tests need it: in the test's own transaction."""

from django_tasks_db.models import DBTaskResult


def waiting():
    """The tasks that are still to be done, those for later included."""
    return DBTaskResult.objects.filter(status="READY")


def work():
    """Do every task whose time has come; an error in one fails the test."""
    while row := DBTaskResult.objects.ready().first():
        result = row.task_result
        row.set_successful(row.task.call(*result.args, **result.kwargs))
