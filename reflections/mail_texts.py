"""What an e-mail to a school says: in Thai, then shortly in English. It names no other school."""

from django.utils import translation
from django.utils.translation import gettext as _

from reflections.line_messages import facts, link_address, short_address
from reflections.models import InvitationMail

STARS = "***"  # for the link's and the code's secret, where the text is kept


def subject(round, kind):
    """One line, in Thai."""
    with translation.override("th"):
        text = _("Invitation to reflect together: %(title)s")
        if kind == InvitationMail.Kind.REMINDER:
            text = _("Answers are accepted until %(until)s: %(title)s")
        return " ".join((text % facts(round)).split())[:300]


def body(invitation, kind, counts, *, keeps_secrets=False):
    """The whole text for one school; with `keeps_secrets` as it is kept on record.

    `counts` (Counts) are the round's: a reminder says how many have sent.
    """
    reminds = kind == InvitationMail.Kind.REMINDER
    written = [
        _in_language(language, invitation, reminds, counts, keeps_secrets)
        for language in ("th", "en")
    ]
    return "\n\n—\n\n".join(written) + "\n"


def _in_language(language, invitation, reminds, counts, keeps_secrets):
    token = STARS if keeps_secrets else invitation.link_token
    code = STARS if keeps_secrets else invitation.short_code
    with translation.override(language):
        own = {
            "school": invitation.school.name,
            "address": link_address(token),
            "short": short_address(),
            "code": code,
            "sent": f"{counts.sent:,}",
            "invited": f"{counts.invited:,}",
        }
        parts = [_reminding() if reminds else _inviting(), _how()]
        return "\n\n".join(parts) % (facts(invitation.round) | own)


def _inviting():
    return _(
        "To the head of %(school)s\n\n"
        "%(inviting)s invites your school to reflect together: %(title)s\n"
        "Three questions, about 7 minutes on a phone. Skip any part; one thing alone can be"
        " sent. Nothing is used to assess or rank a school or a person."
    )


def _reminding():
    return _(
        "To the head of %(school)s\n\n"
        "%(title)s\n"
        "%(sent)s of %(invited)s schools have sent their answer. Thank you.\n"
        "There is still time; a few words are enough. Whoever has answered meanwhile need do"
        " nothing."
    )


def _how():
    return _(
        "Your school's own link:\n"
        "%(address)s\n"
        "Or type %(short)s and the school's code: %(code)s\n\n"
        "The link invites; it never shows what your school has written.\n"
        "Answers are accepted until %(until)s\n"
        "Questions: %(contact)s"
    )
