"""Where the passphrase of a backup comes from."""

import getpass
import os
import sys

from django.core.management.base import CommandError

SHORTEST = 12


def add_argument(parser):
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        help="read the passphrase from this file's first line (default: BACKUP_PASSPHRASE, or"
        " you are asked)",
    )


def passphrase(file, *, new):
    """Return the passphrase from the file, BACKUP_PASSPHRASE, or the person at the terminal.

    A new one is asked twice and must have twelve characters. Raises CommandError.
    """
    words = _given(file, new)
    if new and len(words) < SHORTEST:
        raise CommandError(
            f"The passphrase is too short: take {SHORTEST} characters or more, for example four"
            " words that have nothing to do with each other."
        )
    return words


def _given(file, new):
    if file:
        try:
            with open(file, encoding="utf-8") as lines:
                return lines.readline().rstrip("\r\n")
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from None
    if os.environ.get("BACKUP_PASSPHRASE"):
        return os.environ["BACKUP_PASSPHRASE"]
    if not sys.stdin.isatty():
        raise CommandError(
            "No passphrase: set BACKUP_PASSPHRASE, or name a file with --passphrase-file."
        )
    words = getpass.getpass("Passphrase of the backup: ")
    if new and words != getpass.getpass("Once more: "):
        raise CommandError("The two passphrases differ; nothing was done.")
    return words
