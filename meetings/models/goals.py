"""The directions that the network drives towards."""

import pghistory
from django.db import models, transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from partners.models.base import Record, in_reader_language

TAKEN_ADDRESSES = ["new"]  # what stands beside a goal under /goals/


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

    def set_address(self):
        """An address from the English title, or a numbered one; one that is there stays."""
        wanted = self.slug or slugify(self.title_en)[:50] or "goal"
        others = Goal.everything.exclude(pk=self.pk).values_list("slug", flat=True)
        taken, self.slug, number = {*others, *TAKEN_ADDRESSES}, wanted, 2
        while self.slug in taken:
            self.slug, number = f"{wanted}-{number}", number + 1

    @transaction.atomic
    def move(self, steps):
        """Stand `steps` places later among the living goals (earlier: below zero)."""
        goals = list(Goal.objects.select_for_update())
        here = goals.index(self)
        goals.insert(max(0, here + steps), goals.pop(here))
        for number, goal in enumerate(goals, 1):
            if goal.order != number:
                Goal.objects.filter(pk=goal.pk).update(order=number)

    @property
    def title(self):
        return in_reader_language(self.title_th, self.title_en)

    @property
    def sign(self):
        return in_reader_language(self.sign_th, self.sign_en)
