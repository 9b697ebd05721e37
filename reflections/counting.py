"""Fetches what a summary is made of: two queries, however many answers there are."""

from django.db import connection
from django.utils import timezone

from reflections.models import Theme
from reflections.summaries import BookTheme, RoundFacts, Tally, summarise


def summary_of(round, *, every_theme, as_of=None, edition=None, heard=None):
    """The Summary of `round` at this moment for a reader who sees `every_theme` or not.

    `heard` narrows the answers that it rests on (a queryset of Reflection), else all that count.
    """
    invited, schools, voices = tallies(round, heard)
    return summarise(
        facts_of(round),
        book(),
        schools,
        voices,
        invited=invited,
        every_theme=every_theme,
        as_of=as_of or timezone.localtime(),
        edition=edition,
    )


def facts_of(round):
    """The RoundFacts of a Round; one whose time is over counts as closed, from that day on."""
    closed = round.closed_at or round.closes_at if round.is_closed else None
    return RoundFacts(
        slug=round.slug,
        title_th=round.title_th,
        title_en=round.title_en,
        status=round.Status.CLOSED.value if round.is_closed else round.status,
        opened=_iso_day(round.opened_at),
        closed=_iso_day(closed),
        k=round.k,
        questions_th=tuple(getattr(round, f"question_{number}_th") for number in (1, 2, 3)),
        questions_en=tuple(getattr(round, f"question_{number}_en") for number in (1, 2, 3)),
    )


def book():
    """All themes in the book's order; deleted ones stand with the retired."""
    rows = Theme.everything.in_book_order().values_list(
        "id", "key", "section", "parent_id", "label_th", "label_en", "retired_at", "deleted_at"
    )
    return [BookTheme(*row, bool(retired or deleted)) for *row, retired, deleted in rows]


def tallies(round, heard=None):
    """Number of invited schools, Tally of the schools, Tally of the voices that are not schools."""
    invited, schools, voices = 0, Tally(), Tally()
    for what, is_school, theme, section, answers, points in _counts(round, heard):
        tally = schools if is_school else voices
        match what:
            case "invited":
                invited = answers
            case "answers":
                tally.answers += answers
            case "theme":
                before = tally.themes.get(theme, (0, 0))
                tally.themes[theme] = (before[0] + answers, before[1] + points)
            case "uncoded":
                tally.uncoded[section] += points
            case "set aside":
                tally.set_aside[section] += points
    return invited, schools, voices


# One statement, so that all numbers are of one moment.
COUNTS = """
WITH heard AS ({heard})
SELECT 'invited', true, 0, '', count(*), 0
    FROM reflections_invitation WHERE round_id = %s AND state = 'invited'
UNION ALL
SELECT 'answers', kind = 'school', 0, '', count(*), 0 FROM heard GROUP BY kind
UNION ALL
SELECT 'theme', kind = 'school', kept.theme_id, '', count(*), sum(kept.points)
    FROM heard JOIN reflections_themecount kept ON kept.reflection_id = heard.id
    GROUP BY kind, kept.theme_id
UNION ALL
SELECT CASE WHEN p.is_set_aside THEN 'set aside' ELSE 'uncoded' END,
        kind = 'school', 0, p.section, 0, count(*)
    FROM heard JOIN reflections_point p ON p.reflection_id = heard.id
    WHERE p.sent_text IS NOT NULL AND p.theme_id IS NULL
    GROUP BY kind, p.is_set_aside, p.section
"""


def _counts(round, heard):
    """Rows of (what, is it of schools, theme id or 0, section or '', answers, points)."""
    if heard is None:
        heard = round.reflections.heard()
    sql, parameters = heard.order_by().values("id", "kind").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(COUNTS.format(heard=sql), [*parameters, round.pk])
        return cursor.fetchall()


def _iso_day(moment):
    return timezone.localdate(moment).isoformat() if moment else None
