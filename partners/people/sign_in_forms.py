"""The sign-in package's forms in the portal's words."""

from allauth.account import forms as account
from allauth.mfa.base import forms as two_step
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext_lazy as _

from thai.digits import to_arabic_digits

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("New password once more"),
    "code": _("Code"),
}
PASSWORD_HELP = _(
    "At least 10 characters. Three or four words that belong together only for you are good."
)


class PlainForm:
    """One label a field and no text inside it; codes may be typed in Thai digits."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
        if "password1" in self.fields:
            self.fields["password1"].help_text = PASSWORD_HELP
        if "code" in self.fields:
            self.fields["code"].widget.attrs["inputmode"] = "numeric"
            judge = self.fields["code"].to_python
            self.fields["code"].to_python = lambda value: judge(to_arabic_digits(value or ""))


class LoginForm(PlainForm, account.LoginForm):
    pass


class RequestLoginCodeForm(PlainForm, account.RequestLoginCodeForm):
    pass


class ConfirmLoginCodeForm(PlainForm, account.ConfirmLoginCodeForm):
    pass


class AddEmailForm(PlainForm, account.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


class ChangePasswordForm(PlainForm, account.ChangePasswordForm):
    pass


class SetPasswordForm(PlainForm, account.SetPasswordForm):
    pass


class ResetPasswordForm(PlainForm, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(PlainForm, account.ResetPasswordKeyForm):
    pass


class ConfirmPasswordResetCodeForm(PlainForm, account.ConfirmPasswordResetCodeForm):
    pass


class ReauthenticateForm(PlainForm, account.ReauthenticateForm):
    pass


class AuthenticateForm(PlainForm, two_step.AuthenticateForm):
    pass


class ReauthenticateByCodeForm(PlainForm, two_step.ReauthenticateForm):
    pass


class ActivateForm(PlainForm, ActivateTOTPForm):
    pass
