"""Rows of preparing rounds, their rights and their invitations."""

from reflections.models import Round
from tests import builders
from tests.site.pages import HIDDEN, MOVED, OK, Page, only

PREPARING = {"coordinator", "administrator"}


def opened(cast):
    return [builders.build_round(keepers=[cast["coordinator"].person]).slug]


def in_preparation(cast):
    return [builders.build_round(Round.Status.DRAFT).slug]


def a_right(cast):
    [slug] = opened(cast)
    return [slug, Round.objects.get(slug=slug).rights.get().pk]


def to_prepare(roles, answer=OK):
    """Those of `roles` get in; an outsider does not even find the round."""
    return only(roles, answer) | {"outsider": HIDDEN}


PAGES = [
    Page(
        "reflections:round", only(PREPARING, OK, others=HIDDEN), args=in_preparation, note="draft"
    ),
    Page("reflections:round_add", only(PREPARING)),
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
]
