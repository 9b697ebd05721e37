"""Dates and times as people in Thailand type them, in either era, either language, any digits."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

import regex

from thai.words import normalise

BUDDHIST_ERA = 543  # Since 1941 both eras begin their years on 1 January.

MONTHS = {
    "th": "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม"
    " พฤศจิกายน ธันวาคม".split(),
    "en": "January February March April May June July August September October November"
    " December".split(),
}
SHORT_MONTHS = {
    "th": "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split(),
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
}
WEEKDAYS = {
    "th": "จันทร์ อังคาร พุธ พฤหัสบดี ศุกร์ เสาร์ อาทิตย์".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}
SHORT_WEEKDAYS = {
    "th": "จ. อ. พ. พฤ. ศ. ส. อา.".split(),
    "en": "Mon Tue Wed Thu Fri Sat Sun".split(),
}

Precision = Literal["day", "month", "year"]


class DateTextError(ValueError):
    """A text that is no date or time. `code` says why and stays the same:

    unreadable, no_such_day, no_such_time, weekday_differs, year_missing, year_out_of_range,
    day_missing, time_missing.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code


@dataclass(frozen=True)
class PartialDate:
    """A date of which only the month or the year may be known: the first day that it can be."""

    first: date
    precision: Precision = "day"


def _bare(name: str) -> str:
    return regex.sub(r"[\s.,]", "", name.lower())


def _month_names() -> dict[str, int]:
    names = {"sept": 9}
    for number in range(1, 13):
        for language in ("th", "en"):
            names[_bare(MONTHS[language][number - 1])] = number
            names[_bare(SHORT_MONTHS[language][number - 1])] = number
        # As it is spoken: พฤศจิกา, กุมภา.
        names[regex.sub("(คม|ยน|พันธ์)$", "", MONTHS["th"][number - 1])] = number
    return names


_MONTH_NUMBER = _month_names()
_WEEKDAY_NUMBER = {
    _bare(name): number
    for table in (WEEKDAYS, SHORT_WEEKDAYS)
    for names in table.values()
    for number, name in enumerate(names)
} | {"พฤหัส": 3, "tues": 1, "thur": 3, "thurs": 3}


_DASHES = str.maketrans("‐‑–—−", "-----")
_SEPARATOR = r"\s*[-/.\s]\s*"
_NUMERIC_DAY = regex.compile(rf"(\d{{1,2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{2,4}})")
_NUMERIC_DAY_ISO = regex.compile(rf"(\d{{4}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{1,2}})")
_NUMERIC_MONTH = regex.compile(r"(\d{1,2})\s*[-/.]\s*(\d{4})")
_NUMERIC_MONTH_ISO = regex.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})")
_YEAR = regex.compile(r"(?:ปี\s*)?(\d{3,4})")
_NAMED = regex.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s*)?(?P<month>\D+?)"
    r"(?:\s*(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s*,\s*|\s+))?\s*(?P<year>\d{2,4})?"
)
_ERAS = {
    "be": regex.compile(r"(?:พ\.?\s?ศ\.?|พุทธศักราช)\s*(?=\d+$)|(?<=\d)\s*b\.?e\.?$"),
    "ce": regex.compile(r"(?:ค\.?\s?ศ\.?|คริสต์ศักราช)\s*(?=\d+$)|(?<=\d)\s*(?:c\.?e|a\.?d)\.?$"),
}


def parse_partial_date(text: str) -> PartialDate:
    """Read a day (30/11/2559, 30 พ.ย. 2559, วันพุธที่ ๓๐ พฤศจิกายน พ.ศ. ๒๕๕๙, 2016-11-30,
    Nov 30, 2016), a month (พ.ย. 2559, 11/2559, 2016-11) or a year (2559, ค.ศ. 2016).

    Figures stand day, month, year, or year first. A year from 2400 is Buddhist Era, from 1900 to
    2200 Common Era. A year of two figures beside a day in figures or a Thai month is Buddhist Era
    2500 to 2599, as people here write it: 30/11/59 is 2559, never 2059 or 1959.
    Raises DateTextError.
    """
    rest = _folded(text)
    era = ""
    for name, pattern in _ERAS.items():
        rest, found = pattern.subn("", rest)
        era = name if found else era
    weekday, rest = _take_weekday(rest.strip())
    if match := _NUMERIC_DAY.fullmatch(rest):
        return _day(text, match[3], match[2], match[1], era, weekday)
    if match := _NUMERIC_DAY_ISO.fullmatch(rest):
        return _day(text, match[1], match[2], match[3], era, weekday)
    if (match := _NAMED.fullmatch(rest)) and (month := _month_number(match["month"])):
        if not match["year"]:
            raise DateTextError("year_missing" if match["day"] else "unreadable", text)
        if len(match["year"]) == 2 and match["month"].isascii() and era != "be":
            raise DateTextError("year_out_of_range", text)
        if match["day"]:
            return _day(text, match["year"], month, match["day"], era, weekday)
        if weekday is None:
            return PartialDate(_date(text, match["year"], month, 1, era), "month")
    if weekday is None and (match := _NUMERIC_MONTH.fullmatch(rest)):
        return PartialDate(_date(text, match[2], match[1], 1, era), "month")
    if weekday is None and (match := _NUMERIC_MONTH_ISO.fullmatch(rest)):
        return PartialDate(_date(text, match[1], match[2], 1, era), "month")
    if weekday is None and (match := _YEAR.fullmatch(rest)):
        return PartialDate(_date(text, match[1], 1, 1, era), "year")
    if regex.fullmatch(r"\d{1,2}[-/.]\d{1,2}", rest):
        raise DateTextError("year_missing", text)
    raise DateTextError("unreadable", text)


