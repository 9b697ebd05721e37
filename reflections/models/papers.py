"""Answers that came on paper and were typed in for their writers, with photos of the sheets."""

import secrets

from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Person
from reflections.models.reflections import Reflection


class PaperQuerySet(models.QuerySet):
    def with_photos(self):
        return self.select_related("typed_by").prefetch_related("photos")

    def kept_in(self, round):
        """Those of the answers that this round's keepers read."""
        answers = Reflection.objects.read_by_keepers().filter(round=round)
        found = self.filter(reflection__in=answers.values("pk"))
        return found.select_related("typed_by", "reflection__organisation", "reflection__round")


class Paper(models.Model):
    """A sheet or a flipchart whose points a keeper typed into an answer."""

    reflection = models.ForeignKey(Reflection, models.CASCADE, related_name="papers")
    typed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    typed_at = models.DateTimeField(auto_now_add=True)
    # the page that it was typed on, and a mark of the words: a page sent twice makes one paper
    form_key = models.UUIDField(unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    # whether nothing had been sent before it; empty for those typed in before this was noted,
    # whose points are not known either
    made_it_count = models.BooleanField(null=True, editable=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper answer")
        verbose_name_plural = _("paper answers")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.reflection} {self.typed_at:%Y-%m-%d}"

    def held(self):
        """Read anew with its answer held, or None where the keepers read it no longer."""
        self.reflection.lock()
        kept = Paper.objects.kept_in(self.reflection.round)
        return kept.filter(pk=self.pk, reflection=self.reflection).first()

    @property
    def knows_its_points(self):
        return self.made_it_count is not None


def random_name(photo, filename):
    """Where a picture is kept: nothing of the name that it came with."""
    return f"papers/{timezone.localdate().year}/{secrets.token_hex(16)}.jpg"


class PaperPhotoQuerySet(models.QuerySet):
    def erase(self):
        """Remove files and records for good; the files first, so that it can be done again."""
        for photo in self:
            photo.image.storage.delete(photo.image.name)
        self.delete()


class PaperPhoto(models.Model):
    """A picture of handwriting, re-encoded: for the round's keepers, while they may see the names.

    It may show who wrote, so it goes when the words are erased or the schools' names are cut.
    """

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="photos")
    image = models.ImageField(_("picture"), upload_to=random_name)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    # the page by which it was added later, and its content: a page sent twice adds it once
    form_key = models.UUIDField(unique=True, null=True, editable=False)

    objects = PaperPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo of a paper answer")
        verbose_name_plural = _("photos of paper answers")
        ordering = ["pk"]

    def __str__(self):
        return self.image.name

    def keep(self, picture):
        """Store `picture` (meetings.pictures.Picture) and save."""
        self.width, self.height = picture.width, picture.height
        self.image.save("paper", ContentFile(picture.content))
