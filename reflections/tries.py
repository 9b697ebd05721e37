"""Guessing codes: only failures count, for each thing guessed at, wherever they come from.

Two hundred phones in a hall share one address; a code belongs to one answer or school.
"""

from django.core.cache import cache

MOST, SECONDS = 10, 3600


def left(what):
    """Whether `what` (a key) may be guessed at once more within this hour."""
    return cache.get(f"tries-{what}", 0) < MOST


def count(what):
    """Note one more failure."""
    key = f"tries-{what}"
    cache.add(key, 0, SECONDS)
    cache.incr(key)
