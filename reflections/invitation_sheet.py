"""The list of invited schools as a spreadsheet: a row a school, with its own link."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from reflections.downloads import MARK
from reflections.line_messages import link_address
from reflections.models import Progress

COLUMNS = ["code", "school", "district", "affiliation", "cluster", "state", "link"]
WIDTHS = [14, 44, 20, 28, 24, 20, 70]


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
            link_address(invitation.link_token) if invitation.is_standing else "",
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
