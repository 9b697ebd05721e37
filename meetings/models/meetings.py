"""What was done together: meetings, their dates and their order."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from meetings.models.placing import InOrder, InOrderQuerySet
from partners.models import District, Organisation, Person
from partners.models.base import LivingManager, Record, in_reader_language
from thai.dates import PartialDate
from thai.words import bigrams, normalise


def letters(text):
    """`text` for searching in titles: normalised, without spaces."""
    return normalise(text).replace(" ", "")


class MeetingQuerySet(InOrderQuerySet):
    def published(self):
        return self.exclude(published_at=None)

    def visible_to(self, person):
        """Published ones for everybody; all of them for whoever holds a role."""
        if person.is_authenticated and (person.is_superuser or person.roles):
            return self
        return self.published()

    def search(self, text):
        """Meetings whose titles hold each word of `text`, in any spelling, spaces or not."""
        parts = normalise(text).split()
        # a single letter has no pair to find candidates by
        pairs = {pair for part in parts for pair in bigrams(part) if len(pair) > 1}
        found = self.filter(search_bigrams__contains=sorted(pairs)) if pairs else self
        for part in parts:
            found = found.filter(search_text__contains=part)
        return found

    def counting_organisations(self):
        """With `organisations_came`, the number of them (None where there are none)."""
        came = Meeting.organisations.through.objects.filter(meeting=models.OuterRef("pk"))
        number = came.order_by().values("meeting").annotate(number=models.Count("pk"))
        return self.annotate(organisations_came=models.Subquery(number.values("number")))

    def of_organisation(self, organisation):
        """Meetings that `organisation` hosted or came to."""
        came = Meeting.organisations.through.objects.filter(organisation=organisation)
        return self.filter(models.Q(host=organisation) | models.Q(pk__in=came.values("meeting")))


@pghistory.track(exclude=["search_text", "search_bigrams"])
class Meeting(InOrder, Record):
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
    about_people = models.PositiveIntegerField(
        _("about how many people"), null=True, blank=True, validators=[MaxValueValidator(1_000_000)]
    )
    purpose = models.TextField(_("purpose"), max_length=4000, blank=True)
    notes = models.TextField(_("notes"), max_length=20000, blank=True)
    decisions = models.TextField(_("decisions"), max_length=10000, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    search_text = models.TextField(editable=False)
    search_bigrams = ArrayField(models.TextField(), editable=False, default=list)

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
        indexes = [
            # the list and each meeting's neighbours; the search in titles
            models.Index(fields=["-sequence", "-id"], name="meeting_in_order"),
            GinIndex(fields=["search_bigrams"], name="meeting_by_letters"),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if not kwargs.get("update_fields"):
            self.derive()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("meetings:meeting", args=[self.pk])

    def derive(self):
        """Fill what follows from titles and date; bulk writers call it themselves."""
        self.search_text = f"{letters(self.title_th)}|{letters(self.title_en)}"
        self.search_bigrams = bigrams(self.search_text)
        if self.sequence is None or self.sequence not in self.span:
            self.sequence = self.first_place()

    @property
    def title(self):
        return in_reader_language(self.title_th, self.title_en)

    @property
    def date(self):
        """What is known of the date as a PartialDate, or None."""
        return PartialDate(self.held_on, self.precision) if self.held_on else None

    @property
    def month(self):
        """The month (or year, or None) under which lists show it, as a PartialDate."""
        if not self.held_on:
            return None
        precision = "year" if self.precision == self.Precision.YEAR else "month"
        return PartialDate(self.held_on.replace(day=1), precision)

    @property
    def is_published(self):
        return self.published_at is not None

    @property
    def people_heading(self):
        """What those who came are called: at meetings and at gatherings in two ways."""
        gatherings = (self.Kind.FORUM, self.Kind.VISIT, self.Kind.TRAINING)
        return _("Participants") if self.kind in gatherings else _("Those who came")

    @property
    def decision_list(self):
        """The decisions one by one, as they were written a line each."""
        return [line for line in self.decisions.splitlines() if line.strip()]

    def responsible_organisations(self):
        """The host, else all that came: whose staff may publish it; of none, any coordinator."""
        return {self.host_id} if self.host_id else self.keys_of_those_who_came

    @cached_property
    def keys_of_those_who_came(self):
        return set(self.organisations.values_list("pk", flat=True)) if self.pk else set()

    # Publication

    def publish(self, person):
        """Let everybody read it; who said so is on record."""
        self.published_at, self.published_by = timezone.now(), person
        self.save(update_fields=["published_at", "published_by", "updated_at"])

    def unpublish(self):
        self.published_at = self.published_by = None
        self.save(update_fields=["published_at", "published_by", "updated_at"])
