"""A school asks one person to call or write: only that person reads it."""

import uuid

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Membership, Person
from partners.permissions import STAFF
from reflections.models.reflections import Reflection


class ContactWishQuerySet(models.QuerySet):
    def for_person(self, person):
        """Those that `person` was asked for, the newest first; nobody else reads them."""
        return self.filter(person=person).select_related("reflection__organisation__district")

    def not_received(self):
        return self.filter(received_at=None)


class ContactWish(models.Model):
    """`person` shall contact the school of `reflection`; goes with the answer and its name."""

    class How(models.TextChoices):
        TELEPHONE = "telephone", _("by telephone")
        LINE = "line", _("by LINE")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reflection = models.ForeignKey(Reflection, models.CASCADE, related_name="contact_wishes")
    person = models.ForeignKey(Person, models.CASCADE, related_name="contact_wishes")
    how = models.CharField(_("how"), max_length=9, choices=How)
    reach = models.CharField(_("telephone number or LINE ID"), max_length=100)
    name = models.CharField(_("whom to ask for"), max_length=100, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    received_at = models.DateTimeField(null=True, blank=True)

    objects = ContactWishQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["reflection", "person"], name="contact_asked_once")
        ]

    def __str__(self):
        return str(self.public_id)

    def receive(self):
        """The person has read it; the school sees when."""
        type(self).objects.not_received().filter(pk=self.pk).update(received_at=timezone.now())


def who_can_be_asked():
    """Memberships of the coordinators and supervisors of today, by role, then name."""
    acting = Membership.objects.current().filter(role__in=STAFF, person__is_active=True)
    names = acting.select_related("person", "organisation")
    return names.order_by("role", "person__sort_key", "pk")


@transaction.atomic
def ask(reflection, membership, **wish):
    """Ask this person, or say anew how the school is reached; returns the ContactWish.

    The same once more changes nothing, and leaves it received.
    """
    person = membership.person
    known = reflection.contact_wishes.filter(person=person, **wish).first()
    return (
        known
        or ContactWish.objects.update_or_create(
            reflection=reflection,
            person=person,
            defaults=wish | {"asked_at": timezone.now(), "received_at": None},
        )[0]
    )
