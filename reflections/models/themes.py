"""What several points say in common: the codebook, kept across rounds."""

import pghistory
import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models.base import LivingManager, Record, RecordQuerySet, in_reader_language


class Section(models.TextChoices):
    """Where a point belongs: question 1 has four groups, questions 2 and 3 have none."""

    LEARNER = "learner", _("learners")
    TEACHER = "teacher", _("teachers")
    DIRECTOR = "director", _("school director")
    COMMUNITY = "community", _("community")
    DEVELOPMENT = "development", _("development and needs")
    PROBLEMS = "problems", _("problems, obstacles and suffering")

    @property
    def question(self):
        return {"development": 2, "problems": 3}.get(self.value, 1)

    @property
    def group(self):
        """'learner', 'teacher', 'director', 'community', or None for questions 2 and 3."""
        return self.value if self.question == 1 else None

    @classmethod
    def from_file(cls, question, group):
        """The section of a file's question (1-3, int or text) and group; ValueError if none."""
        for section in cls:
            if (
                str(section.question) == str(question).strip()
                and (section.group or "") == (group or "").strip()
            ):
                return section
        raise ValueError(f"{question} {group}")


Group = [Section.LEARNER, Section.TEACHER, Section.DIRECTOR, Section.COMMUNITY]


class ThemeQuerySet(RecordQuerySet):
    def in_book_order(self):
        return self.order_by("order", "pk")

    def in_use(self):
        return self.filter(retired_at=None)

    def set_retired(self, moment):
        """Retire these themes at `moment`, or bring them back (None). Returns how many."""
        return self.update(retired_at=moment, version=F("version") + 1, updated_at=timezone.now())


@pghistory.track()
class Theme(Record):
    """A theme or, with a parent, a sub-theme. Labels name a matter, never blame people."""

    key = models.CharField(_("key"), max_length=80, unique=True)
    section = models.CharField(_("question"), max_length=12, choices=Section)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("sub-theme of"),
    )
    label_th = models.CharField(_("label in Thai"), max_length=120)
    label_en = models.CharField(_("label in English"), max_length=120, blank=True)
    order = models.PositiveIntegerField(_("order in the book"), default=0)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces"
    )

    objects = LivingManager.from_queryset(ThemeQuerySet)()
    everything = models.Manager.from_queryset(ThemeQuerySet)()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["order", "pk"]
        constraints = [
            # with the composite foreign keys of the migration: a point's theme and a sub-theme's
            # parent have the same section
            models.UniqueConstraint(fields=["id", "section"], name="theme_id_section"),
            models.CheckConstraint(
                name="theme_is_not_its_own_parent",
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")),
                violation_error_message=_("A theme cannot be its own sub-theme."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="theme_one_level_deep",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__parent__isnull=False),
                func="""
                    PERFORM 1 FROM reflections_theme WHERE id = NEW.parent_id
                        AND parent_id IS NULL FOR UPDATE;
                    IF NOT FOUND OR EXISTS (
                        SELECT 1 FROM reflections_theme WHERE parent_id = NEW.id
                    ) THEN
                        RAISE EXCEPTION 'a sub-theme has no sub-themes'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'theme_one_level_deep';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return f"{reverse('reflections:codebook')}#theme-{self.pk}"

    @property
    def label(self):
        return in_reader_language(self.label_th, self.label_en)

    @property
    def is_under_a_retired_theme(self):
        return bool(self.parent and self.parent.retired_at)

    @transaction.atomic
    def retire(self):
        """Take it out of use with its sub-themes in the same moment; their points keep them.

        Retired twice is retired once. Returns how many sub-themes went with it.
        """
        self._lock()
        if self.retired_at:
            return 0
        now = timezone.now()
        subs = Theme.objects.filter(parent=self, retired_at=None).set_retired(now)
        Theme.objects.filter(pk=self.pk).set_retired(now)
        self.refresh_from_db()
        return subs

    @transaction.atomic
    def use_again(self):
        """Bring it back, with the sub-themes that were retired in the same moment.

        Raises ValidationError where its own theme is retired. Returns how many came with it.
        """
        self._lock()
        if not self.retired_at:
            return 0
        if self.is_under_a_retired_theme:
            raise ValidationError(
                _("“%(parent)s” is retired. Bring it back first; then its sub-themes can follow."),
                params={"parent": self.parent},
            )
        subs = Theme.objects.filter(parent=self, retired_at=self.retired_at).set_retired(None)
        Theme.objects.filter(pk=self.pk).set_retired(None)
        self.refresh_from_db()
        return subs

    def _lock(self):
        """Read this theme anew and hold it with its own: nobody retires either meanwhile."""
        family = Theme.everything.select_for_update().order_by("pk")
        list(family.filter(Q(pk=self.pk) | Q(pk=self.parent_id)))
        self.refresh_from_db()

    @transaction.atomic
    def move(self, up):
        """Change places with the neighbour above or below, within question and parent."""
        row = list(
            Theme.objects.select_for_update()
            .filter(section=self.section, parent=self.parent_id)
            .in_book_order()
        )
        place = row.index(self)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(row):
            return
        row[place], row[other] = row[other], row[place]
        taken = -1
        for theme, order in zip(row, sorted(theme.order for theme in row), strict=True):
            taken = max(order, taken + 1)  # two of the same number move apart
            if theme.order != taken:
                Theme.objects.filter(pk=theme.pk).update(order=taken, version=F("version") + 1)
