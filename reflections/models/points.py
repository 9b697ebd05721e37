"""Short statements, as written, and what theme each was given."""

import uuid

import pghistory
import pgtrigger
from django.apps import apps
from django.db import models
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Person
from partners.prepared import record
from reflections.models.point_statements import COMPARED, HELD, HOLD, OF_ANSWER, WRITE, every
from reflections.models.reflections import Reflection
from reflections.models.themes import Section, Theme

LENGTH_LIMIT, DATABASE_LENGTH_LIMIT = 500, 4000

models.TextField.register_lookup(Length)


class PointQuerySet(models.QuerySet):
    def written(self):
        """What the writer sees: not deleted, in the order of the form."""
        return self.filter(deleted_at=None).order_by("position", "pk")

    def sent(self):
        """What counts, is coded and read: the words last sent."""
        return self.exclude(sent_text=None)

    def uncoded(self):
        return self.sent().filter(theme=None, is_set_aside=False)

    def of_theme(self, key):
        """Those of a theme and of its sub-themes."""
        return self.filter(models.Q(theme__key=key) | models.Q(theme__parent__key=key))

    def unsent(self):
        """Those whose words, or whose absence, differ from what was last sent."""
        return self.filter(
            models.Q(deleted_at=None, sent_text=None)
            | models.Q(deleted_at=None) & ~models.Q(sent_text=models.F("text"))
            | models.Q(deleted_at__isnull=False, sent_text__isnull=False)
        )

    def send(self):
        """Replace all sent words by those written; returns how many points that changed.

        A coded point whose words change keeps its theme, marked. A sentence that the school
        allowed to be shown was the old one: it is shown no longer.
        """
        self.unsent().unpublish_sentences()
        gone = self.unsent().exclude(deleted_at=None)
        gone.unpublish()
        left = gone.update(sent_text=None, text="", paper=None)
        coded = models.Q(theme__isnull=False) | models.Q(is_set_aside=True)
        return left + self.unsent().update(
            sent_text=models.F("text"),
            paper=None,
            changed_since_coding=models.Case(
                models.When(coded, sent_text__isnull=False, then=models.Value(True)),
                default=models.F("changed_since_coding"),
            ),
        )

    def unpublish_sentences(self):
        """Take back what the school allowed to be shown of these points, in editions too."""
        releases = apps.get_model("reflections.SentenceRelease").objects
        shown = releases.filter(point__in=self.values("pk"), removed_at=None)
        shown.update(removed_at=timezone.now(), text="")
        self.filter(section=Section.PROBLEMS)._take_out_of_editions()

    def unpublish(self):
        """Take the words of these points off every page of every edition; numbers stay."""
        self.unpublish_sentences()
        self._take_out_of_editions()

    def _take_out_of_editions(self):
        copies = apps.get_model("reflections.EditionText").objects
        copies.filter(point__in=self.values("pk")).take_out()

    def forget_sent(self):
        """Erase the words that were sent, as `erase` does; those being written stay, unsent."""
        self.unpublish()
        found = self.model.objects.filter(pk__in=list(self.values_list("pk", flat=True)))
        CodingDecision.objects.filter(point__in=found).delete()
        nothing = {"theme": None, "coded_by": None, "coded_how": "", "coded_at": None}
        nothing |= {"is_set_aside": False, "changed_since_coding": False}
        found.update(sent_text=None, paper=None, **nothing)
        self.model.pgh_event_model.objects.filter(pgh_obj__in=found.values("pk")).delete()

    def erase(self):
        """Erase these points for good, with their history, their coding and every copy."""
        self.unpublish()
        history = self.model.pgh_event_model.objects
        history.filter(pgh_obj__in=self.values("pk")).delete()
        self.delete()


class PointManager(models.Manager.from_queryset(PointQuerySet)):
    def held(self, client_ids):
        """Hold the answer (called on its `points`) as its `lock` does, reading only what saving
        looks at; its points with these identities, and the position behind the last of all.

        What another request changed while this one waited is read: the second of the two
        statements begins once the first has the answer.
        """
        answer = self.instance
        rows = HELD.all(answer.pk, list(client_ids), after=(HOLD, [answer.pk]))
        (last, *of_answer), start = rows[0][: 1 + len(OF_ANSWER)], 1 + len(OF_ANSWER)
        for name, value in zip(OF_ANSWER, of_answer, strict=True):
            setattr(answer, name, value)
        points = [self.model.from_db("default", COMPARED, r[start:]) for r in rows if r[start]]
        return points, 0 if last is None else last + 1

    def every(self):
        """All points of an answer (called on its `points`), deleted ones too, in order."""
        answer = self.instance
        points = [record(self.model, row) for row in every().all(answer.pk)]
        for point in points:
            point.reflection = answer
        return points

    def write_at(self, start, section, points):
        """Make these new points of one section, being written, as `add_at` would."""
        answer, now = self.instance, timezone.now()
        for position, point in enumerate(points, start):
            point.reflection, point.section, point.position = answer, section, position
            point.created_at = point.updated_at = now
        if points:
            names = ("client_id", "public_id", "text")
            columns = ([getattr(point, name) for point in points] for name in names)
            WRITE.all(answer.pk, section, *columns, start, now)

    def add_at(self, start, points):
        """Make these points of one answer (called on its `points`) from position `start` on."""
        for position, point in enumerate(points, start):
            point.reflection, point.position = self.instance, position
        if points:
            self.bulk_create(points)


