"""Rows of e-mail to the schools of a round."""

from reflections.models import InvitationMail
from tests import builders
from tests.site.pages import HIDDEN, MOVED, Page, only
from tests.site.pages.reflections import open_round

COORDINATOR = frozenset({"coordinator"})
THOSE_WHO_INVITE = only(COORDINATOR) | {"outsider": HIDDEN}


def mail(cast):
    round = builders.build_round()
    invitation = builders.invite(round, builders.build_school(email="one@example.org"))
    kept = InvitationMail.objects.create(
        invitation=invitation,
        kind="invitation",
        link_version=1,
        to="one@example.org",
        subject="เรื่อง",
        body="ข้อความ",
        state="failed",
        failure="refused",
    )
    return [round.slug, kept.pk]


PAGES = [
    Page(
        "reflections:mail",
        THOSE_WHO_INVITE,
        args=lambda cast: [mail(cast)[0], "invitation"],
        note="that invites",
    ),
    Page(
        "reflections:mail",
        THOSE_WHO_INVITE,
        args=lambda cast: [*open_round(cast), "reminder"],
        note="that reminds",
    ),
    Page("reflections:mails", THOSE_WHO_INVITE, args=lambda cast: mail(cast)[:1]),
    Page("reflections:mail_sent", THOSE_WHO_INVITE, args=mail),
    Page(
        "reflections:mail_again",
        only(COORDINATOR, MOVED) | {"outsider": HIDDEN},
        args=mail,
        method="post",
    ),
]
