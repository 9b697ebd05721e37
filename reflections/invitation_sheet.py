"""The list of invited schools as a spreadsheet: a row a school, with the address of its form."""

from io import BytesIO

from django.conf import settings
from django.urls import reverse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from reflections.downloads import MARK
from reflections.models import Progress

COLUMNS = ["code", "school", "district", "affiliation", "cluster", "state", "link"]
WIDTHS = [14, 44, 20, 28, 24, 20, 70]


def form_address(round, school):
    """The whole address of a school's form, as it can be pasted into LINE."""
    return settings.SITE_URL + reverse("reflections:answer", args=[round.slug, school.slug])


def state_in_words(round, invitation):
    """Sent, writing, not yet received or cancelled; '' once names have been cut."""
    if not invitation.is_standing:
        return invitation.get_state_display()
    return "" if round.names_cut_at else Progress(invitation.progress).label


def sheet(round, invitations):
    """The bytes of an XLSX with COLUMNS, text cells only; demonstration data is marked."""
    book = Workbook(write_only=True)
    page = book.create_sheet(MARK if round.holds_demo_data else "invitations")
    for letter, width in zip("ABCDEFG", WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    page.append(COLUMNS)
    for invitation in invitations:
        school = invitation.school
        row = [
            school.code,
            school.name,
            school.district or "",
            school.affiliation or "",
            school.cluster or "",
            state_in_words(round, invitation),
            form_address(round, school) if invitation.is_standing else "",
        ]
        page.append([_as_text(page, value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _as_text(page, value):
    """A cell that is text whatever it begins with: no name becomes a formula."""
    cell = WriteOnlyCell(page, value=str(value))
    cell.data_type = "s"
    return cell
