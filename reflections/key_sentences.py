"""What each question's numbers say in one sentence, in words that blame nobody."""

from dataclasses import dataclass

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from reflections.models import KeySentence

LANGUAGES = ("th", "en")


@dataclass(frozen=True)
class Sentence:
    question: int
    about: str
    text: str
    was_reworded: bool


def headings():
    return {
        1: _("What schools wish to see"),
        2: _("What schools propose and need"),
        3: _("Problems and suffering"),
    }


def made_sentence(question, theme):
    """The sentence for a question's foremost theme (a ThemeLine), in the active language."""
    words = {"schools": f"{theme.schools:,}", "theme": theme.label}
    if question == 1:
        return _("%(schools)s schools wish to see: %(theme)s") % words
    if question == 2:
        return _("%(schools)s schools propose or ask for: %(theme)s") % words
    return _("%(schools)s schools tell of: %(theme)s") % words


def rewordings_of(round):
    """Question -> KeySentence, for the questions where a coordinator decided something."""
    return {sentence.question: sentence for sentence in KeySentence.objects.filter(round=round)}


def key_sentences(summary, rewordings):
    """The Sentences of a Summary in the active language; hidden ones and empty questions lack."""
    found = []
    for question, about in headings().items():
        theme, reworded = summary.top(question), rewordings.get(question)
        if theme is None or (reworded and reworded.is_hidden):
            continue
        own = str(reworded or "")
        found.append(Sentence(question, about, own or made_sentence(question, theme), bool(own)))
    return found


def in_both_languages(summary, rewordings):
    """The sentences as an edition keeps them: language -> list of [question, text, reworded]."""
    kept = {}
    for language in LANGUAGES:
        with override(language):
            kept[language] = [
                [sentence.question, sentence.text, sentence.was_reworded]
                for sentence in key_sentences(summary, rewordings)
            ]
    return kept


def kept_sentences(kept):
    """The Sentences that an edition has kept, in the active language."""
    about = headings()
    return [
        Sentence(question, about[question], text, was_reworded)
        for question, text, was_reworded in kept[get_language()]
    ]
