"""Takes the demo away again: what is marked as demonstration, and what hangs on it.

Real records stay. One that only names the demo, such as a meeting with an invented host, stays
without that name.
"""

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from pghistory.models import Context, Event

from meetings.models import Attendance, Goal, Meeting, Photo
from meetings.models.attendance import OrganisationCame
from partners.models import (
    Membership,
    MembershipInvitation,
    Organisation,
    OutgoingMail,
    Person,
    SchoolCluster,
)
from reflections.models import (
    CodingDecision,
    Edition,
    EditionText,
    Invitation,
    KeySentence,
    PaperPhoto,
    Point,
    Reflection,
    Round,
    RoundRight,
    SentenceRelease,
    Theme,
    ThemeParaphrase,
)


@transaction.atomic
def clear():
    """Delete the demo's records, their history, traces and pictures; {kind: rows that went}.

    ProtectedError where something real cannot be without them, such as an edition of a real round
    that a person of the demo agreed to; then all stays as it is.
    """
    rounds = Round.everything.filter(is_demo=True)
    meetings = Meeting.everything.filter(is_demo=True)
    organisations = Organisation.everything.filter(is_demo=True)
    people = Person.everything.filter(is_demo=True)
    answers = Reflection.objects.filter(Q(round__in=rounds) | Q(organisation__in=organisations))
    points = Point.objects.filter(reflection__in=answers)
    editions = Edition.objects.filter(round__in=rounds)
    photos = Photo.everything.filter(meeting__in=meetings)
    clusters = SchoolCluster.objects.filter(key__startswith="demo-")
    themes = unused_themes()
    Meeting.everything.filter(host__in=organisations).update(host=None)
    Round.everything.filter(inviting__in=organisations).update(inviting=None)
    forget_who_came(meetings, organisations)
    emails = dict(people.values_list("pk", "email"))
    files = [file for photo in photos for file in (photo.image, photo.small)]
    sheets = PaperPhoto.objects.filter(paper__reflection__in=answers)
    files += [sheet.image for sheet in sheets]
    gone = {
        name: remove(records)
        for name, records in [
            ("released sentences", SentenceRelease.objects.filter(point__in=points)),
            ("edition texts", edition_texts(editions, points)),
            ("points", points),
            ("editions", editions),
            ("answers", answers),
            ("paraphrases", ThemeParaphrase.objects.filter(round__in=rounds)),
            ("key sentences", KeySentence.objects.filter(round__in=rounds)),
            ("invitations", invitations(rounds, organisations)),
            ("rights", RoundRight.objects.filter(Q(round__in=rounds) | Q(person__in=people))),
            ("rounds", rounds),
            ("attendances", Attendance.everything.filter(meeting__in=meetings)),
            ("photos", photos),
            ("meetings", meetings),
            ("goals", Goal.everything.filter(is_demo=True)),
            ("sub-themes", themes.exclude(parent=None)),
            ("themes", themes.filter(parent=None, children=None)),
            ("memberships", memberships(people, organisations)),
            ("joining", MembershipInvitation.objects.filter(organisation__in=organisations)),
            ("organisations", organisations),
            ("people", people),
            ("clusters", clusters.exclude(pk__in=used(Reflection, "cluster"))),
        ]
    }
    forget_people(emails)
    transaction.on_commit(lambda: [file.storage.delete(file.name) for file in files])
    return gone


def remove(records):
    """Delete these records with their history and what hangs on them; how many they were."""
    keys = list(records.values_list("pk", flat=True))
    records.delete()
    # the history last: of some records it holds their end too
    for event in getattr(records.model, "pgh_event_models", {}).values():
        event.objects.filter(pgh_obj__in=keys).delete()
    return len(keys)


def edition_texts(editions, points):
    return EditionText.objects.filter(Q(edition__in=editions) | Q(point__in=points))


def invitations(rounds, organisations):
    return Invitation.objects.filter(Q(round__in=rounds) | Q(school__in=organisations))


def memberships(people, organisations):
    return Membership.objects.filter(Q(person__in=people) | Q(organisation__in=organisations))


def unused_themes():
    """The demo's themes that nothing speaks of, asked anew each time: real texts keep theirs."""
    themes = Theme.everything.filter(is_demo=True)
    for model in (Point, CodingDecision, EditionText, ThemeParaphrase):
        themes = themes.exclude(pk__in=used(model, "theme"))
    return themes


def used(model, name):
    """The keys that `model` holds in its relation `name`."""
    return model.objects.exclude(**{name: None}).values(name)


def forget_who_came(meetings, organisations):
    """Delete the history of the organisations that came: it is kept by meeting, not by row."""
    came = OrganisationCame.objects.filter(
        Q(meeting__in=meetings) | Q(organisation__in=organisations)
    )
    history = OrganisationCame.pgh_event_model.objects
    keys = [list(records.values_list("pk", flat=True)) for records in (meetings, organisations)]
    came.delete()
    history.filter(Q(meeting__in=keys[0]) | Q(organisation__in=keys[1])).delete()


def forget_people(emails):
    """Delete what people ({key: e-mail}) left beside their records: sign-ins, mails, their name on
    changes."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") in map(str, emails):
            session.delete()
    OutgoingMail.objects.filter(to__in=emails.values()).delete()
    contexts = Context.objects.filter(metadata__user__in=list(emails))
    for model in apps.get_models():
        if issubclass(model, Event):
            model.objects.filter(pgh_context__in=contexts).update(pgh_context=None)
    contexts.delete()
