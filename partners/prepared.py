"""Statements whose plan a connection keeps: for the few asked so often that planning them anew
each time would cost several times what answering them does."""

from django.db import connection


class Prepared:
    """`sql` with $1, $2, ... for values of these `types` ("bigint, text"); `name` is its own.

    A connection prepares it at its first use and executes it from then on. Any number of columns
    may be named, but no `*`: a column that a migration adds must not change the result.
    """

    def __init__(self, name, types, sql):
        self.name = name
        self.declaration = f"PREPARE {name} ({types}) AS {sql}"
        self.execute = f"EXECUTE {name} ({', '.join(['%s'] * len(types.split(',')))})"

    def first(self, *values):
        """The first row as a tuple, or None."""
        rows = self.all(*values)
        return rows[0] if rows else None

    def all(self, *values, after=("", ())):
        """All rows, a list of tuples.

        `after` is another statement, ending in ";", with its values: it is done first, in the same
        message to the database, and its own rows are not read.
        """
        first, its_values = after
        with connection.cursor() as cursor:
            known = _prepared_on(connection)
            if self.name not in known:
                self.prepare(cursor)
                known.add(self.name)
            cursor.execute(first + self.execute, [*its_values, *values])
            return cursor.fetchall()

    def prepare(self, cursor):
        """Done once a connection."""
        cursor.execute(self.declaration)


def columns(model):
    """All columns of `model`, for the SELECT of a statement whose rows `record` reads."""
    return ", ".join(field.column for field in model._meta.concrete_fields)


def record(model, row):
    """The record of `model` that a row of its `columns` is; None where there is no row."""
    return row and model.from_db("default", [f.attname for f in model._meta.concrete_fields], row)


def _prepared_on(wrapper):
    """Names of what the wrapper's present connection has prepared; a new one knows none."""
    opened, names = getattr(wrapper, "prepared_on", (None, None))
    if opened is not wrapper.connection:
        names = set()
        wrapper.prepared_on = wrapper.connection, names
    return names
