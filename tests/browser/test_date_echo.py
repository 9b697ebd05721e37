"""While somebody types a date the page says how it is read, as the form will."""

from pathlib import Path

import pytest

from tests.browser import tabs
from thai.dates import DateTextError, format_date, format_datetime, parse_datetime
from thai.dates import parse_date as read_day
from thai.dates import parse_partial_date as read_partial

pytestmark = pytest.mark.browser

SCRIPT = (Path(__file__).parents[2] / "static/js/date-echo.js").read_text()
PAGE = """<!doctype html><html lang="{language}"><input id="d" data-reading="{kind}">
<output id="d_reading" data-words="= {{}}"></output></html>"""

TYPED = {
    "day": [
        "30/11/2559",
        "๓๐/๑๑/๒๕๕๙",
        "30-11-59",
        "30.11.2559",
        "30 พ.ย. 2559",
        "30 พ.ย. 59",
        "30พย2559",
        "๓๐ พฤศจิกายน พ.ศ. ๒๕๕๙",
        "วันพุธที่ 30 พฤศจิกายน 2559",
        "2016-11-30",
        "2559-11-30",
        "30 Nov 2016",
        "5 May 2016",
        "30 ก.พ. 2559",
        "31/4/2559",
        "30/11",
        "30/11/2300",
        "พ.ย. 2559",
        "2559",
        "เร็ว ๆ นี้",
        "",
    ],
    "partial": [
        "30/11/2559",
        "พ.ย. 2559",
        "11/2559",
        "2016-11",
        "Nov 2016",
        "2559",
        "พ.ศ. 2559",
        "59",
    ],
    "moment": ["30/11/2559 16.30", "30 พ.ย. 2559 เวลา 9.05 น.", "2016-11-30T16:30", "30/11/2559"],
}


def as_the_form_reads(kind, text, language):
    """What the server says below the field; '' for what it refuses."""
    try:
        if kind == "moment":
            reading = format_datetime(parse_datetime(text), language, weekday=True)
        else:
            read = read_day if kind == "day" else read_partial
            reading = format_date(read(text), language, weekday=True)
    except DateTextError:
        return ""
    return f"= {reading}"


def test_the_page_reads_dates_as_the_form_does(browser):
    page = browser.new_page()
    for language in ("th", "en"):
        for kind, texts in TYPED.items():
            page.set_content(PAGE.format(language=language, kind=kind))
            page.add_script_tag(content=f"{{{SCRIPT}}}")
            echoed, expected = {}, {}
            for text in texts:
                page.fill("#d", text)
                echoed[text] = page.text_content("#d_reading")
                expected[text] = as_the_form_reads(kind, text, language)
            assert echoed == expected
    tabs.close(page)
