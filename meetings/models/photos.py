"""Pictures of meetings, and who may see them."""

import secrets

import pghistory
from django.core.files.base import ContentFile
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.meetings import Meeting
from partners.models.base import LivingManager, Record, RecordQuerySet


def random_name(photo, filename):
    """Where a picture is kept: nothing of the name that it came with."""
    return f"meetings/{timezone.localdate().year}/{secrets.token_hex(16)}.jpg"


class PhotoQuerySet(RecordQuerySet):
    def of_living_meetings(self):
        return self.filter(meeting__deleted_at=None)

    def public(self):
        """Those that somebody said may be public, of published meetings."""
        return self.of_living_meetings().filter(
            may_be_public=True, meeting__published_at__isnull=False
        )

    def first_of_each_meeting(self):
        """For lists: one picture a meeting."""
        return self.order_by("meeting_id", "order", "pk").distinct("meeting_id")

    def visible_to(self, person):
        """The public ones for everybody; all of them for whoever holds a role."""
        if person.is_authenticated and (person.is_superuser or person.roles):
            return self.of_living_meetings()
        return self.public()


@pghistory.track()
class Photo(Record):
    """A picture of a meeting, re-encoded: no EXIF, no GPS. Public only where somebody said so."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="photos")
    image = models.ImageField(_("picture"), upload_to=random_name)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    small = models.ImageField(upload_to=random_name, editable=False)
    small_width = models.PositiveIntegerField(editable=False)
    small_height = models.PositiveIntegerField(editable=False)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    may_be_public = models.BooleanField(_("may be public"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = LivingManager.from_queryset(PhotoQuerySet)()
    everything = models.Manager.from_queryset(PhotoQuerySet)()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.caption or str(_("photo"))

    def get_absolute_url(self):
        return reverse("meetings:photo", args=[self.pk, "large"])

    @property
    def small_url(self):
        return reverse("meetings:photo", args=[self.pk, "small"])

    def keep(self, pictures):
        """Store both sizes of `pictures` (meetings.pictures.Pictures) and save."""
        large, small = pictures.large, pictures.small
        self.width, self.height = large.width, large.height
        self.small_width, self.small_height = small.width, small.height
        self.image.save("large", ContentFile(large.content), save=False)
        self.small.save("small", ContentFile(small.content), save=False)
        self.save()
        return self

    def responsible_organisations(self):
        return self.meeting.responsible_organisations()
