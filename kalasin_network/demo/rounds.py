"""Three rounds: the forum's, an earlier one, and one that is open now."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from kalasin_network.demo.people import KEEPERS, address
from meetings.models import Meeting
from partners.models import Organisation, Person
from reflections.defaults import wording
from reflections.models import Invitation, Round, RoundRight

BANGKOK = ZoneInfo("Asia/Bangkok")
OPEN_FOR = timedelta(days=60)


def at(year, month, day, hour=9):
    return datetime(year, month, day, hour, tzinfo=BANGKOK)


def load(schools):
    """(forum, earlier, later), with their invitations and keepers."""
    now = timezone.now()
    forum = make(
        slug="2559-11-30",
        title_th="เวทีสะท้อนคิด 30 พฤศจิกายน 2559",
        title_en="Reflection forum, 30 November 2016",
        status=Round.Status.CLOSED,
        opened_at=at(2016, 11, 30),
        closed_at=at(2016, 12, 9, 18),
        closes_at=at(2016, 12, 9, 18),
        school_year=2016,
        term=2,
        meeting=Meeting.objects.get(kind="forum"),
        names_cut_on=(now + timedelta(days=365)).date(),
    )
    earlier = make(
        slug="2559-09-15",
        title_th="วงทดลองสามข้อ กันยายน 2559",
        title_en="Trying out the three questions, September 2016",
        status=Round.Status.CLOSED,
        opened_at=at(2016, 9, 15),
        closed_at=at(2016, 9, 30, 18),
        closes_at=at(2016, 9, 30, 18),
        school_year=2016,
        term=1,
        names_cut_on=(now + timedelta(days=365)).date(),
    )
    closes_at = (now + OPEN_FOR).astimezone(BANGKOK).replace(hour=18, minute=0, second=0)
    later = make(
        slug="open-round",
        title_th="รอบสะท้อนคิดครั้งใหม่",
        title_en="The new round of reflection",
        status=Round.Status.OPEN,
        opened_at=now - timedelta(days=7),
        closes_at=closes_at.replace(microsecond=0),
        names_cut_on=(closes_at + timedelta(days=365)).date(),
    )
    invite(forum, schools)
    invite(earlier, schools[2:46])
    invite(later, schools[:60])
    return forum, earlier, later


def make(**fields):
    inviting = Organisation.objects.get(slug="demo-a")
    round = Round.objects.create(
        **wording(),
        inviting=inviting,
        contact="ประสาน สาธิต โทร. 0 4300 0001",
        controller_name=inviting.name_th,
        controller_contact="โทร. 0 4300 0001",
        is_demo=True,
        **fields,
    )
    for name in KEEPERS:
        person = Person.objects.get(email=address(name))
        organisation = person.memberships.get().organisation
        RoundRight.objects.create(
            round=round, person=person, right="keep", organisation=organisation
        )
    return round


def invite(round, schools):
    by = Person.objects.get(email=address("coordinator"))
    Invitation.objects.bulk_create(
        Invitation(round=round, school=school, invited_by=by) for school in schools
    )
    Invitation.objects.filter(round=round).update(invited_at=round.opened_at)


def school_to_try():
    """Address of the link of a demo school invited to the open round that has not begun, or ''.

    The schools of the demo's own director are left to that sign-in.
    """
    waiting = Invitation.objects.standing().filter(
        round__in=Round.objects.accepting().filter(is_demo=True), reflection=None
    )
    free = waiting.filter(school__memberships=None).order_by("school__sort_key", "pk")
    invitation = free.select_related("school").first()
    return reverse("link:answer", args=[invitation.link_token]) if invitation else ""
