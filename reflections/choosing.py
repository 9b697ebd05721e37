"""Choosing a school: through the round's one link, or by a keeper for whom a paper came."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.functional import cached_property

from partners.models import District, Organisation
from thai.order import school_sort_key

MOST = 30  # schools that one search shows
FEWEST_LETTERS = 2


class SchoolChoice:
    """What is typed or chosen (`q`, `district`), and the invited schools that this finds."""

    def __init__(self, round, data):
        self.round = round
        self.typed = data.get("q", "").strip()[:100]
        key = data.get("district", "")
        self.district = next((each for each in self.districts if each.key == key), None)

    @cached_property
    def districts(self):
        """Districts of invited schools, in dictionary order."""
        asked = self.round.invitations.standing().order_by().values("school__district")
        found = District.objects.filter(pk__in=asked)
        return sorted(found, key=lambda district: school_sort_key(district.name_th))

    @property
    def is_made(self):
        """Whether enough was said to look for schools."""
        return bool(self.district) or len(self.typed) >= FEWEST_LETTERS

    @cached_property
    def _found(self):
        if not self.is_made:
            return []
        schools = Organisation.objects.all()
        if len(self.typed) >= FEWEST_LETTERS:
            schools = schools.search(self.typed)
        if self.district:
            schools = schools.filter(district=self.district)
        asked = self.round.invitations.standing().filter(school__in=schools)
        asked = asked.select_related("school__district", "round").order_by("school__sort_key", "pk")
        # a district is shown whole, a search as far as a person reads
        return list(asked if self.district else asked[: MOST + 1])

    @property
    def schools(self):
        """(address of its form, school) of what was found."""
        found = self._found if self.district else self._found[:MOST]
        return [(reverse("link:answer", args=[each.claim_token()]), each.school) for each in found]

    @property
    def has_more(self):
        return not self.district and len(self._found) > MOST


class PaperChoice:
    """What is typed (`q`), and the schools and other organisations that a paper may be of."""

    def __init__(self, round, data):
        self.round = round
        self.typed = data.get("q", "").strip()[:100]

    @property
    def is_made(self):
        return len(self.typed) >= FEWEST_LETTERS

    @cached_property
    def _found(self):
        if not self.is_made:
            return []
        asked = self.round.invitations.standing().filter(school=OuterRef("pk"))
        found = Organisation.objects.search(self.typed).select_related("district")
        found = found.annotate(is_invited=Exists(asked)).order_by("sort_key", "pk")
        return list(found[: MOST + 1])

    @property
    def organisations(self):
        """At most MOST of them in dictionary order, each with `is_invited`."""
        return self._found[:MOST]

    @property
    def has_more(self):
        return len(self._found) > MOST
