"""Signing in with LINE, where its keys are set: for accounts that have connected their LINE.

LINE only proves who somebody is. It makes no accounts, an e-mail address that it tells finds
none, and nothing of it is kept but its id for the person.
"""

import logging
from functools import wraps

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthError, ProviderException
from allauth.socialaccount.providers.line.views import oauth2_callback, oauth2_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

logger = logging.getLogger(__name__)


def is_connected(person):
    """Whether this person can sign in with LINE; asks the database only where anybody can."""
    return settings.LINE_IS_SET and SocialAccount.objects.filter(user=person).exists()


def has_another_way(person):
    """Whether this person could sign in without LINE: by password, or a code by e-mail."""
    return person.has_usable_password() or settings.EMAIL_IS_SENT


class LineAdapter(DefaultSocialAccountAdapter):
    def populate_user(self, request, sociallogin, data):
        """Take over nothing: neither name nor address, and no picture beside the id."""
        if sociallogin.account.uid in ("", "None"):  # the package's text for an id that is missing
            raise ProviderException("LINE told no id")
        sociallogin.account.extra_data, sociallogin.email_addresses = {}, []
        return sociallogin.user

    def pre_social_login(self, request, sociallogin):
        """The token has done its work; sessions are not to hold it either."""
        sociallogin.token = None
        if request.user.is_authenticated:
            # connecting saves this person, who was read before LINE was asked
            request.user.refresh_from_db()

    def is_open_for_signup(self, request, sociallogin):
        raise ImmediateHttpResponse(redirect("line_not_connected"))

    def get_connect_redirect_url(self, request, socialaccount):
        return reverse("account_me")

    def on_authentication_error(
        self, request, provider, error=None, exception=None, extra_context=None
    ):
        """Back to where LINE was asked from, off the address that holds LINE's code."""
        if error == AuthError.CANCELLED:
            messages.info(request, _("You did not go on with LINE; nothing has changed."))
        else:
            messages.error(
                request,
                _("LINE did not answer as it should. Try once more, in the same browser."),
            )
        if exception:
            reason = str(exception).replace(request.GET.get("code") or "\n", "***")
            logger.warning("Signing in with LINE failed: %s", reason)
        if request.user.is_authenticated:
            raise ImmediateHttpResponse(redirect("account_me"))
        state = extra_context.get("state") or {}
        raise ImmediateHttpResponse(redirect_to_login(state.get("next", "/")))


def needs_line(view):
    """Without LINE's keys there is no such page."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.LINE_IS_SET:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


login = needs_line(require_POST(oauth2_login))
callback = needs_line(oauth2_callback)


@needs_line
@login_not_required
def not_connected(request):
    """For somebody whom LINE knows and the portal does not: the two ways on."""
    return render(request, "account/line_not_connected.html")


@needs_line
@require_POST
@reauthentication_required
def disconnect(request):
    """Forget this person's LINE, unless nothing else would let them in."""
    accounts = SocialAccount.objects.filter(user=request.user)
    if not has_another_way(request.user):
        messages.error(request, _("LINE is your only way to sign in. Choose a password first."))
    elif accounts.delete()[0]:
        messages.success(request, _("LINE is disconnected."))
        LineAdapter(request).send_notification_mail(
            "socialaccount/email/account_disconnected", request.user
        )
    return redirect("account_me")
