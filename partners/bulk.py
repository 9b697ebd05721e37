"""Thousands of records written at once, by COPY: several times quicker than INSERT with values.

Triggers run and constraints hold as ever; `save` is not called, so whatever it derives must be
there already.
"""

import csv
import io

from django.db import connection

BATCH = 5000
NULL = "\x01"  # cleaned text holds no control characters


def copy_new(model, records):
    """Insert `records` without reading back their keys."""
    names = [f.column for f in model._meta.concrete_fields if not f.primary_key]
    _copy(model._meta.db_table, model, records, names)


def copy_changed(model, records, fields):
    """Write the named `fields` of `records`, which are all in the database already."""
    table = model._meta.db_table
    columns = [model._meta.get_field(name).column for name in fields]
    key = model._meta.pk.column
    listed = ", ".join(f'"{name}"' for name in [key, *columns])
    assigned = ", ".join(f'"{name}" = new."{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE TEMP TABLE copied ON COMMIT DROP AS SELECT {listed} FROM "{table}" LIMIT 0'
        )
        _copy("copied", model, records, [key, *columns])
        cursor.execute("ANALYZE copied")
        cursor.execute(
            f'UPDATE "{table}" AS old SET {assigned} FROM copied AS new '
            f'WHERE old."{key}" = new."{key}"'
        )
        cursor.execute("DROP TABLE copied")


def _copy(table, model, records, columns):
    fields = [f for name in columns for f in model._meta.concrete_fields if f.column == name]
    timed = [
        f for f in fields if getattr(f, "auto_now", False) or getattr(f, "auto_now_add", False)
    ]
    listed = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        for start in range(0, len(records), BATCH):
            buffer = io.StringIO()
            writer = csv.writer(buffer, quoting=csv.QUOTE_MINIMAL)
            for record in records[start : start + BATCH]:
                for f in timed:
                    f.pre_save(record, record.pk is None)
                writer.writerow([_cell(f, record) for f in fields])
            buffer.seek(0)
            cursor.copy_expert(
                f"COPY \"{table}\" ({listed}) FROM STDIN WITH (FORMAT csv, NULL '{NULL}')", buffer
            )


def _cell(f, record):
    value = getattr(record, f.attname)
    if value is None:
        return NULL
    if isinstance(value, str | int):
        return value
    if isinstance(value, list):
        return "{" + ",".join(map(_quoted, value)) + "}"
    return str(f.get_db_prep_save(value, connection))


def _quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
