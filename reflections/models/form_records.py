"""What each page of the form and each saving asks first: the school's invitation, with its round
and its answer, in one statement that is prepared once.

Composing and planning these queries anew, as the ORM does, costs more than all the rest of saving
a point. The rule of `mine` is that of `answerable_by`; a test holds the two together.
"""

from functools import cache

from django.apps import apps
from django.utils import timezone

from partners.prepared import Prepared

# of a school only what the form shows; any other column is read when it is asked for
SCHOOL = "id slug name_th name_en short_name kind district phone deleted_at is_demo".split()

OF_INVITATION = """
    FROM reflections_invitation i
    JOIN reflections_round r ON r.id = i.round_id
    JOIN partners_organisation s ON s.id = i.school_id
    LEFT JOIN reflections_reflection a ON a.invitation_id = i.id
"""
MINE = f"""{OF_INVITATION}
    WHERE r.slug = $1 AND r.deleted_at IS NULL AND r.status <> 'draft'
        AND s.slug = $2 AND s.deleted_at IS NULL AND EXISTS (
            SELECT FROM partners_membership m
            WHERE m.person_id = $3 AND m.organisation_id = s.id AND m.role = 'director'
                AND m.started_on <= $4 AND (m.ended_on IS NULL OR m.ended_on >= $4))
"""
INVITED = f"{OF_INVITATION} WHERE i.id = $1"
# a provisional answer has no invitation of its own, and one whose name is cut no school
WRITTEN = """
    FROM reflections_reflection a
    JOIN reflections_round r ON r.id = a.round_id
    LEFT JOIN partners_organisation s ON s.id = a.organisation_id
    LEFT JOIN reflections_invitation i ON i.round_id = a.round_id AND i.school_id = s.id
    WHERE a.id = $1
"""


def mine(person, round_slug, school_slug):
    """The Invitation by which `person` acts for this school in this round, else None."""
    statement = _statement("form_mine", "text, text, bigint, date", MINE)
    return _invitation(statement.first(round_slug, school_slug, person.pk, timezone.localdate()))


def invited(pk):
    """The Invitation `pk`, else None."""
    return _invitation(_statement("form_invited", "bigint", INVITED).first(pk))


def written(pk):
    """(the Reflection `pk`, the Invitation of its school or None), else (None, None)."""
    row = _statement("form_written", "bigint", WRITTEN).first(pk)
    if row is None:
        return None, None
    invitation, round, school, answer = _records(row)
    answer.round, answer.organisation = round, school
    if invitation:
        invitation.round, invitation.school = round, school
    return answer, invitation


def _invitation(row):
    if row is None:
        return None
    invitation, round, school, answer = _records(row)
    invitation.round, invitation.school = round, school
    invitation._state.fields_cache["reflection"] = answer
    return invitation


@cache
def _parts():
    """(alias, model, its fields that are read), in the order of the columns."""
    reflections, partners = (apps.get_app_config(app) for app in ("reflections", "partners"))
    parts = [
        ("i", reflections.get_model("Invitation"), None),
        ("r", reflections.get_model("Round"), None),
        ("s", partners.get_model("Organisation"), SCHOOL),
        ("a", reflections.get_model("Reflection"), None),
    ]
    return [(alias, model, _fields(model, names)) for alias, model, names in parts]


def _fields(model, names):
    return [field for field in model._meta.concrete_fields if not names or field.name in names]


@cache
def _statement(name, types, of_what):
    columns = [f"{alias}.{field.column}" for alias, _, fields in _parts() for field in fields]
    return Prepared(name, types, f"SELECT {', '.join(columns)} {of_what}")


def _records(row):
    """One record of each part from its columns, None where a LEFT JOIN found nothing."""
    start = 0
    for _alias, model, fields in _parts():
        values, start = row[start : start + len(fields)], start + len(fields)
        names = [field.attname for field in fields]
        yield model.from_db("default", names, values) if values[0] else None
