"""Whose the embedded server's files are: PostgreSQL refuses to run as root."""

import os
import pwd
import stat
import sys
from contextlib import suppress

from django.core.exceptions import ImproperlyConfigured


class DatabaseError(Exception):
    """The embedded database cannot be used; the text says why and what to do."""


def server_account(home):
    """Return the account the server runs as, or None for our own.

    Root hands it to whoever owns the server's folder or one of the two above it, so that root
    and that person can take turns; where all of them are root's, to `nobody`.
    """
    if os.geteuid() != 0:
        return None
    for folder in (home, home.parent, home.parent.parent):
        with suppress(FileNotFoundError, KeyError):
            if folder.stat().st_uid != 0:
                return pwd.getpwuid(folder.stat().st_uid)
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise DatabaseError(
            "PostgreSQL does not run as root, and this machine has no account 'nobody' to run it"
            " as. Start the portal as an ordinary user."
        ) from None


def make_private(folder, account):
    """Make the folder for the server's account alone, or check that it is so."""
    owner = account.pw_uid if account else os.geteuid()
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if account and found.st_uid == 0 and stat.S_ISDIR(found.st_mode):
        os.chown(folder, account.pw_uid, account.pw_gid)
    elif found.st_uid != owner:
        raise DatabaseError(not_yours(folder))
    if not stat.S_ISDIR(found.st_mode):
        raise DatabaseError(f"{folder} must be a folder. Remove it and start again.")
    if found.st_mode & 0o077:
        folder.chmod(0o700)


def not_yours(path):
    """Say who owns what we may not use, and how to go on."""
    try:
        owner = pwd.getpwuid(os.lstat(path).st_uid).pw_name
    except (OSError, KeyError):
        owner = "another account"
    return (
        f"{path} belongs to {owner}: the portal was started here by someone else before. Start it"
        " as they did (root started it if the owner is nobody), or hand the portal's folder over"
        " once, as root, with: chown -R YOURNAME ."
    )


def like_parent(path):
    """Where root makes a file in a person's folder, that person must be able to use it."""
    if os.geteuid() == 0:
        parent = path.parent.stat()
        os.chown(path, parent.st_uid, parent.st_gid)


def kept_text(path, text):
    """Return what the file holds; the first to ask writes `text` there, for the owner alone."""
    try:
        return path.read_text()
    except FileNotFoundError:
        if not path.parent.exists():
            path.parent.mkdir()
            like_parent(path.parent)
    except PermissionError:
        raise ImproperlyConfigured(not_yours(path)) from None
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(text)
    like_parent(fresh)
    with suppress(FileExistsError):  # another process was quicker: its text holds
        os.link(fresh, path)
    fresh.unlink()
    return path.read_text()


def let_through(account, *folders):
    """Give the account a way to the folders: o+x on those above that lack it, and say which."""
    for folder in {path for end in folders for path in (end, *end.parents)}:
        found = folder.stat()
        passable = stat.S_IXOTH
        if found.st_uid == account.pw_uid:
            passable = stat.S_IXUSR
        elif found.st_gid == account.pw_gid:
            passable = stat.S_IXGRP
        if not found.st_mode & passable:
            folder.chmod(stat.S_IMODE(found.st_mode) | stat.S_IXOTH)
            _say(f"{folder}: o+x, because the database runs as {account.pw_name}.")


def let_read(account, folder):
    """Let the account read and run the server's own files where a strict umask forbade it."""
    closed = [path for path in folder.rglob("*") if not path.is_symlink() and _closed(path)]
    for path in closed:
        mode = stat.S_IMODE(path.stat().st_mode)
        path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))
    if closed:
        _say(f"{folder}: o+rX within, because the database runs as {account.pw_name}.")


def _closed(path):
    mode = path.stat().st_mode
    return not mode & stat.S_IROTH or (mode & stat.S_IXUSR and not mode & stat.S_IXOTH)


def _say(text):
    print(f"Opened {text}", file=sys.stderr, flush=True)
