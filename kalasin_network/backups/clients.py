"""PostgreSQL's own programs for dumping and restoring: those that fit the server."""

import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from kalasin_network.database.embedded import wheel_binaries

# a dump by a newer program sets what older servers do not know
NEWER_SETTING = re.compile(rb"^SET transaction_timeout = 0;\n", re.M)


def version(program):
    """Return the major version of a PostgreSQL program."""
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return int(re.search(r"(\d+)", answer.stdout.rpartition("PostgreSQL)")[2])[1])


def folder_of_programs(at_least):
    """Return the folder of PostgreSQL programs of that major version or newer.

    The wheel's own serve every server up to their version; for a newer one those of the PATH.
    """
    found = [wheel_binaries()]
    if shutil.which("pg_dump"):
        found.append(Path(shutil.which("pg_dump")).resolve().parent)
        found.append(Path(shutil.which("pg_dump")).parent)
    for folder in found:
        if (folder / "psql").exists() and version(folder / "pg_dump") >= at_least:
            return folder
    raise CommandError(
        f"This needs PostgreSQL's programs pg_dump, pg_restore and psql of version {at_least} or"
        f" newer; those here are older. Install them (Debian: postgresql-client-{at_least})."
    )


def server_version():
    """Return the major version of the portal's database server."""
    connection.ensure_connection()
    return connection.pg_version // 10000


def _command(program, *choices):
    """Return the command line and environment of a program for the portal's database."""
    command, secrets = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    *where, name = command[1:]
    return [program, *where, "-d", name, *choices], os.environ | (secrets or {})


@contextmanager
def dump(folder):
    """Give a readable file with a dump in custom format; raises CommandError if it failed."""
    choices = ["--format=custom", "--no-owner", "--no-privileges"]
    command, environment = _command(folder / "pg_dump", *choices)
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        try:
            yield process.stdout
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise CommandError("pg_dump failed; it says why above.")


def restore(folder, parts):
    """Bring the dump, given as an iterable of bytes, into the database: all of it or nothing."""
    script = [folder / "pg_restore", "--no-owner", "--no-privileges", "--file=-"]
    choices = ["--single-transaction", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1"]
    command, environment = _command(folder / "psql", *choices, f"--output={os.devnull}")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with (
        subprocess.Popen(script, **pipes) as reader,
        subprocess.Popen(command, env=environment, stdin=subprocess.PIPE) as writer,
        ThreadPoolExecutor(1) as feeder,
    ):
        try:
            fed = feeder.submit(_feed, parts, reader.stdin)
            writer.stdin.write(NEWER_SETTING.sub(b"", reader.stdout.read(4096)))
            shutil.copyfileobj(reader.stdout, writer.stdin)
            fed.result()
            if reader.wait():
                raise BrokenPipeError
            writer.stdin.close()  # psql commits at the end of what it reads
            if writer.wait():
                raise BrokenPipeError
        except BrokenPipeError:
            writer.kill()
            raise CommandError(
                "The database could not be restored and is left empty; the reason stands above."
            ) from None
        except BaseException:
            writer.kill()
            raise
        finally:
            reader.kill()


def _feed(parts, file):
    with file:
        for part in parts:
            file.write(part)
