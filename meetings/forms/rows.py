"""Forms of which a page shows one for each record, saved together."""

import re

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.forms import VersionedForm


class RowForm(VersionedForm):
    """One record of several on a page, with a box that takes it away."""

    remove = forms.BooleanField(
        label=_("Take away"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    @property
    def is_touched(self):
        """Whether somebody typed here, and not merely another person saved meanwhile."""
        if not self.is_bound or not self.has_changed():
            return False
        return not (self.errors and self.conflict) or self.conflict.is_typed_in

    def save(self, commit=True):
        """A row that another person took away comes back when it is saved once more."""
        self.instance.deleted_at = None
        saved = super().save(commit)
        if self.cleaned_data["remove"]:
            type(saved).objects.filter(pk=saved.pk).delete_softly()
        return saved


def rows(form_class, records, data, prefix):
    """A form for each of `records` that lives, and for those that `data` still speaks of."""
    pattern = re.compile(rf"{prefix}-(\d{{1,18}})-version")
    posted = [int(match[1]) for match in map(pattern.fullmatch, data or []) if match]
    shown = records.filter(models.Q(deleted_at=None) | models.Q(pk__in=posted))
    made = [
        form_class(data if r.pk in posted else None, instance=r, prefix=f"{prefix}-{r.pk}")
        for r in shown
    ]
    return [form for form in made if form.instance.deleted_at is None or form.is_touched]
