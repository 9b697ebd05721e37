"""Dates read naturally in Thai and in English."""

from datetime import date, datetime, time

import pytest

from thai.dates import (
    PartialDate,
    buddhist_year,
    fiscal_year,
    format_date,
    format_datetime,
    format_range,
    format_school_year,
    format_time,
    school_year_and_term,
    to_arabic_digits,
    to_thai_digits,
)

FORUM = date(2016, 11, 30)


@pytest.mark.parametrize(
    ("language", "options", "text"),
    [
        ("th", {}, "30 พฤศจิกายน 2559"),
        ("th", {"style": "short"}, "30 พ.ย. 2559"),
        ("th", {"style": "numeric"}, "30/11/2559"),
        ("th", {"precision": "month"}, "พฤศจิกายน 2559"),
        ("th", {"precision": "month", "style": "short"}, "พ.ย. 2559"),
        ("th", {"precision": "month", "style": "numeric"}, "11/2559"),
        ("th", {"precision": "year"}, "พ.ศ. 2559"),
        ("th", {"precision": "year", "style": "numeric"}, "2559"),
        ("th", {"digits": "thai"}, "๓๐ พฤศจิกายน ๒๕๕๙"),
        ("th", {"weekday": True}, "วันพุธที่ 30 พฤศจิกายน 2559"),
        ("th", {"weekday": True, "style": "short"}, "พ. 30 พ.ย. 2559"),
        ("th", {"weekday": True, "precision": "month"}, "พฤศจิกายน 2559"),
        ("en", {}, "30 November 2016"),
        ("en", {"style": "short"}, "30 Nov 2016"),
        ("en", {"style": "numeric"}, "30/11/2016"),
        ("en", {"precision": "month"}, "November 2016"),
        ("en", {"precision": "year"}, "2016"),
        ("en", {"weekday": True}, "Wednesday 30 November 2016"),
        ("en-gb", {"weekday": True, "style": "short"}, "Wed 30 Nov 2016"),
    ],
)
def test_a_date(language, options, text):
    assert format_date(FORUM, language, **options) == text


def test_a_partial_date_brings_its_own_precision():
    assert format_date(PartialDate(date(2016, 11, 1), "month"), "th") == "พฤศจิกายน 2559"
    assert format_date(PartialDate(date(2016, 1, 1), "year"), "en") == "2016"


def test_times():
    assert format_time(time(9, 5), "th") == "09.05 น."
    assert format_time(time(10, 42), "th", digits="thai") == "๑๐.๔๒ น."
    assert format_time(datetime(2016, 11, 30, 10, 42), "en") == "10:42"


def test_moments():
    moment = datetime(2016, 11, 30, 10, 42)
    assert format_datetime(moment, "th", "short") == "30 พ.ย. 2559 เวลา 10.42 น."
    assert format_datetime(moment, "th", digits="thai") == "๓๐ พฤศจิกายน ๒๕๕๙ เวลา ๑๐.๔๒ น."
    assert format_datetime(moment, "en") == "30 November 2016, 10:42"


@pytest.mark.parametrize(
    ("start", "end", "th", "en"),
    [
        ((2016, 11, 30), (2016, 11, 30), "30 พฤศจิกายน 2559", "30 November 2016"),
        ((2016, 11, 28), (2016, 11, 30), "28–30 พฤศจิกายน 2559", "28–30 November 2016"),
        (
            (2016, 11, 30),
            (2016, 12, 2),
            "30 พฤศจิกายน – 2 ธันวาคม 2559",
            "30 November – 2 December 2016",
        ),
        (
            (2016, 12, 31),
            (2017, 1, 2),
            "31 ธันวาคม 2559 – 2 มกราคม 2560",
            "31 December 2016 – 2 January 2017",
        ),
    ],
)
def test_a_range_says_nothing_twice(start, end, th, en):
    assert format_range(date(*start), date(*end), "th") == th
    assert format_range(date(*start), date(*end), "en") == en


def test_a_range_for_letters():
    days = date(2016, 11, 28), FORUM
    assert format_range(*days, "th", digits="thai") == "๒๘–๓๐ พฤศจิกายน ๒๕๕๙"
    assert format_range(*days, "th", style="short") == "28–30 พ.ย. 2559"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ((2016, 5, 15), (2015, None)),
        ((2016, 5, 16), (2016, 1)),
        ((2016, 10, 31), (2016, 1)),
        ((2016, 11, 1), (2016, 2)),
        ((2017, 3, 31), (2016, 2)),
        ((2017, 4, 1), (2016, None)),
    ],
)
def test_school_years_begin_in_may(day, expected):
    assert school_year_and_term(date(*day)) == expected


def test_school_years_in_words():
    assert format_school_year(2016, 2, "th") == "ปีการศึกษา 2559 ภาคเรียนที่ 2"
    assert format_school_year(2016, 2, "en") == "school year 2016, term 2"
    assert format_school_year(2016, None, "th") == "ปีการศึกษา 2559"
    assert format_school_year(2016, None, "en") == "school year 2016"


def test_budget_years_begin_in_october():
    assert fiscal_year(date(2016, 9, 30)) == 2559
    assert fiscal_year(date(2016, 10, 1)) == 2560


def test_eras_and_digits():
    assert buddhist_year(2016) == 2559
    assert to_thai_digits("ข้อ 10 (a)") == "ข้อ ๑๐ (a)"
    assert to_arabic_digits("๐๑๒๓๔๕๖๗๘๙") == "0123456789"
