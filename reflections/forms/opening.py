"""Opening a round, for the first time or again."""

from datetime import time

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from partners.fields import ThaiDateTimeField
from partners.forms import PortalForm
from reflections.models.opening import schools_to_ask, what_opening_lacks

ALL, LATER = "all", "later"
ALL_SCHOOLS = ngettext_lazy(
    "Invite the %(number)d school of the network that is not invited yet",
    "Invite all %(number)d schools of the network that are not invited yet",
    "number",
)


class OpeningForm(PortalForm, forms.Form):
    """Until when answers are accepted, and which schools are invited in the same step."""

    closes_at = ThaiDateTimeField(
        label=_("Answers are accepted until"), time_if_missing=time(23, 59)
    )
    invite = forms.ChoiceField(label=_("Which schools are invited?"), widget=forms.RadioSelect)

    def __init__(self, round, data=None):
        invited = round.invitations.standing().count()
        is_to_come = round.closes_at and round.closes_at > timezone.now()
        initial = {
            "closes_at": round.closes_at if is_to_come else None,
            "invite": LATER if invited else ALL,
        }
        super().__init__(data, initial=initial)
        self.round = round
        asked = round.invitations.values("school")
        fresh = schools_to_ask().exclude(pk__in=asked).count()
        later = (
            _("Only those who are invited already (%(number)d)") % {"number": invited}
            if invited
            else _("None yet; I choose them afterwards")
        )
        self.fields["invite"].choices = [(ALL, ALL_SCHOOLS % {"number": fresh}), (LATER, later)]
        if not fresh:
            del self.fields["invite"]

    def lacking(self):
        """What is to be done elsewhere before the round can open: [(sentence, code)]."""
        here = ["closes_at", "names_cut_on"] if self.round.closes_at else []
        found = what_opening_lacks(self.round, self.round.closes_at)
        return [(error.message, error.code) for error in found if error.code not in here]

    def open(self, by):
        """Open the round if all is there; returns how many schools were invited, else None."""
        if not self.is_valid():
            return None
        wants_all = self.cleaned_data.get("invite") == ALL
        try:
            return self.round.open(self.cleaned_data["closes_at"], by, wants_all)
        except ValidationError as refused:
            for error in refused.error_list:
                self.add_error("closes_at" if error.code == "closes_at" else None, error)
            return None
