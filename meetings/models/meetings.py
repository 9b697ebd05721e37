"""What was done together: meetings, their dates and their order."""

from decimal import Decimal

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.order import Span, day_of, span_of, spread
from partners.models import District, Organisation, Person
from partners.models.base import LivingManager, Record, RecordQuerySet, in_reader_language
from thai.dates import PartialDate
from thai.words import bigrams, normalise


def letters(text):
    """`text` for searching in titles: normalised, without spaces."""
    return normalise(text).replace(" ", "")


class MeetingQuerySet(RecordQuerySet):
    def published(self):
        return self.exclude(published_at=None)

    def visible_to(self, person):
        """Published ones for everybody; all of them for whoever holds a role."""
        if person.is_authenticated and (person.is_superuser or person.roles):
            return self
        return self.published()

    def search(self, text):
        """Meetings whose titles hold `text`, whatever its spaces and the order of its marks."""
        wanted = letters(text)
        found = self.filter(search_text__contains=wanted)
        return found.filter(search_bigrams__contains=bigrams(wanted)) if len(wanted) > 1 else found

    def of_organisation(self, organisation):
        """Meetings that `organisation` hosted or came to."""
        came = Meeting.organisations.through.objects.filter(organisation=organisation)
        return self.filter(models.Q(host=organisation) | models.Q(pk__in=came.values("meeting")))

    def before(self, place, pk):
        """Those that stand earlier in the order than (`place`, `pk`), the nearest first."""
        earlier = models.Q(sequence__lt=place) | models.Q(sequence=place, pk__lt=pk)
        return self.filter(earlier).order_by("-sequence", "-pk")

    def after(self, place, pk):
        """Those that stand later in the order than (`place`, `pk`), the nearest first."""
        later = models.Q(sequence__gt=place) | models.Q(sequence=place, pk__gt=pk)
        return self.filter(later).order_by("sequence", "pk")

    def make_space(self, *days):
        """Spread the meetings of these days evenly; the order stays, and history is not told."""
        found = self.none()
        for day in days:
            found |= self.filter(sequence__gte=day, sequence__lt=day + 1)
        crowded = list(found.order_by("sequence", "pk"))
        for meeting, place in zip(crowded, spread([m.sequence for m in crowded]), strict=True):
            meeting.sequence = place
        with pgtrigger.ignore("meetings.Meeting:update_update"):
            self.bulk_update(crowded, ["sequence"])


@pghistory.track(exclude=["search_text", "search_bigrams"])
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

    def responsible_organisations(self):
        """The host, else all that came: whose staff may publish it."""
        if self.host_id:
            return {self.host_id}
        return set(self.organisations.values_list("pk", flat=True)) if self.pk else set()

    # Publication

    def publish(self, person):
        """Let everybody read it; who said so is on record."""
        self.published_at, self.published_by = timezone.now(), person
        self.save(update_fields=["published_at", "published_by", "updated_at"])

    def unpublish(self):
        self.published_at = self.published_by = None
        self.save(update_fields=["published_at", "published_by", "updated_at"])

    # Order

    @property
    def span(self):
        """The places in the order that its date leaves open."""
        return span_of(self.held_on, self.precision)

    def first_place(self):
        """Without a date: after all others. Within its first day: vaguer dates come first."""
        others = Meeting.everything.exclude(pk=self.pk)
        if not self.held_on:
            last = others.aggregate(last=models.Max("sequence"))["last"]
            return Decimal(1) if last is None else last + 1
        day = self.span.start
        same_day = others.filter(sequence__gte=day, sequence__lt=day + 1)
        finer = {"day": [], "month": ["day"], "year": ["month", "day"]}[self.precision]
        later = same_day.filter(precision__in=finer).order_by("sequence", "pk").first()
        end = later.sequence if later else day + 1
        earlier = same_day.filter(sequence__lt=end).order_by("-sequence").first()
        place = Span(earlier.sequence if earlier else day, end).middle()
        if place is None:
            Meeting.everything.make_space(day)
            return self.first_place()
        return place

    def may_change_places_with(self, other):
        """Whether the two dates leave open which of them was first."""
        return self.span.overlaps(other.span)

    def move_before(self, other):
        """Stand directly before `other`; False where the dates say that it was after it."""
        return self._move(other, before=True)

    def move_after(self, other):
        """Stand directly after `other`; False where the dates say that it was before it."""
        return self._move(other, before=False)

    @transaction.atomic
    def _move(self, other, before):
        if self.pk == other.pk or not self.may_change_places_with(other):
            return False
        if other.span.is_wider_than(self.span):
            # `other` may stand anywhere that this one may: it is the one that gives way
            return other._stand_beside(self, before=not before)
        return self._stand_beside(other, before)

    def _stand_beside(self, anchor, before):
        place = self._gap_beside(anchor, before).middle()
        if place is None:
            around = self._gap_beside(anchor, before, everywhere=True)
            Meeting.everything.make_space(day_of(around.start), day_of(around.end))
            anchor.refresh_from_db(fields=["sequence"])
            place = self._gap_beside(anchor, before).middle()
        Meeting.everything.filter(pk=self.pk).update(sequence=place)
        self.sequence = place
        return True

    def _gap_beside(self, anchor, before, everywhere=False):
        """The free places directly beside `anchor`: those that this one's date allows, or all."""
        others = Meeting.everything.exclude(pk=self.pk)
        beside = others.before if before else others.after
        neighbour = beside(anchor.sequence, anchor.pk).first()
        ends = {"end" if before else "start": anchor.sequence}
        if neighbour:
            ends["start" if before else "end"] = neighbour.sequence
        gap = Span(**ends)
        return gap if everywhere else gap.within(self.span)
