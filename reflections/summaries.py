"""Points -> numbers: what a summary says, exactly. Plain values in, one plain Summary out.

The page, the files and the snapshot of an edition are all made from the same Summary, so they
cannot disagree. Nothing here asks the database.
"""

import math
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from partners.models.base import in_reader_language
from reflections.models.themes import Section

ASKED_WITH_OTHER = Section.PROBLEMS  # question 3: small themes are joined for most readers


@dataclass(frozen=True)
class RoundFacts:
    """What a summary says of its round; days are ISO dates of Thailand or None."""

    slug: str
    title_th: str
    title_en: str
    status: str
    opened: str | None
    closed: str | None
    k: int
    questions_th: tuple[str, str, str]
    questions_en: tuple[str, str, str]

    @property
    def title(self):
        return in_reader_language(self.title_th, self.title_en)

    @property
    def question_1(self):
        return in_reader_language(self.questions_th[0], self.questions_en[0])

    @property
    def question_2(self):
        return in_reader_language(self.questions_th[1], self.questions_en[1])

    @property
    def question_3(self):
        return in_reader_language(self.questions_th[2], self.questions_en[2])


@dataclass(frozen=True)
class BookTheme:
    """A theme of the book. `parent` is the id of the theme above it, or None."""

    id: int
    key: str
    section: str
    parent: int | None
    label_th: str
    label_en: str
    is_retired: bool = False


@dataclass
class Tally:
    """What was counted among one kind of answers.

    `themes`: theme id -> (answers that raised it, their points), sub-themes included in parents.
    """

    answers: int = 0
    themes: dict[int, tuple[int, int]] = field(default_factory=dict)
    uncoded: Counter = field(default_factory=Counter)
    set_aside: Counter = field(default_factory=Counter)


@dataclass(frozen=True)
class ThemeLine:
    """A theme's numbers. `parent` is a key; `place` its place in the book; voices have no share."""

    key: str
    section: str
    parent: str | None
    label_th: str
    label_en: str
    schools: int
    points: int
    share: float | None
    rank: int
    place: int

    @property
    def label(self):
        return in_reader_language(self.label_th, self.label_en)

    @property
    def percent(self):
        """The share in whole per cent."""
        return int(_rounded(Decimal(str(self.share)) * 100, "1"))

    @property
    def width(self):
        """The share as an SVG length in per cent, without its sign."""
        return f"{self.share * 100:.2f}"


@dataclass(frozen=True)
class SectionLine:
    section: str
    points: int


@dataclass(frozen=True)
class Summary:
    """What one reader may know of a round at one moment.

    With fewer than k schools `points` is None and every tuple empty. `themes` lie in the order of
    the files: question, group, rank, each theme followed by its sub-themes.
    """

    round: RoundFacts
    edition: int | None
    as_of: datetime
    invited: int
    submitted: int
    every_theme: bool
    points: int | None = None
    themes: tuple[ThemeLine, ...] = ()
    uncoded: tuple[SectionLine, ...] = ()
    set_aside: tuple[SectionLine, ...] = ()
    other: tuple[SectionLine, ...] = ()
    voices: tuple[ThemeLine, ...] = ()
    voice_answers: int = 0

    @property
    def is_shown(self):
        return self.points is not None

    @property
    def still_uncoded(self):
        return sum(line.points for line in self.uncoded)

    @property
    def coded_percent(self):
        """Never 100 while a point waits."""
        return math.floor(100 * (self.points - self.still_uncoded) / self.points)

    def theme(self, key):
        """The line of a theme that this reader may see, or None."""
        return next((line for line in self.themes if line.key == key), None)

    def top(self, question):
        """The theme of a question that most schools raised, or None."""
        raised = [
            line
            for line in self.themes
            if line.parent is None and line.schools and Section(line.section).question == question
        ]
        return min(raised, key=lambda line: (-line.schools, -line.points, line.place), default=None)


def summarise(facts, book, schools, voices, *, invited, every_theme, as_of, edition=None):
    """The Summary of a round from its book (in book order) and two Tally.

    `every_theme` is False for the public and whoever is only member or director: in question 3
    they see the themes of k schools and more, and all others as one line.
    """
    frame = {
        "round": facts,
        "edition": edition,
        "as_of": as_of,
        "invited": invited,
        "submitted": schools.answers,
        "every_theme": every_theme,
    }
    if schools.answers < facts.k:
        return Summary(**frame)
    hidden = set() if every_theme else _hidden_themes(book, schools, facts.k)
    seen = [theme for theme in book if theme.id not in hidden]
    themes = _lines(seen, schools)
    other = _other([theme for theme in book if theme.id in hidden], schools)
    uncoded, set_aside = _section_lines(schools.uncoded), _section_lines(schools.set_aside)
    total = sum(line.points for line in themes if line.parent is None)
    raised_by_voices = [theme for theme in seen if theme.id in voices.themes]
    return Summary(
        **frame,
        points=total + sum(line.points for line in uncoded + set_aside + other),
        themes=themes,
        uncoded=uncoded,
        set_aside=set_aside,
        other=other,
        voices=_lines(raised_by_voices, voices, with_share=False),
        voice_answers=voices.answers,
    )


def share(schools, submitted):
    """`schools` of `submitted` with 4 decimals, half up; 0 when nobody answered."""
    return float(_rounded(Decimal(schools) / submitted, "0.0001")) if submitted else 0.0


def _rounded(number, step):
    return number.quantize(Decimal(step), ROUND_HALF_UP)


def _hidden_themes(book, schools, k):
    """Ids of the themes of question 3 that fewer than k schools raised."""
    return {
        theme.id
        for theme in book
        if theme.section == ASKED_WITH_OTHER and schools.themes.get(theme.id, (0, 0))[0] < k
    }


def _other(hidden, schools):
    """The one line for all hidden themes; left out where it would tell of a single raised one.

    Points of a hidden sub-theme are in its parent's figures, shown or hidden.
    """
    points = [schools.themes.get(theme.id, (0, 0))[1] for theme in hidden if theme.parent is None]
    if not points or sum(1 for number in points if number) == 1:
        return ()
    return (SectionLine(ASKED_WITH_OTHER.value, sum(points)),)


def _section_lines(counter):
    return tuple(
        SectionLine(section.value, counter[section.value])
        for section in Section
        if counter[section.value]
    )


def _lines(book, tally, with_share=True):
    """The lines of `book`: by section, top themes by rank, each followed by its sub-themes."""
    places = {theme.id: place for place, theme in enumerate(book, start=1)}
    below = {None: []}
    for theme in book:
        if not theme.is_retired or theme.id in tally.themes:
            below.setdefault(theme.parent, []).append(theme)
    keys = {theme.id: theme.key for theme in book}

    def ranked(themes):
        def strength(theme):
            schools, points = tally.themes.get(theme.id, (0, 0))
            return -schools, -points, places[theme.id]

        return enumerate(sorted(themes, key=strength), start=1)

    def line(theme, rank):
        schools, points = tally.themes.get(theme.id, (0, 0))
        return ThemeLine(
            key=theme.key,
            section=theme.section,
            parent=keys.get(theme.parent),
            label_th=theme.label_th,
            label_en=theme.label_en or theme.label_th,
            schools=schools,
            points=points,
            share=share(schools, tally.answers) if with_share else None,
            rank=rank,
            place=places[theme.id],
        )

    return tuple(
        line(theme, rank)
        for section in Section
        for top_rank, top in ranked([t for t in below[None] if t.section == section])
        for rank, theme in [(top_rank, top), *ranked(below.get(top.id, []))]
    )
