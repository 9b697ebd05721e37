"""`make run`: prepares the portal, says where it is, and serves until it is stopped."""

import errno
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from kalasin_network import preparing
from kalasin_network.access_log import AccessLogger
from kalasin_network.database.folders import not_yours
from kalasin_network.processes import end_with_parent, leaving_on_signals, undisturbed
from kalasin_network.startup import startup_notes

THREADS = 8
WEB_CONNECTIONS = 90  # of the server's 100: the rest is for the worker, commands and backups
STOP_SECONDS = 15
WORKER_PAUSE = 5


class Command(BaseCommand):
    help = "Prepare the portal, print its address and sign-ins, and serve it until Ctrl-C."
    requires_migrations_checks = False

    def handle(self, *args, **options):
        with leaving_on_signals(), self.only_one_here():
            try:
                with self.listener() as listener:
                    self.prepare()
                    listener.listen(2048)
                    self.serve(listener)
            except (KeyboardInterrupt, SystemExit):
                with suppress(OSError):  # the terminal may be gone
                    self.say("The portal has stopped.")

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()

    @contextmanager
    def only_one_here(self):
        """Two portals of one folder would disturb each other; the second gives way."""
        settings.VAR_DIR.mkdir(exist_ok=True)
        path = settings.VAR_DIR / "serve.lock"
        try:
            lock = path.open("a+")
        except PermissionError:  # pictures and static files, too, are another account's
            raise CommandError(not_yours(path)) from None
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                raise CommandError(
                    f"The portal is already running here: {lock.read()}. Use it, or stop it first."
                ) from None
            lock.truncate(0)
            lock.write(f"{self.address()} (process {os.getpid()})")
            lock.flush()
            yield

    def host(self):
        return os.environ.get("HOST", "").strip() or "127.0.0.1"

    def address(self):
        host = f"[{self.host()}]" if ":" in self.host() else self.host()
        return f"http://{host}:{settings.PORT}"

    def listener(self):
        """Return the bound socket; those of a portal that was just killed may need a moment."""
        for remaining in range(20, -1, -1):
            try:
                family, kind, *_, place = socket.getaddrinfo(
                    self.host(), settings.PORT, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
                )[0]
                listener = socket.socket(family, kind)
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listener.bind(place)
                return listener
            except PermissionError:
                raise CommandError(
                    f"Only root may use port {settings.PORT}. Choose one from 1024 up, for example"
                    " PORT=8000, with a proxy such as Caddy before it."
                ) from None
            except OSError as error:
                if not remaining or error.errno != errno.EADDRINUSE:
                    raise CommandError(
                        f"{self.address()} cannot be used ({error.strerror}). Stop what uses it, or"
                        f" choose another port: make run PORT={settings.PORT + 1}"
                    ) from None
                time.sleep(0.1)

    def prepare(self):
        preparing.check_server()
        preparing.check_media()
        if preparing.migrate():
            self.say("The database is up to date.")
        preparing.load_places()
        if preparing.load_demo():
            self.say("The demo is loaded.")
        preparing.requeue_interrupted_tasks()
        preparing.keep_promises()
        if preparing.collect_static():
            self.say("The static files are gathered.")
        self.say(f"Serving on {self.address()} (Ctrl-C stops everything)")
        for line in startup_notes():
            self.say(line)
        connections.close_all()

    def serve(self, listener):
        """Run web and worker until we are asked to stop; a fallen worker is started again."""
        children = []
        try:
            children = [self.start_web(listener), self.start_worker()]
            listener.close()
            begun = time.monotonic()
            while children[0].poll() is None:
                time.sleep(0.5)
                if children[1].poll() is not None and time.monotonic() - begun > WORKER_PAUSE:
                    children[1], begun = self.start_worker(), time.monotonic()
            code = children[0].returncode
            raise CommandError(f"The web server ended by itself (exit code {code}).")
        finally:
            with undisturbed():
                end(children)

    def start_web(self, listener):
        workers, threads = web_size()
        listener.set_inheritable(True)
        command = ["gunicorn", "kalasin_network.wsgi", "--bind", f"fd://{listener.fileno()}"]
        command += ["--worker-class", "gthread", "--preload", "--no-control-socket"]
        command += ["--workers", str(workers), "--threads", str(threads)]
        command += ["--timeout", "120", "--graceful-timeout", "10", "--log-level", "warning"]
        command += ["--logger-class", "kalasin_network.access_log.AccessLogger"]
        command += ["--access-logfile", "-", "--access-logformat", AccessLogger.FORMAT]
        # which proxy may speak for the visitor is Django's to say (HTTPS=1), not gunicorn's
        command += ["--forwarded-allow-ips", ""]
        return self.child(["-m", *command], pass_fds=[listener.fileno()])

    def start_worker(self):
        return self.child([str(settings.BASE_DIR / "manage.py"), "db_worker", "--queue-name", "*"])

    def child(self, arguments, **options):
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # we stop it ourselves, in order
            preexec_fn=end_with_parent,
            **options,
        )


def web_size():
    """Return (workers, threads of each) so that their connections stay below the server's 100."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    workers = settings.WEB_WORKERS or min(cores + 1, WEB_CONNECTIONS // THREADS)
    if workers > WEB_CONNECTIONS:
        raise CommandError(f"WEB_WORKERS is wrong: write a number from 1 to {WEB_CONNECTIONS}")
    return workers, min(THREADS, WEB_CONNECTIONS // workers)


def end(children):
    """Ask the children to end, and kill those that do not in time."""
    for child in children:
        child.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
