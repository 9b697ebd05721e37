"""What waits for those who act for a school: its answers in the open rounds."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from kalasin_network.my_work.shapes import Answer
from partners.models import Role
from reflections.models import Invitation, Point, Progress, Round


def answers(person):
    """The open rounds in which the person's schools are asked; one query, none for others."""
    if Role.DIRECTOR not in person.roles:
        return []
    changed = Point.objects.unsent().filter(reflection__invitation=OuterRef("pk"))
    found = Invitation.objects.standing().answerable_by(person).with_progress()
    found = found.filter(round__in=Round.objects.accepting()).annotate(is_changed=Exists(changed))
    found = found.select_related("round", "school").order_by("round__closes_at", "school__sort_key")
    return [answer(invitation) for invitation in found]


def answer(invitation):
    """The Answer for an invitation with `progress` and `is_changed`."""
    round, school = invitation.round, invitation.school
    page, state, label, action = how_it_stands(invitation)
    url = reverse(f"reflections:{page}", args=[round.slug, school.slug])
    return Answer(school, round, round.closes_at, state, label, url, action)


def how_it_stands(invitation):
    """(URL name, state, its words, what the button says)."""
    if invitation.progress == Progress.WRITING:
        return "answer", "open", _("being written"), _("Continue")
    if invitation.progress == Progress.WAITING:
        return "answer", "quiet", _("not begun yet"), _("Start writing")
    if invitation.is_changed:
        return "answer_review", "waiting", _("changes not sent yet"), _("Check, then send")
    return "answer", "done", _("sent"), _("Look at it or change it")
