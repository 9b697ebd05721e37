"""What an edition's page and files say, from its snapshot and its released texts."""

from django.conf import settings
from django.urls import reverse

from partners.models.base import in_reader_language
from reflections import exports
from reflections.key_sentences import kept_sentences
from reflections.summary_parts import page_of


def summary_of_edition(edition):
    """The Summary that was frozen when the edition was proposed."""
    return exports.from_snapshot(edition.snapshot["summary"])


def edition_context(edition, in_book_order=False):
    """What `_edition.html` needs; the same for a preview and for the public page."""
    summary, snapshot = summary_of_edition(edition), edition.snapshot
    paraphrases = {key: _named(words) for key, words in snapshot["paraphrases"].items()}
    texts = {}
    for key, _section, text in released_texts(edition):
        texts.setdefault(key, []).append(text)
    place = [summary.round.slug, summary.edition]
    return {
        "edition": edition,
        "summary": summary,
        "page": page_of(summary, in_book_order, paraphrases, texts),
        "in_book_order": in_book_order,
        "sentences": kept_sentences(snapshot["sentences"]),
        "proposed_for": _named(snapshot["proposed_for"]),
        "agreed_for": _named(snapshot["agreed_for"]),
        "address": settings.SITE_URL + reverse("summary:edition", args=place),
        "demo_notice": snapshot["is_demo"],
    }


def released_texts(edition):
    """(theme key, section, text) of the texts that may be read, in the order of the files.

    Within a theme they lie in alphabetical order, which tells nothing of who wrote them or when.
    """
    places = {line["key"]: n for n, line in enumerate(edition.snapshot["summary"]["themes"])}
    rows = edition.texts.filter(removed_at=None).values_list("theme__key", "theme__section", "text")
    return sorted(rows, key=lambda row: (places[row[0]], row[2]))


def _named(words):
    return in_reader_language(words["th"], words["en"]) if words else ""
