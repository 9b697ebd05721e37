"""Slips of paper to hand out: ten on a sheet, each district on sheets of its own."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from partners.models import District, Organisation
from reflections.line_messages import link_address, short_address
from reflections.qr import qr_svg

ON_A_SHEET = 10
MOST = 1000  # slips that one page shows


@dataclass(frozen=True)
class Slip:
    """What a school gets: its own link as QR code, and the short address with its code. It
    invites; it reads nothing."""

    school: Organisation
    address: str
    code: str
    qr: str


@dataclass(frozen=True)
class Sheet:
    """One page of paper."""

    district: District | None
    number: int
    of: int
    slips: list


def slip(invitation):
    address = link_address(invitation.link_token)
    label = _("QR code of the link of %(school)s") % {"school": invitation.school.name}
    qr = qr_svg(address, label)
    return Slip(invitation.school, short_address(), invitation.short_code, qr)


def sheets(invitations):
    """The Sheets for `invitations`, which come by district."""
    found = []
    for district, asked in groupby(invitations, key=lambda each: each.school.district):
        slips = [slip(each) for each in asked]
        parts = [slips[at : at + ON_A_SHEET] for at in range(0, len(slips), ON_A_SHEET)]
        found += [Sheet(district, n, len(parts), part) for n, part in enumerate(parts, start=1)]
    return found
