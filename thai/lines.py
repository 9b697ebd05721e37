"""Where a line of text must not end: inside a date, a time, a telephone number, before ๆ."""

import re

from thai.reading import MONTHS, SHORT_MONTHS

NO_BREAK = "\u00a0"

_NAMES = [name for months in (MONTHS, SHORT_MONTHS) for names in months.values() for name in names]
_MONTH = "|".join(map(re.escape, _NAMES))  # the whole names before those they begin with
_DATE = re.compile(rf"(?<![0-9])([0-9]{{1,2}}) ({_MONTH})(?: (?=[0-9]{{4}}))?")
_SPACE = re.compile(r" (?=ๆ)|(?<=[0-9]) (?=น\.|[0-9]{3})|(?<=โทร\.) (?=[0-9])")


def held_together(text: str) -> str:
    """The text with no-break spaces in what a reader takes in at one glance.

    30 พฤศจิกายน 2559, 16.30 น., โทร. 0 4300 0001, จริง ๆ: a line that begins with ๆ or with the
    year of a date on the line before is hard to read.
    """
    if " " not in text:
        return text
    return _DATE.sub(lambda date: date[0].replace(" ", NO_BREAK), _SPACE.sub(NO_BREAK, text))
