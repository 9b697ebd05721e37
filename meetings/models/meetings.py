"""What was done together: meetings, who came, what was decided, photos."""

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.models import District, Organisation, Person
from partners.models.base import LivingManager, Record, RecordQuerySet, in_reader_language
from thai.order import person_sort_key


class MeetingQuerySet(RecordQuerySet):
    def published(self):
        return self.exclude(published_at=None)

    def visible_to(self, person):
        """Published ones for everybody; all of them for whoever holds a role."""
        if person.is_authenticated and (person.is_superuser or person.roles):
            return self
        return self.published()


@pghistory.track()
class Meeting(Record):
    """A courtesy call, small group, AAR, forum, visit, training or working meeting.

    `held_on` is the first day that it can have been, `precision` says how much of it is known.
    """

    class Kind(models.TextChoices):
        COURTESY_CALL = "courtesy_call", _("courtesy call")
        SMALL_GROUP = "small_group", _("small-group meeting")
        AAR = "aar", _("AAR circle")
        FORUM = "forum", _("reflection forum")
        VISIT = "visit", _("learning visit")
        TRAINING = "training", _("training workshop")
        WORKING = "working", _("working meeting")
        OTHER = "other", _("other meeting")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    class Precision(models.TextChoices):
        DAY = "day", _("day")
        MONTH = "month", _("month")
        YEAR = "year", _("year")
        UNKNOWN = "unknown", _("date not known")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.HELD)
    title_th = models.CharField(_("title"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    held_on = models.DateField(_("date"), null=True, blank=True)
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.UNKNOWN)
    sequence = models.DecimalField(
        _("place in the order"), max_digits=20, decimal_places=6, editable=False
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, verbose_name=_("district")
    )
    host = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings_hosted",
        verbose_name=_("host"),
    )
    organisations = models.ManyToManyField(
        Organisation, blank=True, related_name="meetings", verbose_name=_("organisations that came")
    )
    about_people = models.PositiveIntegerField(_("about how many people"), null=True, blank=True)
    purpose = models.TextField(_("purpose"), max_length=4000, blank=True)
    notes = models.TextField(_("notes"), max_length=20000, blank=True)
    decisions = models.TextField(_("decisions"), max_length=10000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = LivingManager.from_queryset(MeetingQuerySet)()
    everything = models.Manager.from_queryset(MeetingQuerySet)()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-sequence", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_date_and_precision_agree",
                condition=models.Q(held_on=None, precision="unknown")
                | (models.Q(held_on__isnull=False) & ~models.Q(precision="unknown")),
                violation_error_message=_("The date and how exactly it is known do not agree."),
            ),
        ]
        indexes = [models.Index(fields=["-sequence", "-id"], name="meeting_in_order")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("meetings:meeting", args=[self.pk])

    @property
    def title(self):
        return in_reader_language(self.title_th, self.title_en)

    def responsible_organisations(self):
        return {self.host_id} - {None}


@pghistory.track(exclude=["sort_key"])
class Attendance(models.Model):
    """Somebody who came, with name, position and organisation as of that day."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="attendances"
    )
    name = models.CharField(_("name"), max_length=240)
    position = models.CharField(_("position"), max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    organisation_name = models.CharField(_("organisation"), max_length=200, blank=True)
    sort_key = models.CharField(max_length=600, editable=False, db_collation="C")

    class Meta:
        verbose_name = _("person who came")
        verbose_name_plural = _("people who came")
        ordering = ["sort_key", "pk"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_key = person_sort_key(self.name)
        super().save(*args, **kwargs)


@pghistory.track()
class Photo(models.Model):
    """A picture of a meeting, re-encoded: no EXIF, no GPS. Public only where somebody said so."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="photos")
    image = models.ImageField(
        _("picture"), upload_to="meetings/%Y/", width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    may_be_public = models.BooleanField(_("may be public"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.caption or self.image.name
