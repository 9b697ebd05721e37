"""A Summary as its pages show it: six parts, one for each question and group."""

from dataclasses import dataclass

from reflections.models.themes import Section
from reflections.summaries import Summary, ThemeLine


@dataclass(frozen=True)
class Entry:
    """One theme with its sub-themes, its paraphrase ('' if none) and released texts."""

    line: ThemeLine
    below: list["Entry"]
    paraphrase: str
    texts: list[str]


@dataclass(frozen=True)
class Part:
    """What a summary says of one section; `other` is None where there is no such line."""

    section: Section
    themes: list[Entry]
    uncoded: int
    set_aside: int
    other: int | None

    @property
    def with_texts(self):
        """The themes and sub-themes that have released texts."""
        return [e for top in self.themes for e in (top, *top.below) if e.texts]


@dataclass(frozen=True)
class Page:
    """A whole summary in one order: question 1's four groups, then questions 2 and 3."""

    groups: list[Part]
    needs: Part
    problems: Part
    voices: list[Part]

    @property
    def with_texts(self):
        return [part for part in (*self.groups, self.needs, self.problems) if part.with_texts]


def page_of(summary: Summary, in_book_order=False, paraphrases=None, texts=None):
    """The Page of a Summary, its themes by number or in the book's own order.

    `paraphrases`: theme key -> text; `texts`: theme key -> list of texts.
    """
    words = paraphrases or {}, texts or {}
    *groups, needs, problems = (
        _part(summary, section, summary.themes, in_book_order, *words) for section in Section
    )
    voices = (_part(summary, section, summary.voices, in_book_order, {}, {}) for section in Section)
    return Page(groups, needs, problems, [part for part in voices if part.themes])


def _part(summary, section, lines, in_book_order, paraphrases, texts):
    lines = [line for line in lines if line.section == section]
    if in_book_order:
        lines.sort(key=lambda line: line.place)

    def entries(parent):
        return [
            Entry(
                line=line,
                below=entries(line.key) if parent is None else [],
                paraphrase=paraphrases.get(line.key, ""),
                texts=texts.get(line.key, []),
            )
            for line in lines
            if line.parent == parent
        ]

    return Part(
        section=section,
        themes=entries(None),
        uncoded=_points(summary.uncoded, section) or 0,
        set_aside=_points(summary.set_aside, section) or 0,
        other=_points(summary.other, section),
    )


def _points(lines, section):
    return next((line.points for line in lines if line.section == section), None)
