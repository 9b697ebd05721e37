"""A person's own account, and the pages that only work where the portal sends mail."""

from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partners.models import Person
from partners.people import line
from partners.people.forms import AccountForm


def needs_mail(view):
    """Where no mail is sent the page says whom to ask instead of waiting for mail in vain."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if settings.EMAIL_IS_SENT:
            return view(request, *args, **kwargs)
        contact = " · ".join(filter(None, [settings.CONTROLLER_NAME, settings.CONTROLLER_CONTACT]))
        return render(request, "account/without_mail.html", {"contact": contact})

    return guarded


def me(request):
    """Name and position, memberships, and the ways to everything else of the account."""
    person = Person.objects.get(pk=request.user.pk)
    form = AccountForm(request.POST or None, instance=person)
    if form.try_save():
        messages.success(request, _("Saved."))
        return redirect("account_me")
    roles = request.user.current_memberships
    context = {
        "form": form,
        "memberships": roles,
        "has_line": line.is_connected(person),
        "needs_line": not line.has_another_way(person),
        "help_topic": "member#account",
    }
    return render(request, "account/me.html", context)


@require_POST
def sign_out_elsewhere(request):
    """End this person's sign-ins on all other devices; this one stays."""
    request.user.end_sign_ins()
    update_session_auth_hash(request, request.user)
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("account_me")
