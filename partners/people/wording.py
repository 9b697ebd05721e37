"""Messages that people paste into LINE or get by e-mail."""

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from thai.dates import format_date


def invitation_subject():
    return _("Invitation to the Kalasin Education Partner Network")


def invitation_message(invitation):
    """Who invites to what, the link, until when: ready to send."""
    until = format_date(timezone.localdate(invitation.expires_at), get_language())
    what = (
        _("to run the portal as an administrator")
        if invitation.is_administrator
        else _("as %(role)s, %(organisation)s")
        % {"role": invitation.get_role_display(), "organisation": invitation.organisation}
    )
    return _(
        "Dear %(name)s,\n"
        "%(inviter)s invites you to the Kalasin Education Partner Network %(what)s.\n"
        "Open this link to accept; it takes a minute:\n"
        "%(link)s\n"
        "The link works once, until %(until)s."
    ) % {
        "name": invitation.name,
        "inviter": invitation.invited_by or _("The administrator"),
        "what": what,
        "link": invitation.link,
        "until": until,
    }


def password_message(person, link):
    """A link for a new password, ready to send."""
    return _(
        "Dear %(name)s,\n"
        "here is your link to choose a new password for the Kalasin Education Partner Network:\n"
        "%(link)s\n"
        "The link works once, for three days. Do not pass it on."
    ) % {"name": person, "link": link}
