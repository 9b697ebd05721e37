#!/usr/bin/env python
"""Django's command line, with the portal's database running for the commands that need it."""

import os
import sys
from contextlib import nullcontext

WITHOUT_DATABASE = {
    "check",  # but see needs_database()
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "startapp",
    "suggest_themes",
    "version",
}


def needs_database(arguments):
    """Tell whether the command of this command line works with the database."""
    from django.core.management import get_commands

    name = arguments[0] if arguments else "help"
    if name not in get_commands() or {"-h", "--help", "--version"} & set(arguments):
        return False
    return name not in WITHOUT_DATABASE or (name == "check" and "--database" in arguments)


def execute(arguments):
    """Run the command; of a database that is not prepared for it say so, not an SQL error."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import ProgrammingError

    try:
        execute_from_command_line(arguments)
    except ProgrammingError as error:
        from kalasin_network import preparing

        if not preparing.missing_migrations():
            raise
        raise ImproperlyConfigured(
            "The database is not prepared for this version of the portal yet. Run `make run` or"
            " `manage.py migrate` first."
        ) from error


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kalasin_network.settings")
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    from kalasin_network.database import DatabaseError, running_database

    try:
        django.setup()  # reads .env and checks all values
        needed = needs_database(sys.argv[1:])
        with running_database(settings.BASE_DIR, os.environ) if needed else nullcontext():
            execute(sys.argv)
    except (DatabaseError, ImproperlyConfigured) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
