"""The part of an address that names an organisation: small Latin letters, digits and hyphens."""

import secrets

from django.core.validators import RegexValidator
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

# addresses of pages that stand where an organisation's or a round's would
REFUSED = ["new", "network", "themes", "import", "deleted"]
LONGEST = 80

validate_address = RegexValidator(
    r"^(?!(?:" + "|".join(REFUSED) + r")$)[a-z0-9][a-z0-9-]*$",
    _("Use small letters a to z, digits and -; some words are taken."),
)


def make_address(wishes, is_taken):
    """An address from the first of `wishes` (an English name, a code) that gives one.

    `is_taken(address)` says which cannot be had: a number is then put behind. Without any Latin
    letter or digit in the wishes the address is drawn by lot.
    """
    wish = next(filter(None, (slugify(wish)[:LONGEST].strip("-_") for wish in wishes)), "")
    wish = wish.replace("_", "-") or f"o-{secrets.token_hex(3)}"
    address, number = wish, 1
    while address in REFUSED or is_taken(address):
        number += 1
        address = f"{wish[: LONGEST - 7]}-{number}"
    return address
