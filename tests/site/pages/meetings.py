"""Rows of the meetings."""

from django.utils import timezone

from tests import builders
from tests.site.pages import HIDDEN, MEMBERS, OK, Page, everyone, only


def published(cast):
    return [builders.build_meeting(published_at=timezone.now()).pk]


def unpublished(cast):
    return [builders.build_meeting().pk]


PAGES = [
    Page("meetings:list", everyone()),
    Page("meetings:meeting", everyone(), args=published, note="published"),
    Page(
        "meetings:meeting",
        only(MEMBERS | {"administrator"}, OK, others=HIDDEN),
        args=unpublished,
        note="unpublished",
    ),
]
