"""Dates in the reader's language and era, held on one line; Thai headings broken between words."""

from datetime import datetime
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeData, mark_safe
from django.utils.translation import get_language

from thai.dates import format_date, format_datetime, format_school_year, format_time
from thai.lines import held_together
from thai.words import break_groups

register = template.Library()


def _local(value):
    is_moment = isinstance(value, datetime)
    return timezone.localtime(value) if is_moment and timezone.is_aware(value) else value


def _date(value, wanted, style):
    if not value or wanted == "unknown":
        return ""
    precision = wanted if wanted in ("month", "year") else "day"
    weekday = wanted == "weekday"
    return held_together(
        format_date(_local(value), get_language(), style, precision, weekday=weekday)
    )


@register.filter
def thai_date(value, wanted="day"):
    """30 พฤศจิกายน 2559 or 30 November 2016, of a date, a moment or a PartialDate; '' of none.

    `wanted` is day, weekday (with its name), month, year, or unknown (nothing is shown).
    """
    return _date(value, wanted, "long")


@register.filter
def thai_date_short(value, wanted="day"):
    """30 พ.ย. 2559 or 30 Nov 2016; `wanted` as in thai_date."""
    return _date(value, wanted, "short")


@register.filter
def thai_time(value):
    """10.42 น. or 10:42, on Thailand's clock."""
    return held_together(format_time(_local(value), get_language())) if value else ""


@register.filter
def thai_datetime(value):
    """30 พ.ย. 2559 เวลา 10.42 น. or 30 Nov 2016, 10:42, on Thailand's clock."""
    return held_together(format_datetime(_local(value), get_language(), "short")) if value else ""


@register.filter
def thai_school_year(year, term=None):
    """ปีการศึกษา 2559 ภาคเรียนที่ 2 or school year 2016, term 2, of a year CE; '' of none."""
    return format_school_year(year, term, get_language()) if year else ""


@register.filter
def good_breaks(text):
    """`text` escaped; in Thai each word stays whole and lines break only between words.

    For headings and labels. A break mark alone does not stop a browser from breaking inside
    compounds (Chromium does so in งบ|ประมาณ), so each word is also held together. Text that is
    HTML already comes back as it is.
    """
    if get_language() != "th" or (isinstance(text, SafeData) and set(text) & set("<&")):
        return conditional_escape(text)
    return _with_breaks(held_together(str(text)))


@lru_cache(maxsize=2048)
def _with_breaks(text):
    groups = (" ".join(map(_whole, group.split(" "))) for group in break_groups(text))
    return mark_safe("<wbr>".join(groups))  # every piece is escaped in _whole


def _whole(word):
    return f'<span class="word">{escape(word)}</span>' if len(word) > 3 else escape(word)
