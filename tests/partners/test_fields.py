"""Fields take what people here type, say how they read it, and refuse with a reason."""

from datetime import UTC, date, datetime, time

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from partners.fields import (
    CleanCharField,
    CleanTextField,
    ThaiDateField,
    ThaiDateTimeField,
    ThaiPartialDateField,
)
from partners.forms import PortalForm
from partners.models import Organisation
from thai.dates import PartialDate
from thai.lines import held_together

FORUM = date(2016, 11, 30)


class VisitForm(PortalForm, forms.Form):
    day = ThaiDateField()
    about = ThaiPartialDateField(required=False)
    closes = ThaiDateTimeField(required=False, time_if_missing=time(23, 59))
    starts = ThaiDateTimeField(required=False)
    title = CleanCharField(max_length=10, required=False)
    notes = CleanTextField(max_length=20, required=False)
    point = CleanCharField(max_length=10, max_stored=40, required=False)


@pytest.fixture(params=["th", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def thai():
    with translation.override("th"):
        yield


def shown(form):
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))


def cleaned(**typed):
    form = VisitForm({"day": "30/11/2559", **typed})
    assert form.is_valid(), form.errors
    return form.cleaned_data


def error(name, typed):
    return VisitForm({"day": "30/11/2559", name: typed}).errors[name]


class TestDates:
    @pytest.mark.parametrize("typed", ["30/11/2559", "๓๐ พ.ย. ๒๕๕๙", "2016-11-30", "30 Nov 2016"])
    def test_a_day_is_read_in_either_language_whatever_the_page_speaks(self, language, typed):
        assert cleaned(day=typed)["day"] == FORUM

    def test_a_month_or_year_will_do_where_little_is_known(self):
        assert cleaned(about="พ.ย. 2559")["about"] == PartialDate(date(2016, 11, 1), "month")
        assert cleaned(about="2559")["about"] == PartialDate(date(2016, 1, 1), "year")
        assert cleaned(about=" \u200b")["about"] is None

    def test_a_moment_is_one_on_thailands_clock(self):
        moment = cleaned(starts="30/11/2559 16.30")["starts"]
        assert moment == datetime(2016, 11, 30, 9, 30, tzinfo=UTC)
        assert moment.utcoffset().total_seconds() == 7 * 3600

    def test_a_last_day_lasts_to_its_end(self):
        assert (
            cleaned(closes="30 พ.ย. 2559")["closes"] == cleaned(starts="30/11/2559 23:59")["starts"]
        )

    def test_what_is_stored_comes_back_in_the_readers_words(self):
        moment = datetime(2016, 11, 30, 9, 30, tzinfo=UTC)
        initial = {"day": FORUM, "about": PartialDate(date(2016, 11, 1), "month"), "starts": moment}
        with translation.override("th"):
            form = VisitForm(initial=initial)
            assert 'value="30 พ.ย. 2559"' in str(form["day"])
            assert 'value="พ.ย. 2559"' in str(form["about"])
            assert 'value="30 พ.ย. 2559 เวลา 16.30 น."' in str(form["starts"])
        with translation.override("en"):
            form = VisitForm(initial=initial)
            assert 'value="30 Nov 2016"' in str(form["day"])
            assert 'value="30 Nov 2016, 16:30"' in str(form["starts"])

    def test_what_comes_back_unchanged_is_no_change(self, language):
        moment = datetime(2016, 11, 30, 9, 30, tzinfo=UTC)
        initial = {"day": FORUM, "about": PartialDate(date(2016, 1, 1), "year"), "starts": moment}
        empty = VisitForm(initial=initial)
        typed = {n: empty[n].field.prepare_value(v) for n, v in initial.items()}
        assert VisitForm(typed, initial=initial).changed_data == []

    def test_the_reading_stands_below_the_field(self):
        with translation.override("th"):
            assert "อ่านว่า วันพุธที่ 30 พฤศจิกายน 2559" in shown(VisitForm({"day": "30/11/59"}))
            moment = shown(VisitForm({"starts": "30/11/59 9.05"}))
            assert "อ่านว่า วันพุธที่ 30 พฤศจิกายน 2559 เวลา 09.05 น." in moment
        with translation.override("en"):
            assert "Read as Wednesday 30 November 2016" in shown(VisitForm({"day": "30/11/59"}))

    def test_the_reading_belongs_to_its_field_for_those_who_listen(self, thai):
        page = shown(VisitForm({"day": "30/11/59"}))
        assert 'id="id_day_reading" for="id_day"' in page
        assert 'aria-describedby="id_day_helptext id_day_reading"' in page
        assert page.count("js/date-echo.js") == 1

    def test_nothing_is_read_into_what_is_no_date(self, thai):
        page = shown(VisitForm({"day": "<b>เร็ว ๆ นี้</b>"}))
        assert "&lt;b&gt;เร็ว ๆ นี้&lt;/b&gt;" in page
        assert "></output>" in page
        assert "<b>" not in page

    @pytest.mark.parametrize(
        ("name", "typed", "words"),
        [
            ("day", "เร็ว ๆ นี้", "เขียนวันที่ให้ครบ เช่น 30/11/2559 หรือ 30 พ.ย. 2559"),
            ("day", "31/2/2559", "ไม่มีวันนี้ในปฏิทิน ลองตรวจวันและเดือนอีกครั้ง"),
            ("day", "30 พ.ย.", "เติมปีด้วย เช่น 2559 หรือ 2016"),
            ("day", "30/11/259", "เขียนปีเป็นเลขสี่หลัก เช่น 2559 หรือ 2016"),
            ("day", "พ.ย. 2559", "เขียนวันที่ด้วย เช่น 30/11/2559"),
            ("day", "วันจันทร์ที่ 30 พ.ย. 2559", "ชื่อวันไม่ตรงกับวันที่ ลองตรวจดูอีกครั้ง"),
            ("starts", "30/11/2559", "เติมเวลาด้วย เช่น 16.30 น."),
            ("starts", "30/11/2559 25.00", "ไม่มีเวลานี้ เขียนเวลาตั้งแต่ 00.00 ถึง 23.59 น."),
        ],
    )
    def test_a_refusal_says_why(self, thai, name, typed, words):
        assert error(name, typed) == [held_together(words)]

    def test_an_empty_day_that_is_needed_is_missed(self):
        assert "day" in VisitForm({"day": " "}).errors


