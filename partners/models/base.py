"""What every record that people edit has: a version, a way back from deletion, the demo mark."""

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class RecordQuerySet(models.QuerySet):
    def delete_softly(self):
        """Hide these records; they can be brought back. Returns how many."""
        return self.update(deleted_at=timezone.now(), version=models.F("version") + 1)

    def bring_back(self):
        """Undo delete_softly. Returns how many."""
        return self.update(deleted_at=None, version=models.F("version") + 1)

    def deleted(self):
        """The deleted ones, the last first."""
        return self.exclude(deleted_at=None).order_by("-deleted_at", "-pk")


class LivingManager(models.Manager.from_queryset(RecordQuerySet)):
    """The records that have not been deleted."""

    def get_queryset(self):
        return super().get_queryset().filter(deleted_at=None)


class Record(models.Model):
    """A record that people edit. `objects` holds the living ones, `everything` the deleted too."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    # the page that made the record: the same page posted twice makes one record
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)

    objects = LivingManager()
    everything = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        abstract = True


def in_reader_language(thai, english):
    """The English wording for an English reader where there is one, else the Thai."""
    return english if english and get_language() == "en" else thai
