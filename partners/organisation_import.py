"""Organisations from a CSV or XLSX file.

A row is known again by its code; one without a code, or with a code that is new, by its name in
its district among the organisations that have no code. Only the columns of the file change
anything, and an empty cell leaves what is there. School clusters are made where they are new.
"""

import re
from collections import defaultdict

from django.db import connection
from django.db.models.functions import Upper
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partners.addresses import make_address
from partners.bulk import copy_changed, copy_new
from partners.importing import Column, Import, Planned, choice, email, text, whole_number
from partners.models import Organisation, SchoolCluster
from partners.place_names import PROVINCE, SUBDISTRICT, PlaceNames
from thai.words import normalise

KIND = Organisation.Kind
BATCH = 1000
# columns whose cell is the field's value; the others are looked up
PLAIN = ["name_th", "name_en", "short_name", "code", "kind", "province", "subdistrict"]
PLAIN += ["pupils", "email", "phone", "former_names"]
LOOKED_UP = ["district", "affiliation", "cluster"]
WRITTEN = PLAIN + LOOKED_UP + ["name_unchecked", "version", "updated_at"]
WRITTEN += ["sort_key", "search_text", "search_bigrams"]


def code(cell):
    """A parser of codes: letters a to z, digits and -."""
    cleaned = text(20)(cell)
    if cleaned and not re.fullmatch(r"[0-9A-Za-z-]+", cleaned):
        raise ValueError(_("Use letters a to z, digits and -."))
    return cleaned


def without(prefix, most):
    """A parser of a place's name without what stands before it (จังหวัด, ต. and so on)."""
    return lambda cell: prefix.sub("", text(most)(cell)).strip()


def lines(cell):
    """A parser of former names, parted by | or ; or lines: one a line."""
    names = [text(200)(name) for name in re.split(r"[|;\n]", cell)]
    return text(1000)("\n".join(filter(None, names)).replace("\n", "|")).replace("|", "\n")


