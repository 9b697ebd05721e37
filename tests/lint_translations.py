"""Fails on a string that has no Thai translation or an uncertain one."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.system_packages import install

BASE_DIR = Path(__file__).resolve().parent.parent
CATALOG = Path("locale/th/LC_MESSAGES/django.po")
SOURCES = ("kalasin_network", "meetings", "partners", "reflections", "templates", "locale")


def strings_in_disorder(folder):
    """Return the entries that are untranslated or fuzzy once all strings of `folder` are found.

    The catalogue in `folder` is rewritten: give a copy.
    """
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "th", "--no-obsolete"]
    # without settings Django looks in ./locale
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    subprocess.run([*command, "--verbosity", "0"], cwd=folder, env=environment, check=True)
    found = []
    for choice in ("--untranslated", "--only-fuzzy"):
        command = ["msgattrib", choice, "--no-obsolete", str(folder / CATALOG)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found += [entry for entry in done.stdout.split("\n\n") if 'msgid "' in entry]
    return [entry.strip() for entry in found if "POT-Creation-Date" not in entry]  # the head


def main():
    if not shutil.which("msgattrib"):
        install("gettext")
    if not shutil.which("msgattrib"):
        return "Looking for untranslated strings needs gettext. As root: apt install gettext"
    with tempfile.TemporaryDirectory() as name:
        for source in SOURCES:
            shutil.copytree(BASE_DIR / source, Path(name) / source)
        disorder = strings_in_disorder(Path(name))
    if disorder:
        return "\n\n".join([*disorder, f"{len(disorder)} strings lack a sure Thai translation."])


if __name__ == "__main__":
    sys.exit(main())
