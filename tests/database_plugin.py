"""pytest plugin: one throw-away PostgreSQL for a whole run, unless DATABASE_URL names another.

Loaded early (`-p tests.database_plugin` in pyproject.toml), because pytest-django reads the
settings before any conftest.py. The process that controls the run starts the server and hands its
address to the workers in DATABASE_URL. TEST_POSTGRES names another installation's folder of
binaries, for example /usr/lib/postgresql/15/bin.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

import pytest

from kalasin_network.database import Embedded
from kalasin_network.translations import compile_catalog

BASE_DIR = Path(__file__).resolve().parent.parent
PREFIX = "kalasin-tests-"
# what the person who runs the tests has set must not change what the tests see
PORTAL_VARIABLES = (
    "ALLOWED_HOSTS CONTROLLER_CONTACT CONTROLLER_NAME DEBUG DEMO DEMO_PASSWORD EMAIL_FROM EMAIL_URL"
    " HTTPS INVITATION_KEY LINE_CLIENT_ID LINE_SECRET MEDIA_ROOT RETENTION_MONTHS SECRET_KEY"
    " SITE_URL WEB_WORKERS"
)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests():
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _set_environment()
        _compile_translations()
        if not os.environ.get("DATABASE_URL"):
            _start_database()
    return (yield)


def _set_environment():
    for name in PORTAL_VARIABLES.split():
        os.environ.pop(name, None)
    os.environ["SECRET_KEY"] = "only-for-tests-0123456789-0123456789-0123456789-0123456789"
    os.environ["INVITATION_KEY"] = "only-for-tests-9876543210-9876543210-9876543210-9876543210"


def _compile_translations():
    """What `make` does before it runs the tests, for those who run pytest themselves."""
    for po in BASE_DIR.glob("locale/*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            compile_catalog(po)


def _start_database():
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o711)  # as root the server runs as another account
    server = Embedded(
        BASE_DIR,
        data_dir=folder / "postgres",
        bin_dir=os.environ.get("TEST_POSTGRES"),
        fsync=False,
    )

    def end():
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)  # reached after Ctrl-C and a failed start alike
    server.start()
    os.environ["DATABASE_URL"] = server.url


def _sweep():
    """Remove what killed runs have left; a run of this moment holds its lock."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        info = folder.lstat()
        if info.st_uid != os.geteuid() or time.time() - info.st_mtime < 3600:
            continue
        try:
            with open(folder / "postgres.users", "a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue
        shutil.rmtree(folder, ignore_errors=True)
