"""Backup and restore: the whole portal in one file, between servers of different versions."""

import io
import os
import subprocess
import sys
import tarfile
from contextlib import closing

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from kalasin_network.backups import archive, clients
from kalasin_network.backups.encryption import PIECE, TAG, DamagedError, Opener, Sealer
from kalasin_network.database import Embedded
from tests import builders
from tests.database_plugin import BASE_DIR
from tests.find_postgres import binaries

PASSPHRASE = "กล้วย ข้าวเหนียว ผ้าไหม แพรวา"


@pytest.fixture(autouse=True)
def passphrase(monkeypatch):
    monkeypatch.setenv("BACKUP_PASSPHRASE", PASSPHRASE)


def sealed(content, passphrase=PASSPHRASE):
    file = io.BytesIO()
    sealer = Sealer(file, passphrase)
    for start in range(0, len(content), 700_001):  # pieces do not fall together with writes
        sealer.write(content[start : start + 700_001])
    sealer.close()
    return file.getvalue()


def opened(sealed_content, passphrase=PASSPHRASE):
    opener = Opener(io.BytesIO(sealed_content), passphrase)
    return b"".join(iter(lambda: opener.read(333_333), b""))


class TestEncryption:
    @pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
    def test_what_is_sealed_is_opened_again(self, size):
        content = os.urandom(size)
        assert opened(sealed(content)) == content

    def test_nothing_of_it_can_be_read(self):
        assert b"the school's words" not in sealed(b"the school's words" * 1000)

    def test_another_passphrase_does_not_open_it(self):
        with pytest.raises(DamagedError, match="passphrase does not fit"):
            opened(sealed(b"x"), "another one of many words")

    def test_the_same_words_typed_on_another_keyboard_open_it(self):
        assert opened(sealed(b"x", "café au lait"), "cafe\u0301 au lait") == b"x"

    @pytest.mark.parametrize(
        "damage",
        [
            lambda whole: whole[:-1],
            lambda whole: whole[: -(PIECE + TAG)],  # the last piece is missing
            lambda whole: whole[:-5] + bytes([whole[-5] ^ 1]) + whole[-4:],
            lambda whole: whole[:-20] + whole[-20:] * 2,
        ],
    )
    def test_damage_is_found(self, damage):
        with pytest.raises(DamagedError, match="damaged or incomplete"):
            opened(damage(sealed(os.urandom(3 * PIECE))))

    def test_pieces_cannot_change_places(self):
        whole = sealed(os.urandom(4 * PIECE))
        head, size = len(whole) - 4 * (PIECE + TAG), PIECE + TAG
        pieces = [whole[head + n * size : head + (n + 1) * size] for n in range(4)]
        swapped = whole[:head] + pieces[0] + pieces[2] + pieces[1] + pieces[3]
        with pytest.raises(DamagedError):
            opened(swapped)

    def test_another_file_is_told_apart(self):
        with pytest.raises(DamagedError, match="no backup"):
            opened(b"PK\x03\x04 something else")

    def test_a_large_file_is_never_whole_in_memory(self):
        class Counting(io.BytesIO):
            largest = 0

            def write(self, data):
                self.largest = max(self.largest, len(data))
                return len(data)

        file = Counting()
        sealer = Sealer(file, PASSPHRASE)
        for _ in range(64):
            sealer.write(bytes(PIECE))
            assert len(sealer._waiting) <= PIECE
        assert file.largest == PIECE + TAG


