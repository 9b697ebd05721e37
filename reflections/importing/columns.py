"""Parsers that the imports of themes and of answers share."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.importing import Column, tidy, whole_number
from reflections.models import Group, Section
from reflections.models.points import LENGTH_LIMIT
from thai.words import length

SETS_ASIDE = "none"  # the theme_key of a text that answers another question


def group(cell):
    """A group of question 1, or '' for questions 2 and 3."""
    found = tidy(cell).lower()
    if found not in {"", *Group}:
        raise ValueError(
            _("Unknown. Known are: %(values)s.") % {"values": ", ".join(map(str, Group))}
        )
    return found


def point_text(cell):
    """One point's text: trimmed, NFC, on one line, at most 500 characters as people see them."""
    found = tidy(cell)
    if length(found) > LENGTH_LIMIT:
        raise ValueError(
            _("Longer than %(most)s characters (%(length)s).")
            % {"most": LENGTH_LIMIT, "length": length(found)}
        )
    return found


QUESTION = Column(
    "question", required=True, parse=whole_number(1, 3), help=gettext_lazy("1, 2 or 3")
)
GROUP = Column(
    "group",
    required=True,
    may_be_empty=True,
    parse=group,
    help=gettext_lazy("for question 1: learner, teacher, director or community"),
)


def section_of(table, row):
    """The row's Section, or None with a problem on the table where question and group disagree."""
    try:
        return Section.from_file(row["question"], row["group"])
    except ValueError:
        reason = (
            _("Question 1 needs a group.")
            if row["question"] == 1
            else _("Questions 2 and 3 have no groups.")
        )
        table.problem(row.line, "group", reason)
        return None
