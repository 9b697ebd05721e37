"""Pages show dates in the reader's era and break Thai headings between words."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

from thai.dates import PartialDate
from thai.lines import NO_BREAK

FORUM = date(2016, 11, 30)
EVENING = datetime(2016, 11, 30, 18, 5, tzinfo=UTC)


def render(expression, language="th", **values):
    with translation.override(language):
        return Template("{% load thai %}{{ " + expression + " }}").render(Context(values))


@pytest.mark.parametrize(
    ("expression", "value", "th", "en"),
    [
        ("d|thai_date", FORUM, "30 พฤศจิกายน 2559", "30 November 2016"),
        ("d|thai_date:'weekday'", FORUM, "วันพุธที่ 30 พฤศจิกายน 2559", "Wednesday 30 November 2016"),
        ("d|thai_date:'month'", FORUM, "พฤศจิกายน 2559", "November 2016"),
        ("d|thai_date:'year'", FORUM, "พ.ศ. 2559", "2016"),
        ("d|thai_date:'unknown'", FORUM, "", ""),
        ("d|thai_date", PartialDate(FORUM, "month"), "พฤศจิกายน 2559", "November 2016"),
        ("d|thai_date", None, "", ""),
        ("d|thai_date_short", FORUM, "30 พ.ย. 2559", "30 Nov 2016"),
        ("d|thai_date", EVENING, "1 ธันวาคม 2559", "1 December 2016"),
        ("d|thai_time", EVENING, "01.05 น.", "01:05"),
        ("d|thai_datetime", EVENING, "1 ธ.ค. 2559 เวลา 01.05 น.", "1 Dec 2016, 01:05"),
        ("d|thai_datetime", None, "", ""),
    ],
)
def test_dates_and_times_on_thailands_clock(expression, value, th, en):
    assert render(expression, "th", d=value).replace(NO_BREAK, " ") == th
    assert render(expression, "en", d=value).replace(NO_BREAK, " ") == en


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("name", ["thai_date", "thai_date_short", "thai_time"])
def test_a_date_or_time_is_never_broken(name, language):
    assert " " not in render(f"d|{name}", language, d=EVENING)


class TestGoodBreaks:
    def test_each_word_stays_whole_and_lines_break_between(self):
        assert render("t|good_breaks", t="งบประมาณสนับสนุน") == (
            '<span class="word">งบประมาณ</span><wbr><span class="word">สนับสนุน</span>'
        )

    def test_a_date_in_a_title_stays_whole(self):
        page = render("t|good_breaks", t="เวที 30 พฤศจิกายน 2559")
        assert '<span class="word">30\u00a0พฤศจิกายน\u00a02559</span>' in page

    def test_an_english_page_marks_nothing(self):
        assert render("t|good_breaks", "en", t="งบประมาณสนับสนุน") == "งบประมาณสนับสนุน"

    @pytest.mark.parametrize("language", ["th", "en"])
    def test_html_is_shown_as_text(self, language):
        page = render("t|good_breaks", language, t='ครู<script>alert("1")</script>ดี & เก่ง')
        assert "<script" not in page
        assert "&lt;script&gt;" in page
        assert "&amp;" in page

    def test_html_of_our_own_stays_as_it_is(self):
        assert render("t|good_breaks", t=mark_safe("<b>ครูดีมาก</b>")) == "<b>ครูดีมาก</b>"

    def test_the_words_are_all_there(self):
        page = render("t|good_breaks", t="การสะท้อนคิด ของครู ๆ 12 คน").replace(NO_BREAK, " ")
        for tag in ('<span class="word">', "</span>", "<wbr>"):
            page = page.replace(tag, "")
        assert page == "การสะท้อนคิด ของครู ๆ 12 คน"
