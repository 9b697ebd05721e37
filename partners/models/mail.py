"""Mail on its way: put down with its cause, sent once by the worker, then emptied."""

from django.db import models


class OutgoingMail(models.Model):
    """One mail. Its key names its cause, so that the cause met twice sends one mail.

    Subject and body may hold a code or a link, so both are erased once the mail has gone.
    """

    key = models.CharField(max_length=120, unique=True)
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # the mails that still wait, for the administrators' notice
            models.Index(
                fields=["created_at"],
                name="outgoing_mail_waiting",
                condition=models.Q(sent_at=None),
            )
        ]

    def __str__(self):
        return self.key
