"""Where a meeting stands in the order, whether or not its date is known.

A place is a number whose whole part is a day (`date.toordinal()`). A meeting of a known day stands
within that day, one of a known month or year anywhere within it, one without a date anywhere at
all. So the order never contradicts a date, and a new place is always the middle of a gap.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

FINEST = Decimal("0.000001")
FIRST, LAST = Decimal(-(10**9)), Decimal(10**9)


@dataclass(frozen=True)
class Span:
    """The places between `start` and `end`, neither included."""

    start: Decimal = FIRST
    end: Decimal = LAST

    def __contains__(self, place):
        return self.start < place < self.end

    def overlaps(self, other):
        return self.start < other.end and other.start < self.end

    def is_wider_than(self, other):
        return self.end - self.start > other.end - other.start

    def within(self, other):
        return Span(max(self.start, other.start), min(self.end, other.end))

    def middle(self):
        """The place in the middle, next to the known end where one is open; None: no space left."""
        start, end = self.start, self.end
        if end == LAST:
            end = start + 2
        elif start == FIRST:
            start = end - 2
        place = ((start + end) / 2).quantize(FINEST)
        return place if place in self else None


def span_of(held_on, precision):
    """The places that a date leaves open; `precision` is day, month, year or unknown."""
    if held_on is None:
        return Span()
    last = {
        "day": held_on,
        "month": held_on.replace(day=monthrange(held_on.year, held_on.month)[1]),
        "year": date(held_on.year, 12, 31),
    }[precision]
    return Span(Decimal(held_on.toordinal()), Decimal(last.toordinal() + 1))


def day_of(place):
    """The whole part of a place, also below zero."""
    return place.to_integral_value(ROUND_FLOOR)


def spread(places):
    """Evenly spaced places in the same days for `places` (ascending), in the same order."""
    days = {}
    for place in places:
        days.setdefault(day_of(place), []).append(place)
    return [
        (day + Decimal(number) / (len(members) + 1)).quantize(FINEST)
        for day, members in days.items()
        for number in range(1, len(members) + 1)
    ]
