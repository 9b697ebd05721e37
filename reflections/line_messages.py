"""Messages ready to paste into LINE: always in Thai, whatever language the coordinator reads."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from partners.templatetags.thai import thai_date

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def facts(round):
    """What every message says of its round, in the language of the moment."""
    network = _("Kalasin Education Partner Network")
    return {
        "title": round.title,
        "inviting": round.inviting.name if round.inviting else network,
        "until": thai_date(round.closes_at) or _("the day that will be told"),
        "contact": round.contact,
        "address": link_address(round.link_token),
    }


def link_address(token):
    """The whole address that a token opens."""
    return settings.SITE_URL + reverse("link:answer", args=[token])


def short_address():
    """What a person types to give a school's code: host/r, as short as it can be."""
    return urlsplit(settings.SITE_URL).netloc + reverse("link:by_code").rstrip("/")


def work_here_only():
    """Whether links work on this machine only: SITE_URL is not the public address."""
    return urlsplit(settings.SITE_URL).hostname in LOOPBACK


def _marked(round, text):
    return f"({_('demonstration data')})\n{text}" if round.is_demo else text


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
        return _marked(round, text % facts(round))


def for_school(invitation):
    """The message that invites one school, with its own link and code."""
    round = invitation.round
    with translation.override("th"):
        text = _(
            "%(inviting)s invites %(school)s to reflect together: %(title)s\n"
            "Three questions, about 7 minutes on a phone. Skip any part; one thing alone can be"
            " sent.\n"
            "Answers are accepted until %(until)s\n"
            "%(address)s\n"
            "Or type %(short)s and the school's code: %(code)s\n"
            "Questions: %(contact)s"
        )
        own = {
            "school": invitation.school.name,
            "address": link_address(invitation.link_token),
            "short": short_address(),
            "code": invitation.short_code,
        }
        return _marked(round, text % (facts(round) | own))


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
        numbers = {"sent": f"{counts.sent:,}", "invited": f"{counts.invited:,}"}
        return _marked(round, text % (facts(round) | numbers))
