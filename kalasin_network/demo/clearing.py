"""Takes the demo away again: what is marked as demonstration, and what hangs on it."""

from django.db import transaction

from meetings.models import Attendance, Goal, Meeting, Photo
from meetings.models.attendance import OrganisationCame
from partners.models import Membership, MembershipInvitation, Organisation, Person, SchoolCluster
from reflections.models import Edition, Invitation, Point, Reflection, Round, RoundRight, Theme


@transaction.atomic
def clear():
    """Delete the demo's records, their history and pictures only; {kind: rows that went}."""
    rounds = Round.everything.filter(is_demo=True)
    answers = Reflection.objects.filter(round__in=rounds)
    meetings = Meeting.everything.filter(is_demo=True)
    # the list of organisations that came has a history by meeting, not by row
    came = OrganisationCame.pgh_event_model.objects.filter(
        meeting__in=list(meetings.values_list("pk", flat=True))
    )
    photos = list(Photo.everything.filter(meeting__in=meetings))
    organisations = Organisation.everything.filter(is_demo=True)
    people = Person.everything.filter(is_demo=True)
    themes = Theme.everything.filter(is_demo=True).exclude(points__reflection__round__is_demo=False)
    gone = {}
    for name, records in [
        ("points", Point.objects.filter(reflection__in=answers)),
        ("editions", Edition.objects.filter(round__in=rounds)),
        ("answers", answers),
        ("invitations", Invitation.objects.filter(round__in=rounds)),
        ("rights", RoundRight.objects.filter(round__in=rounds)),
        ("rounds", rounds),
        ("attendances", Attendance.everything.filter(meeting__in=meetings)),
        ("photos", Photo.everything.filter(meeting__in=meetings)),
        ("meetings", meetings),
        ("goals", Goal.everything.filter(is_demo=True)),
        ("sub-themes", themes.exclude(parent=None)),
        ("themes", themes.filter(parent=None, children=None)),
        ("memberships", Membership.objects.filter(organisation__in=organisations)),
        ("joining", MembershipInvitation.objects.filter(organisation__in=organisations)),
        ("organisations", organisations),
        ("people", people),
        ("clusters", SchoolCluster.objects.filter(key__startswith="demo-")),
    ]:
        forget_history(records)
        gone[name] = records.delete()[0]
    came.delete()
    transaction.on_commit(lambda: delete_files(photos))
    return gone


def forget_history(records):
    """Delete what the triggers wrote about these records."""
    for event in getattr(records.model, "pgh_event_models", {}).values():
        event.objects.filter(pgh_obj_id__in=records.values("pk")).delete()


def delete_files(photos):
    for photo in photos:
        for picture in (photo.image, photo.small):
            picture.storage.delete(picture.name)
