"""Writing down who came: many at once a line each, one by one, or people that are known."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from meetings.forms.lookup import FOUND_AT_MOST, AsksFirst
from meetings.forms.rows import RowForm, rows
from meetings.models import Attendance, Meeting
from meetings.models.attendance import Somebody, known_organisations
from partners.fields import CleanTextField
from partners.forms import PortalForm
from partners.models import Membership, Organisation, Person

LINES_AT_MOST, ROWS_AT_MOST = 500, 100
EMPTY_ROWS, MORE_ROWS = 3, 5
PARTS = ["name", "position", "organisation_name"]


class PeopleLinesField(CleanTextField):
    """People, one a line: name, position, organisation; cleans to a list of Somebody.

    Commas or tabs part them (as pasted from a spreadsheet); what follows the second one is all
    the organisation's.
    """

    def __init__(self, **kwargs):
        # strip=False: the field cleans by itself, for a form's cleaning would lose the tabs
        super().__init__(required=False, strip=False, **kwargs)

    def to_python(self, value):
        value = value.replace("\t", ",") if isinstance(value, str) else value
        lines = [line for line in super().to_python(value).split("\n") if line.strip(" ,")]
        if len(lines) > LINES_AT_MOST:
            raise ValidationError(
                _("These are %(lines)d lines; at most %(limit)d can be added at once."),
                params={"lines": len(lines), "limit": LINES_AT_MOST},
            )
        return [self.somebody(number, line) for number, line in enumerate(lines, 1)]

    def somebody(self, number, line):
        """Whom a line means; ValidationError with its number where it does not fit."""
        parts = dict(zip(PARTS, (part.strip() for part in line.split(",", 2)), strict=False))
        if not parts["name"]:
            raise ValidationError(_("Line %(number)d has no name."), params={"number": number})
        for name, text in parts.items():
            if len(text) > Attendance._meta.get_field(name).max_length:
                raise ValidationError(
                    _("Line %(number)d is too long: “%(text)s…”"),
                    params={"number": number, "text": text[:40]},
                )
        return Somebody(**parts)


class PeopleForm(AsksFirst):
    """What the forms of one page share: its buttons."""

    asking = ("find", "more")
    query = "who"


class AttendanceForm(PeopleForm, RowForm):
    """One row: somebody who came."""

    class Meta:
        model = Attendance
        fields = PARTS
        widgets = {
            "name": forms.TextInput(attrs={"class": "form-control"}),
            "position": forms.TextInput(attrs={"class": "form-control"}),
            "organisation_name": forms.TextInput(
                attrs={"class": "form-control", "list": "organisations-known"}
            ),
        }

    def save(self, commit=True):
        name = self.cleaned_data["organisation_name"]
        self.instance.organisation = known_organisations([name]).get(name)
        return super().save(commit)


class NewPersonForm(PeopleForm, PortalForm, forms.ModelForm):
    """An empty row; it counts only where something is typed."""

    Meta = AttendanceForm.Meta


class ManyPeopleForm(PeopleForm, PortalForm, forms.Form):
    """Many at once: lines, and boxes beside people that are known."""

    lines = PeopleLinesField(
        label=_("One person a line: name, position, organisation"),
        help_text=_("Such as: Mr Somchai Jaidee, director, Ban Na Mon School"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    known = forms.ModelMultipleChoiceField(
        Person.objects.filter(is_active=True, deleted_at=None),
        label=_("People that are known"),
        required=False,
    )


class PeoplePage:
    """All that the page of people holds; saved together or not at all."""

    def __init__(self, meeting, data=None):
        self.meeting, self.data = meeting, data
        self.many = ManyPeopleForm(data)

    @cached_property
    def rows(self):
        """A form for everybody written down."""
        return rows(AttendanceForm, self._everybody, self.data, "person")

    @cached_property
    def new_rows(self):
        return [
            NewPersonForm(
                self.data,
                prefix=f"new-{number}",
                empty_permitted=True,
                use_required_attribute=False,
            )
            for number in range(self.number_of_new_rows)
        ]

    @property
    def number_of_new_rows(self):
        typed = str((self.data or {}).get("rows", ""))
        number = int(typed) if re.fullmatch(r"\d{1,3}", typed) else EMPTY_ROWS
        more = MORE_ROWS if self.data and "more" in self.data else 0
        return min(number + more, ROWS_AT_MOST)

    @cached_property
    def taken_away(self):
        return self._everybody.deleted().exclude(pk__in=[row.instance.pk for row in self.rows])

    @property
    def has_errors(self):
        """Whether anything on the page stands in the way of saving."""
        forms = [*self.rows, *self.new_rows, self.many]
        return self.data is not None and any(form.errors for form in forms)

    @property
    def organisations(self):
        """Those whose names are offered while somebody types."""
        came = models.Q(meetings=self.meeting) | models.Q(pk=self.meeting.host_id)
        return Organisation.objects.filter(came | models.Q(is_partner=True)).distinct()

    @cached_property
    def suggestions(self):
        """(person, position and organisation, is chosen) to choose from: chosen ones, those found,
        people of the organisations that came."""
        chosen = {str(pk) for pk in self.many["known"].value() or [] if str(pk).isdecimal()}
        people = self.many.fields["known"].queryset.exclude(attendances__in=self._present)
        near = people.filter(memberships__in=self._memberships_of_those_who_came)
        listed = {}
        for found in [people.filter(pk__in=chosen), self._found_in(people), near]:
            listed |= {person.pk: person for person in found.distinct()[:FOUND_AT_MOST]}
        models.prefetch_related_objects(list(listed.values()), current_memberships_prefetch())
        return [(person, *work_of(person), str(pk) in chosen) for pk, person in listed.items()]

    @property
    def _everybody(self):
        return Attendance.everything.filter(meeting=self.meeting)

    @property
    def _present(self):
        return self._everybody.filter(deleted_at=None)

    @property
    def _memberships_of_those_who_came(self):
        came = models.Q(organisation__meetings=self.meeting)
        host = models.Q(organisation=self.meeting.host_id)
        return Membership.objects.current().filter(came | host)

    def _found_in(self, people):
        wanted = self.many.wanted if self.many.is_bound else ""
        for part in wanted.split():
            people = people.filter(
                models.Q(first_name__icontains=part) | models.Q(last_name__icontains=part)
            )
        return people if wanted else people.none()

    def try_save(self):
        """Whether everything was in order and now stands. Rows of one meeting are saved in turn."""
        if self.data is None:
            return False
        with transaction.atomic():
            Meeting.objects.select_for_update().get(pk=self.meeting.pk)
            if "bring_back" in self.data:
                self._bring_back(self.data["bring_back"])
            return not self.many.only_asks and self._judge() and self._save()

    def _judge(self):
        self.touched = [row for row in self.rows if row.is_touched]
        judged = [form.is_valid() for form in [*self.touched, *self.new_rows, self.many]]
        return all(judged)

    def _save(self):
        for row in self.touched:
            row.save()
        new = [Somebody(**row.cleaned_data) for row in self.new_rows if row.has_changed()]
        new += self.many.cleaned_data["lines"]
        chosen = self.many.cleaned_data["known"].prefetch_related(current_memberships_prefetch())
        new += [Somebody(str(person), *work_of(person), person=person) for person in chosen]
        Attendance.objects.write_down(self.meeting, new)
        return True

    def _bring_back(self, number):
        if re.fullmatch(r"\d{1,18}", number):
            there = self._present.exclude(person=None).values("person")
            self._everybody.filter(pk=number).deleted().exclude(person__in=there).bring_back()


def current_memberships_prefetch():
    current = Membership.objects.current().select_related("organisation")
    return models.Prefetch("memberships", current, to_attr="today")


def work_of(person):
    """Today's position and organisation of a person with `today`'s memberships, as two texts."""
    return person.position, person.today[0].organisation.name_th if person.today else ""
