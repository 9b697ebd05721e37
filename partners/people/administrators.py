"""Who runs the portal: inviting, leaving, and helping people who cannot sign in."""

from urllib.parse import urljoin

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partners.access import require
from partners.models import MembershipInvitation, Person
from partners.people.forms import InviteAdministratorForm, PersonByAdministratorForm
from partners.people.memberships import show_link
from partners.people.wording import password_message


def administrators(request):
    """The administrators and who is invited to be one."""
    require(request.user, "administrator.invite")
    open_ones = MembershipInvitation.objects.open().filter(is_administrator=True)
    context = {
        "administrators": Person.objects.filter(is_superuser=True, deleted_at=None),
        "invitations": open_ones.select_related("invited_by"),
        "help_topic": "administrator#administrators",
    }
    return render(request, "partners/people/administrators.html", context)


def invite(request):
    require(request.user, "administrator.invite")
    form = InviteAdministratorForm(request.POST or None, inviter=request.user)
    if form.try_save():
        return show_link(request, form.instance)
    context = {"form": form, "help_topic": "administrator#administrators"}
    return render(request, "partners/people/invite.html", context)


@require_POST
def withdraw(request, pk):
    require(request.user, "administrator.invite")
    open_ones = MembershipInvitation.objects.open().filter(is_administrator=True)
    get_object_or_404(open_ones, pk=pk).withdraw()
    messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    return redirect("people:administrators")


@require_POST
def dismiss(request, pk):
    """Take the administrator's right from somebody else: one always remains."""
    require(request.user, "administrator.invite")
    person = get_object_or_404(Person.objects.filter(is_superuser=True), pk=pk)
    if person == request.user:
        raise PermissionDenied(_("Another administrator has to do this for you."))
    person.is_superuser = False
    person.save(update_fields=["is_superuser"])
    messages.success(request, _("%(name)s is no longer an administrator.") % {"name": person})
    return redirect("people:administrators")


def person(request, pk):
    """Somebody's name, address and access, looked after by an administrator."""
    require(request.user, "person.help")
    found = get_object_or_404(Person.objects.filter(deleted_at=None), pk=pk)
    form = PersonByAdministratorForm(request.POST or None, instance=found)
    if form.try_save():
        messages.success(request, _("Saved."))
        return redirect("people:person", pk)
    context = {
        "form": form,
        "person": found,
        "memberships": found.current_memberships,
        "help_topic": "administrator#lost-access",
    }
    return render(request, "partners/people/person.html", context)


@require_POST
def password_link(request, pk):
    """A link for a new password, for somebody who cannot sign in and gets no e-mail from here.

    Not for administrators: for them there is a command on the server.
    """
    require(request.user, "person.help")
    person = get_object_or_404(Person.objects.filter(deleted_at=None, is_active=True), pk=pk)
    if person.is_superuser:
        raise PermissionDenied(_("For administrators this is done on the server."))
    args = [user_pk_to_url_str(person), default_token_generator.make_token(person)]
    link = urljoin(settings.SITE_URL, reverse("account_reset_password_from_key", args=args))
    message = password_message(person, link)
    context = {"person": person, "message": message, "help_topic": "administrator#lost-access"}
    return render(request, "partners/people/password_link.html", context)
