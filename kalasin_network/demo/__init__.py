"""Demonstration data: real partners with what the record says of them, everything else invented.

`load(password)` fills an empty database, `clear()` takes exactly that away again. The seed is
fixed: two loads give the same schools, texts and themes.
"""

from django.db import transaction

from kalasin_network import preparing
from kalasin_network.demo import answers, clearing, editions, meetings, network, people, rounds
from partners.bulk import expect_many_rows
from reflections.codebook import make_book


class NotEmpty(Exception):
    """The database holds records that are not the demo's to mix with."""


@transaction.atomic
def load(password):
    """Everything at once or nothing. Raises NotEmpty where the database holds records.

    Returns the demo's administrator sign-in secrets: {"totp": ..., "recovery_code": ...}.
    """
    if not preparing.is_untouched():
        raise NotEmpty
    expect_many_rows()
    network.load_places()
    network.load_organisations()
    schools = network.load_schools()
    secrets = people.load(password, schools)
    meetings.load()
    make_book(is_demo=True)
    forum, earlier, later = rounds.load(schools)
    answers.load(forum, earlier, later, schools)
    editions.load(forum)
    return secrets


clear = clearing.clear
