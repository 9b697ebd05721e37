"""People type dates in either era, either language, any digits; what is no date is told apart."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai.dates import (
    DateTextError,
    PartialDate,
    format_date,
    parse_date,
    parse_datetime,
    parse_partial_date,
    parse_time,
    to_thai_digits,
)

FORUM = date(2016, 11, 30)


@pytest.mark.parametrize(
    "text",
    [
        "30/11/2559",
        "30-11-2559",
        "30.11.2559",
        "30 11 2559",
        "30 / 11 / 2559",
        "๓๐/๑๑/๒๕๕๙",
        "30 พ.ย. 2559",
        "30 พย 2559",
        "30 พ. ย. 2559",
        "30พ.ย.2559",
        "๓๐ พ.ย. ๒๕๕๙",
        "30 พฤศจิกายน 2559",
        "30 พฤศจิกา 2559",
        "30 เดือนพฤศจิกายน 2559",
        "30 พฤศจิกายน พ.ศ. 2559",
        "30 พฤศจิกายน พ.ศ.๒๕๕๙",
        "30 พฤศจิกายน พุทธศักราช 2559",
        "30 พฤศจิกายน ค.ศ. 2016",
        "วันที่ 30 พฤศจิกายน 2559",
        "วันพุธที่ 30 พฤศจิกายน 2559",
        "วันพุธ ที่ ๓๐ เดือน พฤศจิกายน พ.ศ. ๒๕๕๙",
        "พ. 30 พ.ย. 2559",
        "2016-11-30",
        "2559-11-30",
        "2016–11–30",
        "30/11/2016",
        "30 November 2016",
        "30th of November 2016",
        "30 NOV 2016",
        "30 Nov. 2016",
        "Nov 30, 2016",
        "November 30th, 2016",
        "Wed, 30 Nov 2016",
        "Wednesday, November 30, 2016",
        "30 November 2559 BE",
        "30 Nov 2016 C.E.",
        "  30\u00a0พ.ย.\u200b 2559 ",
    ],
)
def test_one_day_in_many_writings(text):
    assert parse_date(text) == FORUM


@pytest.mark.parametrize("text", ["30/11/59", "30 พ.ย. 59", "๓๐ พ.ย. ๕๙", "30 พ.ย. พ.ศ. 59"])
def test_a_year_of_two_figures_is_buddhist(text):
    assert parse_date(text) == FORUM


def test_an_english_month_with_two_figures_is_not_guessed():
    assert code(parse_date, "30 Nov 16") == "year_out_of_range"


@pytest.mark.parametrize(
    "text",
    ["พ.ย. 2559", "พย 59", "พฤศจิกายน ๒๕๕๙", "11/2559", "11/2016", "2016-11", "Nov 2016"],
)
def test_a_month(text):
    assert parse_partial_date(text) == PartialDate(date(2016, 11, 1), "month")


@pytest.mark.parametrize("text", ["2559", "พ.ศ. 2559", "พศ ๒๕๕๙", "ปี 2559", "2016", "ค.ศ. 2016"])
def test_a_year(text):
    assert parse_partial_date(text) == PartialDate(date(2016, 1, 1), "year")


def test_every_month_by_every_name():
    thai = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()
    english = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    for number, names in enumerate(zip(thai, english, strict=True), start=1):
        for name in names:
            assert parse_date(f"5 {name} 2559") == date(2016, number, 5), name


def code(parse, text):
    with pytest.raises(DateTextError) as error:
        parse(text)
    assert isinstance(error.value, ValueError)
    return error.value.code


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "unreadable"),
        ("เร็ว ๆ นี้", "unreadable"),
        ("59", "unreadable"),
        ("วันพุธ", "unreadable"),
        ("วันพุธ พ.ย. 2559", "unreadable"),
        ("<b>30/11/2559</b>", "unreadable"),
        ("9999999999", "unreadable"),
        ("1 " * 5000, "unreadable"),
        ("31 ก.พ. 2559", "no_such_day"),
        ("29/2/2560", "no_such_day"),
        ("0/11/2559", "no_such_day"),
        ("30/13/2559", "no_such_day"),
        ("13/2559", "no_such_day"),
        ("30/11/255", "year_out_of_range"),
        ("30/11/1899", "year_out_of_range"),
        ("2399", "year_out_of_range"),
        ("2201", "year_out_of_range"),
        ("2744", "year_out_of_range"),
        ("พ.ศ. 2016", "year_out_of_range"),
        ("ค.ศ. 2559", "year_out_of_range"),
        ("30 พ.ย.", "year_missing"),
        ("30/11", "year_missing"),
        ("วันจันทร์ที่ 30 พฤศจิกายน 2559", "weekday_differs"),
    ],
)
def test_what_is_no_date_says_why(text, reason):
    assert code(parse_partial_date, text) == reason


def test_leap_days_exist_in_leap_years_only():
    assert parse_date("29 ก.พ. 2559") == date(2016, 2, 29)
    assert code(parse_date, "29 ก.พ. 2558") == "no_such_day"


@pytest.mark.parametrize("text", ["พ.ย. 2559", "2559", "2016-11"])
def test_where_a_day_is_asked_a_month_is_not_enough(text):
    assert code(parse_date, text) == "day_missing"


@pytest.mark.parametrize(
    "text", ["10.42", "10:42", "10.42 น.", "10.42น", "๑๐.๔๒ น.", "เวลา 10:42:00 น.", "10:42 AM"]
)
def test_a_time(text):
    assert parse_time(text) == time(10, 42)


def test_full_hours_and_afternoons():
    assert parse_time("9 น.") == time(9)
    assert parse_time("2:30 pm") == time(14, 30)
    assert parse_time("12.15 a.m.") == time(0, 15)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("24.00", "no_such_time"),
        ("10.60", "no_such_time"),
        ("13 pm", "no_such_time"),
        ("10", "unreadable"),
        ("10.4", "unreadable"),
        ("เช้า", "unreadable"),
    ],
)
def test_what_is_no_time_says_why(text, reason):
    assert code(parse_time, text) == reason


@pytest.mark.parametrize(
    "text",
    [
        "30/11/2559 10.42",
        "30.11.2559 10.42 น.",
        "30 พ.ย. 2559 เวลา 10.42 น.",
        "๓๐ พ.ย. ๒๕๕๙เวลา๑๐.๔๒ น.",
        "30 Nov 2016, 10:42",
        "30 November 2016 at 10:42",
        "2016-11-30T10:42",
    ],
)
def test_a_day_with_its_time(text):
    assert parse_datetime(text) == datetime(2016, 11, 30, 10, 42)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("30/11/2559", "time_missing"),
        ("10.42 น.", "day_missing"),
        ("พ.ย. 2559 10.42", "day_missing"),
        ("31/2/2559 10.42", "no_such_day"),
        ("30/11/2559 25.00", "no_such_time"),
    ],
)
def test_half_a_moment_says_what_is_missing(text, reason):
    assert code(parse_datetime, text) == reason


@given(
    st.dates(date(1900, 1, 1), date(2200, 12, 31)),
    st.sampled_from(["th", "en"]),
    st.sampled_from(["long", "short", "numeric"]),
    st.booleans(),
)
def test_every_date_that_is_shown_can_be_typed_again(day, language, style, weekday):
    shown = format_date(day, language, style, weekday=weekday)
    assert parse_date(shown) == day
    assert parse_date(to_thai_digits(shown)) == day


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_an_error_with_a_code(text):
    try:
        parse_partial_date(text)
    except DateTextError as error:
        assert error.code
