"""Brings a backup back into an empty portal."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from kalasin_network import preparing
from kalasin_network.backups import archive, clients, passphrase
from kalasin_network.backups.encryption import DamagedError, Opener

OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_type = 'client backend'
"""


class Command(BaseCommand):
    help = "Restore a backup into an empty database, with its uploaded files."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        passphrase.add_argument(parser)

    def handle(self, *args, file, passphrase_file, **options):
        media = Path(settings.MEDIA_ROOT)
        check_empty(media)
        words = passphrase.passphrase(passphrase_file, new=False)
        try:
            with file.open("rb") as content:
                note = archive.note_of(Opener(content, words))
                check_note(note)
                content.seek(0)
                Opener(content, words).check()
                content.seek(0)
                self.bring_back(note, Opener(content, words), media)
        except DamagedError as error:
            raise CommandError(f"{file}: {error}") from error
        except OSError as error:
            raise CommandError(f"{error.filename or file}: {error.strerror}") from error
        self.stdout.write(f"The portal is as it was on {note['made']}.")
        self.stdout.write(
            "Put back INVITATION_KEY and SECRET_KEY from where you keep them (the environment, or"
            f" the files in {settings.VAR_DIR}) before it starts: links and codes need them."
        )

    def bring_back(self, note, source, media):
        at_least = max(clients.server_version(), note["programs"])
        folder = clients.folder_of_programs(at_least=at_least)
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        connection.close()
        media.mkdir(parents=True, exist_ok=True)
        archive.unpack(source, lambda parts: clients.restore(folder, parts), media)


def check_empty(media):
    """Raise CommandError where a restore could destroy something or disturb a running portal."""
    tables = connection.introspection.table_names()
    if tables and not ("partners_person" in tables and preparing.is_untouched()):
        raise CommandError(
            "The database holds records. Restore into an empty one: another DATABASE_URL, or move"
            f" {settings.VAR_DIR / 'postgres'} away first."
        )
    if any(not path.is_dir() for path in media.rglob("*")):
        raise CommandError(f"{media} holds files. Move them away first.")
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        if cursor.fetchone()[0]:
            raise CommandError("The database is in use. Stop the portal first.")


def check_note(note):
    """Raise CommandError when the backup comes from a newer portal than this one."""
    known = MigrationLoader(None).disk_migrations
    unknown = [f"{app}.{name}" for app, name in note["migrations"] if (app, name) not in known]
    if unknown:
        raise CommandError(
            f"The backup was made by a newer portal ({unknown[0]} is not known here). Update this"
            " one first."
        )
