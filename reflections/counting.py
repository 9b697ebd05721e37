"""Fetches what a summary is made of: one query, however many answers there are."""

from django.db import connection
from django.utils import timezone

from reflections.summaries import BookTheme, RoundFacts, Tally, summarise


def summary_of(round, *, every_theme, as_of=None, edition=None, heard=None):
    """The Summary of `round` at this moment for a reader who sees `every_theme` or not.

    `heard` narrows the answers that it rests on (a queryset of Reflection), else all that count.
    """
    book, invited, schools, voices = book_and_tallies(round, heard)
    return summarise(
        facts_of(round),
        book,
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


def book_and_tallies(round, heard=None):
    """The book, the number of invited schools, Tally of the schools and of the other voices.

    The book holds all themes in its order; deleted ones stand with the retired.
    """
    book, invited, schools, voices = {}, 0, Tally(), Tally()
    for what, is_school, section, answers, points, *facts in _counts(round, heard):
        tally = schools if is_school else voices
        theme = BookTheme(*facts)
        if theme.id is not None:
            book[theme.id] = theme
        match what:
            case "invited":
                invited = answers
            case "answers":
                tally.answers = answers
            case "theme":
                tally.themes[theme.id] = answers, points
            case "uncoded":
                tally.uncoded[section] = points
            case "set aside":
                tally.set_aside[section] = points
    return list(book.values()), invited, schools, voices


# One statement, so that all numbers, and the book in which they stand, are of one moment: between
# two a theme may have been moved.
COUNTS = """
WITH heard AS ({heard}),
counted (what, is_school, theme, section, answers, points) AS (
    SELECT 'invited', true, NULL::bigint, '', count(*), 0::bigint
        FROM reflections_invitation WHERE round_id = %s AND state = 'invited'
    UNION ALL
    SELECT 'answers', kind = 'school', NULL, '', count(*), 0 FROM heard GROUP BY 2
    UNION ALL
    SELECT 'theme', kind = 'school', kept.theme_id, '', count(*), sum(kept.points)
        FROM heard JOIN reflections_themecount kept ON kept.reflection_id = heard.id
        GROUP BY 2, 3
    UNION ALL
    SELECT CASE WHEN p.is_set_aside THEN 'set aside' ELSE 'uncoded' END,
            kind = 'school', NULL, p.section, 0, count(*)
        FROM heard JOIN reflections_point p ON p.reflection_id = heard.id
        WHERE p.sent_text IS NOT NULL AND p.theme_id IS NULL
        GROUP BY 1, 2, 4
)
SELECT what, is_school, counted.section, answers, points,
    theme.id, key, theme.section, parent_id, label_th, label_en,
    coalesce(retired_at, deleted_at) IS NOT NULL
FROM counted FULL JOIN reflections_theme theme ON theme.id = counted.theme
ORDER BY theme."order", theme.id
"""


def _counts(round, heard):
    """Rows of (what, is it of schools, section or '', answers, points, a theme's facts or None).

    What was counted by theme has its theme beside it; a theme without answers has a row alone.
    """
    if heard is None:
        heard = round.reflections.heard()
    sql, parameters = heard.order_by().values("id", "kind").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(COUNTS.format(heard=sql), [*parameters, round.pk])
        return cursor.fetchall()


def _iso_day(moment):
    return timezone.localdate(moment).isoformat() if moment else None
