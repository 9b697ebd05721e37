"""pytest plugin: one throw-away PostgreSQL for a whole run, unless DATABASE_URL names another.

Loaded early (`-p tests.database_plugin` in pyproject.toml), because pytest-django reads the
settings before any conftest.py. The process that controls the run starts the server and hands its
address to the workers in DATABASE_URL. TEST_POSTGRES names another installation's folder of
binaries, for example /usr/lib/postgresql/15/bin.

Migrating takes long, so a server with a migrated database is kept under var/ and copied for each
run; every worker's database is made from it. A changed migration or package makes a new one.
"""

import atexit
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path

import psycopg2
import pytest

from kalasin_network.database import Embedded

BASE_DIR = Path(__file__).resolve().parent.parent
PREFIX = "kalasin-tests-"
TEMPLATE = "migrated"
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
        if not os.environ.get("DATABASE_URL"):
            _start_database()
    result = yield
    if "TEST_TEMPLATE" in os.environ:
        from django.db import connections

        connections.settings["default"]["TEST"]["TEMPLATE"] = os.environ["TEST_TEMPLATE"]
    return result


def _set_environment():
    for name in PORTAL_VARIABLES.split():
        os.environ.pop(name, None)
    os.environ["SECRET_KEY"] = "only-for-tests-0123456789-0123456789-0123456789-0123456789"
    os.environ["INVITATION_KEY"] = "only-for-tests-9876543210-9876543210-9876543210-9876543210"


def _start_database():
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o711)  # as root the server runs as another account
    bin_dir = os.environ.get("TEST_POSTGRES")
    server = Embedded(BASE_DIR, data_dir=folder / "postgres", bin_dir=bin_dir, fsync=False)

    def end():
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)  # reached after Ctrl-C and a failed start alike
    kept = _kept_server(bin_dir)
    if not kept.exists():
        server.start()
        _migrate(server)
        server.stop()
        _keep(server.home, kept)
    else:
        _copy(kept, server.home)
    server.start()
    os.environ.update(DATABASE_URL=server.url, TEST_TEMPLATE=TEMPLATE)


def _kept_server(bin_dir):
    digest = hashlib.sha256(f"{bin_dir} {os.geteuid()}".encode())
    files = [BASE_DIR / "requirements.txt", *sorted(BASE_DIR.glob("*/migrations/*.py"))]
    for path in files:
        digest.update(f"{path.relative_to(BASE_DIR)}".encode() + path.read_bytes())
    return BASE_DIR / "var" / "test-databases" / digest.hexdigest()[:16]


def _migrate(server):
    with closing(psycopg2.connect(**_place(server), dbname="portal")) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")
    url = server.url.replace("/portal?", f"/{TEMPLATE}?")
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=BASE_DIR, env=os.environ | {"DATABASE_URL": url}, check=True)


def _place(server):
    config = server.config
    return {"host": config["HOST"], "port": config["PORT"], "user": config["USER"]}


def _keep(home, kept):
    kept.parent.mkdir(parents=True, exist_ok=True)
    older = sorted(kept.parent.iterdir(), key=lambda path: path.stat().st_mtime)
    for path in older[:-3]:
        shutil.rmtree(path, ignore_errors=True)
    unfinished = kept.with_name(f"{kept.name}.{os.getpid()}")
    _copy(home, unfinished)
    with suppress(OSError):  # another run was quicker
        unfinished.rename(kept)
    shutil.rmtree(unfinished, ignore_errors=True)


def _copy(source, target):
    subprocess.run(["cp", "-a", source, target], check=True)  # with its owner


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
