"""What `make run` does before it serves; each step does nothing where nothing is to be done."""

import hashlib
import io
import os
from pathlib import Path
from tempfile import TemporaryFile

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from reflections import tidying

OLDEST_POSTGRES = 15
# a portal with none of these is empty; places and permissions come by themselves
RECORDS = [
    "partners.Person",
    "partners.Organisation",
    "meetings.Meeting",
    "meetings.Goal",
    "reflections.Round",
]
# nor has anybody begun to set up one without these
BEGINNINGS = ["partners.MembershipInvitation", "reflections.Theme"]


def check_server():
    """Raise ImproperlyConfigured when the database does not answer or is too old."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise ImproperlyConfigured(
            f"The database does not answer: {str(error).strip()}. Check DATABASE_URL, and that"
            " the server runs."
        ) from error
    version = connection.pg_version // 10000
    if version < OLDEST_POSTGRES:
        raise ImproperlyConfigured(
            f"The database server is PostgreSQL {version}; the portal needs {OLDEST_POSTGRES} or"
            " newer. Leave DATABASE_URL out to use the embedded one."
        )


def check_media():
    """Raise ImproperlyConfigured when uploaded files could not be kept."""
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ImproperlyConfigured(
            f"MEDIA_ROOT is wrong: {folder} cannot be written ({error.strerror}). Name a folder in"
            " which the portal's account may write."
        ) from error


def missing_migrations():
    """The migrations that the database still lacks."""
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def migrate():
    """Apply the migrations that are missing; return whether there were any."""
    missing = missing_migrations()
    if missing:
        call_command("migrate", interactive=False, verbosity=0)
    return bool(missing)


def load_places():
    """Load districts and other places of Kalasin as they stand in the file today."""
    call_command("load_places", stdout=io.StringIO())


def demo_wanted(environ, empty):
    """Tell whether the demo is to be loaded into a database that is `empty` or not.

    An empty embedded database gets it unless DEMO=0, one of DATABASE_URL only with DEMO=1.
    """
    choice = environ.get("DEMO", "").strip()
    if choice not in ("", "0", "1"):
        raise ImproperlyConfigured("DEMO is wrong: write 1 to load the demo, 0 to start without")
    embedded = not environ.get("DATABASE_URL", "").strip()
    return empty and choice != "0" and (embedded or choice == "1")


def is_empty():
    """Tell whether the portal holds no records yet."""
    return not _any(RECORDS)


def is_untouched():
    """Tell whether the portal is empty and nobody has begun to set it up (`manage.py start`)."""
    return not _any(RECORDS + BEGINNINGS)


def _any(labels):
    return any(apps.get_model(label)._base_manager.exists() for label in labels)


def load_demo():
    """Load the demo if it is wanted here; return whether it was loaded."""
    wanted = demo_wanted(os.environ, is_untouched())
    if wanted:
        call_command("demo", verbosity=0)
    return wanted


def requeue_interrupted_tasks():
    """Put back what a killed worker had begun, so that it is done; return how many.

    Right only while no worker runs: the queue itself never takes such tasks up again.
    """
    return DBTaskResult.objects.running().update(status=TaskResultStatus.READY)


def keep_promises():
    """Erase and cut what is due since the portal last ran, and see to the coming nights."""
    tidying.tidy()
    tidying.schedule()


def collect_static():
    """Gather static files anew if any has changed since; return whether it was done."""
    stamp = settings.VAR_DIR / "static.stamp"
    state = _static_state()
    done = settings.STATIC_ROOT.exists() and stamp.exists() and stamp.read_text() == state
    if not done:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(state)
    return not done


def _static_state():
    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=None):
            found = os.stat(storage.path(path))
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