class TestText:
    def test_it_is_kept_without_what_nobody_sees(self):
        assert cleaned(title=" เด็ก\u200bดี\x00 \n มาก ")["title"] == "เด็กดี มาก"
        assert cleaned(notes="หนึ่ง\r\n\r\n\r\nสอง ")["notes"] == "หนึ่ง\n\nสอง"

    def test_length_is_what_a_person_sees(self, thai):
        assert cleaned(point="ที่" * 10)["point"] == "ที่" * 10
        assert error("point", "ที่" * 11) == ["ข้อความยาว 11 ตัวอักษร ใส่ได้ไม่เกิน 10 ตัวอักษร"]
        assert error("notes", "ที่" * 21) == ["ข้อความยาว 21 ตัวอักษร ใส่ได้ไม่เกิน 20 ตัวอักษร"]

    def test_what_the_database_cannot_hold_is_said_in_the_same_words(self, thai):
        assert error("title", "ที่" * 4) == ["ข้อความยาว 4 ตัวอักษร ใส่ได้ไม่เกิน 3 ตัวอักษร"]

    def test_marks_piled_on_one_letter_are_refused(self):
        assert error("notes", "a" + "\u0301\u0323" * 100)

    def test_what_was_refused_is_still_there(self, thai):
        assert f'value="{"ที่" * 11}"' in shown(VisitForm({"point": "ที่" * 11}))

    def test_no_browser_cuts_a_pasted_text_off_in_silence(self):
        class NameForm(PortalForm, forms.ModelForm):
            class Meta:
                model = Organisation
                fields = ["name_th", "contribution"]

        with translation.override("en"):
            form = NameForm({"name_th": "ก" * 201, "contribution": "ที่" * 2000})
            assert form.errors == {"name_th": ["This is 201 characters long; at most 200 fit."]}
        assert "maxlength" not in shown(form)
