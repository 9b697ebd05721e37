"""E-mail to the schools of a round: who is still to get one, and sending it in the worker.

A mail is a row before it is sent, so that no second press, second coordinator or second run of a
task sends it twice. One that a stopped worker had in its hands is not sent again by itself.
"""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django_tasks import task

from reflections import line_messages, mail_texts
from reflections.models import InvitationMail, Progress, Round
from reflections.progress import counts_of

log = logging.getLogger(__name__)
AT_ONCE = 10  # mails of one task; then others, such as codes to sign in, have their turn
BEHIND = -10  # priority in the queue
TRIES = 11  # where the server cannot be reached: after 1, 2, 4 ... minutes, about 17 hours in all
HAS_ADDRESS = ~Q(school__email="")
IS_DUE = HAS_ADDRESS & Q(has_had=False)
Kind, State, Failure = InvitationMail.Kind, InvitationMail.State, InvitationMail.Failure


def obstacle(round):
    """Why no e-mail can be sent for this round now, as a sentence; '' where it can."""
    if round.holds_demo_data:
        return _("This round holds demonstration data: no e-mail is sent to anybody.")
    if not settings.EMAIL_IS_SENT:
        return _("This portal sends no e-mail yet. Use the message for LINE.")
    if line_messages.work_here_only():
        return _("No e-mail is sent as long as its links would work on this machine only.")
    if not round.accepts_answers:
        return _("E-mail can be sent while the round is open.")
    return ""


class Mailing:
    """One kind of e-mail to `invitations` (see SchoolFilter) of a round."""

    def __init__(self, round, kind, invitations):
        self.round, self.kind = round, kind
        self.asked = invitations.standing().filter(school__deleted_at=None)
        if kind == Kind.REMINDER:
            self.asked = self.asked.filter(progress=Progress.WAITING)

    @property
    def asked_once(self):
        """Each with `has_had`: an invitation goes out once for each link, a reminder once a day at
        most, and none on the day of another mail."""
        had = InvitationMail.objects.filter(invitation=OuterRef("pk"))
        if self.kind == Kind.REMINDER:
            had = had.filter(day=timezone.localdate())
        else:
            had = had.filter(kind=self.kind, link_version=OuterRef("link_version"))
        return self.asked.annotate(has_had=Exists(had))

    @property
    def due(self):
        """Those who are still to get it."""
        return self.asked_once.filter(IS_DUE)

    @cached_property
    def numbers(self):
        """{'due', 'had', 'without' an address: how many}; one query."""
        return self.asked_once.order_by().aggregate(
            due=Count("pk", filter=IS_DUE),
            had=Count("pk", filter=HAS_ADDRESS & Q(has_had=True)),
            without=Count("pk", filter=~HAS_ADDRESS),
        )

    @cached_property
    def example(self):
        """(school, subject, body) as one of them gets it, or None where nobody is asked."""
        invitation = self.due.first() or self.asked.first()
        if not invitation:
            return None
        invitation.round = self.round
        text = mail_texts.body(invitation, self.kind, counts_of([self.round])[self.round.pk])
        return invitation.school, mail_texts.subject(self.round, self.kind), text

    @transaction.atomic
    def put_down(self, by):
        """Put the mails into the queue; how many they are. Two who press at once put down one."""
        self.round.lock()
        if obstacle(self.round):
            return 0
        made = [
            InvitationMail(
                invitation=invitation,
                kind=self.kind,
                link_version=invitation.link_version,
                to=invitation.school.email,
                sent_by=by,
            )
            for invitation in self.due
        ]
        InvitationMail.objects.bulk_create(made, ignore_conflicts=True)
        if made:
            deliver.enqueue(self.round.pk)
        return len(made)


@transaction.atomic
def try_again(round, pk):
    """Put one that failed, or stands still, into the queue again; whether there was one."""
    waits = InvitationMail.objects.of_round(round).filter(pk=pk).wait_again()
    if waits:
        deliver.enqueue(round.pk)
    return bool(waits)


@task(priority=BEHIND)
def deliver(round_pk, tries=1):
    """Send a few of the mails that wait in this round, and come back for the rest."""
    round = Round.everything.select_related("inviting").get(pk=round_pk)
    mails = InvitationMail.objects.of_round(round)
    mails.stop_interrupted()
    if not mails.waiting().exists():
        return
    connection = _opened()
    if not connection:
        _come_later(round, tries)
        return
    counts = counts_of([round])[round.pk]
    try:
        for _turn in range(AT_ONCE):
            mail = mails.claim()
            if mail is None:
                return
            mail.invitation.round = round
            _send(mail, counts, connection)
    finally:
        connection.close()
    deliver.enqueue(round_pk)


def _opened():
    """A connection to the mail server, or None where it cannot be reached."""
    connection = get_connection()
    try:
        connection.open()
    except Exception as error:  # a mail server may fail in any way; nothing is on its way yet
        log.warning("mail server not reached: %s", type(error).__name__)
        return None
    return connection


def _come_later(round, tries):
    if tries < TRIES:
        later = timezone.now() + timedelta(minutes=2 ** (tries - 1))
        deliver.using(run_after=later).enqueue(round.pk, tries + 1)
        return
    for mail in InvitationMail.objects.of_round(round).waiting():
        mail.moved_to(State.FAILED, Failure.SERVER)


def _send(mail, counts, connection):
    """Send one that has been claimed, and say what became of it."""
    if not _is_still_to_be_sent(mail):
        mail.moved_to(State.FAILED, Failure.CHANGED)
        return
    invitation, kind = mail.invitation, mail.kind
    mail.to, subject = invitation.school.email, mail_texts.subject(invitation.round, kind)
    text = mail_texts.body(invitation, kind, counts)
    failure = _failure(EmailMessage(subject, text, to=[mail.to], connection=connection))
    kept = mail_texts.body(invitation, kind, counts, keeps_secrets=True)
    state = State.FAILED if failure else State.SENT
    mail.moved_to(state, failure, to=mail.to, subject=subject, body=kept)


def _is_still_to_be_sent(mail):
    """Whether nothing happened meanwhile that makes this mail one too many."""
    invitation = mail.invitation
    answer = invitation.find_reflection()
    return (
        not obstacle(invitation.round)
        and invitation.is_standing
        and not invitation.school.deleted_at
        and bool(invitation.school.email)
        and mail.link_version == invitation.link_version
        and (mail.kind == Kind.INVITATION or answer is None or answer.is_withdrawn)
    )


def _failure(message):
    """'' where the mail server took it, else a Failure. It is logged without address and text."""
    try:
        message.send()
    except Exception as error:
        log.warning("mail to a school not sent: %s", type(error).__name__)
        is_refused = isinstance(error, (SMTPRecipientsRefused, SMTPResponseException))
        return Failure.REFUSED if is_refused else Failure.UNKNOWN
    return ""
