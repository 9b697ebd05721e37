"""What became of a school's own points, for the school: its theme, and who said the same."""

from dataclasses import dataclass

from reflections.edition_pages import summary_of_edition
from reflections.models import Edition, Theme


@dataclass(frozen=True)
class Outcome:
    """The `theme` of a point, or None while it has none; `schools` is what the round's latest
    public edition says of that theme, None where it says nothing."""

    theme: Theme | None = None
    is_set_aside: bool = False
    schools: int | None = None


def outcomes_of(round, points):
    """(point, Outcome) for those of `points` that a curator has looked at; two queries."""
    themes = Theme.everything.in_bulk({point.theme_id for point in points if point.theme_id})
    published = _published(round) if themes else {}
    for point in points:
        if point.is_set_aside:
            yield point, Outcome(is_set_aside=True)
        elif theme := themes.get(point.theme_id):
            yield point, Outcome(theme, schools=published.get(theme.key))


def _published(round):
    """{theme's key: schools} of the round's latest public edition."""
    public = Edition.objects.public().filter(round=round)
    edition = public.select_related("round").newest_first().first()
    if edition is None:
        return {}
    return {line.key: line.schools for line in summary_of_edition(edition).themes}
