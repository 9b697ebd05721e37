"""Rows of the rounds and summaries."""

from tests import builders
from tests.site.pages import HIDDEN, MEMBERS, OK, SIGNED_IN, Page, everyone, only


def open_round(cast):
    return [builders.build_round(keepers=[cast["keeper"].person]).slug]


PAGES = [
    Page("reflections:rounds", only(SIGNED_IN)),
    Page(
        "reflections:round",
        only(MEMBERS | {"administrator"}, OK, others=HIDDEN),
        args=open_round,
        note="open",
    ),
    Page("summary:latest", everyone()),
    Page("summary:edition", everyone(), args=lambda cast: ["no-such-round", 1]),
]
