"""What each page of the form and each saving asks first: my school's invitation in this round.

The rule is that of `answerable_by`, and a test holds the two together. It is written out because
composing and planning this query anew costs more than all the rest of saving a point.
"""

from functools import cache

from django.apps import apps
from django.utils import timezone

from partners.prepared import Prepared

# of a school only what the form shows; any other column is read when it is asked for
SCHOOL = "id slug name_th name_en short_name kind district phone deleted_at is_demo".split()

ONE = """
    SELECT {columns}
    FROM reflections_invitation i
    JOIN reflections_round r ON r.id = i.round_id
    JOIN partners_organisation s ON s.id = i.school_id
    LEFT JOIN reflections_reflection a ON a.invitation_id = i.id
    WHERE r.slug = $1 AND r.deleted_at IS NULL AND r.status <> 'draft'
        AND s.slug = $2 AND s.deleted_at IS NULL AND EXISTS (
            SELECT FROM partners_membership m
            WHERE m.person_id = $3 AND m.organisation_id = s.id AND m.role = 'director'
                AND m.started_on <= $4 AND (m.ended_on IS NULL OR m.ended_on >= $4))
"""


def find(person, round_slug, school_slug):
    """The Invitation with its round, school and answer; raises DoesNotExist."""
    row = _statement().first(round_slug, school_slug, person.pk, timezone.localdate())
    if row is None:
        raise apps.get_model("reflections.Invitation").DoesNotExist
    invitation, round, school, answer = _records(row)
    invitation.round, invitation.school = round, school
    invitation._state.fields_cache["reflection"] = answer
    return invitation


@cache
def _parts():
    """(alias, model, names of its fields that are read), in the order of the columns."""
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
def _statement():
    columns = [f"{alias}.{field.column}" for alias, _, fields in _parts() for field in fields]
    sql = ONE.format(columns=", ".join(columns))
    return Prepared("own_school", "text, text, bigint, date", sql)


def _records(row):
    """One record of each part from its columns, None where a LEFT JOIN found nothing."""
    start = 0
    for _alias, model, fields in _parts():
        values, start = row[start : start + len(fields)], start + len(fields)
        names = [field.attname for field in fields]
        yield model.from_db("default", names, values) if values[0] else None
