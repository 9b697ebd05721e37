"""Answers from a file, a row a point: forums written on paper, rounds from before the portal."""

from collections import defaultdict

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.importing import Column, Import, Planned, choice, text, tidy
from partners.models import District, Organisation, SchoolSize
from partners.organisation_import import code
from reflections.importing import writing
from reflections.importing.columns import GROUP, QUESTION, SETS_ASIDE, point_text, section_of
from reflections.models import Invitation, Point, Reflection, Round, Theme
from reflections.models.opening import NAMES_ARE_CUT
from reflections.models.rounds import ADDRESS_IS_TAKEN


class ReflectionImport(Import):
    """Points of schools into one round. `options`: round (slug), title (makes the round where it
    is missing), is_new (the round must be missing), form_key (that of the round that is made),
    create_schools, coded.

    A row is known again by school, section and text. A reflection that a school wrote itself,
    wrote on in, or withdrew, is never touched: its rows are problems.
    """

    columns = [
        Column("school_code", required=True, parse=code),
        QUESTION,
        GROUP,
        Column("text", required=True, parse=point_text),
        Column(
            "theme_key", parse=text(80), help=gettext_lazy("empty: not grouped; none: set aside")
        ),
        Column("district", parse=text(100)),
        Column("school_size", parse=choice(SchoolSize)),
    ]

    def lock(self):
        """Files for one round go in one after another, or both would add the same row; a school of
        the file that begins or writes on in this moment waits until it stands."""
        with connection.cursor() as cursor:
            key = f"answers:{self.options['round']}"
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])
        round = Round.everything.filter(slug=self.options["round"]).first()
        if round:
            writing.hold(round, self._known_schools())

    def plan(self):
        self.round = Round.everything.filter(slug=self.options["round"]).first()
        if not self._round_is_usable():
            return
        self.schools, self.fresh_schools = self._schools(), {}
        self.taken = self._taken() if self.options.get("create_schools") else set()
        self.themes = {theme.key: theme for theme in Theme.objects.all()}
        self.districts = _districts() if self.options.get("create_schools") else {}
        self.reflections, self.asked_no_longer = self._reflections(), self._asked_no_longer()
        self.points = self._points()
        self.fresh, self.newly_coded = defaultdict(dict), {}
        for row in self.table.rows:
            self._plan_row(row)
        self._name_what_is_new()

    def _round_is_usable(self):
        if self.round is None and not self.options.get("title"):
            reason = _("There is no round “%(slug)s”.") % {"slug": self.options["round"]}
        elif self.round is None:
            self.notes.append(self._new_round())
            return True
        elif self.options.get("is_new"):
            reason = ADDRESS_IS_TAKEN
        elif self.round.deleted_at:
            reason = _("A deleted round has this address.")
        elif self.round.status == Round.Status.DRAFT:
            reason = _("The round is still being prepared; open it first.")
        elif self.round.names_cut_at:
            reason = NAMES_ARE_CUT  # whose answers are there already, nobody can tell any more
        else:
            return True
        self.table.problem(0, "", reason)
        return False

    def _new_round(self):
        """What is said of the round that would be made."""
        keeper = writing.keeper_of_a_new_round(self.person)
        return _(
            "A new round, closed: “%(title)s”, %(address)s. Keeper of its answers: %(keeper)s."
        ) % {
            "title": self.options["title"],
            "address": reverse("reflections:round", args=[self.options["round"]]),
            "keeper": keeper or _("nobody yet"),
        }

    def _known_schools(self):
        codes = {row["school_code"].upper() for row in self.table.rows}
        found = Organisation.objects.schools().annotate(upper_code=Upper("code"))
        return found.filter(upper_code__in=codes)

    def _schools(self):
        found = self._known_schools().select_related("district__zone")
        return {school.upper_code: school for school in found}

    def _taken(self):
        """Codes and addresses that other organisations have, among those that new schools need."""
        codes = {row["school_code"].upper() for row in self.table.rows} - set(self.schools)
        slugs = {writing.slug_of(code) for code in codes}
        others = Organisation.everything.annotate(upper_code=Upper("code"))
        others = others.filter(Q(upper_code__in=codes) | Q(slug__in=slugs))
        return {taken for row in others.values_list("upper_code", "slug") for taken in row}

    def _reflections(self):
        """School's primary key -> its Reflection in this round."""
        found = Reflection.objects.filter(round=self.round, kind="school", is_provisional=False)
        if self.round is None:
            return {}
        return {reflection.organisation_id: reflection for reflection in found}

    def _asked_no_longer(self):
        """Primary keys of the schools whose invitation to this round was cancelled."""
        found = Invitation.objects.filter(round=self.round, state=Invitation.State.CANCELLED)
        return set(found.values_list("school_id", flat=True)) if self.round else set()

    def _points(self):
        """(reflection, section, text) -> Point, of the imported answers."""
        if self.round is None:
            return {}
        found = Point.objects.sent().filter(
            reflection__round=self.round, reflection__is_imported=True
        )
        return {(point.reflection_id, point.section, point.sent_text): point for point in found}

    def _plan_row(self, row):
        section = section_of(self.table, row)
        school = self._school(row)
        result = self._result(row, section)
        if section is None or school is None or result is None:
            return
        reflection = self.reflections.get(school.pk) if school.pk else None
        if not self._may_be_touched(row, school, reflection):
            return
        point = reflection and self.points.get((reflection.pk, section.value, row["text"]))
        if point:
            self._plan_known(row, point, result)
        elif (section.value, row["text"]) in self.fresh[school.code.upper()]:
            self.unchanged += 1
        else:
            self.fresh[school.code.upper()][section.value, row["text"]] = result
            self.added.append(Planned(row.line, row["text"]))

    def _plan_known(self, row, point, result):
        is_coded = point.theme_id or point.is_set_aside
        if result == (None, False) or is_coded or point.pk in self.newly_coded:
            self.unchanged += 1
            return
        point.theme, point.is_set_aside = result
        self.newly_coded[point.pk] = point
        change = (_("theme"), "", str(point.theme or SETS_ASIDE))
        self.changed.append(Planned(row.line, row["text"], (change,)))

    def _may_be_touched(self, row, school, reflection):
        if school.pk in self.asked_no_longer:
            reason = _("The invitation of this school has been cancelled. Invite it again first.")
        elif reflection and reflection.status == Reflection.Status.WITHDRAWN:
            reason = _("This school has withdrawn its answer.")
        elif reflection and not reflection.is_imported:
            reason = _("This school wrote its answer itself; it is not touched.")
        else:
            return True
        self.table.problem(row.line, "school_code", reason)
        return False

    def _school(self, row):
        """The row's school, one to be made, or None with a problem."""
        code = row["school_code"].upper()
        school = self.schools.get(code) or self.fresh_schools.get(code)
        if school is None and self.options.get("create_schools"):
            school = self._new_school(row)
        elif school is None:
            self.table.problem(row.line, "school_code", _("No school has this code."))
        return school

    def _new_school(self, row):
        district = None
        if row["district"]:
            district = self.districts.get(_district_key(row["district"]))
            if district is None:
                self.table.problem(row.line, "district", _("No district has this name."))
                return None
        school = writing.unnamed_school(row["school_code"], district, row["school_size"] or "")
        if {school.slug, school.code.upper()} & self.taken:
            self.table.problem(
                row.line, "school_code", _("An organisation with this code is there already.")
            )
            return None
        self.fresh_schools[school.code.upper()] = school
        return school

    def _result(self, row, section):
        """(theme or None, set aside) of the row; None with a problem."""
        key = row["theme_key"] if self.options.get("coded") else ""
        if not key:
            return None, False
        if key == SETS_ASIDE:
            return None, True
        theme = self.themes.get(key)
        if theme and section and theme.section == section:
            return theme, False
        if theme and section:
            reason = _("This theme belongs to another question.")
        else:
            reason = _("There is no theme with this key.")
        if section:
            self.table.problem(row.line, "theme_key", reason)
        return None

    def _name_what_is_new(self):
        """The preview begins with the schools that would be made."""
        made = [
            Planned(0, _("%(school)s (new, name to be checked)") % {"school": school.name_th})
            for school in self.fresh_schools.values()
        ]
        self.added[:0] = made

    def write(self):
        if self.round is None:
            self.round = writing.make_round(
                self.options["round"],
                self.options["title"],
                self.person,
                self.options.get("form_key"),
            )
        schools = {**self.schools, **writing.add_schools(self.fresh_schools)}
        fresh = {schools[code].pk: points for code, points in self.fresh.items() if points}
        by_key = {school.pk: school for school in schools.values()}
        invitations = writing.invite(self.round, fresh, self.person)
        missing = [key for key in fresh if key not in self.reflections]
        made = writing.make_reflections(
            self.round, [by_key[key] for key in missing], invitations, self.person
        )
        writing.add_points({**self.reflections, **made}, fresh, self.person)
        writing.code_points(list(self.newly_coded.values()), self.person)
        if self.person:
            touched = [self.reflections.get(key) or made[key] for key in fresh]
            writing.put_on_record(touched, self.person)


def _district_key(name):
    name = tidy(name).casefold().removeprefix("อำเภอ").removeprefix("อ.")
    return "".join(name.split())


def _districts():
    """Every way a district's name is written -> District."""
    return {
        _district_key(name): district
        for district in District.objects.select_related("zone")
        for name in (district.name_th, district.name_en, district.key, _short(district))
        if name
    }


def _short(district):
    """The capital's district is called เมือง."""
    return "เมือง" if district.name_th == f"เมือง{district.province}" else ""
