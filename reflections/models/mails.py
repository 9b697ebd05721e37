"""E-mails to the schools of a round: each once, and what was sent on record."""

from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Person
from reflections.models.invitations import Invitation

# after that a mail that is said to be on its way is not: its worker was stopped meanwhile
QUIET = timedelta(minutes=10)


class InvitationMailQuerySet(models.QuerySet):
    def of_round(self, round):
        return self.filter(invitation__round=round)

    def with_names(self):
        return self.select_related("invitation__school__district", "sent_by")

    def waiting(self):
        return self.filter(state=InvitationMail.State.WAITING)

    @transaction.atomic
    def claim(self):
        """The next that waits, which from now on nobody else sends; None where none waits."""
        free = self.waiting().order_by("pk").select_for_update(skip_locked=True, of=("self",))
        mail = free.select_related("invitation__school__district").first()
        if mail:
            mail.moved_to(InvitationMail.State.SENDING)
        return mail

    def stop_interrupted(self):
        """Whose worker was stopped in the middle: nobody knows whether they arrived."""
        self.filter(
            state=InvitationMail.State.SENDING, moved_at__lte=timezone.now() - QUIET
        ).update(
            state=InvitationMail.State.FAILED,
            failure=InvitationMail.Failure.UNKNOWN,
            moved_at=timezone.now(),
        )

    def to_try_again(self):
        """Those that failed, or that nothing has happened to for a while."""
        stands_still = models.Q(moved_at__lte=timezone.now() - QUIET)
        failed = models.Q(state=InvitationMail.State.FAILED)
        return self.filter(failed | stands_still).exclude(state=InvitationMail.State.SENT)

    def wait_again(self):
        """Let these be tried again that can; how many they were."""
        return self.to_try_again().update(
            state=InvitationMail.State.WAITING, failure="", moved_at=timezone.now()
        )

    def forget_addresses(self):
        """When names are cut: no address is kept, and nothing tells who had not answered."""
        self.filter(kind=InvitationMail.Kind.REMINDER).delete()
        self.update(to="")


class InvitationMail(models.Model):
    """One e-mail to a school. Its row stands before it is sent, so that it is sent once.

    Subject and body are kept as sent, with stars in the place of link and code: these can be
    computed by whoever may invite, and a copy of the database must not hold them.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        REMINDER = "reminder", _("reminder")

    class State(models.TextChoices):
        WAITING = "waiting", _("waits to be sent")
        SENDING = "sending", _("is being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not sent")

    class Failure(models.TextChoices):
        REFUSED = "refused", _("The mail server refused this address.")
        SERVER = "server", _("The mail server could not be reached.")
        UNKNOWN = "unknown", _("The sending was interrupted: it may have arrived.")
        CHANGED = "changed", _("It was not to be sent any more.")

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=10, choices=Kind)
    # an invitation is sent once for each link of the school, a reminder once a day
    link_version = models.PositiveIntegerField()
    day = models.DateField(default=timezone.localdate)
    to = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    failure = models.CharField(max_length=7, choices=Failure, blank=True)
    sent_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    moved_at = models.DateTimeField(default=timezone.now)

    objects = InvitationMailQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "link_version"],
                condition=models.Q(kind="invitation"),
                name="invitation_mail_once_a_link",
            ),
            models.UniqueConstraint(
                fields=["invitation", "day"],
                condition=models.Q(kind="reminder"),
                name="invitation_mail_one_reminder_a_day",
            ),
        ]
        indexes = [
            # what the worker takes next
            models.Index(
                fields=["id"],
                name="invitation_mail_to_send",
                condition=models.Q(state__in=["waiting", "sending"]),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.invitation.school}"

    @property
    def is_sent(self):
        return self.state == self.State.SENT

    @property
    def is_failed(self):
        return self.state == self.State.FAILED

    @property
    def can_be_tried_again(self):
        """As `to_try_again`."""
        stands_still = self.moved_at <= timezone.now() - QUIET
        return not self.is_sent and (self.is_failed or stands_still)

    def moved_to(self, state, failure="", **fields):
        """Say what has become of it."""
        changed = {"state": state, "failure": failure, "moved_at": timezone.now(), **fields}
        for name, value in changed.items():
            setattr(self, name, value)
        self.save(update_fields=changed)
