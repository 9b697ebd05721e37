"""The form of a goal."""

from django import forms

from meetings.models import Goal
from partners.forms import VersionedForm


class GoalForm(VersionedForm):
    class Meta:
        model = Goal
        fields = ["title_th", "title_en", "sign_th", "sign_en"]
        widgets = {
            "sign_th": forms.Textarea(attrs={"rows": 4}),
            "sign_en": forms.Textarea(attrs={"rows": 4}),
        }

    def save(self, commit=True):
        if self.instance._state.adding:
            self.instance.order = Goal.everything.count() + 1
        self.instance.set_address()
        return super().save(commit)
