"""Guessing codes: only failures count, each for an hour, for the thing guessed at.

Two hundred phones in a hall share one address; a code belongs to one answer or school. A try takes
its place before it is judged, so that a thousand at once are no more than `MOST`.
"""

from ipaddress import ip_network
from random import randrange

from allauth.account.adapter import get_adapter
from django.core.cache import cache

from reflections import tokens

MOST, MOST_OF_A_PLACE, MOST_OF_ALL, SECONDS = 10, 20, 300, 3600


def take(what, most=MOST):
    """The key of one try at `what`, or None where `most` have failed within the last hour."""
    keys = (f"try-{what}-{number}" for number in range(most))
    return next((key for key in keys if cache.add(key, True, SECONDS)), None)


def take_of_all(what):
    """As `take`, of the MOST_OF_ALL that the whole world has at `what`.

    They lie in parts, one of which is asked: a full hour costs no more than a full part.
    """
    return take(f"{what}-part-{randrange(MOST_OF_ALL // MOST)}")


def give_back(*keys):
    """It was no failure."""
    cache.delete_many([key for key in keys if key])


def place(request):
    """A mark of where a request comes from (behind the proxy, too), not the address itself."""
    address = get_adapter().get_client_ip(request)
    whole = 64 if ":" in address else 32  # one household has 2^64 addresses of IPv6
    return tokens.identity("place", ip_network(f"{address}/{whole}", strict=False))
