"""Form fields for what people here type: dates in either era and language, and clean text."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from thai.dates import (
    DateTextError,
    buddhist_year,
    format_date,
    format_datetime,
    parse_date,
    parse_datetime,
    parse_partial_date,
)
from thai.digits import to_arabic_digits
from thai.reading import BUDDHIST_ERA
from thai.words import clean, length

DATE_ERRORS = {
    "unreadable": _("Write the date like 30/11/2016 or 30 Nov 2016."),
    "no_such_day": _("There is no such day in the calendar."),
    "year_missing": _("Add the year, such as 2559 or 2016."),
    "year_out_of_range": _("Write the year with four figures, such as 2559 or 2016."),
    "weekday_differs": _("The day of the week does not fit the date. Look at it once more."),
    "day_missing": _("Write the day as well, such as 30/11/2016."),
    "time_missing": _("Add the time, such as 16.30."),
    "no_such_time": _("There is no such time of day."),
}


class DateTextInput(forms.TextInput):
    """A line of text for a date, with the reading of what was typed below it.

    `reading` is set by the field; the script does the same while somebody types.
    """

    reading = staticmethod(lambda text: "")
    kind = "day"

    class Media:
        js = [forms.Script("js/date-echo.js", defer=True)]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        own = context["widget"]["attrs"]
        own.setdefault("autocomplete", "off")
        own["data-reading"] = self.kind
        if own.get("id"):
            described = [own.get("aria-describedby"), f"{own['id']}_reading"]
            own["aria-describedby"] = " ".join(filter(None, described))
        return context

    def render(self, name, value, attrs=None, renderer=None):
        field = super().render(name, value, attrs, renderer)
        reading = self.reading(value) if value else ""
        return field + format_html(
            '<output class="form-text" id="{}_reading" for="{}" data-words="{}">{}</output>',
            *[(attrs or {}).get("id", name)] * 2,
            _read_as("{}"),
            _read_as(reading) if reading else "",
        )


def _read_as(reading):
    return _("Read as %(reading)s") % {"reading": reading}


class DateTextField(forms.Field):
    """Reads a date as typed, shows the stored one in the reader's language. Abstract."""

    widget = DateTextInput
    default_error_messages = DATE_ERRORS
    hint = ""
    kind = "day"

    def __init__(self, **kwargs):
        # a model's field hands over an empty one
        kwargs["help_text"] = kwargs.get("help_text") or self.hint
        super().__init__(**kwargs)
        self.widget.kind = self.kind
        self.widget.reading = self.reading

    def to_python(self, value):
        if not isinstance(value, str):
            return value
        if not clean(value):
            return None
        try:
            return self.read(value)
        except DateTextError as error:
            raise ValidationError(self.error_messages[error.code], code=error.code) from None

    def prepare_value(self, value):
        return self.show(value, "short") if value and not isinstance(value, str) else value

    def reading(self, text):
        """What `text` is read as, in full; '' where it cannot be read."""
        try:
            value = self.to_python(text)
        except ValidationError:
            return ""
        return self.show(value, "long", weekday=True) if value else ""

    def show(self, value, style, weekday=False):
        return format_date(value, get_language(), style, weekday=weekday)


class ThaiDateField(DateTextField):
    """A day, as `thai.dates.parse_date` reads it; cleans to a date."""

    hint = _("Such as 30/11/2016 or 30 Nov 2016")
    read = staticmethod(parse_date)


class ThaiPartialDateField(DateTextField):
    """A day, or only its month or year; cleans to a `thai.dates.PartialDate`."""

    hint = _("Such as 30/11/2016, Nov 2016 or 2016, as far as it is known")
    kind = "partial"
    read = staticmethod(parse_partial_date)


class ThaiDateTimeField(DateTextField):
    """A day with a time on Thailand's clock; cleans to an aware datetime.

    With `time_if_missing` (a time) a day alone will do, such as 23.59 for a last day.
    """

    hint = _("Such as 30/11/2016 16.30")
    kind = "moment"

    def __init__(self, *, time_if_missing=None, **kwargs):
        self.time_if_missing = time_if_missing
        super().__init__(**kwargs)

    def read(self, text):
        try:
            moment = parse_datetime(text)
        except DateTextError as error:
            if error.code != "time_missing" or self.time_if_missing is None:
                raise
            moment = datetime.combine(parse_date(text), self.time_if_missing)
        return timezone.make_aware(moment, timezone.get_default_timezone())

    def show(self, value, style, weekday=False):
        local = timezone.localtime(value, timezone.get_default_timezone())
        return format_datetime(local, get_language(), style, weekday=weekday)


class SeenLength:
    """Refuses a text longer than `most_seen` characters as people see them (ที่ is one).

    `most_stored` is what the database holds, in code points, or None where it holds any text;
    marks piled upon a letter are refused in either case.
    """

    def __init__(self, most_seen, most_stored=None):
        self.most_seen = most_seen
        self.most_stored = most_stored or 8 * most_seen

    def __call__(self, value):
        if len(value) <= min(self.most_seen, self.most_stored):
            return
        seen, fits = length(value), self.most_seen
        if len(value) > self.most_stored:
            # whole characters only: the last one begun before the end does not count
            fits = min(fits, length(value[: self.most_stored + 1]) - 1)
        if seen > fits:
            raise ValidationError(
                _("This is %(seen)d characters long; at most %(fits)d fit."),
                code="too_long",
                params={"seen": seen, "fits": fits},
            )


class CleanCharField(forms.CharField):
    """One line of text without what nobody can see, its length judged as people see it.

    `max_length` and `max_stored` are SeenLength's; without the second the database holds
    `max_length` code points, as a model's field of one line does.
    """

    multiline = False

    def __init__(self, *, max_length=None, max_stored=None, **kwargs):
        super().__init__(**kwargs)
        if max_length:
            stored = max_stored or (None if self.multiline else max_length)
            self.validators.append(SeenLength(max_length, stored))

    def to_python(self, value):
        return super().to_python(
            clean(value, multiline=self.multiline) if isinstance(value, str) else value
        )


class CleanTextField(CleanCharField):
    """Text of several lines, otherwise as CleanCharField."""

    widget = forms.Textarea
    multiline = True


class SchoolYearField(forms.Field):
    """A school year as typed in either era, in any digits; cleans to the year CE of its May.

    Shown in the Buddhist Era where the page is Thai.
    """

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {"unreadable": _("Write the year with four figures, such as 2559.")}

    def to_python(self, value):
        digits = to_arabic_digits(clean(str(value))) if value is not None else ""
        if not digits:
            return None
        year = int(digits) if digits.isdecimal() and len(digits) == 4 else 0
        year -= BUDDHIST_ERA if year >= 2400 else 0
        if not 1900 <= year <= 2200:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable")
        return year

    def prepare_value(self, value):
        if not isinstance(value, int):
            return value
        return buddhist_year(value) if get_language() == "th" else value
