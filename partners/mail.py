"""Sending mail: `send` puts it into the queue within the caller's transaction, the worker mails it.

Without EMAIL_URL the worker writes .eml files instead (settings.EMAIL_BACKEND decides).
"""

import logging
from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from partners.models.mail import OutgoingMail

log = logging.getLogger(__name__)
# tries after 1, 2, 4 ... minutes: the last one about 17 hours after the first
TRIES = 11


@transaction.atomic
def send(key, to, subject, body):
    """Mail `body` to the address `to`, unless a mail with this `key` exists already.

    `key` (up to 120 characters) names the cause, such as "invitation:7:3". Rolls back with the
    caller's transaction.
    """
    subject = " ".join(subject.split())[:300]
    mail, is_new = OutgoingMail.objects.get_or_create(
        key=key, defaults={"to": to, "subject": subject, "body": body}
    )
    if is_new:
        deliver.enqueue(mail.pk)


@task()
def deliver(pk):
    """Mail what waits under `pk` and empty it; when the mail server fails, try again later."""
    with transaction.atomic():
        mail = OutgoingMail.objects.select_for_update().filter(pk=pk, sent_at=None).first()
        if mail is None:
            return
        mail.tries += 1
        if _goes_out(mail):
            mail.sent_at, mail.subject, mail.body = timezone.now(), "", ""
        elif mail.tries < TRIES:
            later = timezone.now() + timedelta(minutes=2 ** (mail.tries - 1))
            deliver.using(run_after=later).enqueue(pk)
        mail.save()


def _goes_out(mail):
    """Whether the mail server took it. What fails is logged without address and text."""
    try:
        EmailMessage(mail.subject, mail.body, to=[mail.to]).send()
    except Exception as error:  # a mail server may fail in any way; the mail waits
        log.warning("mail %s not sent, try %s: %s", mail.pk, mail.tries, type(error).__name__)
        return False
    return True
