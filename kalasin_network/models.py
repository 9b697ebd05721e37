"""What the portal itself remembers, beside its three apps."""

from django.db import models
from django.utils import timezone

from partners.models import Person


class KeptFormQuerySet(models.QuerySet):
    def living(self):
        return self.filter(expires_at__gt=timezone.now())


class KeptForm(models.Model):
    """What somebody wrote when their sign-in had ended, kept for an hour.

    The words are sealed with a key that only the writer's browser holds (in a cookie); here is its
    hash. Neither the database nor a backup can tell what was written.
    """

    key_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    sealed = models.TextField()
    expires_at = models.DateTimeField(db_index=True)

    objects = KeptFormQuerySet.as_manager()

    def __str__(self):
        return f"kept for person {self.person_id}"
