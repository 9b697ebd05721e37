"""Addresses under /accounts/: the pages of the sign-in package that are used, and no others."""

from allauth.account import views as account
from allauth.mfa.base import views as two_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path, reverse_lazy

from partners.people import account as own
from partners.people import line
from partners.people.account import needs_mail

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    # a code by e-mail instead of the password
    path("login/code/", needs_mail(account.request_login_code), name="account_request_login_code"),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    # the password
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", needs_mail(account.password_reset), name="account_reset_password"),
    path(
        "password/reset/confirm/",
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/reset/complete/",
        account.complete_password_reset,
        name="account_complete_password_reset",
    ),
    path(
        "password/reset/done/",
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    # a link for a new password, from an administrator
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.PasswordResetFromKeyView.as_view(
            success_url=reverse_lazy("account_password_reset_completed")
        ),
        name="account_reset_password_from_key",
    ),
    # the e-mail address
    path("email/", needs_mail(account.email), name="account_email"),
    path("confirm-email/", account.email_verification_sent, name="account_email_verification_sent"),
    path("confirm-email/<str:key>/", account.confirm_email, name="account_confirm_email"),
    # the second step
    path("2fa/", two_step.index, name="mfa_index"),
    path("2fa/authenticate/", two_step.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", two_step.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "2fa/recovery-codes/",
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    # LINE
    path("line/login/", line.login, name="line_login"),
    path("line/login/callback/", line.callback, name="line_callback"),
    path("line/not-connected/", line.not_connected, name="line_not_connected"),
    path("line/disconnect/", line.disconnect, name="line_disconnect"),
    # my account
    path("me/", own.me, name="account_me"),
    path("me/sign-out-elsewhere/", own.sign_out_elsewhere, name="account_sign_out_elsewhere"),
]
