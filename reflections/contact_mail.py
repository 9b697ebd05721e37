"""Tells somebody by mail that a school asks to be contacted; which one it does not say."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from partners import mail


def tell(wish):
    """Put a mail to the wish's person into the queue, in the caller's transaction."""
    address = settings.SITE_URL + reverse("reflections:contact_wishes")
    with override(settings.LANGUAGE_CODE):  # the school's language says nothing of the reader's
        subject = _("A school asks you to get in touch")
        body = render_to_string("reflections/contact_mail.txt", {"address": address})
    key = f"contact:{wish.public_id}:{wish.asked_at.timestamp():.0f}"
    mail.send(key, wish.person.email, subject, body)
