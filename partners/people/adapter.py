"""How signing in behaves here: closed but for invitations, mail as tasks, the portal's words."""

import time
import uuid
from urllib.parse import urljoin

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners import mail


def display(person):
    """A person's name as the sign-in pages show it."""
    return person.get_full_name()


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is not in use at the moment."),
        "duplicate_email": _("This is your e-mail address already."),
        "email_password_mismatch": _("E-mail address and password do not fit together."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is not right. Look again, or ask for a new one."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link is no longer valid."),
        "rate_limited": _("Too many tries. Wait a little, then try again."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request):
        return False

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whoever has signed in within the last minutes has just proved who they are."""
        records = get_authentication_records(self.request, self.request.user)
        return (
            not records or time.time() - records[-1]["at"] > app_settings.REAUTHENTICATION_TIMEOUT
        )

    def send_mail(self, template_prefix, email, context):
        """Put the mail into the queue, in the transaction of what causes it."""
        ready = self.render_mail(template_prefix, email, {**context, "portal": settings.SITE_URL})
        mail.send(f"account:{uuid.uuid4()}", email, ready.subject, ready.body)

    def get_email_confirmation_url(self, request, emailconfirmation):
        address = reverse("account_confirm_email", args=[emailconfirmation.key])
        return urljoin(settings.SITE_URL, address)


class TwoStepAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Wait for the next one and type that."),
        "cannot_generate_recovery_codes": _("Set up two-step sign-in first."),
    }

    def get_totp_label(self, user):
        return user.email
