"""Words that people put beside a summary's numbers."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models import Person
from partners.models.base import in_reader_language
from reflections.models.rounds import Round
from reflections.models.themes import Section, Theme


class ThemeParaphraseQuerySet(models.QuerySet):
    def shared(self, summary):
        """Those of question 3's themes that at least k schools share in `summary`."""
        keys = [
            line.key
            for line in summary.themes
            if line.section == Section.PROBLEMS and line.schools >= summary.round.k
        ]
        return self.filter(theme__key__in=keys)

    def texts_for(self, summary):
        """Theme key -> wording in the reader's language, for the themes that may show one."""
        return {
            paraphrase.theme.key: str(paraphrase)
            for paraphrase in self.shared(summary).select_related("theme")
        }


@pghistory.track()
class ThemeParaphrase(models.Model):
    """What schools said of a theme of question 3, told by a curator in other words.

    It is shown while at least k schools share the theme.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="paraphrases")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="paraphrases")
    text_th = models.TextField(_("in other words"), max_length=1000)
    text_en = models.TextField(_("in other words, in English"), max_length=1000, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, editable=False, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ThemeParaphraseQuerySet.as_manager()

    class Meta:
        verbose_name = _("paraphrase")
        verbose_name_plural = _("paraphrases")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "theme"], name="paraphrase_once_a_round_and_theme"
            )
        ]

    def __str__(self):
        return in_reader_language(self.text_th, self.text_en)


@pghistory.track()
class KeySentence(models.Model):
    """A coordinator's own wording of the sentence that a question's numbers make, or its hiding."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="key_sentences")
    question = models.PositiveSmallIntegerField(choices=[(1, "1"), (2, "2"), (3, "3")])
    text_th = models.CharField(_("sentence"), max_length=200, blank=True)
    text_en = models.CharField(_("sentence in English"), max_length=200, blank=True)
    is_hidden = models.BooleanField(_("do not show this sentence"), default=False)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, editable=False, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("key sentence")
        verbose_name_plural = _("key sentences")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "question"], name="key_sentence_once_a_round_and_question"
            ),
            models.CheckConstraint(
                name="key_sentence_of_question_1_to_3",
                condition=models.Q(question__gte=1, question__lte=3),
            ),
        ]

    def __str__(self):
        return in_reader_language(self.text_th, self.text_en)
