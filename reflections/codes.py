"""What ties an answer to its school once names are cut: a code under a key outside the database."""

import hashlib
import hmac

from django.conf import settings


def school_code(school_pk):
    """The code of a school: the same in every round, worth nothing without INVITATION_KEY."""
    message = f"school:{school_pk}".encode()
    return hmac.new(settings.INVITATION_KEY.encode(), message, hashlib.sha256).hexdigest()
