"""Imports: a file into rows with checked values, a plan of what would change, then all or nothing.

An app declares its columns and how rows become records:

    class ThemeImport(Import):
        columns = [Column("theme_key", required=True, parse=text(60)), ...]

        def plan(self):      # look at self.table.rows, fill self.added / changed / unchanged,
            ...              # say what is wrong with self.table.problem(line, column, reason)

        def write(self):     # inside a transaction, only without problems
            ...

`manage.py import_...` (ImportCommand) and a page (ImportPage) do the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partners.bulk import expect_many_rows
from partners.cells import choice, email, long_text, text, tidy, whole_number
from partners.spreadsheets import (
    COMMAND,
    ERROR_CELLS,
    FileProblem,
    heading,
    raw_rows,
    too_many_rows,
)

__all__ = ["Column", "Import", "Planned", "Problem", "Row", "Table", "read_table"]
__all__ += ["choice", "email", "long_text", "text", "whole_number"]


@dataclass(frozen=True)
class Column:
    """A column of a file. `required`: must be there, with something in each cell unless
    `may_be_empty`. `parse` makes a cell's value or raises ValueError with the reason, for people.
    `help` says on the page what stands in it.
    """

    name: str
    required: bool = False
    parse: Callable[[str], Any] = text(200)
    may_be_empty: bool | None = None
    help: str = ""

    @property
    def must_be_filled(self):
        return not (not self.required if self.may_be_empty is None else self.may_be_empty)


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong, where: `line` as in the file (0: the whole file), `column` by its name."""

    line: int
    column: str
    reason: str

    def __str__(self):
        place = {"line": f"{self.line:,}", "column": self.column, "reason": self.reason}
        if not self.line:
            return self.reason
        if not self.column:
            return _("Line %(line)s: %(reason)s") % place
        return _("Line %(line)s, column %(column)s: %(reason)s") % place


@dataclass(slots=True)
class Row:
    """A row of the file: its line there, and the parsed values; absent columns give None."""

    line: int
    values: dict[str, Any]

    def __getitem__(self, name):
        return self.values.get(name)


@dataclass
class Table:
    """The good rows of a file, the problems of the others, and the columns that were not used."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def problem(self, line, column, reason):
        self.problems.append(Problem(line, column, str(reason)))


def read_table(file, columns, limits=COMMAND):
    """The Table in `file` (open for reading bytes; its `name` counts) by its `columns`.

    Missing, doubled, reordered and further columns, empty files and files of other kinds all end
    as problems with line, column and reason, never as an exception.
    """
    table = Table()
    names = {column.name for column in columns}
    try:
        content = file.read(limits.size + 1)
        rows = raw_rows(content, getattr(file, "name", None) or "", limits, names)
        used = _headings(next(rows), columns, table)
        if not table.problems:
            _read_rows(rows, used, table, limits)
            if not table.rows and not table.problems:
                table.problem(0, "", _("The file has headings but no rows."))
    except FileProblem as problem:
        table.problem(problem.line or 0, "", problem.reason)
    except StopIteration:
        table.problem(0, "", _("The file is empty."))
    return table


def _headings(first, columns, table):
    """(index, Column) of the columns in use; problems where one is missing or stands twice."""
    line, cells = first
    known = {column.name: column for column in columns}
    used, seen = [], set()
    for index, cell in enumerate(cells):
        name = heading(cell)
        if name not in known:
            table.ignored += [tidy(cell)] if tidy(cell) else []
        elif name in seen:
            table.problem(line, name, _("This column stands there twice."))
        else:
            seen.add(name)
            used.append((index, known[name]))
    for column in columns:
        if column.required and column.name not in seen:
            table.problem(line, column.name, _("This column is missing."))
    table.names = [column.name for _index, column in used]
    return used


def _read_rows(rows, used, table, limits):
    count = 0
    for line, cells in rows:
        if not any(cell and not cell.isspace() for cell in cells):
            continue
        count += 1
        if count > limits.rows:
            raise FileProblem(too_many_rows(limits), line)
        values, is_good, width = {}, True, len(cells)
        for index, column in used:
            cell = cells[index] if index < width else ""
            try:
                if cell in ERROR_CELLS:
                    raise ValueError(_("The spreadsheet could not work this cell out."))
                value = column.parse(cell)
                if column.must_be_filled and value in ("", None):
                    raise ValueError(_("Nothing stands here."))
            except ValueError as error:
                is_good = False
                table.problem(line, column.name, error)
            else:
                values[column.name] = value
        if is_good:
            table.rows.append(Row(line, values))


@dataclass(frozen=True)
class Planned:
    """A record that the import adds or changes, for the preview: what it is called, what changes.

    `changes` are (what, before, after) texts.
    """

    line: int
    name: str
    changes: tuple[tuple[str, str, str], ...] = ()


class Import:
    """One import of one file by `person` (None: a command). Subclasses plan and write.

    `notes` are sentences that belong to what would be done, such as what is made beside it.
    """

    columns: list[Column] = []

    def __init__(self, person=None, **options):
        self.person, self.options = person, options
        self.table = Table()
        self.added: list[Planned] = []
        self.changed: list[Planned] = []
        self.unchanged = 0
        self.notes: list[str] = []

    def read(self, file, limits=COMMAND, lock=False):
        """Read the file and plan; nothing is written. Returns itself."""
        self.table = read_table(file, self.columns, limits)
        if self.table.rows:
            if lock:
                self.lock()
            self.plan()
        self.table.problems.sort()
        return self

    def run(self, file, limits=COMMAND, expected=None):
        """Read, plan and, where nothing is wrong, write: all or nothing. Whether it was written.

        With `expected`, an `outline` that somebody has agreed to, only where that still holds.
        """
        try:
            with transaction.atomic():
                expect_many_rows()
                self.read(file, limits, lock=True)
                if self.problems or expected not in (None, self.outline):
                    return False
                self.write()
        except IntegrityError:  # by another way than an import, which `lock` holds off
            self.table.problem(0, "", _("Somebody has added the same meanwhile. Try once more."))
            return False
        return True

    @property
    def problems(self):
        return self.table.problems

    @property
    def outline(self):
        """How much would be added, changed and left, as one text."""
        return f"{len(self.added)}-{len(self.changed)}-{self.unchanged}"

    def lock(self):
        """Hold off whoever would change between plan and writing what the plan rests on.

        Called once the file's rows are known."""

    def plan(self):
        """Fill `added`, `changed` and `unchanged` from the table's rows; name their problems."""
        raise NotImplementedError

    def write(self):
        """Write what was planned; inside a transaction, and only where nothing is wrong."""
        raise NotImplementedError
