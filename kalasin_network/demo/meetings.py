"""The six meetings of the record, the five goals, and drawings in place of photos."""

from datetime import UTC, datetime

from kalasin_network.demo import drawings
from kalasin_network.demo.network import FACTS
from meetings.defaults import make_goals
from meetings.models import Meeting, Photo
from meetings.pictures import make_pictures
from partners.models import District, Organisation

# the day of the record, so that the story reads as published when it was written down
PUBLISHED = datetime(2016, 12, 10, 5, 0, tzinfo=UTC)


def load():
    make_goals(is_demo=True)
    for number, row in enumerate(FACTS["meetings"], start=1):
        facts = dict(row)
        slugs = facts.pop("organisations", [])
        if "district" in facts:
            facts["district"] = District.objects.get(key=facts["district"])
        if "held_on" in facts:
            facts["precision"] = Meeting.Precision.DAY
        meeting = Meeting.objects.create(
            sequence=number, status="held", published_at=PUBLISHED, is_demo=True, **facts
        )
        meeting.organisations.set(Organisation.objects.filter(slug__in=slugs))
    forum = Meeting.objects.get(kind="forum")
    for order, (caption, picture) in enumerate(drawings.forum()):
        photo = Photo(meeting=forum, caption=caption, may_be_public=True, order=order, is_demo=True)
        photo.keep(make_pictures(picture))