@pghistory.track(
    pghistory.InsertEvent(condition=pgtrigger.Q(new__sent_text__isnull=False)),
    pghistory.UpdateEvent(condition=pgtrigger.Q(old__sent_text__df=pgtrigger.F("new__sent_text"))),
    fields=["sent_text", "revision"],
)
class Point(models.Model):
    """One short statement. `text` is being written; `sent_text` is what was last sent."""

    class How(models.TextChoices):
        WRITER = "writer", _("by the writer")
        CURATOR = "curator", _("by a curator")
        SUGGESTION = "suggestion", _("suggestion, confirmed")
        IMPORT = "import", _("imported")

    reflection = models.ForeignKey(Reflection, models.CASCADE, related_name="points")
    client_id = models.UUIDField(default=uuid.uuid4)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    section = models.CharField(max_length=12, choices=Section)
    text = models.TextField(max_length=DATABASE_LENGTH_LIMIT)
    sent_text = models.TextField(null=True, blank=True, max_length=DATABASE_LENGTH_LIMIT)
    # whose words `sent_text` are, until the writer sends other ones
    paper = models.ForeignKey(
        "reflections.Paper",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="points",
        db_index=False,
    )
    revision = models.PositiveIntegerField(default=1)
    position = models.PositiveIntegerField(default=0)
    deleted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="points")
    is_set_aside = models.BooleanField(default=False)
    coded_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    coded_how = models.CharField(max_length=10, choices=How, blank=True)
    coded_at = models.DateTimeField(null=True, blank=True)
    changed_since_coding = models.BooleanField(default=False)

    objects = PointManager()

    class Meta:
        verbose_name = _("point")
        verbose_name_plural = _("points")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reflection", "client_id"], name="point_identity_within_reflection"
            ),
            models.CheckConstraint(
                name="point_theme_or_set_aside",
                condition=models.Q(theme=None) | models.Q(is_set_aside=False),
            ),
            models.CheckConstraint(
                name="point_at_most_4000_code_points",
                condition=models.Q(text__length__lte=DATABASE_LENGTH_LIMIT)
                & (
                    models.Q(sent_text=None)
                    | models.Q(sent_text__length__lte=DATABASE_LENGTH_LIMIT)
                ),
            ),
        ]
        indexes = [
            # what came by a paper; points that were never on one stay out of it
            models.Index(
                fields=["paper"], name="point_of_a_paper", condition=models.Q(paper__isnull=False)
            ),
            # what still waits for a curator
            models.Index(
                fields=["section", "public_id"],
                name="point_uncoded",
                condition=models.Q(theme=None, is_set_aside=False, sent_text__isnull=False),
            ),
        ]

    def __str__(self):
        return self.sent_text or self.text

    def release_sentence(self, by):
        """The school itself lets these words of question 3 be shown, without its name."""
        apps.get_model("reflections.SentenceRelease").objects.update_or_create(
            point=self,
            defaults={
                "text": self.sent_text,
                "released_by": by,
                "released_at": timezone.now(),
                "removed_at": None,
            },
        )


class CodingDecision(models.Model):
    """One curator's decision about one point, never changed: undo and history read these."""

    point = models.ForeignKey(Point, models.CASCADE, related_name="decisions")
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="+")
    is_set_aside = models.BooleanField(default=False)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    how = models.CharField(max_length=10, choices=Point.How)
    decided_at = models.DateTimeField(auto_now_add=True)
    # the points decided in one go share it, so that undo takes them back together
    batch = models.UUIDField(default=uuid.uuid4)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["point", "-id"], name="decisions_on_a_point"),
            models.Index(fields=["batch"], name="decisions_in_one_go"),
        ]

    def __str__(self):
        return f"{self.point_id}: {self.theme or self.is_set_aside}"
