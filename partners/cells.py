"""Parsers of a file's cells: a text into a value, or ValueError with the reason, for people."""

import re
from unicodedata import is_normalized

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from thai.digits import to_arabic_digits
from thai.words import clean

# Letters that need no cleaning, with single spaces between them: most cells, much quicker so.
PLAIN = re.compile("[!-~\u0e01-\u0e3a\u0e3f-\u0e5b]+(?: [!-~\u0e01-\u0e3a\u0e3f-\u0e5b]+)*")


def tidy(cell, multiline=False):
    """A cell's text, cleaned (see thai.words.clean)."""
    if not cell or PLAIN.fullmatch(cell) and is_normalized("NFC", cell):
        return cell
    return clean(cell, multiline)


def text(max_length):
    """A parser of one line, cleaned, of at most `max_length` characters."""
    return lambda cell: _limited(tidy(cell), max_length)


def long_text(max_length):
    """The same for several lines."""
    return lambda cell: _limited(tidy(cell, multiline=True), max_length)


def _limited(cleaned, max_length):
    if len(cleaned) > max_length:
        raise ValueError(
            _("Longer than %(most)s characters (%(length)s).")
            % {"most": max_length, "length": len(cleaned)}
        )
    return cleaned


def whole_number(least=0, most=2_000_000_000):
    """A parser of whole numbers, in Thai digits and with thousands' commas too; '' is None."""

    def parse(cell):
        digits = to_arabic_digits(tidy(cell)).replace(",", "")
        if not digits:
            return None
        if not digits.isdecimal() or not least <= int(digits[:12]) <= most:
            raise ValueError(
                _("Not a whole number from %(least)s to %(most)s.")
                % {"least": f"{least:,}", "most": f"{most:,}"}
            )
        return int(digits)

    return parse


def choice(choices):
    """A parser of TextChoices, by value or by label in the reader's language; '' stays ''."""

    def parse(cell):
        wanted = tidy(cell).casefold()
        if not wanted:
            return ""
        for value, label in choices.choices:
            if wanted in (value.casefold(), str(label).casefold()):
                return value
        raise ValueError(
            _("Unknown. Known are: %(values)s.") % {"values": ", ".join(choices.values)}
        )

    return parse


def email(cell):
    """A parser of an e-mail address; '' stays ''."""
    cleaned = tidy(cell)
    try:
        return cleaned and (validate_email(cleaned) or cleaned)
    except ValidationError as error:
        raise ValueError(error.messages[0]) from error
