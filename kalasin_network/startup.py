"""What a person who starts the portal reads: addresses, sign-ins, links."""

from django.conf import settings


def startup_notes():
    """Return the lines that `make run` prints before it answers requests."""
    return [f"The portal: {settings.SITE_URL}/"]
