"""Compiles translations with Babel, so that gettext is needed only to find new strings."""

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from thai.lines import held_together


def compile_catalog(po):
    """Write the .mo beside the .po and return its path.

    Untranslated and fuzzy entries are left out, as gettext does. Raises ValueError naming each
    entry whose translation would break the page, such as one without its %(number)s.
    """
    with po.open("rb") as file:
        catalog = read_po(file, locale=po.parent.parent.name, abort_invalid=True)
    errors = [
        f"{po}:{message.lineno}: {error}" for message, found in catalog.check() for error in found
    ]
    if errors:
        raise ValueError("\n".join(errors))
    for message in catalog:
        message.string = _held(message.string)
    mo = po.with_suffix(".mo")
    unfinished = mo.with_name(f"{mo.name}.{os.getpid()}")
    with unfinished.open("wb") as file:
        write_mo(file, catalog)
    return unfinished.replace(mo)


def _held(string):
    """A translation, or its plural forms, in which no line ends before ๆ or inside a date."""
    if isinstance(string, str):
        return held_together(string)
    return tuple(map(held_together, string))


if __name__ == "__main__":
    try:
        for name in sys.argv[1:]:
            compile_catalog(Path(name))
    except ValueError as error:
        sys.exit(str(error))
