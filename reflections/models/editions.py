"""Published summaries: snapshots that do not change."""

from datetime import timedelta

import pghistory
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation, Person
from partners.permissions import can
from reflections.models.points import Point
from reflections.models.reflections import Reflection
from reflections.models.rounds import Round
from reflections.models.themes import Theme

SILENCE = timedelta(days=3)


class EditionQuerySet(models.QuerySet):
    def public(self):
        """What everybody may read: agreed by a second organisation, or three days of silence.

        Judged at this moment; no timer has to run.
        """
        return self.filter(Edition.IS_PUBLISHED | self._silence_is_over())

    def silent(self):
        """Proposals whose three days are over, not yet written down as published."""
        return self.filter(self._silence_is_over())

    def newest_first(self):
        """By the day on which they became public."""
        public_since = models.functions.Coalesce(
            "published_at", models.F("waiting_since") + SILENCE
        )
        return self.order_by(public_since.desc(), "-pk")

    def visible_to(self, person):
        """Public ones, to everybody; all of a round to staff and whoever groups its texts."""
        if not person.is_authenticated:
            return self.public()
        if can(person, "edition.read"):
            return self
        coded = Round.objects.filter(rights__person=person, rights__right="code")
        public = models.Q(pk__in=Edition.objects.public().values("pk"))
        return self.filter(public | models.Q(round__in=coded))

    def page_changed(self):
        """Words left these editions: no copy that is kept anywhere is good any more."""
        self.update(words_version=models.F("words_version") + 1, words_changed_at=timezone.now())

    @staticmethod
    def _silence_is_over():
        return models.Q(state=Edition.State.PROPOSED, waiting_since__lte=timezone.now() - SILENCE)


@pghistory.track(exclude=["snapshot"])
class Edition(models.Model):
    """A summary that becomes public: proposed by one organisation, agreed by a second.

    `snapshot` holds what the page says: the Summary (see `exports`), key sentences, paraphrases
    and the organisations' names, as of the proposal. Its numbers never change.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        PUBLISHED = "published", _("published")
        HELD_BACK = "held_back", _("held back")
        TAKEN_BACK = "taken_back", _("proposal taken back")

    IS_PUBLISHED = models.Q(state=State.PUBLISHED)

    round = models.ForeignKey(Round, models.PROTECT, related_name="editions")
    # reserved by a proposal, free again when it is held or taken back: published ones count 1, 2, 3
    number = models.PositiveIntegerField(_("number"), null=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    snapshot = models.JSONField()
    reflections = models.ManyToManyField(Reflection, related_name="editions")
    withdrawn_later = models.PositiveIntegerField(default=0)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    # the three days count from here: words added to the proposal start them again
    waiting_since = models.DateTimeField(default=timezone.now)
    agreed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_for = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    held_back_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    held_back_reason = models.CharField(_("reason"), max_length=500, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # raised when words leave it; part of what is kept ready to be sent
    words_version = models.PositiveIntegerField(default=1)
    words_changed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="edition_number_in_round"),
            models.UniqueConstraint(
                fields=["round"],
                condition=models.Q(state="proposed"),
                name="edition_one_proposal_at_a_time",
                violation_error_message=_("An edition of this round is proposed already."),
            ),
            models.CheckConstraint(
                name="edition_has_a_number_while_it_stands",
                condition=models.Q(state__in=["proposed", "published"], number__isnull=False)
                | models.Q(state__in=["held_back", "taken_back"], number=None),
            ),
            models.CheckConstraint(
                name="edition_published_has_a_time",
                condition=~models.Q(state="published") | models.Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="edition_agreed_by_a_second_organisation",
                condition=models.Q(agreed_for=None)
                | ~models.Q(agreed_for=models.F("proposed_for")),
                violation_error_message=_("A second organisation has to agree."),
            ),
            models.CheckConstraint(
                name="edition_agreed_by_a_second_person",
                condition=models.Q(agreed_by=None) | ~models.Q(agreed_by=models.F("proposed_by")),
                violation_error_message=_("Whoever proposes an edition cannot agree to it too."),
            ),
            models.CheckConstraint(
                name="edition_held_back_says_why",
                condition=~models.Q(state="held_back") | ~models.Q(held_back_reason=""),
                violation_error_message=_("Say why it is held back."),
            ),
        ]

    def __str__(self):
        return f"{self.round} {self.number or ''}".strip()

    def get_absolute_url(self):
        """The public page once it is public, the preview before."""
        if self.is_public:
            return reverse("summary:edition", args=[self.round.slug, self.number])
        return reverse("summary:proposal", args=[self.round.slug, self.pk])

    @property
    def is_public(self):
        return self.state == self.State.PUBLISHED or self.is_silent

    @property
    def is_silent(self):
        """Proposed, and nobody spoke for three days."""
        return self.is_proposed and timezone.now() >= self.silence_ends_at

    @property
    def is_proposed(self):
        return self.state == self.State.PROPOSED

    @property
    def is_waiting(self):
        """Proposed, and a second organisation can still agree or hold it back."""
        return self.is_proposed and not self.is_silent

    @property
    def silence_ends_at(self):
        return self.waiting_since + SILENCE

    @property
    def public_since(self):
        """When it became public (aware datetime), by yes or by silence."""
        return self.published_at or self.silence_ends_at

    def responsible_organisations(self):
        return {self.proposed_for_id}

    @classmethod
    def publish_silent(cls):
        """Write down as published what three days of silence have published; how many."""
        return cls.objects.silent().update(
            state=cls.State.PUBLISHED,
            published_at=models.F("waiting_since") + SILENCE,
            version=models.F("version") + 1,
        )

    @classmethod
    @transaction.atomic
    def forget(cls, reflection):
        """Take a withdrawn answer's words out of every edition; numbers stay, the page says so.

        To be called in the transaction of the withdrawal, under the reflection's row lock.
        """
        reflection.points.unpublish()
        gone = models.Q(status=Reflection.Status.WITHDRAWN) | models.Q(pk=reflection.pk)
        rested_on_it = cls.objects.filter(reflections=reflection).order_by("pk")
        for edition in rested_on_it.select_for_update(of=("self",)):
            edition.withdrawn_later = edition.reflections.filter(gone).count()
            edition.save(update_fields=["withdrawn_later"])
            cls.objects.filter(pk=edition.pk).page_changed()


class EditionTextQuerySet(models.QuerySet):
    @transaction.atomic
    def take_out(self):
        """Empty these texts where they still stand; their editions' pages change at once."""
        shown = self.filter(removed_at=None)
        editions = Edition.objects.filter(pk__in=list(shown.values_list("edition", flat=True)))
        list(editions.order_by("pk").select_for_update())
        shown.update(text="", removed_at=timezone.now())
        editions.page_changed()


@pghistory.track(fields=["released_at", "removed_at"])
class EditionText(models.Model):
    """A text of question 1 or 2 that a curator released, one by one, for one edition.

    `text` is a copy; withdrawing the answer empties it and leaves the row.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="texts")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")
    point = models.ForeignKey(Point, models.SET_NULL, null=True, related_name="edition_texts")
    text = models.TextField()
    released_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    released_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = EditionTextQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "point"], name="edition_text_once")
        ]

    def __str__(self):
        return self.text


@pghistory.track(fields=["removed_at"])
class SentenceRelease(models.Model):
    """A single sentence of question 3 that its own school allowed to be shown."""

    point = models.OneToOneField(Point, models.CASCADE, related_name="release")
    text = models.TextField()
    released_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    released_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.text
