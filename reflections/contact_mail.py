"""Tells somebody by mail that a school asks to be contacted; which one it does not say."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from partners import mail


def tell(wish):
    """Put a mail to the wish's person into the queue, in the caller's transaction: one a day for a
    school, however often it is asked and taken back."""
    address = settings.SITE_URL + reverse("reflections:contact_wishes")
    with override(settings.LANGUAGE_CODE):  # the school's language says nothing of the reader's
        subject = _("A school asks you to get in touch")
        body = render_to_string("reflections/contact_mail.txt", {"address": address})
    day = timezone.localdate(wish.asked_at)
    key = f"contact:{wish.reflection_id}:{wish.person_id}:{day.isoformat()}"
    mail.send(key, wish.person.email, subject, body)