@pytest.mark.django_db(transaction=True)
class TestBackup:
    def test_it_holds_the_database_and_the_files_and_no_key(self, tmp_path, capsys):
        (settings.MEDIA_ROOT / "photos").mkdir(parents=True)
        (settings.MEDIA_ROOT / "photos" / "ภาพ.jpg").write_bytes(b"a photo")
        call_command("backup", str(tmp_path / "a.backup"))
        content = Opener(io.BytesIO((tmp_path / "a.backup").read_bytes()), PASSPHRASE)
        with tarfile.open(fileobj=content, mode="r|") as tar:
            names = [member.name for member in tar]
        assert names == ["portal.json", "database/00000000", "media/photos/ภาพ.jpg"]
        assert (tmp_path / "a.backup").stat().st_mode & 0o777 == 0o600
        said = capsys.readouterr().out
        assert "INVITATION_KEY" in said
        assert settings.INVITATION_KEY not in said

    def test_an_existing_file_is_not_touched(self, tmp_path):
        (tmp_path / "a.backup").write_text("older")
        with pytest.raises(CommandError, match="exists already"):
            call_command("backup", str(tmp_path / "a.backup"))
        assert (tmp_path / "a.backup").read_text() == "older"

    def test_a_short_passphrase_is_refused(self, tmp_path, monkeypatch):
        monkeypatch.setenv("BACKUP_PASSPHRASE", "password")
        with pytest.raises(CommandError, match="too short"):
            call_command("backup", str(tmp_path / "a.backup"))

    def test_without_a_passphrase_and_a_terminal_it_says_how_to_give_one(
        self, tmp_path, monkeypatch
    ):
        monkeypatch.delenv("BACKUP_PASSPHRASE")
        monkeypatch.setattr("sys.stdin", io.StringIO())
        with pytest.raises(CommandError, match="--passphrase-file"):
            call_command("backup", str(tmp_path / "a.backup"))

    def test_programs_older_than_the_server_are_refused_and_nothing_is_left(
        self, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(clients, "server_version", lambda: 99)
        with pytest.raises(CommandError, match="postgresql-client-99"):
            call_command("backup", str(tmp_path / "a.backup"))
        assert list(tmp_path.glob("*backup*")) == []

    def test_a_dump_that_fails_leaves_no_file(self, tmp_path, monkeypatch):
        connection.ensure_connection()
        monkeypatch.setitem(connection.settings_dict, "NAME", "no_such_database")
        with pytest.raises(CommandError, match="pg_dump failed"):
            call_command("backup", str(tmp_path / "a.backup"))
        assert list(tmp_path.glob("*backup*")) == []


@pytest.mark.django_db(transaction=True)
class TestRestoreRefuses:
    @pytest.fixture(autouse=True)
    def nobody_else_is_connected(self):
        """The live server of an earlier browser test may still hold a connection."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    @pytest.fixture
    def backup(self, tmp_path):
        call_command("backup", str(tmp_path / "a.backup"), stdout=io.StringIO())
        return tmp_path / "a.backup"

    def test_a_database_with_records(self, backup):
        builders.build_organisation()
        with pytest.raises(CommandError, match="holds records"):
            call_command("restore", str(backup))

    def test_a_folder_with_files(self, backup):
        settings.MEDIA_ROOT.mkdir(exist_ok=True)
        (settings.MEDIA_ROOT / "photo.jpg").touch()
        with pytest.raises(CommandError, match="holds files"):
            call_command("restore", str(backup))

    def test_not_the_empty_folders_that_deleted_files_leave(self, tmp_path):
        (settings.MEDIA_ROOT / "meetings" / "2026").mkdir(parents=True)
        with pytest.raises(CommandError, match="No such file"):
            call_command("restore", str(tmp_path / "none.backup"))

    def test_a_portal_that_runs(self, backup):
        other = psycopg2.connect(**connection.get_connection_params())
        with closing(other), pytest.raises(CommandError, match="Stop the portal first"):
            call_command("restore", str(backup))

    def test_a_wrong_passphrase(self, backup, monkeypatch):
        monkeypatch.setenv("BACKUP_PASSPHRASE", "four words that differ")
        with pytest.raises(CommandError, match="passphrase does not fit"):
            call_command("restore", str(backup))

    def test_an_incomplete_file_before_anything_is_changed(self, backup):
        (settings.MEDIA_ROOT).mkdir(exist_ok=True)
        backup.write_bytes(backup.read_bytes()[:-1])
        with pytest.raises(CommandError, match="damaged|does not fit"):
            call_command("restore", str(backup))
        assert "partners_person" in connection.introspection.table_names()

    def test_a_missing_file(self, tmp_path):
        with pytest.raises(CommandError, match="No such file"):
            call_command("restore", str(tmp_path / "none"))

    def test_a_backup_of_a_newer_portal(self, tmp_path, monkeypatch):
        note = {"made": "2030-01-01", "programs": 18, "migrations": [["partners", "9999_later"]]}
        content = io.BytesIO()
        archive.pack(content, note, io.BytesIO(b"dump"), tmp_path / "nothing")
        (tmp_path / "b.backup").write_bytes(sealed(content.getvalue()))
        with pytest.raises(CommandError, match="newer portal .partners.9999_later"):
            call_command("restore", str(tmp_path / "b.backup"))


def test_a_file_that_would_lead_out_of_the_folder_is_not_written(tmp_path):
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w|") as tar:
        archive._add(tar, "media/../outside", b"x")
    content.seek(0)
    (tmp_path / "media").mkdir()
    with pytest.raises(tarfile.FilterError):
        archive.unpack(content, None, tmp_path / "media")
    assert not (tmp_path / "outside").exists()


@pytest.fixture(params=["embedded", "debian"])
def other_server(request, folder):
    """A second, empty server: the wheel's, or Debian's where it is installed."""
    if request.param == "debian" and not binaries():
        pytest.skip("Debian's PostgreSQL is not installed here; make test-debian gets it")
    bin_dir = binaries() if request.param == "debian" else None
    server = Embedded(folder, bin_dir=bin_dir, fsync=False)
    server.start()
    yield server
    server.stop()


def contents(**place):
    """Every table's rows, in an order that does not depend on where they lie."""
    with closing(psycopg2.connect(**place)) as database:
        cursor = database.cursor()
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            found[table] = [row for (row,) in cursor.fetchall()]
        return found


@pytest.mark.django_db(transaction=True)
def test_round_trip_to_another_server_and_back(other_server, tmp_path, folder, monkeypatch):
    """From the tests' server to the other, and from there into an empty database here."""
    school = builders.build_school("โรงเรียนบ้านนามน")
    round = builders.build_round()
    builders.build_reflection(round, school, texts=[("learner", "น้ำดื่มสะอาด"), ("teacher", "🙂")])
    (settings.MEDIA_ROOT / "a").mkdir(parents=True)
    (settings.MEDIA_ROOT / "a" / "ภาพ.jpg").write_bytes(os.urandom(3 * PIECE))
    call_command("backup", str(tmp_path / "there"), stdout=io.StringIO())
    here = connection.get_connection_params()
    here = {key: here[key] for key in ("dbname", "user", "host", "port") if key in here}
    before = contents(**here)
    assert sum(map(len, before.values())) > 20

    def portal(command, file, url, media):
        return subprocess.run(
            [sys.executable, "manage.py", command, str(file)],
            cwd=BASE_DIR,
            env=os.environ | {"DATABASE_URL": url, "MEDIA_ROOT": str(media)},
            capture_output=True,
            text=True,
        )

    there = {"dbname": "portal", "user": "portal", "host": str(other_server.socket_dir)}
    restored = portal("restore", tmp_path / "there", other_server.url, folder / "media")
    assert restored.returncode == 0, restored.stderr
    assert contents(**there) == before
    photo = (folder / "media" / "a" / "ภาพ.jpg").read_bytes()
    assert photo == (settings.MEDIA_ROOT / "a" / "ภาพ.jpg").read_bytes()

    # the rules that live in the database came along
    with closing(psycopg2.connect(**there)) as database, pytest.raises(psycopg2.IntegrityError):
        database.cursor().execute("UPDATE reflections_invitation SET school_id = -1")
        database.commit()

    saved = portal("backup", tmp_path / "back", other_server.url, folder / "media")
    assert saved.returncode == 0, saved.stderr
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS restored")
        cursor.execute("CREATE DATABASE restored TEMPLATE template0")
    back = os.environ["DATABASE_URL"].replace("/portal?", "/restored?")
    try:
        restored = portal("restore", tmp_path / "back", back, folder / "media-back")
        assert restored.returncode == 0, restored.stderr
        assert contents(**here | {"dbname": "restored"}) == before
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE restored")
