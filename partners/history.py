"""Who changed what, and when: the rows that the database's triggers wrote, told to people."""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partners.models import Person
from thai.dates import format_date, format_datetime

ALWAYS_SILENT = {"id", "version", "created_at", "updated_at", "form_key", "is_demo", "deleted_at"}


@dataclass(frozen=True)
class Line:
    """One thing that was done: what, and the texts before and after where there are any."""

    what: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Entry:
    """What one person did in one go; `who` is None for imports and commands."""

    when: datetime
    who: Person | None
    lines: list[Line]


@dataclass
class Source:
    """A kind of record whose rows of history (`events`) are told.

    `added` says what a new record is called ("Added to those who came"), without it nothing is
    told of a beginning; `taken_away` says what its end is called; `name` makes the record's name
    from a row. `words` maps a field to a function from a row to its text, for fields that a text
    of their own does not tell; `silent` are fields that are not told, except those `alone`: they
    are told by a text of their own where nothing else was changed.
    """

    events: models.QuerySet
    added: str = ""
    taken_away: str = ""
    name: object = None
    words: dict = field(default_factory=dict)
    silent: set = field(default_factory=set)
    alone: dict = field(default_factory=dict)

    def lines(self):
        """(row, Line) of all that happened, the oldest first."""
        last, found = {}, list(self.events.select_related("pgh_context").order_by("pgh_id"))
        fields = [
            f
            for f in self.events.model._meta.concrete_fields
            if not f.name.startswith("pgh_") and f.name not in ALWAYS_SILENT | self.silent
        ]
        names = {f: _names(f, found) for f in fields if f.is_relation}
        for row in found:
            key = getattr(row, "pgh_obj_id", None)
            before, last[key] = last.get(key) if key else None, row
            yield from ((row, line) for line in self._told(row, before, fields, names))

    def _told(self, row, before, fields, names):
        of_what = self.name(row) if self.name else ""
        if row.pgh_label == "delete":
            yield Line(self.taken_away or _("Taken away"), before=of_what)
            return
        if before is None:
            if self.added:
                yield Line(self.added, after=of_what)
            return
        lines = list(self._changes(row, before, of_what, fields, names))
        yield from lines or [
            Line(text, after=of_what)
            for name, text in self.alone.items()
            if getattr(row, name) != getattr(before, name)
        ]

    def _changes(self, row, before, of_what, fields, names):
        if getattr(row, "deleted_at", None) != getattr(before, "deleted_at", None):
            yield Line(_("Deleted") if row.deleted_at else _("Brought back"), after=of_what)
        for f in fields:
            old, new = self._text(f, before, names), self._text(f, row, names)
            if old != new:
                what = str(f.verbose_name)
                yield Line(f"{of_what}: {what}" if of_what else what, old, new)

    def _text(self, f, row, names):
        if f.name in self.words:
            return self.words[f.name](row)
        value = f.value_from_object(row)
        if value is None or value == "":
            return ""
        if f.is_relation:
            return str(names[f].get(value, value))
        return _in_words(f, value)


def _in_words(f, value):
    if f.choices:
        return str(dict(f.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return format_datetime(timezone.localtime(value), get_language(), "short")
    if isinstance(value, date):
        return format_date(value, get_language(), "short")
    return str(value)


def _names(f, rows):
    """The records that a relation of `rows` speaks of, by key: one query."""
    keys = {f.value_from_object(row) for row in rows} - {None}
    return f.related_model._base_manager.in_bulk(keys) if keys else {}


def entries(*sources):
    """All that the sources tell as Entry, the newest first; one query a source and a relation."""
    told = [pair for source in sources for pair in source.lines()]
    people = Person.everything.in_bulk({_person_key(row) for row, _line in told} - {None})
    # the triggers write the time at which the transaction began: what was done in one go is equal
    told.sort(key=lambda pair: pair[0].pgh_created_at)
    return [
        Entry(when, people.get(who), [line for _row, line in group])
        for (when, who), group in groupby(
            told, key=lambda pair: (pair[0].pgh_created_at, _person_key(pair[0]))
        )
    ][::-1]


def _person_key(row):
    return row.pgh_context.metadata.get("user") if row.pgh_context else None
