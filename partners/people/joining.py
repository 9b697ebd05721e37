"""Joining through an invitation's link, by people who are new and by people who have an account."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from partners.models import MembershipInvitation, Person
from partners.models.memberships import InvitationClosed
from partners.people.forms import JoinForm

DOUBLE_TAP = timedelta(minutes=2)


@login_not_required
@never_cache
def join(request, token):
    """Who invites to what; a form for new people, one button for people who are signed in."""
    token_hash = MembershipInvitation.hash(token)
    invitations = MembershipInvitation.objects.select_related("organisation", "invited_by")
    invitation = invitations.filter(token_hash=token_hash).first()
    if invitation is None:
        return render(request, "partners/people/join_unknown.html", status=404)
    if invitation.accepted_at:
        return already_used(request, invitation)
    if not invitation.is_open:
        return closed(request, invitation)
    if request.user.is_authenticated:
        return join_as_myself(request, invitation)
    return join_as_somebody_new(request, invitation)


def join_as_myself(request, invitation):
    if not invitation.is_for(request.user):
        context = {"invitation": invitation}
        return render(request, "partners/people/join_other_address.html", context, status=403)
    if request.method == "POST":
        try:
            invitation.accept(request.user)
        except InvitationClosed:
            return join_again(request, invitation)
        return welcome(request, invitation)
    return render(request, "partners/people/join_as_myself.html", {"invitation": invitation})


def join_as_somebody_new(request, invitation):
    form = JoinForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        try:
            person = form.save()
        except (InvitationClosed, IntegrityError):
            # the other of two taps, or somebody with the same address, came first
            return join_again(request, invitation)
        return sign_in(request, person, invitation)
    known = bool(invitation.email) and Person.objects.filter(email=invitation.email).exists()
    context = {"invitation": invitation, "form": form, "has_account": known}
    return render(request, "partners/people/join.html", context)


def sign_in(request, person, invitation):
    """The new account's first sign-in, counted as one by password."""
    record_authentication(request, person, method="password", email=person.email)
    welcome(request, invitation)
    return perform_login(request, person, redirect_url="/", signup=True)


def welcome(request, invitation):
    messages.success(request, _("Welcome to the network."))
    if invitation.is_administrator or invitation.organisation is None:
        return redirect("home")
    return redirect(invitation.organisation)


def join_again(request, invitation):
    """Look once more at an invitation that has changed in this very moment."""
    invitation.refresh_from_db()
    return already_used(request, invitation) if invitation.accepted_at else redirect(request.path)


def already_used(request, invitation):
    """A second tap on the button: whoever joined just now comes in, everybody else is told."""
    joined = invitation.accepted_by
    if joined and request.user == joined:
        return redirect("home")
    recently = timezone.now() - invitation.accepted_at < DOUBLE_TAP
    if joined and recently and request.method == "POST" and request.user.is_anonymous:
        password = request.POST.get("password1", "")
        if has_password(request, joined, password):
            return sign_in(request, joined, invitation)
    return closed(request, invitation)


def has_password(request, person, password):
    """Whether it is theirs; tries are counted as on the sign-in page."""
    try:
        found = get_adapter().authenticate(request, email=person.email, password=password)
    except ValidationError:
        return False
    return found == person


def closed(request, invitation):
    return render(
        request, "partners/people/join_closed.html", {"invitation": invitation}, status=410
    )
