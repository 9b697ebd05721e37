"""Published summaries: snapshots that do not change."""

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation, Person
from reflections.models.points import Point
from reflections.models.reflections import Reflection
from reflections.models.rounds import Round
from reflections.models.themes import Theme


@pghistory.track(exclude=["snapshot"])
class Edition(models.Model):
    """A summary that becomes public: proposed by one organisation, agreed by a second.

    `snapshot` is the public JSON of interfaces.md as of `as_of`; its numbers never change.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        PUBLISHED = "published", _("published")
        HELD_BACK = "held_back", _("held back")
        TAKEN_BACK = "taken_back", _("proposal taken back")

    round = models.ForeignKey(Round, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    snapshot = models.JSONField()
    as_of = models.DateTimeField()
    reflections = models.ManyToManyField(Reflection, related_name="editions")
    withdrawn_later = models.PositiveIntegerField(default=0)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    agreed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_for = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    held_back_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    held_back_reason = models.CharField(_("reason"), max_length=500, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # raised when words leave it; part of the page's ETag
    words_version = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="edition_number_in_round"),
            models.UniqueConstraint(
                fields=["round"],
                condition=models.Q(state="proposed"),
                name="edition_one_proposal_at_a_time",
                violation_error_message=_("An edition of this round is proposed already."),
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
                name="edition_held_back_says_why",
                condition=~models.Q(state="held_back") | ~models.Q(held_back_reason=""),
                violation_error_message=_("Say why it is held back."),
            ),
        ]

    def __str__(self):
        return f"{self.round} {self.number}"

    def get_absolute_url(self):
        return reverse("summary:edition", args=[self.round.slug, self.number])

    def responsible_organisations(self):
        return {self.proposed_for_id}


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
    released_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

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
