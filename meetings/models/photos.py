"""Pictures of meetings, and who may see them."""

import base64
import secrets

import pghistory
from django.core.files.base import ContentFile
from django.db import models, transaction
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


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Photo(Record):
    """A picture of a meeting, re-encoded: no EXIF, no GPS. Public only where somebody said so.

    One that was deleted can be brought back; one that was erased is gone for good.
    """

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

    @property
    def small_inline(self):
        """The small picture itself, for the page that asks: a deleted one has no address. '' where
        its file is missing."""
        try:
            with self.small.open() as file:
                return f"data:image/jpeg;base64,{base64.b64encode(file.read()).decode()}"
        except FileNotFoundError:
            return ""

    def keep(self, pictures):
        """Store both sizes of `pictures` (meetings.pictures.Pictures) and save."""
        large, small = pictures.large, pictures.small
        self.width, self.height = large.width, large.height
        self.small_width, self.small_height = small.width, small.height
        self.image.save("large", ContentFile(large.content), save=False)
        self.small.save("small", ContentFile(small.content), save=False)
        self.save()
        return self

    @transaction.atomic
    def erase(self):
        """Remove both files, the record, and the words in its history: nothing brings them back.

        What stays is that there was a picture, and who erased it, when. The files go first: where
        something fails after them, the same can be done again. The lock is that of the photos'
        page: whoever saves there in this moment does not write the record anew.
        """
        Meeting.everything.select_for_update().get(pk=self.meeting_id)
        for file in (self.image, self.small):
            file.storage.delete(file.name)
        Photo.everything.filter(pk=self.pk).delete()
        history = Photo.pgh_event_model.objects.filter(pgh_obj=self.pk)
        history.update(caption="", image="", small="")

    def responsible_organisations(self):
        return self.meeting.responsible_organisations()
