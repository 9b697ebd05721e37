"""Addresses that need no account: what a link holds, and the codes that can be read out.

A token is base64url of a kind (one letter), the record's number (8 bytes) and 16 bytes of
HMAC-SHA256 over kind, number and version under INVITATION_KEY, which is not in the database: nobody
makes a link from a copy of it. Raising the version withdraws the link. Nothing here is stored.
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.conf import settings

MAC_LENGTH = 16
CODE_DIGITS = 8
LARGEST = 2**63  # no record's number reaches it
REMEMBERED_VERSIONS = 50  # so many withdrawn links of a record are still known as such


class Kind(StrEnum):
    """What a link opens. All but the writer's own only invite: they show nothing written."""

    SCHOOL = "s"  # an invitation: this school's own link
    ROUND = "g"  # a round: the one link for a LINE group
    CLAIM = "c"  # an invitation, chosen through the round's one link: not confirmed yet
    WRITER = "w"  # a reflection: the writer's own address


@dataclass(frozen=True)
class Token:
    """A token taken apart; `fits` tells whether it is genuine."""

    kind: Kind
    number: int
    mac: bytes

    def fits(self, version):
        """Whether it was made for this version of its record; compared in constant time."""
        return hmac.compare_digest(self.mac, _mac(self.kind, self.number, version))

    def fitted(self, version):
        """Whether it was made for an earlier version: a link that has been withdrawn."""
        earlier = range(max(1, version - REMEMBERED_VERSIONS), version)
        return any(self.fits(one) for one in earlier)


def _digest(*parts):
    message = ":".join(str(part) for part in parts).encode()
    return hmac.new(settings.INVITATION_KEY.encode(), message, hashlib.sha256).digest()


def _mac(kind, number, version):
    return _digest("link", kind, number, version)[:MAC_LENGTH]


def make(kind, number, version):
    """The token of a record, for its address."""
    raw = kind.encode() + number.to_bytes(8, "big") + _mac(kind, number, version)
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def read(text):
    """The Token that a piece of an address holds, genuine or not; None where it is no token."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 9 + MAC_LENGTH or raw[:1] not in [kind.encode() for kind in Kind]:
        return None
    number = int.from_bytes(raw[1:9], "big")
    return Token(Kind(raw[:1].decode()), number, raw[9:]) if number < LARGEST else None


def identity(*parts):
    """The UUID of what was begun by a page that knows `parts`: it does not lead back to them."""
    return UUID(bytes=_digest("begun", *parts)[:16])


def number_of(*parts):
    """A number that only whoever has the key can compute from `parts`."""
    return int.from_bytes(_digest(*parts)[:8], "big")


def same(typed, wanted):
    """Compared in constant time."""
    return hmac.compare_digest(typed, wanted)


def code(kind, number, version):
    """The 8 digits that can be read out in the place of a link of this kind."""
    return f"{number_of('code', kind, number, version) % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def same_code(typed, kind, number, version):
    """Whether `typed` (any spaces and hyphens, Thai digits too) is that code."""
    digits = "".join(str(int(letter)) for letter in typed if letter.isdecimal())
    return same(digits, code(kind, number, version))
