"""Messages ready to paste into LINE: always in Thai, whatever language the coordinator reads."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from reflections.models import Progress
from thai.dates import format_date


def _facts(round):
    until = round.closes_at and format_date(timezone.localtime(round.closes_at), "th")
    return {
        "title": round.title,
        "inviting": round.inviting.name
        if round.inviting
        else _("Kalasin Education Partner Network"),
        "until": until or "–",
        "contact": round.contact,
        "address": settings.SITE_URL + reverse("reflections:answer_choose", args=[round.slug]),
    }


def invitation(round):
    """The message that invites."""
    with translation.override("th"):
        text = _(
            "%(inviting)s invites schools to reflect together: %(title)s\n"
            "Three questions, about 7 minutes on a phone. Skip any part; one thing alone can be"
            " sent.\n"
            "Answers are accepted until %(until)s\n"
            "%(address)s\n"
            "Questions: %(contact)s"
        )
        return text % _facts(round)


def reminder(round, counts):
    """The message that reminds: how many have sent, never who has not."""
    with translation.override("th"):
        text = _(
            "%(title)s\n"
            "%(sent)s of %(invited)s schools have sent their answer. Thank you.\n"
            "There is still time until %(until)s; a few words are enough.\n"
            "%(address)s\n"
            "Questions: %(contact)s"
        )
        numbers = {"sent": counts[Progress.SENT], "invited": sum(counts.values())}
        return text % (_facts(round) | numbers)
