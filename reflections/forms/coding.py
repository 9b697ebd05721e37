"""What a curator chooses at the desk, and how themes are named."""

import secrets
import uuid

from django import forms
from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from partners.forms import VersionedForm
from reflections import coding
from reflections.models import Point, Theme
from thai.words import clean

ASIDE, NEW, BACK = "aside", "new", "back"


def make_theme(section, label_th="", parent=None):
    """A new theme at the end of its section of the book, under a key of its own."""
    last = Theme.everything.filter(section=section).aggregate(last=Max("order"))["last"] or 0
    return Theme(
        key=f"{section}_{secrets.token_hex(4)}",
        section=section,
        label_th=label_th,
        parent=parent,
        order=last + 1,
    )


class TextsField(forms.ModelMultipleChoiceField):
    """The chosen texts that are still there; a school may have taken some back meanwhile."""

    def clean(self, value):
        found = self.queryset.filter(public_id__in=value or [])
        there = [str(key) for key in found.values_list("public_id", flat=True)]
        if value and not there:
            raise forms.ValidationError(_("These texts are no longer there. Choose others."))
        return super().clean(there)


class CodingForm(forms.Form):
    """Some points and what they become: a theme's number, 'aside', 'new' or 'back'."""

    points = TextsField(
        Point.objects.none(),
        to_field_name="public_id",
        error_messages={"required": _("Choose at least one text.")},
    )
    result = forms.ChoiceField(
        error_messages={"required": _("Choose a theme, or set the texts aside.")}
    )
    label = forms.CharField(max_length=120, required=False)
    parent = forms.ModelChoiceField(Theme.objects.none(), required=False)
    # the page that makes a theme: sent twice it makes one
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data, points, themes, section):
        super().__init__(data, initial={"form_key": uuid.uuid4()})
        self.section = section
        self.themes = {str(theme.pk): theme for theme in themes}
        self.fields["points"].queryset = points
        self.fields["result"].choices = [(key, key) for key in [*self.themes, ASIDE, NEW, BACK]]
        self.fields["parent"].queryset = Theme.objects.filter(
            section=section, parent=None, retired_at=None
        )

    def clean_label(self):
        return clean(self.cleaned_data["label"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("result") == NEW and not cleaned.get("label"):
            self.add_error("label", _("Give the new theme a label."))
        return cleaned

    def save(self, by):
        """Take the decision, a new theme made first; returns how many of the texts are gone."""
        result = self.cleaned_data["result"]
        theme = self._new_theme() if result == NEW else self.themes.get(result)
        coding.assign(self.cleaned_data["points"], by, theme=theme, set_aside=result == ASIDE)
        chosen = set(self.data.getlist("points"))
        return len(chosen) - self.fields["points"].queryset.filter(public_id__in=chosen).count()

    def _new_theme(self):
        """The theme that this page makes, or has made."""
        new = make_theme(self.section, self.cleaned_data["label"], self.cleaned_data["parent"])
        new.form_key = self.cleaned_data["form_key"] or uuid.uuid4()
        try:
            with transaction.atomic():
                new.save()
        except IntegrityError:
            return Theme.everything.get(form_key=new.form_key)
        return new


class ThemeForm(VersionedForm):
    """A theme's labels and, when it is new, its place in the book."""

    class Meta:
        model = Theme
        fields = ["section", "parent", "label_th", "label_en"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # a theme that was retired keeps the sub-themes that it has
        in_use = Q(retired_at=None) | Q(pk=self.instance.parent_id)
        parents = Theme.objects.filter(in_use, parent=None).exclude(pk=self.instance.pk)
        if self.instance.pk:
            del self.fields["section"]
            parents = parents.filter(section=self.instance.section)
        self.fields["parent"].queryset = parents
        self.fields["parent"].required = False
        self.fields["parent"].empty_label = _("none: a theme of its own")

    def clean(self):
        cleaned = super().clean()
        section = self.instance.section if self.instance.pk else cleaned.get("section")
        parent = cleaned.get("parent")
        if parent and section and parent.section != section:
            self.add_error("parent", _("This theme belongs to another question."))
        if parent and self.instance.pk and self.instance.children.exists():
            self.add_error("parent", _("A theme with sub-themes cannot become a sub-theme."))
        return cleaned

    def save(self, commit=True):
        if not self.instance.pk:
            made = make_theme(self.cleaned_data["section"])
            self.instance.key, self.instance.order = made.key, made.order
        return super().save(commit)
