"""Schools to invite from a list that somebody pastes or uploads: one a line, by name or by code."""

import hashlib
import re
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from partners.spreadsheets import PAGE, heading, raw_rows
from reflections.models.opening import schools_to_ask
from thai.words import normalise

BEGINNING = re.compile(r"^(โรงเรียน|รร\.?)")
NUMBERED = re.compile(r"^\s*(\d{1,4}[.)]|[-•*])\s+")  # how a copied list counts its lines
DISTRICT = re.compile(r"^(อ\.|อำเภอ)\s*")
APART = re.compile(r"[\t,;|]")
CODE_COLUMNS = ("code", "school_code", "รหัส", "รหัสโรงเรียน")
NAME_COLUMNS = ("school", "name_th", "name", "โรงเรียน", "ชื่อโรงเรียน", "ชื่อ")
HEADINGS = frozenset(CODE_COLUMNS + NAME_COLUMNS)


@dataclass(frozen=True)
class Line:
    """What was written, the school that it means (or None), and why it is not to be invited."""

    text: str
    school: object = None
    reason: str = ""


def lines_of_file(file):
    """The lines that a CSV or XLSX holds, cells parted by tabs; raises FileProblem.

    With headings that we know only code and name count, else everything that stands in a row.
    """
    rows = [cells for _line, cells in raw_rows(file.read(), file.name or "", PAGE, HEADINGS)]
    first = [heading(cell) for cell in rows[0]] if rows else []
    wanted = [first.index(name) for name in CODE_COLUMNS + NAME_COLUMNS if name in first]
    if wanted:
        rows = [[cells[at] for at in wanted if at < len(cells)] for cells in rows[1:]]
    found = ["\t".join(" ".join(cell.split()) for cell in cells if cell.strip()) for cells in rows]
    return [line for line in found if line]


def name_key(text):
    """A name as it is compared: without "โรงเรียน" or "รร." before it, and without spaces."""
    return BEGINNING.sub("", normalise(text).replace(" ", ""))


def _district_of(school):
    return normalise(school.district.name_th) if school.district else None


class SchoolList:
    """The lines of `text`, sorted into those to invite, those on the list already, and the rest."""

    def __init__(self, round, text):
        self.round = round
        self.fresh, self.listed, self.refused = [], [], []
        self._seen = set()
        for line in text.splitlines():
            if line.strip():
                self._place(line.strip())

    def _place(self, text):
        school, reason = self._find(text)
        if school and school.pk in self._seen:
            self.listed.append(Line(text, school, _("stands in this list twice")))
        elif school and school.pk in self._invited:
            self.listed.append(Line(text, school, self._invited[school.pk].get_state_display()))
        elif school:
            self.fresh.append(Line(text, school))
        else:
            self.refused.append(Line(text, None, reason))
        if school:
            self._seen.add(school.pk)

    def _find(self, text):
        """(school, "") or (None, why it was not recognised): its code, or its name and district."""
        text = NUMBERED.sub("", text)
        pieces = [text, *(piece for piece in APART.split(text) if piece.strip())]
        for piece in pieces:
            if found := self._by_code.get(piece.strip().upper()):
                return found, ""
        for piece in pieces:
            named = self._by_name.get(name_key(piece), [])
            if len(named) > 1:
                rest = {normalise(other).removeprefix("อ.").strip() for other in pieces}
                near = [
                    one for one in named if one.district and normalise(str(one.district)) in rest
                ]
                named = near if len(near) == 1 else named
            if len(named) == 1:
                return named[0], ""
            if named:
                return None, _("Several schools have this name: write the code, or name, district.")
        return None, _("No school of the network has this name or code.")

    @cached_property
    def _schools(self):
        heavy = ("search_bigrams", "search_text", "contribution")
        return list(schools_to_ask().select_related("district").defer(*heavy))

    @cached_property
    def _by_code(self):
        return {school.code.upper(): school for school in self._schools if school.code}

    @cached_property
    def _by_name(self):
        found = {}
        for school in self._schools:
            names = [school.name_th, school.name_en, school.short_name, *school.former_names_list]
            for key in {name_key(name) for name in names} - {""}:
                found.setdefault(key, []).append(school)
        return found

    @cached_property
    def _invited(self):
        return {one.school_id: one for one in self.round.invitations.all()}

    @property
    def outline(self):
        """Which schools would be invited, as one short text."""
        keys = ",".join(sorted(str(line.school.pk) for line in self.fresh))
        return hashlib.sha256(keys.encode()).hexdigest()[:16]

    @property
    def left_over(self):
        """The lines that are still to be put right, as they were written."""
        return "\n".join(line.text for line in self.refused)

    def invite(self, person):
        """Invite the recognised schools; returns how many were added."""
        keys = [line.school.pk for line in self.fresh]
        return self.round.invite(schools_to_ask().filter(pk__in=keys), person)
