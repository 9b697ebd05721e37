"""What the home page tells of the network: its latest edition, its partners, where they met."""

from dataclasses import dataclass

from django.db.models import Prefetch

from meetings.models import Meeting, Photo
from partners.models import Organisation
from reflections.edition_pages import summary_of_edition
from reflections.key_sentences import kept_sentences
from reflections.models import Edition
from reflections.summaries import Summary

PARTNERS, MEETINGS = 9, 4


@dataclass(frozen=True)
class LatestEdition:
    """The newest public edition with what was frozen in it."""

    edition: Edition
    summary: Summary
    sentences: list

    @property
    def themes(self):
        """How many themes were raised, sub-themes left out."""
        return sum(1 for line in self.summary.themes if line.schools and not line.parent)


def latest_edition():
    """The LatestEdition, or None; one query."""
    edition = Edition.objects.public().select_related("round").newest_first().first()
    if edition is None:
        return None
    sentences = kept_sentences(edition.snapshot["sentences"])
    return LatestEdition(edition, summary_of_edition(edition), sentences)


def partners():
    """(The first PARTNERS partners in Thai order, whether there are more); one query."""
    found = list(Organisation.objects.partners()[: PARTNERS + 1])
    return found[:PARTNERS], len(found) > PARTNERS


def meetings():
    """The latest public meetings, each with its first picture that may be public; two queries."""
    pictures = Photo.objects.public().first_of_each_meeting()
    found = Meeting.objects.published().exclude(status=Meeting.Status.CANCELLED)
    found = found.counting_organisations().select_related("host", "district")
    return found.prefetch_related(Prefetch("photos", pictures, to_attr="first_photo"))[:MEETINGS]