class OrganisationImport(Import):
    columns = [
        Column("code", parse=code, help=gettext_lazy("The ministry's code; schools need it.")),
        Column("name_th", required=True, help=gettext_lazy("Name in Thai.")),
        Column("name_en", help=gettext_lazy("Name in English.")),
        Column("short_name", parse=text(80), help=gettext_lazy("Short name.")),
        Column(
            "kind",
            parse=choice(KIND),
            help=gettext_lazy("Such as school, association or ngo; empty means school."),
        ),
        Column("province", parse=without(PROVINCE, 100), help=gettext_lazy("Province.")),
        Column("district", help=gettext_lazy("District, with or without อำเภอ, Thai or English.")),
        Column("subdistrict", parse=without(SUBDISTRICT, 100), help=gettext_lazy("Subdistrict.")),
        Column("affiliation", help=gettext_lazy("Such as สพป.กาฬสินธุ์ เขต 1.")),
        Column("cluster", help=gettext_lazy("School cluster; a new one is made.")),
        Column("pupils", parse=whole_number(0, 100_000), help=gettext_lazy("Number of pupils.")),
        Column("email", parse=email, help=gettext_lazy("Shown to members only.")),
        Column("phone", parse=text(60), help=gettext_lazy("Shown to members only.")),
        Column("former_names", parse=lines, help=gettext_lazy("Former names, parted by |.")),
    ]

    def lock(self):
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE partners_organisation IN SHARE ROW EXCLUSIVE MODE")

    def plan(self):
        self.places = PlaceNames()
        self._know_organisations()
        self.to_add, self.to_change, seen = [], [], {}
        for row in self.table.rows:
            organisation = self._organisation(row)
            if organisation is None:
                continue
            mark = organisation.pk or (row["code"] or "").upper() or self._place_in_mind(row)
            if mark in seen:
                line = f"{seen[mark]:,}"
                self.table.problem(
                    row.line,
                    "",
                    _("This organisation stands in line %(line)s already.") % {"line": line},
                )
                continue
            seen[mark] = row.line
            self._plan_row(row, organisation)
        self._note_clusters()

    def write(self):
        SchoolCluster.objects.bulk_create(self.places.new_clusters)
        for organisation in self.to_add + self.to_change:
            organisation.cluster = organisation.cluster  # a cluster just made has its key now
        taken = set(Organisation.everything.values_list("slug", flat=True))
        for organisation in self.to_add:
            wishes = [organisation.name_en, organisation.short_name, organisation.code]
            organisation.slug = make_address(wishes, taken.__contains__)
            taken.add(organisation.slug)
        for organisation in self.to_add + self.to_change:
            organisation.derive()
        for organisation in self.to_change:
            organisation.version += 1
        copy_new(Organisation, self.to_add)
        copy_changed(Organisation, self.to_change, WRITTEN)

    def _know_organisations(self):
        """The organisations that rows may mean: by code, and without one by name."""
        codes = {row["code"].upper() for row in self.table.rows if row["code"]}
        known = Organisation.everything.select_related("cluster", "district", "affiliation")
        known = known.annotate(upper_code=Upper("code"))
        self.by_code = {}
        wanted = sorted(codes)
        for start in range(0, len(wanted), 10 * BATCH):
            some = known.filter(upper_code__in=wanted[start : start + 10 * BATCH])
            self.by_code |= {organisation.upper_code: organisation for organisation in some}
        self.by_name = defaultdict(list)
        for organisation in known.filter(code="", deleted_at=None):
            self.by_name[normalise(organisation.name_th)].append(organisation)

    def _organisation(self, row):
        """The organisation that a row means, a new one, or None with the problem told."""
        kind, key = row["kind"] or "", (row["code"] or "").upper()
        if key in self.by_code:
            if self.by_code[key].deleted_at is None:
                return self.by_code[key]
            self.table.problem(
                row.line, "code", _("A deleted organisation has this code. Bring it back first.")
            )
            return None
        same = self._of_the_name(row, kind)
        if len(same) > 1:
            self.table.problem(
                row.line, "name_th", _("Several organisations have this name. Give the code.")
            )
            return None
        if same:
            return same[0]
        if not key and kind in ("", KIND.SCHOOL):
            reason = _("A school needs its code. For another body write its kind.")
            self.table.problem(row.line, "code", reason)
            return None
        return Organisation(kind=kind or KIND.SCHOOL)

    def _of_the_name(self, row, kind):
        """Organisations without a code that have the row's name, and its kind and district."""
        try:
            district = self.places.district(row["district"], row["province"])
        except ValueError:
            return []  # told later
        return [
            organisation
            for organisation in self.by_name.get(normalise(row["name_th"]), [])
            if (not kind or organisation.kind == kind)
            and (not district or organisation.district_id in (None, district.pk))
        ]

    def _place_in_mind(self, row):
        return normalise(row["name_th"]), normalise(row["district"] or "")

    def _plan_row(self, row, organisation):
        new, before = self._values(row, organisation), {}
        if new is None:
            return
        for name, value in new.items():
            before[name] = getattr(organisation, name)
            setattr(organisation, name, value)
        if organisation.model_school and not organisation.is_school:
            reason = _("A model school cannot become another kind of organisation.")
            self.table.problem(row.line, "kind", reason)
        elif organisation.pk is None:
            self.to_add.append(organisation)
            self.added.append(Planned(row.line, described(organisation)))
        elif changes := tuple(
            (name, shown(before[name]), shown(value))
            for name, value in new.items()
            if before[name] != value
        ):
            organisation.name_unchecked = False
            self.to_change.append(organisation)
            self.changed.append(Planned(row.line, described(organisation), changes))
        else:
            self.unchanged += 1

    def _values(self, row, organisation):
        """The new values by field, empty cells left out; None where a place is not known."""
        values = {name: row[name] for name in PLAIN if row[name] not in (None, "")}
        places, district, is_good = self.places, None, True
        for name in LOOKED_UP:
            try:
                if name == "district":
                    province = row["province"] or organisation.province
                    district = found = places.district(row["district"], province)
                elif name == "affiliation":
                    found = places.affiliation(row["affiliation"])
                else:
                    found = places.cluster(row["cluster"], district or organisation.district)
            except ValueError as error:
                is_good = False
                self.table.problem(row.line, name, error)
            else:
                values |= {name: found} if found else {}
        return values if is_good else None

    def _note_clusters(self):
        new = [cluster.name_th for cluster in self.places.new_clusters]
        if new:
            names = ", ".join(new[:20]) + (" …" if len(new) > 20 else "")
            self.notes.append(
                ngettext(
                    "%(count)s new school cluster: %(names)s",
                    "%(count)s new school clusters: %(names)s",
                    len(new),
                )
                % {"count": len(new), "names": names}
            )


def described(organisation):
    parts = [organisation.name_th, organisation.code, shown(organisation.district)]
    return " · ".join(filter(None, parts))


def shown(value):
    """A value for the preview: places by their Thai name, as the file has them."""
    if value is None:
        return ""
    return str(getattr(value, "name_th", value)).replace("\n", " | ")
