"""People: whoever signs in."""

import pghistory
from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.models.base import Record
from thai.order import person_sort_key


class PersonManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        """A person who signs in by `email`; without a password only codes by e-mail work."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        person.settle_address()
        return person

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


@pghistory.track(exclude=["password", "last_login", "sign_ins_ended", "sort_key"])
class Person(Record, AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. Roles come from memberships; `is_superuser` is the administrator."""

    email = models.EmailField(_("e-mail"), unique=True)
    title = models.CharField(pgettext_lazy("before a name", "title"), max_length=60, blank=True)
    first_name = models.CharField(_("first name"), max_length=120)
    last_name = models.CharField(_("surname"), max_length=120, blank=True)
    position = models.CharField(_("position"), max_length=160, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    sign_ins_ended = models.PositiveIntegerField(default=0, editable=False)
    sort_key = models.CharField(max_length=600, editable=False, db_collation="C")

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name"]

    objects = PersonManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="person_email_is_unique",
                violation_error_message=_("A person with this e-mail address is known already."),
            )
        ]

    def __str__(self):
        return self.get_full_name()

    def save(self, *args, **kwargs):
        self.sort_key = person_sort_key(self.first_name, self.last_name)
        super().save(*args, **kwargs)

    def get_full_name(self):
        """Title and name as Thai offices write them: no space after the title."""
        return f"{self.title}{self.first_name} {self.last_name}".strip()

    def get_session_auth_hash(self):
        """What a session holds: another password or `end_sign_ins` makes it worthless."""
        value = f"{self.password}:{self.sign_ins_ended}"
        return salted_hmac("partners.Person.session", value, algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self):
        return iter(())

    def settle_address(self):
        """Make `email` the one address that signs in; to be called after it was set from outside.

        The sign-in package keeps addresses in its own table. An address counts as confirmed: an
        invitation led there, and an unconfirmed one could be claimed by another account.
        """
        EmailAddress.objects.filter(user=self).exclude(email=self.email).delete()
        EmailAddress.objects.update_or_create(
            user=self, email=self.email, defaults={"verified": True, "primary": True}
        )

    def end_sign_ins(self):
        """Sign this person out on every device."""
        self.sign_ins_ended += 1
        self.save(update_fields=["sign_ins_ended"])

    @property
    def unbroken_phone(self):
        """The telephone number for a running line: it does not break at its spaces."""
        return self.phone.replace(" ", "\N{NO-BREAK SPACE}")

    def get_short_name(self):
        return self.first_name

    @property
    def is_staff(self):
        """Whether Django's own administration opens."""
        return self.is_superuser

    @cached_property
    def current_memberships(self):
        """Today's memberships with their organisations; one query a request."""
        return list(self.memberships.current().select_related("organisation"))

    @property
    def roles(self):
        """The Role values held today in any organisation."""
        return {membership.role for membership in self.current_memberships}

    def organisations_as(self, *roles):
        """Ids of the organisations in which one of `roles` (any, if none) is held today."""
        return {
            membership.organisation_id
            for membership in self.current_memberships
            if not roles or membership.role in roles
        }
