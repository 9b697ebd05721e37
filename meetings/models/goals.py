"""The directions that the network drives towards."""

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.models.base import Record, in_reader_language


@pghistory.track()
class Goal(Record):
    """One of the network's goals, with how we shall know that it is reached."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    title_th = models.CharField(_("title in Thai"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    sign_th = models.TextField(_("how we shall know (Thai)"), max_length=2000, blank=True)
    sign_en = models.TextField(_("how we shall know (English)"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("meetings:goal", args=[self.slug])

    @property
    def title(self):
        return in_reader_language(self.title_th, self.title_en)

    @property
    def sign(self):
        return in_reader_language(self.sign_th, self.sign_en)
