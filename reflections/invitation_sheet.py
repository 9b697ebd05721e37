"""The list of invited schools as a spreadsheet: a row a school, with the address of its form."""

from io import BytesIO

from django.conf import settings
from django.urls import reverse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from reflections.models import Progress

COLUMNS = ["school_code", "school", "district", "affiliation", "state", "link"]
WIDTHS = [16, 44, 20, 28, 20, 70]


def form_address(invitation):
    """The whole address of a school's form, as it can be pasted into LINE."""
    address = reverse("reflections:answer", args=[invitation.round.slug, invitation.school.slug])
    return settings.SITE_URL + address


def sheet(round, invitations):
    """The bytes of an XLSX with COLUMNS; `invitations` carry school, district, progress."""
    book = Workbook(write_only=True)
    page = book.create_sheet("invitations")
    for column, width in zip("ABCDEF", WIDTHS, strict=True):
        page.column_dimensions[column].width = width
    page.append(COLUMNS)
    for invitation in invitations:
        invitation.round, school = round, invitation.school
        row = [
            school.code,
            school.name,
            school.district.name if school.district else "",
            school.affiliation.name if school.affiliation else "",
            "" if round.names_cut_at else Progress(invitation.progress).label,
            form_address(invitation),
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
