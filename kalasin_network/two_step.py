"""Administrators sign in with two steps; the sign-in package has no setting for that."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.shortcuts import redirect

# setting it up, proving once more that it is you, and leaving
OPEN = {"mfa_activate_totp", "account_reauthenticate", "account_set_password", "account_logout"}


class TwoStepMiddleware:
    """An administrator without two-step sign-in reaches only the page that sets it up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        person = request.user
        if not person.is_authenticated or not person.is_superuser:
            return None
        if request.resolver_match.view_name in OPEN:
            return None
        if is_mfa_enabled(person, [Authenticator.Type.TOTP]):
            return None
        return redirect("mfa_activate_totp")
