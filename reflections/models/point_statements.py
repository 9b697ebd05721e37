"""What each page of the form and each saving asks of an answer's points, prepared once a
connection: composing these statements anew, as the ORM does, would cost as much as doing them."""

from functools import cache

from django.apps import apps

from partners.prepared import Prepared, columns

# what saving a point looks at: asked for each time one is saved
OF_ANSWER = "status is_imported is_provisional taken_into_id".split()
COMPARED = "id reflection_id client_id text revision position deleted_at updated_at".split()
HOLD = "SELECT FROM reflections_reflection WHERE id = %s FOR NO KEY UPDATE;"
HELD = Prepared(
    "points_held",
    "bigint, uuid[]",
    f"""
        SELECT every.last,
            {", ".join(f"a.{name}" for name in OF_ANSWER)},
            {", ".join(f"p.{name}" for name in COMPARED)}
        FROM reflections_reflection a
        CROSS JOIN LATERAL (
            SELECT max(position) AS last FROM reflections_point WHERE reflection_id = a.id) every
        LEFT JOIN reflections_point p
            -- `= ANY` would be planned anew each time, for the number of identities that came
            ON p.reflection_id = a.id AND array_position($2, p.client_id) IS NOT NULL
        WHERE a.id = $1
    """,
)
WRITE = Prepared(
    "points_written",
    "bigint, text, uuid[], uuid[], text[], integer, timestamptz",
    """
        INSERT INTO reflections_point (
            reflection_id, section, client_id, public_id, text, position, created_at, updated_at,
            revision, coded_how, is_set_aside, changed_since_coding)
        SELECT $1, $2, w.client_id, w.public_id, w.text, $6 + w.number - 1, $7, $7,
            1, '', false, false
        FROM unnest($3, $4, $5) WITH ORDINALITY AS w (client_id, public_id, text, number)
        RETURNING id
    """,
)


@cache
def every():
    """All points of one answer with all their columns."""
    found = columns(apps.get_model("reflections.Point"))
    return Prepared(
        "points_every",
        "bigint",
        f"SELECT {found} FROM reflections_point WHERE reflection_id = $1 ORDER BY position, id",
    )
