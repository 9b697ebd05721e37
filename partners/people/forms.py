"""Forms about people."""

from django import forms
from django.contrib.auth import password_validation
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from partners.fields import ThaiDateField
from partners.forms import PortalForm, VersionedForm
from partners.models import Membership, MembershipInvitation, Person
from partners.people.sign_in_forms import PASSWORD_HELP
from partners.permissions import grantable_roles

FILLED_BY_BROWSERS = {
    "title": "honorific-prefix",
    "first_name": "given-name",
    "last_name": "family-name",
    "position": "organization-title",
    "phone": "tel",
    "email": "email",
}


class PersonForm(PortalForm):
    """What browsers may fill in by themselves, and how a title is meant."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, meaning in FILLED_BY_BROWSERS.items():
            if name in self.fields:
                self.fields[name].widget.attrs["autocomplete"] = meaning
        self.fields["title"].help_text = _("Such as Mr, Ms, Dr")


class AccountForm(PersonForm, VersionedForm):
    """What a person says of themselves."""

    class Meta:
        model = Person
        fields = ["title", "first_name", "last_name", "position", "phone"]


class PersonByAdministratorForm(PersonForm, VersionedForm):
    """What an administrator may change of somebody's account."""

    class Meta:
        model = Person
        fields = ["title", "first_name", "last_name", "position", "phone", "email", "is_active"]

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean_is_active(self):
        """The last administrator's account is not closed."""
        stays = self.cleaned_data["is_active"]
        others = Person.objects.filter(is_superuser=True, is_active=True).exclude(
            pk=self.instance.pk
        )
        if not stays and self.instance.is_superuser and not others.exists():
            raise forms.ValidationError(_("The last administrator stays."))
        return stays

    def save(self, commit=True):
        with transaction.atomic():
            person = super().save(commit)
            person.settle_address()
            if not person.is_active:
                person.end_sign_ins()
        return person


class JoinForm(PersonForm, forms.ModelForm):
    """A new person accepts an invitation and gets an account."""

    password1 = forms.CharField(
        label=_("Password"),
        help_text=PASSWORD_HELP,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = Person
        fields = ["title", "first_name", "last_name", "position", "phone", "email"]

    def __init__(self, *args, invitation, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["email"].help_text = _("You sign in with it.")
        self.fields["email"].error_messages["unique"] = _(
            "There is an account with this address. Sign in with it to accept the invitation."
        )
        if invitation.email:
            self.fields["email"].disabled = True
            self.initial["email"] = invitation.email

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean(self):
        data = super().clean()
        password = data.get("password1")
        if password and data.get("password2") and password != data["password2"]:
            self.add_error("password2", _("The two passwords differ."))
        if password:
            try:
                password_validation.validate_password(password, Person(**self._person(data)))
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return data

    def _person(self, data):
        return {name: data.get(name, "") for name in self._meta.fields}

    @transaction.atomic
    def save(self):
        """Make the account and what the invitation promises; InvitationClosed where it is over."""
        data = self.cleaned_data
        person = Person.objects.create_user(password=data["password1"], **self._person(data))
        self.invitation.accept(person)
        return person


class InviteForm(VersionedForm):
    """Invites somebody to an organisation; the inviter gives no more than they may."""

    class Meta:
        model = MembershipInvitation
        fields = ["name", "role", "email"]

    def __init__(self, *args, organisation, inviter, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.organisation, self.instance.invited_by = organisation, inviter
        self.fields["name"].label = _("Who is invited")
        self.fields["name"].required = True
        self.fields["name"].help_text = _("As you address them in the message")
        self.fields["role"].required = True
        allowed = grantable_roles(inviter, organisation)
        self.fields["role"].choices = [
            (value, label) for value, label in self.fields["role"].choices if value in allowed
        ]
        self.fields["email"].help_text = _(
            "May stay empty. With an address the account is for that address only."
        )


class InviteAdministratorForm(VersionedForm):
    """Invites somebody to run the portal."""

    class Meta:
        model = MembershipInvitation
        fields = ["name", "email"]

    def __init__(self, *args, inviter, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.is_administrator, self.instance.invited_by = True, inviter
        self.fields["name"].label = _("Who is invited")
        self.fields["name"].required = self.fields["email"].required = True


class MembershipForm(VersionedForm):
    """Changes the role that somebody holds in an organisation, or ends it."""

    ended_on = ThaiDateField(label=_("Last day"), required=False)

    class Meta:
        model = Membership
        fields = ["role", "ended_on"]

    def __init__(self, *args, editor, **kwargs):
        super().__init__(*args, **kwargs)
        self.held = self.instance.role
        allowed = grantable_roles(editor, self.instance.organisation)
        self.fields["role"].choices = [
            (value, label) for value, label in self.fields["role"].choices if value in allowed
        ]
        self.fields["ended_on"].help_text = _(
            "Leave it empty while the person holds the role. The day itself still counts."
        )

    def clean_ended_on(self):
        last = self.cleaned_data["ended_on"]
        if last and last < self.instance.started_on:
            raise forms.ValidationError(_("The last day is before the first day."))
        return last

    def save(self, commit=True):
        """A new role begins today; the days in the old one stay on record."""
        role = self.instance.role
        if role == self.held or self.instance.ended_on:
            self.instance.role = self.held
            return super().save(commit)
        self.instance.role = self.held
        with transaction.atomic():
            saved = super().save(commit)
            saved.begin_as(role)
        return saved
