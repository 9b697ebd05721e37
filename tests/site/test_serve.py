"""`make run`, from a person's first start to the restart after a crash."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import psutil
import pytest
from django.contrib.staticfiles.finders import get_finder
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError

from kalasin_network import preparing
from kalasin_network.database import Embedded
from kalasin_network.management.commands import serve
from tests.builders import build_goal
from tests.database_plugin import BASE_DIR, PORTAL_VARIABLES


class TestDemo:
    @pytest.mark.parametrize(
        ("variables", "empty", "wanted"),
        [
            ({}, True, True),
            ({}, False, False),
            ({"DEMO": "0"}, True, False),
            ({"DEMO": "1"}, False, False),
            ({"DATABASE_URL": "postgresql://a/b"}, True, False),
            ({"DATABASE_URL": "postgresql://a/b", "DEMO": "1"}, True, True),
        ],
    )
    def test_it_goes_into_an_empty_embedded_database_and_elsewhere_when_asked(
        self, variables, empty, wanted
    ):
        assert preparing.demo_wanted(variables, empty) is wanted

    def test_another_word_stops_the_start(self):
        with pytest.raises(ImproperlyConfigured, match="DEMO is wrong: write 1"):
            preparing.demo_wanted({"DEMO": "yes please"}, True)

    @pytest.mark.django_db
    def test_it_does_not_go_into_a_portal_that_was_set_up_for_real_use(self, monkeypatch):
        monkeypatch.delenv("DATABASE_URL")
        monkeypatch.setattr(preparing, "call_command", lambda *args, **choices: None)
        assert preparing.load_demo() is True
        build_goal()  # `start` makes goals before anybody has signed up
        assert preparing.load_demo() is False


def test_a_second_start_in_the_same_folder_gives_way_whatever_the_database(settings, tmp_path):
    settings.VAR_DIR, settings.PORT = tmp_path / "var", 8123
    told = pytest.raises(CommandError, match="already running here: http://127.0.0.1:8123")
    with serve.Command().only_one_here(), told, serve.Command().only_one_here():
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="tells what root's start leaves")
def test_where_root_started_before_a_plain_user_is_told_what_to_do(settings, folder):
    settings.VAR_DIR = folder
    with serve.Command().only_one_here():
        pass
    os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        told = pytest.raises(CommandError, match="belongs to root: .* chown -R YOURNAME")
        with told, serve.Command().only_one_here():
            pass
    finally:
        os.seteuid(0)


class TestSize:
    @pytest.mark.parametrize(
        ("cores", "size"), [(1, (2, 8)), (2, (3, 8)), (8, (9, 8)), (64, (11, 8))]
    )
    def test_cores_and_one_workers_of_eight_threads_below_the_servers_hundred(
        self, monkeypatch, cores, size
    ):
        monkeypatch.setattr(os, "sched_getaffinity", lambda pid: range(cores), raising=False)
        assert serve.web_size() == size

    @pytest.mark.parametrize(("chosen", "size"), [(1, (1, 8)), (20, (20, 4)), (90, (90, 1))])
    def test_chosen_workers_share_the_connections(self, settings, chosen, size):
        settings.WEB_WORKERS = chosen
        assert serve.web_size() == size

    def test_too_many_are_refused(self, settings):
        settings.WEB_WORKERS = 91
        with pytest.raises(CommandError, match="from 1 to 90"):
            serve.web_size()


class TestListener:
    def test_a_taken_port_is_named_with_a_free_one_to_try(self, settings):
        with socket.create_server(("127.0.0.1", 0)) as other:
            settings.PORT = other.getsockname()[1]
            with pytest.raises(CommandError, match=f"make run PORT={settings.PORT + 1}"):
                serve.Command().listener()

    def test_a_host_that_is_not_this_machine_is_told(self, settings, monkeypatch):
        monkeypatch.setenv("HOST", "192.0.2.1")
        with pytest.raises(CommandError, match="192.0.2.1"):
            serve.Command().listener()


@pytest.mark.django_db
def test_a_prepared_database_needs_no_migration(django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        assert preparing.migrate() is False


def test_static_files_are_gathered_once_and_again_after_a_change(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    settings.STATIC_ROOT, settings.VAR_DIR = tmp_path / "gathered", tmp_path / "var"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.css").write_text("a {}")
    get_finder.cache_clear()
    try:
        assert [preparing.collect_static(), preparing.collect_static()] == [True, False]
        (tmp_path / "static" / "a.css").write_text("a { color: red }")
        assert [preparing.collect_static(), preparing.collect_static()] == [True, False]
        assert (tmp_path / "gathered" / "a.css").read_text() == "a { color: red }"
    finally:
        get_finder.cache_clear()


@pytest.fixture
def clone(folder):
    """A copy of the portal as git has it, with a port of its own and nothing set up."""
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=BASE_DIR, capture_output=True, text=True, check=True
    ).stdout
    for name in filter(None, names.split("\0")):
        target = folder / "portal" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(BASE_DIR / name, target)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    portal = Portal(folder / "portal", port)
    yield portal
    portal.kill()


class Portal:
    def __init__(self, folder, port):
        self.folder, self.port, self.started = folder, port, []
        left_out = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", *PORTAL_VARIABLES.split()}
        kept = {name: text for name, text in os.environ.items() if name not in left_out}
        self.environment = kept | {"PORT": str(port), "DEMO": "0", "WEB_WORKERS": "1"}
        self.database = Embedded(folder)

    def run(self, *command):
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def start(self):
        """Start serving; returns the process and what it had printed when /healthz answered."""
        output = self.folder / f"output-{len(self.started)}"
        with output.open("w") as file:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=self.folder,
                env=self.environment,
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        self.started.append(process)
        deadline = time.monotonic() + 120
        while self.ask("/healthz") != 200:
            assert process.poll() is None, output.read_text()
            assert time.monotonic() < deadline, output.read_text()
            time.sleep(0.05)
        return process, output.read_text()

    def ask(self, path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as found:
                return found.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def processes(self):
        """What runs in or for this folder."""
        found = []
        for process in psutil.process_iter(["cmdline", "cwd", "status"]):
            words = " ".join(process.info["cmdline"] or [])
            here = str(self.folder) in words or process.info["cwd"] == str(self.folder)
            if here and process.info["status"] != psutil.STATUS_ZOMBIE:
                found.append(process)
        return found

    def kill(self):
        for process in self.processes():
            process.kill()
        for process in self.started:
            process.wait()


@pytest.mark.slow
def test_a_portals_life(clone):
    """A command before all, first start, a second one and a command beside it, Ctrl-C, kill -9,
    start again."""
    too_early = clone.run("recount", "--check")
    assert too_early.returncode == 1
    assert "Run `make run` or `manage.py migrate` first." in too_early.stderr
    assert "Traceback" not in too_early.stderr

    first, printed = clone.start()
    assert f"http://127.0.0.1:{clone.port}" in printed
    assert clone.ask("/r/a-secret-token/") is not None

    second = clone.run("serve")
    assert second.returncode == 1
    assert f"already running here: http://127.0.0.1:{clone.port}" in second.stderr
    assert "Traceback" not in second.stderr

    beside = clone.run("migrate", "--check")
    assert beside.returncode == 0, beside.stderr
    assert clone.ask("/healthz") == 200

    first.send_signal(signal.SIGINT)
    assert first.wait(30) == 0
    assert clone.processes() == []
    everything = (clone.folder / "output-0").read_text()
    assert "/r/***/" in everything
    assert "a-secret-token" not in everything

    second, _ = clone.start()
    kept = clone.run("shell", "-c", "from partners.models import *; District.objects.create("
                     "key='kept', name_th='นามน', name_en='Na Mon')")  # fmt: skip
    assert kept.returncode == 0, kept.stderr
    for process in clone.processes():
        process.kill()  # portal and database together
    second.wait()

    begun = time.monotonic()
    third, _ = clone.start()
    assert time.monotonic() - begun < 15  # 3 s on a quiet machine
    asked = clone.run("shell", "-c", "from partners.models import *; print(District.objects"
                      ".filter(key='kept').count())")  # fmt: skip
    assert asked.stdout.splitlines()[-1] == "1"

    third.kill()  # alone: what it started goes by itself
    third.wait()
    deadline = time.monotonic() + 20
    while clone.processes():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.slow
def test_a_terminal_that_closes_and_a_service_manager_stop_everything(clone):
    for number in (signal.SIGHUP, signal.SIGTERM):
        process, _ = clone.start()
        process.send_signal(number)
        assert process.wait(30) == 0
        assert clone.processes() == []


@pytest.mark.slow
def test_without_an_answering_database_the_start_says_so(clone):
    clone.environment |= {
        "DATABASE_URL": "postgresql://a:secret@127.0.0.1:1/b",
        "SECRET_KEY": "x" * 60,
        "INVITATION_KEY": "y" * 60,
    }
    answer = clone.run("serve")
    assert answer.returncode == 1
    assert "The database does not answer" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert "secret" not in answer.stderr
