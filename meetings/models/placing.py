"""The order of records that may lack a date: set from the date, changed by hand."""

from decimal import Decimal

import pgtrigger
from django.db import models, transaction

from meetings.models.order import Span, day_of, span_of, spread
from partners.models.base import RecordQuerySet


class InOrderQuerySet(RecordQuerySet):
    def before(self, place, pk):
        """Those that stand earlier in the order than (`place`, `pk`), the nearest first."""
        earlier = models.Q(sequence__lt=place) | models.Q(sequence=place, pk__lt=pk)
        return self.filter(earlier).order_by("-sequence", "-pk")

    def after(self, place, pk):
        """Those that stand later in the order than (`place`, `pk`), the nearest first."""
        later = models.Q(sequence__gt=place) | models.Q(sequence=place, pk__gt=pk)
        return self.filter(later).order_by("sequence", "pk")

    def beside(self, record):
        """The nearest earlier and the nearest later one, each or None: one query."""
        here = record.sequence, record.pk
        found = list(self.before(*here)[:1].union(self.after(*here)[:1], all=True))
        earlier = [other for other in found if (other.sequence, other.pk) < here]
        later = [other for other in found if (other.sequence, other.pk) > here]
        return earlier[0] if earlier else None, later[0] if later else None

    def make_space(self, *days):
        """Spread the records of these days evenly; the order stays, and history is not told."""
        found = self.none()
        for day in days:
            found |= self.filter(sequence__gte=day, sequence__lt=day + 1)
        crowded = list(found.order_by("sequence", "pk"))
        for record, place in zip(crowded, spread([r.sequence for r in crowded]), strict=True):
            record.sequence = place
        with pgtrigger.ignore(f"{self.model._meta.label}:update_update"):
            self.bulk_update(crowded, ["sequence"])


class InOrder(models.Model):
    """Needs `held_on`, `precision` (day, month, year, unknown), `sequence` and `everything`."""

    class Meta:
        abstract = True

    @property
    def _all(self):
        return type(self).everything

    @property
    def span(self):
        """The places in the order that its date leaves open."""
        return span_of(self.held_on, self.precision)

    def first_place(self):
        """Without a date: after all others. Within its first day: vaguer dates come first."""
        others = self._all.exclude(pk=self.pk)
        if not self.held_on:
            last = others.aggregate(last=models.Max("sequence"))["last"]
            return Decimal(1) if last is None else last + 1
        day = self.span.start
        same_day = others.filter(sequence__gte=day, sequence__lt=day + 1)
        finer = {"day": [], "month": ["day"], "year": ["month", "day"]}[self.precision]
        later = same_day.filter(precision__in=finer).order_by("sequence", "pk").first()
        end = later.sequence if later else day + 1
        earlier = same_day.filter(sequence__lt=end).order_by("-sequence").first()
        place = Span(earlier.sequence if earlier else day, end).middle()
        if place is None:
            self._all.make_space(day)
            return self.first_place()
        return place

    def may_change_places_with(self, other):
        """Whether the two dates leave open which of them was first."""
        return self.span.overlaps(other.span)

    def move_before(self, other):
        """Stand directly before `other`; False where the dates say that it was after it."""
        return self._move(other, before=True)

    def move_after(self, other):
        """Stand directly after `other`; False where the dates say that it was before it."""
        return self._move(other, before=False)

    @transaction.atomic
    def _move(self, other, before):
        if self.pk == other.pk or not self.may_change_places_with(other):
            return False
        if other.span.is_wider_than(self.span):
            # `other` may stand anywhere that this one may: it is the one that gives way
            return other._stand_beside(self, before=not before)
        return self._stand_beside(other, before)

    def _stand_beside(self, anchor, before):
        place = self._gap_beside(anchor, before).middle()
        if place is None:
            around = self._gap_beside(anchor, before, everywhere=True)
            self._all.make_space(day_of(around.start), day_of(around.end))
            anchor.refresh_from_db(fields=["sequence"])
            place = self._gap_beside(anchor, before).middle()
        self._all.filter(pk=self.pk).update(sequence=place)
        self.sequence = place
        return True

    def _gap_beside(self, anchor, before, everywhere=False):
        """The places beside `anchor`: those that this one's date allows, or all."""
        others = self._all.exclude(pk=self.pk)
        beside = others.before if before else others.after
        neighbour = beside(anchor.sequence, anchor.pk).first()
        ends = {"end" if before else "start": anchor.sequence}
        if neighbour:
            ends["start" if before else "end"] = neighbour.sequence
        gap = Span(**ends)
        return gap if everywhere else gap.within(self.span)
