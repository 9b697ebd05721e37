"""Dates as people in Thailand read and type them: Buddhist Era in Thai, Common Era in English.

Reading (`parse_...`) is in `thai.reading`, and all of it can be had from here.
"""

from datetime import date, datetime, time
from typing import Literal

from thai.digits import to_arabic_digits, to_thai_digits
from thai.reading import (
    BUDDHIST_ERA,
    MONTHS,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    WEEKDAYS,
    DateTextError,
    PartialDate,
    Precision,
    parse_date,
    parse_datetime,
    parse_partial_date,
    parse_time,
)

__all__ = [
    "DateTextError",
    "PartialDate",
    "buddhist_year",
    "fiscal_year",
    "format_date",
    "format_datetime",
    "format_range",
    "format_school_year",
    "format_time",
    "parse_date",
    "parse_datetime",
    "parse_partial_date",
    "parse_time",
    "school_year_and_term",
    "to_arabic_digits",
    "to_thai_digits",
]

Style = Literal["long", "short", "numeric"]
Digits = Literal["arabic", "thai"]


def buddhist_year(ce: int) -> int:
    """The year of the Buddhist Era: 2016 is 2559."""
    return ce + BUDDHIST_ERA


def format_date(
    d: date | PartialDate,
    language: str,
    style: Style = "long",
    precision: Precision = "day",
    digits: Digits = "arabic",
    weekday: bool = False,
) -> str:
    """30 พฤศจิกายน 2559, 30 พ.ย. 2559, 30/11/2559; 30 November 2016, 30 Nov 2016, 30/11/2016.

    A month is พฤศจิกายน 2559, a year พ.ศ. 2559. A PartialDate brings its own precision.
    `language` is "th" (Buddhist Era) or anything else (English, Common Era).
    """
    if isinstance(d, PartialDate):
        d, precision = d.first, d.precision
    parts = _parts(d, _language(language), style)[{"day": 0, "month": 1, "year": 2}[precision] :]
    text = ("/" if style == "numeric" else " ").join(parts)
    if precision == "year" and style != "numeric" and _language(language) == "th":
        text = f"พ.ศ. {text}"
    if weekday and precision == "day":
        text = f"{_weekday(d, _language(language), style)} {text}"
    return to_thai_digits(text) if digits == "thai" else text


def format_time(t: time | datetime, language: str, digits: Digits = "arabic") -> str:
    """10.42 น. in Thai, 10:42 in English, on the 24-hour clock."""
    text = f"{t:%H.%M} น." if _language(language) == "th" else f"{t:%H:%M}"
    return to_thai_digits(text) if digits == "thai" else text


def format_datetime(
    moment: datetime,
    language: str,
    style: Style = "long",
    digits: Digits = "arabic",
    weekday: bool = False,
) -> str:
    """30 พฤศจิกายน 2559 เวลา 10.42 น.; 30 November 2016, 10:42. The caller picks the time zone."""
    between = " เวลา " if _language(language) == "th" else ", "
    day = format_date(moment, language, style, digits=digits, weekday=weekday)
    return day + between + format_time(moment, language, digits)


def format_range(
    start: date,
    end: date,
    language: str,
    style: Literal["long", "short"] = "long",
    digits: Digits = "arabic",
) -> str:
    """28–30 พฤศจิกายน 2559; 30 พฤศจิกายน – 2 ธันวาคม 2559; 31 ธันวาคม 2559 – 2 มกราคม 2560."""
    last = format_date(end, language, style, digits=digits)
    if start == end:
        return last
    parts = _parts(start, _language(language), style)
    if (start.year, start.month) == (end.year, end.month):
        text = f"{start.day}–{last}"
    elif start.year == end.year:
        text = f"{' '.join(parts[:2])} – {last}"
    else:
        text = f"{' '.join(parts)} – {last}"
    return to_thai_digits(text) if digits == "thai" else text


def school_year_and_term(d: date) -> tuple[int, int | None]:
    """The Thai school year that a day belongs to (the year CE of its May), and the term.

    A school year runs from 16 May to 15 May. Term 1 is counted from 16 May, the October holiday
    included; term 2 from 1 November to 31 March. From April to 15 May there is no term (None):
    the day belongs to the school year that is ending.
    """
    if (d.month, d.day) < (5, 16):
        return d.year - 1, 2 if d.month <= 3 else None
    return d.year, 1 if d.month <= 10 else 2


def format_school_year(year_ce: int, term: int | None, language: str) -> str:
    """ปีการศึกษา 2559 ภาคเรียนที่ 2; school year 2016, term 2. The term may be None."""
    if _language(language) == "th":
        year = f"ปีการศึกษา {buddhist_year(year_ce)}"
        return f"{year} ภาคเรียนที่ {term}" if term else year
    return f"school year {year_ce}, term {term}" if term else f"school year {year_ce}"


def fiscal_year(d: date) -> int:
    """The government's budget year (October to September): the Buddhist year of its September."""
    return buddhist_year(d.year + (d.month >= 10))


def _language(language: str) -> str:
    return "th" if language.lower().startswith("th") else "en"


def _parts(d: date, language: str, style: Style) -> tuple[str, str, str]:
    year = str(buddhist_year(d.year) if language == "th" else d.year)
    if style == "numeric":
        return str(d.day), str(d.month), year
    return str(d.day), (MONTHS if style == "long" else SHORT_MONTHS)[language][d.month - 1], year


def _weekday(d: date, language: str, style: Style) -> str:
    if style != "long":
        return SHORT_WEEKDAYS[language][d.weekday()]
    name = WEEKDAYS[language][d.weekday()]
    return f"วัน{name}ที่" if language == "th" else name
