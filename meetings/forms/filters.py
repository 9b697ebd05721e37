"""Which meetings a reader wants to see."""

from datetime import date

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from partners.models import Organisation
from thai.dates import format_date

UNDATED = "unknown"


class MeetingFilter(forms.Form):
    """Kind, year, organisation and words of the title; what cannot be read filters nothing."""

    q = forms.CharField(label=_("Search in titles"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *Meeting.Kind.choices], required=False
    )
    year = forms.ChoiceField(label=_("Year"), required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(),
        label=_("Organisation"),
        empty_label=_("All organisations"),
        to_field_name="slug",
        required=False,
    )

    def __init__(self, data, meetings):
        super().__init__(data)
        self.meetings = meetings
        years = meetings.exclude(held_on=None).dates("held_on", "year", order="DESC")
        self.fields["year"].choices = [
            ("", _("All years")),
            *[(str(day.year), in_words(day.year)) for day in years],
            (UNDATED, _("date not known")),
        ]
        self.fields["organisation"].widget.choices = lambda: self.organisation_choices
        for field in self.fields.values():
            is_list = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if is_list else "form-control"

    @cached_property
    def organisation_choices(self):
        """Partners of the network, and the one that was asked for."""
        partners = list(Organisation.objects.partners())
        asked = self.wanted.get("organisation")
        if asked and asked not in partners:
            partners.append(asked)
        return [("", _("All organisations")), *[(one.slug, one.name) for one in partners]]

    @property
    def wanted(self):
        """The filters that can be read, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self):
        """The meetings that fit."""
        found, wanted = self.meetings, self.wanted
        if "kind" in wanted:
            found = found.filter(kind=wanted["kind"])
        if wanted.get("year") == UNDATED:
            found = found.filter(held_on=None)
        elif "year" in wanted:
            found = found.filter(held_on__year=wanted["year"])
        if "organisation" in wanted:
            found = found.of_organisation(wanted["organisation"])
        return found.search(wanted["q"]) if "q" in wanted else found

    @property
    def in_words(self):
        """What the list is filtered by, for people."""
        choices = {"kind": dict(Meeting.Kind.choices), "year": dict(self.fields["year"].choices)}
        return [choices.get(name, {}).get(value, value) for name, value in self.wanted.items()]


def in_words(year):
    return format_date(date(year, 1, 1), get_language(), precision="year")
