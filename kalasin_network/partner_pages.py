"""The page of an organisation, with what the apps above the directory know of it."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, render

from meetings.models import Meeting
from partners.models import Organisation
from partners.permissions import can
from reflections.models import Round

SHOWN = 20


@login_not_required
def organisation(request, slug):
    found = get_object_or_404(
        Organisation.objects.select_related("district", "affiliation", "cluster"), slug=slug
    )
    is_member = can(request.user, "member.read")
    can_edit = can(request.user, "organisation.edit", found)
    context = {
        "organisation": found,
        "is_member": is_member,
        "can_edit": can_edit,
        "can_invite": can(request.user, "person.invite", found),
        "can_delete": can(request.user, "organisation.delete"),
        "people": people(found) if is_member else [],
        "meetings": meetings(found, request.user),
        "rounds": rounds(found, request.user) if can_edit else [],
    }
    return render(request, "kalasin_network/organisation.html", context)


def people(organisation):
    """Today's memberships in Thai order of the people."""
    current = organisation.memberships.current().filter(person__deleted_at=None)
    return current.select_related("person").order_by("person__sort_key", "pk")


def meetings(organisation, person):
    """The last meetings that it hosted or came to, as far as `person` may see them."""
    came = Meeting.organisations.through.objects.filter(organisation=organisation)
    of_this = Q(host=organisation) | Q(pk__in=came.values("meeting"))
    found = Meeting.objects.visible_to(person).filter(of_this)
    return found.order_by("-sequence", "-pk")[:SHOWN]


def rounds(organisation, person):
    """The invitations to rounds that `person` may see, the last first."""
    visible = Round.objects.visible_to(person)
    invitations = organisation.invitations_to_rounds.standing().filter(round__in=visible)
    return invitations.select_related("round").order_by("-invited_at", "-pk")[:SHOWN]
