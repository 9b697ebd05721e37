"""What people decide about a summary that shall become public, and words beside its numbers."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partners.forms import PortalForm, VersionedForm
from partners.models import Organisation, Role
from reflections import publishing
from reflections.models import KeySentence, ThemeParaphrase


class DecisionForm(PortalForm, forms.Form):
    """A decision that a person takes for one of their organisations. `edition` may be None."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("for the organisation"), empty_label=None
    )

    def __init__(self, data, person, organisations, subject, prefix=None):
        super().__init__(data, prefix=prefix)
        self.person, self.subject = person, subject
        field = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=organisations)

    def decide(self):
        """Take the decision; the Edition, or None with the reason among the form's errors."""
        if not self.is_valid():
            return None
        try:
            return self.take(self.cleaned_data["organisation"])
        except ValidationError as error:
            self.add_error(None, error)
            return None


class ProposeForm(DecisionForm):
    """A coordinator proposes an edition of a round."""

    def __init__(self, data, person, round):
        super().__init__(data, person, person.organisations_as(Role.COORDINATOR), round)

    def take(self, organisation):
        return publishing.propose(self.subject, self.person, organisation)


class SecondForm(DecisionForm):
    """A second organisation's decision about a proposal."""

    def __init__(self, data, person, edition):
        second = publishing.second_organisations(edition, person)
        super().__init__(data, person, second, edition, prefix=self.name)


class AgreeForm(SecondForm):
    name = "agree"
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data, person, edition):
        super().__init__(data, person, edition)
        self.fields["version"].initial = edition.version

    def take(self, organisation):
        seen = self.cleaned_data["version"]
        return publishing.agree(self.subject, self.person, organisation, seen)


class HoldBackForm(SecondForm):
    name = "hold"
    reason = forms.CharField(
        label=_("reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Coordinators and supervisors read it; it is not published."),
    )

    def take(self, organisation):
        reason = self.cleaned_data["reason"]
        return publishing.hold_back(self.subject, self.person, organisation, reason)


class WordsForm(VersionedForm):
    """Words beside a round's numbers, written `by` a person; the instance names their place."""

    def __init__(self, data, instance, by):
        super().__init__(data, instance=instance)
        self.by = by

    def clean(self):
        """Two people may write the first words of one place in the same moment."""
        place = {name: getattr(self.instance, name) for name in self.place}
        if self.instance._state.adding and type(self.instance).objects.filter(**place).exists():
            raise ValidationError(
                _("Somebody else has just written this. Copy your text and open the page again.")
            )
        return super().clean()

    def save(self, commit=True):
        self.instance.by = self.by
        return super().save(commit)


class ParaphraseForm(WordsForm):
    """A theme of question 3 in other words."""

    place = ["round", "theme"]

    class Meta:
        model = ThemeParaphrase
        fields = ["text_th", "text_en"]
        widgets = {
            "text_th": forms.Textarea(attrs={"rows": 4}),
            "text_en": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "text_th": _("Say what the schools share. No names, no places, no word-for-word text.")
        }


class KeySentenceForm(WordsForm):
    """A question's key sentence in a coordinator's words; empty leaves the one made."""

    place = ["round", "question"]

    class Meta:
        model = KeySentence
        fields = ["text_th", "text_en", "is_hidden"]
        widgets = {
            "text_th": forms.Textarea(attrs={"rows": 2}),
            "text_en": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "text_th": _("Leave both empty for the sentence that is made from the numbers.")
        }


class TextForm(forms.Form):
    """Which text a button stands beside."""

    point = forms.UUIDField()
