"""The list of invited schools as a spreadsheet: a row a school, with its own link, and what
a letter needs that is merged from it."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from partners.templatetags.thai import thai_date
from reflections.downloads import MARK
from reflections.line_messages import link_address, short_address
from reflections.models import Progress

# further columns only ever behind these: letters that offices have prepared rely on them
WIDTHS = {
    "code": 14,
    "school": 44,
    "district": 20,
    "affiliation": 28,
    "cluster": 24,
    "state": 20,
    "link": 70,
    "code_to_read_out": 18,
    "round": 40,
    "until": 24,
    "inviting": 40,
    "contact": 40,
    "short_address": 30,
}


def state_in_words(round, invitation):
    """Sent, writing, not yet received or cancelled; '' once names have been cut."""
    if not invitation.is_standing:
        return invitation.get_state_display()
    return "" if round.names_cut_at else Progress(invitation.progress).label


def sheet(round, invitations):
    """The bytes of an XLSX with these columns, text cells only; demonstration data is marked."""
    book = Workbook(write_only=True)
    page = book.create_sheet(MARK if round.holds_demo_data else "invitations")
    for number, width in enumerate(WIDTHS.values(), start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.append(list(WIDTHS))
    of_the_round = [
        round.title,
        thai_date(round.closes_at),
        round.inviting or "",
        round.contact,
        short_address(),
    ]
    for invitation in invitations:
        school = invitation.school
        opens = invitation.is_standing and not school.deleted_at
        row = [
            school.code,
            school.name,
            school.district or "",
            school.affiliation or "",
            school.cluster or "",
            state_in_words(round, invitation),
            link_address(invitation.link_token) if opens else "",
            invitation.short_code if opens else "",
            *of_the_round,
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
