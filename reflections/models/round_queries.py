"""Which rounds: those a person may see, that take answers, whose numbers may be read."""

from itertools import chain, count

from django.db import models
from django.utils import timezone

from partners.models import Role
from partners.models.base import RecordQuerySet
from partners.permissions import can
from thai.dates import buddhist_year


class RoundQuerySet(RecordQuerySet):
    def visible_to(self, person):
        """Rounds are for whoever holds a role, drafts only for those who prepare them."""
        if not person.is_authenticated:
            return self.none()
        if person.is_superuser or "coordinator" in person.roles:
            return self
        held = models.Exists(person.round_rights.filter(round=models.OuterRef("pk")))
        if not person.roles:
            return self.filter(held)
        return self.filter(held | ~models.Q(status=self.model.Status.DRAFT))

    def free_address(self, day):
        """An address made from `day`, as 2559-11-30; with a number behind it where it is taken."""
        first = f"{buddhist_year(day.year)}-{day:%m-%d}"
        taken = set(self.filter(slug__startswith=first).values_list("slug", flat=True))
        others = (f"{first}-{number}" for number in count(2))
        return next(slug for slug in chain([first], others) if slug not in taken)

    def accepting(self):
        """Open, and their time is not over."""
        still = models.Q(closes_at=None) | models.Q(closes_at__gt=timezone.now())
        return self.filter(still, status=self.model.Status.OPEN)

    def to_cut(self):
        """Those whose day has come on which the schools' names are cut."""
        return self.filter(names_cut_at=None, names_cut_on__lte=timezone.localdate())

    def held_still(self, pk):
        """Round `pk`, which nobody can open, close or reword until this transaction ends.

        Several may hold it so at once; Django's own row locks let only one.
        """
        return self.raw("SELECT * FROM reflections_round WHERE id = %s FOR SHARE", [pk])[0]

    def closed(self):
        """Closed by hand, or because their time is over."""
        over = models.Q(status=self.model.Status.OPEN, closes_at__lte=timezone.now())
        return self.filter(models.Q(status=self.model.Status.CLOSED) | over)

    def with_live_summary_for(self, person):
        """Rounds whose live numbers `person` may read: staff at any time, members and directors
        of an invited school once the round is closed."""
        if not person.is_authenticated:
            return self.none()
        if can(person, "summary.live"):
            return self.visible_to(person)
        if Role.MEMBER in person.roles:
            return self.closed()
        schools = person.organisations_as(Role.DIRECTOR)
        asked = self.model.invited.through.objects.filter(school__in=schools, state="invited")
        return self.closed().filter(pk__in=asked.values("round"))
