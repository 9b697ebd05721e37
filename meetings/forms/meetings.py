"""The form of a meeting: one page for all but rows of people and photos."""

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from meetings.forms.lookup import FOUND_AT_MOST, AsksFirst
from meetings.forms.people import PeopleLinesField
from meetings.models import Attendance, Meeting
from partners.fields import ThaiPartialDateField
from partners.forms import VersionedForm
from partners.models import Organisation
from partners.permissions import STAFF
from thai.dates import PartialDate


class MeetingForm(AsksFirst, VersionedForm):
    """Creates or changes a meeting; `person` is who does it.

    Organisations are chosen by boxes: those of the network, those chosen, and those found by name
    with the button `find`.
    """

    query = "organisation_query"

    date = ThaiPartialDateField(label=_("Date"), required=False)
    people = PeopleLinesField(
        label=_("People who came"),
        help_text=_(
            "One person a line: name, position, organisation. Organisations that are known by this"
            " name count as having come. Names are seen by members only."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    class Meta:
        model = Meeting
        fields = [
            "kind",
            "status",
            "title_th",
            "title_en",
            "date",
            "place",
            "district",
            "host",
            "organisations",
            "about_people",
            "purpose",
            "notes",
            "decisions",
        ]
        labels = {
            "title_th": _("Title of the meeting"),
            "about_people": _("How many people came, about"),
            "title_en": _("Title in English, if there is one"),
        }
        help_texts = {"decisions": _("One decision a line")}
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "notes": forms.Textarea(attrs={"rows": 8}),
            "decisions": forms.Textarea(attrs={"rows": 5}),
            "organisations": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.initial["date"] = self.value_of(self.instance, "date")
        if self.instance._state.adding:
            self._begin_with_own_organisation()
        # a host that has left the directory meanwhile stays the host
        self.fields["host"].queryset = Organisation.everything.filter(
            models.Q(deleted_at=None) | models.Q(pk=self.instance.host_id)
        )
        self.fields["host"].widget.choices = self.host_choices
        self.fields["district"].empty_label = _("Not known")
        self.fields["kind"].choices = [("", _("Choose")), *Meeting.Kind.choices]

    def _begin_with_own_organisation(self):
        own = [m.organisation for m in self.person.current_memberships if m.role in STAFF]
        if own:
            self.initial.setdefault("host", own[0].pk)
            self.initial.setdefault("organisations", own[:1])

    def value_of(self, record, name):
        if name == "people":
            raise FieldDoesNotExist(name)
        if name != "date":
            return super().value_of(record, name)
        return PartialDate(record.held_on, record.precision) if record.held_on else None

    @cached_property
    def groups(self):
        """Organisations to choose from: (heading, [(organisation, is chosen)]), each only once."""
        chosen = {int(pk) for pk in self["organisations"].value() or [] if str(pk).isdecimal()}
        every = Organisation.everything.select_related("district")
        wanted = self.wanted if self.is_bound else ""
        found = every.filter(deleted_at=None).search(wanted)[:FOUND_AT_MOST] if wanted else []
        host = str(self["host"].value() or "")
        others = every.filter(pk__in=chosen | ({int(host)} if host.isdecimal() else set()))
        groups, seen = [], set()
        for heading, listed in [
            (_("Found"), found),
            (_("Partners of the network"), every.filter(deleted_at=None).partners()),
            (_("Others chosen"), others),
        ]:
            new = [organisation for organisation in listed if organisation.pk not in seen]
            seen |= {organisation.pk for organisation in new}
            groups.append((heading, [(one, one.pk in chosen) for one in new]))
        return [(heading, listed) for heading, listed in groups if listed]

    def host_choices(self):
        offered = {one.pk: one.name for _heading, listed in self.groups for one, _is in listed}
        return [("", _("Not known")), *offered.items()]

    @property
    def found_nothing(self):
        return self.is_bound and self.wanted and self.groups[0][0] != _("Found")

    def save(self, commit=True):
        date = self.cleaned_data["date"]
        self.instance.held_on = date.first if date else None
        self.instance.precision = date.precision if date else Meeting.Precision.UNKNOWN
        meeting = super().save(commit)
        Attendance.objects.write_down(meeting, self.cleaned_data["people"])
        return meeting
