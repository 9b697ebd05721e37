"""The people of an organisation: who holds which role, inviting, changing, ending."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partners import mail
from partners.access import find, require
from partners.models import Organisation
from partners.people.forms import InviteForm, MembershipForm
from partners.people.wording import invitation_message, invitation_subject
from partners.permissions import grantable_roles

HELP = "coordinator#people"


def people(request, slug):
    """Who is here, who has been, who is invited."""
    organisation = find(request.user, Organisation.objects.all(), slug=slug)
    require(request.user, "person.invite", organisation)
    memberships = organisation.memberships.select_related("person").order_by("person__sort_key")
    current = memberships.current()
    context = {
        "organisation": organisation,
        "current": current,
        "former": memberships.exclude(pk__in=current.values("pk")),
        "invitations": organisation.invitations_to_join.open().select_related("invited_by"),
        "editable_roles": grantable_roles(request.user, organisation),
        "help_topic": HELP,
    }
    return render(request, "partners/people/people.html", context)


def invite(request, slug):
    """Invite somebody; the page that follows shows the link, once."""
    organisation = find(request.user, Organisation.objects.all(), slug=slug)
    require(request.user, "person.invite", organisation)
    form = InviteForm(request.POST or None, organisation=organisation, inviter=request.user)
    if form.try_save():
        return show_link(request, form.instance)
    context = {"form": form, "organisation": organisation, "help_topic": HELP}
    return render(request, "partners/people/invite.html", context)


def show_link(request, invitation):
    """The link with its message for LINE; mailed as well where there is an address and mail."""
    if not invitation.is_open:
        return redirect("people:people", invitation.organisation.slug)
    message = invitation_message(invitation)
    if invitation.email and settings.EMAIL_IS_SENT:
        key = f"invitation:{invitation.form_key}"
        mail.send(key, invitation.email, invitation_subject(), message)
    context = {"invitation": invitation, "message": message, "help_topic": HELP}
    return render(request, "partners/people/invited.html", context)


@require_POST
def renew(request, slug, pk):
    """Make a new link for an open invitation; the old one no longer works."""
    invitation = open_invitation(request, slug, pk)
    with transaction.atomic():
        invitation.renew()
        return show_link(request, invitation)


@require_POST
def withdraw(request, slug, pk):
    open_invitation(request, slug, pk).withdraw()
    messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    return redirect("people:people", slug)


def open_invitation(request, slug, pk):
    """The open invitation `pk`, for whoever may give the role that it promises."""
    organisation = find(request.user, Organisation.objects.all(), slug=slug)
    require(request.user, "person.invite", organisation)
    invitation = get_object_or_404(organisation.invitations_to_join.open(), pk=pk)
    if invitation.role not in grantable_roles(request.user, organisation):
        raise PermissionDenied(_("This role is given by coordinators."))
    return invitation


def membership(request, slug, pk):
    """Change somebody's role here, or end it."""
    organisation = find(request.user, Organisation.objects.all(), slug=slug)
    found = find(request.user, organisation.memberships.select_related("person"), pk=pk)
    require(request.user, "membership.end", found)
    if found.role not in grantable_roles(request.user, organisation):
        raise PermissionDenied(_("This role is given by coordinators."))
    form = MembershipForm(request.POST or None, instance=found, editor=request.user)
    if form.try_save():
        messages.success(request, _("Saved."))
        return redirect("people:people", slug)
    context = {
        "form": form,
        "membership": found,
        "organisation": organisation,
        "help_topic": HELP,
    }
    return render(request, "partners/people/membership.html", context)
