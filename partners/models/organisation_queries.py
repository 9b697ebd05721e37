"""How organisations are looked for: by kind, size and letters, page by page in Thai order."""

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from partners.models.base import RecordQuerySet
from partners.similar import pairs_in_order, parts, rank
from thai.words import bigrams, normalise

SMALL_UP_TO, MEDIUM_UP_TO = 120, 300
MOST_CANDIDATES = 500
COMMON_BEGINNINGS = ["โรงเรียน", "รร."]


class OrganisationQuerySet(RecordQuerySet):
    def schools(self):
        return self.filter(kind="school")

    def partners(self):
        return self.filter(is_partner=True, left_on=None)

    def of_size(self, size):
        """Schools of this SchoolSize, by their pupils, else as declared."""
        pupils = {
            "small": Q(pupils__lte=SMALL_UP_TO),
            "medium": Q(pupils__gt=SMALL_UP_TO, pupils__lte=MEDIUM_UP_TO),
            "large": Q(pupils__gt=MEDIUM_UP_TO),
        }
        return self.filter(pupils[size] | Q(pupils=None, declared_size=size))

    def search(self, text):
        """Organisations whose names hold each word of `text`, in any spelling of its marks."""
        words = normalise(text).split()
        # a single letter has no pair to find candidates by
        pairs = {pair for word in words for pair in bigrams(word) if len(pair) > 1}
        found = self.filter(search_bigrams__contains=sorted(pairs)) if pairs else self
        for word in words:
            found = found.filter(search_text__contains=word)
        return found

    def similar(self, text):
        """At most 20 organisations named nearly as `text`, the nearest first, as a list.

        The database finds at most 500 candidates by whole runs of letters; Python ranks them.
        """
        letters = normalise(text).replace(" ", "")
        for beginning in COMMON_BEGINNINGS:
            letters = letters.removeprefix(beginning)
        runs = parts(letters)
        if not runs:
            return []
        any_run = Q()
        for run in runs:
            any_run |= Q(search_bigrams__contains=run)
        shared = RawSQL(
            "cardinality(ARRAY(SELECT unnest(search_bigrams) INTERSECT SELECT unnest(%s::text[])))",
            [sorted(set(pairs_in_order(letters)))],
            output_field=models.IntegerField(),
        )
        candidates = self.filter(any_run).annotate(shared=shared).order_by("-shared", "sort_key")
        return rank(letters, [(c.search_text, c) for c in candidates[:MOST_CANDIDATES]])

    def after(self, key):
        """Those that follow the organisation with primary key `key` in Thai order.

        All, where there is no such organisation. One query more.
        """
        last = self.model.everything.filter(pk=key).values_list("sort_key", flat=True).first()
        if last is None:
            return self
        return self.filter(sort_key__gte=last).filter(Q(sort_key__gt=last) | Q(pk__gt=key))
