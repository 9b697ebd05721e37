"""Two people at the same moment: a second session in a thread, stopped by a lock of ours."""

import threading
import time

from django.db import connection, connections


def in_another_session(work):
    """Start `work` in a thread with its own connection; gives (thread, what it raised or [])."""
    raised = []

    def run():
        try:
            work()
        except Exception as error:
            raised.append(type(error))
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, raised


def wait_until_somebody_waits_for_us():
    """Return once another session waits for what this one holds."""
    with connection.cursor() as cursor:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            cursor.execute(
                "SELECT 1 FROM pg_locks WHERE NOT granted"
                " AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone():
                return
    raise AssertionError("nobody waited")
