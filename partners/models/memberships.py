"""Roles that people hold in organisations, and how people are invited to them."""

import base64
import hashlib
import hmac
import uuid
from datetime import timedelta

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models.organisations import Organisation
from partners.models.people import Person


class Role(models.TextChoices):
    DIRECTOR = "director", _("school director (or acting head)")
    COORDINATOR = "coordinator", _("coordinator")
    SUPERVISOR = "supervisor", _("supervisor or provincial officer")
    MEMBER = "member", _("member")


class MembershipQuerySet(models.QuerySet):
    def current(self, day=None):
        """Those that hold on `day` (today, if none), in organisations that still stand."""
        day = day or timezone.localdate()
        return self.filter(
            models.Q(ended_on=None) | models.Q(ended_on__gte=day),
            started_on__lte=day,
            organisation__deleted_at=None,
        )


@pghistory.track()
class Membership(models.Model):
    """A person's role in an organisation, from a day to a day."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    started_on = models.DateField(_("from"), default=timezone.localdate)
    ended_on = models.DateField(_("to"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["started_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=models.Q(ended_on=None),
                name="membership_is_open_once",
                violation_error_message=_("This person holds this role here already."),
            ),
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("started_on")),
                violation_error_message=_("The last day is before the first day."),
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.get_role_display()} · {self.organisation}"

    def responsible_organisations(self):
        return {self.organisation_id}

    def begin_as(self, role):
        """Hold another role from today on; the days in the old one stay on record."""
        today = timezone.localdate()
        if self.started_on == today:
            self.role = role
            self.save()
            return
        self.ended_on = today - timedelta(days=1)
        self.save()
        Membership.objects.get_or_create(
            person=self.person, organisation=self.organisation, role=role, ended_on=None
        )


class InvitationClosed(Exception):
    """The invitation was used, withdrawn or is too old."""


class MembershipInvitationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(
            accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
        ).exclude(organisation__deleted_at__isnull=False)


def in_thirty_days():
    return timezone.now() + timedelta(days=30)


class MembershipInvitation(models.Model):
    """Somebody is asked to join an organisation, by e-mail or by a link to paste into LINE.

    The link's token follows from `form_key` and INVITATION_KEY, so that a form posted twice gives
    the same link; the database holds only a hash, and the link is shown when it is made.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="invitations_to_join"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, blank=True)
    is_administrator = models.BooleanField(_("administrator"), default=False)
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("name"), max_length=240, blank=True)
    form_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="invitations_made"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"), default=in_thirty_days)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="invitations_accepted"
    )

    objects = MembershipInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="membership_invitation_leads_somewhere",
                condition=models.Q(is_administrator=True)
                | (models.Q(organisation__isnull=False) & ~models.Q(role="")),
            )
        ]

    def __str__(self):
        return self.name or self.email or str(self.pk)

    def save(self, *args, **kwargs):
        self.email = self.email.lower()
        self.token_hash = self.hash(self.token)
        super().save(*args, **kwargs)

    @staticmethod
    def hash(token):
        return hashlib.sha256(token.encode()).hexdigest()

    @property
    def token(self):
        """The secret part of the link, 22 characters."""
        key = settings.INVITATION_KEY.encode()
        digest = hmac.digest(key, f"join:{self.form_key}".encode(), "sha256")
        return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()

    @property
    def link(self):
        """The whole address to send; to be shown to whoever invites, when it is made."""
        return f"{settings.SITE_URL}{reverse('people:join', args=[self.token])}"

    @property
    def is_open(self):
        closed = self.accepted_at or self.withdrawn_at
        stands = self.organisation is None or self.organisation.deleted_at is None
        return not closed and stands and self.expires_at > timezone.now()

    def is_for(self, person):
        """An invitation with an address is for the account of that address only."""
        return self.email in ("", person.email)

    def renew(self):
        """Give a new link for another thirty days; the old one no longer works."""
        self.form_key, self.expires_at = uuid.uuid4(), in_thirty_days()
        self.save()

    def withdraw(self):
        self.withdrawn_at = timezone.now()
        self.save()

    @transaction.atomic
    def accept(self, person):
        """Make `person` what they were invited to be. InvitationClosed where that is over."""
        locked = MembershipInvitation.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if not locked.is_open:
            raise InvitationClosed
        locked.accepted_at, locked.accepted_by = timezone.now(), person
        locked.save()
        if locked.is_administrator:
            person.is_superuser = True
            person.save(update_fields=["is_superuser"])
        if locked.organisation:
            Membership.objects.get_or_create(
                person=person, organisation=locked.organisation, role=locked.role, ended_on=None
            )
