"""What a person who starts the portal reads: addresses, sign-ins, links."""

from django.conf import settings
from django.utils import translation

from kalasin_network.demo.people import sign_in_lines
from kalasin_network.demo.rounds import school_to_try
from kalasin_network.first_administrator import first_administrator_address


def startup_notes():
    """Return the lines that `make run` prints before it answers requests."""
    with translation.override("en"):
        lines = [f"The portal: {settings.SITE_URL}/", *sign_in_lines()]
        address = school_to_try()
    first = first_administrator_address()
    if first:
        lines.append(f"Nobody is here yet. The first administrator signs up, once: {first}")
    if address:
        lines.append(
            f"A demo school that is invited and has not begun: {settings.SITE_URL}{address}"
        )
    return lines
