"""What a person may begin from the home page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from partners.permissions import can


def starts(person):
    """(address, words) of each."""
    offers = [
        ("meeting.add", "meetings:new", _("Log a meeting")),
        ("organisation.add", "partners:new", _("Add an organisation")),
        ("round.add", "reflections:round_add", _("Prepare a round")),
        ("theme.edit", "reflections:codebook", _("The codebook")),
        ("summary.live", "summary:latest", _("The latest summary")),
    ]
    return [(reverse(name), words) for action, name, words in offers if can(person, action)]
