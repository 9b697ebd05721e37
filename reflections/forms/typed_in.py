"""Typing in a paper answer: the six parts on one page, a line a point, and photos of the sheet."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.fields import CleanCharField, SeenLength
from partners.forms import PortalForm
from reflections.answering import heading
from reflections.forms.paper_photos import PhotosField
from reflections.models.points import DATABASE_LENGTH_LIMIT, LENGTH_LIMIT
from reflections.steps import STEPS
from reflections.typed_in import SavedAlready, Sheet, type_in
from thai.words import split_points

PART_LENGTH_LIMIT = 15_000
MOST_PEOPLE = 100_000
ROWS_OF_A_GROUP, ROWS_OF_A_QUESTION = 3, 5

fits_a_point = SeenLength(LENGTH_LIMIT, DATABASE_LENGTH_LIMIT)


class TypedForm(PortalForm, forms.Form):
    """What was typed for `writers`; comes back as it was where something is in the way."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, writers, data=None, files=None):
        super().__init__(data, files)
        self.writers = writers
        for step in STEPS:
            self.fields[step.section.value] = part_field(writers.round, step)
        self.fields["photos"] = PhotosField(required=False)
        if data is None:
            self.visible_fields()[0].field.widget.attrs["autofocus"] = True

    def parts(self):
        """(question whose parts begin here or None, its wording, bound field), in form order."""
        question, rows = None, []
        for step in STEPS:
            begins = step.section.question if step.section.question != question else None
            question = step.section.question
            wording = self.writers.round.question(question) if step.heading and begins else ""
            rows.append((begins, wording, self[step.section.value]))
        return rows

    def clean(self):
        super().clean()
        self.points = [each for step in STEPS for each in self._points_of(step.section.value)]
        first = STEPS[0].section.value
        if not self.points and not any(step.section.value in self.errors for step in STEPS):
            self.add_error(first, _("Nothing has been typed yet: one line is enough."))

    def _points_of(self, section):
        """[(section, text)] of one part; a line that is too long stands beside it."""
        points = split_points(self.cleaned_data.get(section, ""))
        for number, text in enumerate(points, 1):
            try:
                fits_a_point(text)
            except ValidationError as error:
                where = _("Line %(number)d: %(reason)s Make it two lines.")
                reason = " ".join(error.messages)
                self.add_error(section, where % {"number": number, "reason": reason})
        return [(section, text) for text in points]

    def try_save(self, by):
        """The Paper that was made, by this page or an earlier sending of it, else None."""
        if not self.is_bound or getattr(self.data, "is_kept", False):
            return None
        paper = self._save(by) if self.is_valid() else None
        if paper is None and self.files and "photos" not in self.errors:
            self.add_error("photos", _("Choose the photos again; the browser lets go of them."))
        return paper

    def _save(self, by):
        sheet = Sheet(self.cleaned_data["key"], self.points, self.cleaned_data["photos"])
        try:
            return type_in(self.writers, sheet, by)
        except SavedAlready as error:
            # saved once more it is a page of its own
            self.data = self.data.copy()
            self.data["key"] = uuid.uuid4()
            self.add_error(None, error)
        except ValidationError as error:
            self.add_error(None, error)
        return None


class GroupForm(TypedForm):
    """What a group said, on a flipchart mostly: with its name and its number of people."""

    group_name = CleanCharField(label=gettext_lazy("Name of the group"), max_length=200)
    group_people = forms.IntegerField(
        label=gettext_lazy("Number of people"),
        min_value=1,
        validators=[MaxValueValidator(MOST_PEOPLE)],
    )

    field_order = ["key", "group_name", "group_people"]

    def clean(self):
        super().clean()
        self.writers.group_name = self.cleaned_data.get("group_name", "")
        self.writers.group_people = self.cleaned_data.get("group_people")


def part_field(round, step):
    """One part of the form, named as the writers read it."""
    rows = ROWS_OF_A_GROUP if step.heading else ROWS_OF_A_QUESTION
    return forms.CharField(
        label=heading(round, step),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": rows, "lang": "th"}),
        validators=[SeenLength(PART_LENGTH_LIMIT)],
    )
