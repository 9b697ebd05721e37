"""Rows of the summaries and editions."""

from reflections.models import Edition, Round, Section
from tests import builders
from tests.site.pages import (
    HIDDEN,
    MEMBERS,
    MOVED,
    OK,
    REFUSED,
    STAFF,
    Page,
    everyone,
    only,
)

READ_LIVE = STAFF | {"administrator"}
READ_CLOSED = READ_LIVE | MEMBERS


def answered(cast, status):
    """A round of five answers to every question, the director's school among them."""
    round = builders.build_round(status, keepers=[cast["keeper"].person])
    themes = {s: builders.build_theme(s, key=f"of_{s}_{round.pk}") for s in Section}
    schools = [cast["director"].school, *(builders.build_school() for _ in range(4))]
    for school in schools:
        texts = [(section, "ข้อความ", themes[section]) for section in Section]
        builders.build_reflection(round, school, texts=texts)
    return round


def closed(cast):
    return [answered(cast, Round.Status.CLOSED).slug]


def opened(cast):
    return [answered(cast, Round.Status.OPEN).slug]


def opened_with_edition(cast):
    round = answered(cast, Round.Status.OPEN)
    builders.build_edition(round)
    return [round.slug]


def edition(cast):
    return [*opened_with_edition(cast), 1]


def proposal(cast):
    round = answered(cast, Round.Status.CLOSED)
    return [round.slug, builders.build_edition(round, state=Edition.State.PROPOSED).pk]


def proposal_and_theme(cast):
    slug, pk = proposal(cast)
    return [slug, pk, Edition.objects.get(pk=pk).snapshot["summary"]["themes"][0]["key"]]


def theme(section):
    def args(cast):
        round = answered(cast, Round.Status.CLOSED)
        return [round.slug, f"of_{section}_{round.pk}"]

    return args


def with_section(cast):
    return [*closed(cast), "learner"]


def by_right(allowed, refused):
    """OK for `allowed`, told who has the right for `refused`, hidden from all others."""
    return only(allowed, OK, others=HIDDEN) | dict.fromkeys(refused, REFUSED)


LIVE = ["summary:live", "summary:live_json", "summary:live_csv", "summary:live_points_csv"]
EDITION = [name.replace("live", "edition") for name in LIVE]

PAGES = [
    Page("summary:latest", everyone(), note="nothing yet"),
    Page("summary:latest", everyone(MOVED), args=lambda c: opened_with_edition(c)[:0], note="some"),
    *(
        Page(name, only(READ_CLOSED, OK, HIDDEN, visitor=HIDDEN), args=closed, note="closed")
        for name in LIVE
    ),
    *(
        Page(name, only(READ_LIVE, OK, HIDDEN, visitor=HIDDEN), args=opened, note="open")
        for name in LIVE
    ),
    *(
        Page(
            name,
            only(READ_LIVE, OK, MOVED, visitor=MOVED),
            args=opened_with_edition,
            note="open, with an edition",
        )
        for name in LIVE
    ),
    *(Page(name, everyone(), args=edition) for name in EDITION),
    Page("summary:theme", only(READ_CLOSED, OK, HIDDEN), args=theme("learner"), note="question 1"),
    Page("summary:theme", only(READ_CLOSED, OK, HIDDEN), args=theme("problems"), note="question 3"),
    Page("summary:uncoded", only(READ_CLOSED, OK, HIDDEN), args=with_section),
    Page("summary:set_aside", only(READ_CLOSED, OK, HIDDEN), args=with_section),
    Page(
        "summary:paraphrase",
        by_right({"coordinator"}, READ_CLOSED - {"coordinator"}),
        args=theme("problems"),
    ),
    Page(
        "summary:key_sentence",
        by_right({"coordinator"}, READ_CLOSED - {"coordinator"}),
        args=lambda cast: [*closed(cast), 1],
    ),
    Page("summary:editions", only(READ_CLOSED, OK, HIDDEN, visitor=HIDDEN), args=closed),
    Page("summary:editions", everyone(), args=opened_with_edition, note="with an edition"),
    Page(
        "summary:propose",
        by_right({"coordinator"}, READ_CLOSED - {"coordinator"}),
        args=closed,
    ),
    Page("summary:proposal", only(READ_LIVE, OK, HIDDEN), args=proposal),
    Page("summary:agree", by_right(STAFF, {"administrator"}), args=proposal, method="post"),
    Page("summary:hold_back", by_right(STAFF, {"administrator"}), args=proposal, method="post"),
    Page(
        "summary:take_back",
        by_right(set(), {"supervisor", "administrator"}) | {"coordinator": MOVED},
        args=proposal,
        method="post",
    ),
    Page(
        "summary:release",
        by_right({"coordinator"}, {"supervisor", "administrator"}),
        args=proposal_and_theme,
    ),
]
