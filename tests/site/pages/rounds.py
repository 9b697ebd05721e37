"""Rows of preparing rounds, their rights and their invitations."""

from reflections.models import Round
from tests import builders
from tests.site.pages import HIDDEN, MOVED, OK, Page, only

PREPARING = {"coordinator", "administrator"}
INVITING = {"coordinator"}


def opened(cast):
    return [builders.build_round(keepers=[cast["coordinator"].person]).slug]


def in_preparation(cast):
    return [builders.build_round(Round.Status.DRAFT).slug]


def a_right(cast):
    [slug] = opened(cast)
    return [slug, Round.objects.get(slug=slug).rights.get().pk]


def an_invitation(cast):
    [slug] = opened(cast)
    round = Round.objects.get(slug=slug)
    return [slug, builders.invite(round, builders.build_school()).pk]


def to_prepare(roles, answer=OK):
    """Those of `roles` get in; an outsider does not even find the round."""
    return only(roles, answer) | {"outsider": HIDDEN}


PAGES = [
    Page(
        "reflections:round", only(PREPARING, OK, others=HIDDEN), args=in_preparation, note="draft"
    ),
    Page("reflections:round_add", only(PREPARING)),
    Page("reflections:round_import", only(PREPARING)),
    Page("reflections:round_edit", to_prepare(PREPARING), args=opened, note="open"),
    Page(
        "reflections:round_edit",
        only(PREPARING, OK, others=HIDDEN),
        args=in_preparation,
        note="draft",
    ),
    Page(
        "reflections:round_open",
        only(PREPARING, OK, others=HIDDEN),
        args=in_preparation,
        note="asks",
    ),
    Page("reflections:round_open", to_prepare(PREPARING, MOVED), args=opened, note="open already"),
    Page("reflections:round_close", to_prepare(PREPARING), args=opened, note="asks"),
    Page(
        "reflections:round_close",
        to_prepare(PREPARING, MOVED),
        args=opened,
        note="does",
        method="post",
    ),
    Page("reflections:rights", to_prepare(PREPARING), args=opened),
    Page("reflections:right_take", to_prepare(PREPARING), args=a_right, note="asks"),
    Page(
        "reflections:right_take",
        to_prepare(PREPARING, MOVED),
        args=a_right,
        note="does",
        method="post",
    ),
    Page("reflections:invitations", to_prepare(INVITING), args=opened),
    Page("reflections:invitations_xlsx", to_prepare(INVITING), args=opened),
    Page("reflections:slips", to_prepare(INVITING), args=opened),
    Page("reflections:projector", to_prepare(INVITING), args=opened),
    Page("reflections:letter", to_prepare(INVITING), args=opened),
    Page("reflections:paper_form", to_prepare(INVITING), args=opened),
    Page("reflections:school_link", to_prepare(INVITING), args=an_invitation),
    Page("reflections:new_links", to_prepare(INVITING, MOVED), args=opened, method="post"),
    Page("reflections:invite", to_prepare(INVITING), args=opened),
    Page("reflections:invite_listed", to_prepare(INVITING), args=opened),
    Page("reflections:invitation_cancel", to_prepare(INVITING), args=an_invitation),
    Page(
        "reflections:invite_again",
        to_prepare(INVITING, MOVED),
        args=an_invitation,
        method="post",
    ),
]
