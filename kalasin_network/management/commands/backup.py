"""Writes the whole portal into one encrypted file."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from kalasin_network.backups import archive, clients, passphrase
from kalasin_network.backups.encryption import Sealer

KEYS = """\
Not inside, so that the file alone opens nothing else: SECRET_KEY and INVITATION_KEY{place}.
Without the same INVITATION_KEY the schools' links and codes no longer work. Keep both, and the
passphrase, in another place than the backup, for example in a password manager."""


class Command(BaseCommand):
    help = "Write database and uploaded files into one file, encrypted with a passphrase."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the new file; an existing one is not touched")
        passphrase.add_argument(parser)

    def handle(self, *args, file, passphrase_file, **options):
        if file.exists():
            raise CommandError(f"{file} exists already; choose another name.")
        words = passphrase.passphrase(passphrase_file, new=True)
        folder = clients.folder_of_programs(at_least=clients.server_version())
        unfinished = file.with_name(f"{file.name}.unfinished")
        try:
            self.write(unfinished, words, folder)
            unfinished.rename(file)
        except OSError as error:
            raise CommandError(f"{error.filename or file}: {error.strerror}") from error
        finally:
            unfinished.unlink(missing_ok=True)
        size = file.stat().st_size / 1_000_000
        self.stdout.write(f"{file}: {size:.1f} MB, database and uploaded files.")
        set_outside = os.environ.get("INVITATION_KEY")
        place = "" if set_outside else f" (what you have not set lies in {settings.VAR_DIR})"
        self.stdout.write(KEYS.format(place=place))

    def write(self, path, words, folder):
        with open(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            sealer = Sealer(file, words)
            with clients.dump(folder) as dump:
                archive.pack(sealer, note(folder), dump, Path(settings.MEDIA_ROOT))
            sealer.close()
            file.flush()
            os.fsync(file.fileno())


def note(folder):
    """Return what a restore must know before it begins."""
    return {
        "made": timezone.now().isoformat(timespec="seconds"),
        "programs": clients.version(folder / "pg_dump"),
        "migrations": sorted(MigrationRecorder(connection).applied_migrations()),
    }
