"""What must be done before a round can open, and whom it then asks."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation

KEEPERS_AT_MOST = 3
NAMES_ARE_CUT = _("School names have been cut from its answers; begin a new round.")


def schools_to_ask():
    """Every school of the network's districts; well-known ones elsewhere are learnt from."""
    elsewhere = models.Q(model_school=Organisation.ModelSchool.NATIONAL, district=None)
    return Organisation.objects.schools().filter(left_on=None).exclude(elsewhere)


def what_opening_lacks(round, closes_at):
    """What must be done before `round` can open until `closes_at`, as ValidationErrors; [] if none.

    Each one's `code` is the field that is concerned, 'keepers' or 'round'.
    """
    lacking = []
    if not 1 <= round.rights.keeping().count() <= KEEPERS_AT_MOST:
        lacking.append(("keepers", _("Name one to three keepers of the answers.")))
    if not round.controller_name:
        lacking.append(("controller_name", _("Name the data controller.")))
    if not round.controller_contact:
        lacking.append(("controller_contact", _("Say how to reach the data controller.")))
    if not round.contact:
        lacking.append(("contact", _("Say whom schools can ask.")))
    if closes_at is None or closes_at <= timezone.now():
        text = _("Say until when answers are accepted: a time that is still to come.")
        lacking.append(("closes_at", text))
    elif round.names_cut_on and round.names_cut_on <= timezone.localdate(closes_at):
        text = _("School names are cut before the round closes: choose a later day.")
        lacking.append(("names_cut_on", text))
    if round.names_cut_at:
        lacking.append(("round", NAMES_ARE_CUT))
    return [ValidationError(text, code=code) for code, text in lacking]