def parse_date(text: str) -> date:
    """Read a day, as `parse_partial_date`; a month or year alone is `day_missing`."""
    read = parse_partial_date(text)
    if read.precision != "day":
        raise DateTextError("day_missing", text)
    return read.first


_SUFFIX = r"(?P<suffix>น\.?|นาฬิกา|[ap]\.?m\.?)"
_CLOCK = (
    rf"(?:เวลา\s*|at\s+)?(?P<hour>\d{{1,2}})"
    rf"(?:[.:](?P<minute>\d\d)(?:[.:](?P<second>\d\d))?\s*{_SUFFIX}?|\s*{_SUFFIX})"
)
_TIME = regex.compile(_CLOCK)
_DATE_AND_TIME = regex.compile(rf"(?P<date>.*?)(?:[\s,]+|(?<=\d)t|(?=เวลา)){_CLOCK}")


def parse_time(text: str) -> time:
    """Read 10.42, 10:42, 10.42 น., เวลา ๑๐.๔๒ น., 10 น. or 2:30 pm. Raises DateTextError."""
    match = _TIME.fullmatch(_folded(text))
    if not match:
        raise DateTextError("unreadable", text)
    return _time(text, match)


def parse_datetime(text: str) -> datetime:
    """Read a day and a time after it (30 พ.ย. 2559 เวลา 10.42 น., 2016-11-30T10:42); no zone."""
    match = _DATE_AND_TIME.fullmatch(_folded(text))
    if not match:
        if _TIME.fullmatch(_folded(text)):
            raise DateTextError("day_missing", text)
        parse_date(text)
        raise DateTextError("time_missing", text)
    return datetime.combine(parse_date(match["date"]), _time(text, match))


def _folded(text: str) -> str:
    if len(text) > 100:
        raise DateTextError("unreadable", text)
    return normalise(text).translate(_DASHES)


def _take_weekday(text: str) -> tuple[int | None, str]:
    head = regex.match(r"\D*", text)[0]
    name = _bare(head).removeprefix("วัน").removesuffix("ที่")
    if head and (not name or name in _WEEKDAY_NUMBER):
        return _WEEKDAY_NUMBER.get(name), text[len(head) :]
    english = regex.match(r"([a-z]+)[.,]?\s+", text)
    if english and english[1] in _WEEKDAY_NUMBER:
        return _WEEKDAY_NUMBER[english[1]], text[english.end() :]
    return None, text


def _month_number(words: str) -> int | None:
    return _MONTH_NUMBER.get(_bare(words).removeprefix("of").removeprefix("เดือน"))


def _day(
    text: str, year: str, month: str | int, day: str, era: str, weekday: int | None
) -> PartialDate:
    read = _date(text, year, month, day, era)
    if weekday is not None and read.weekday() != weekday:
        raise DateTextError("weekday_differs", text)
    return PartialDate(read)


def _date(text: str, year: str, month: str | int, day: str | int, era: str) -> date:
    number = int(year)
    if len(year) == 2 and era != "ce":
        number += 2500
    if 2400 <= number <= 2200 + BUDDHIST_ERA and era != "ce":
        number -= BUDDHIST_ERA
    elif not 1900 <= number <= 2200 or era == "be":
        raise DateTextError("year_out_of_range", text)
    try:
        return date(number, int(month), int(day))
    except ValueError:
        raise DateTextError("no_such_day", text) from None


def _time(text: str, match: regex.Match) -> time:
    hour = int(match["hour"])
    half = (match["suffix"] or "")[:1]
    if half in ("a", "p"):
        if not 1 <= hour <= 12:
            raise DateTextError("no_such_time", text)
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(match["minute"] or 0), int(match["second"] or 0))
    except ValueError:
        raise DateTextError("no_such_time", text) from None
