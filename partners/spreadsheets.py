"""CSV and XLSX files, as old and new spreadsheets write them, into rows of texts. No database.

CSV in UTF-8 with or without byte-order mark, UTF-16 with one ("Unicode text"), TIS-620 and
Windows-874; cells parted by comma, semicolon or tab. XLSX is unpacked with care: a file that
would fill the memory, or that carries macros, is refused.
"""

import csv
import datetime
import io
import re
import zipfile
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MEGABYTE = 1024 * 1024
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DELIMITERS = [",", ";", "\t"]
MOST_COLUMNS = 200
THAI = re.compile("[\u0e01-\u0e5b]")
ERROR_CELLS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}


@dataclass(frozen=True)
class Limits:
    """How many rows and bytes (of the file, and of what an XLSX unpacks to) are read."""

    rows: int
    size: int
    unpacked: int


PAGE = Limits(rows=20_000, size=5 * MEGABYTE, unpacked=80 * MEGABYTE)
COMMAND = Limits(rows=1_000_000, size=512 * MEGABYTE, unpacked=2048 * MEGABYTE)


class FileProblem(Exception):
    """The file cannot be read from `line` on (None: not at all); the text says why."""

    def __init__(self, reason, line=None):
        super().__init__(reason)
        self.reason, self.line = reason, line


def raw_rows(content, name="", limits=COMMAND, known=frozenset()):
    """(line, cells) of each row of a file's bytes, headings first; raises FileProblem.

    `known` are the headings that are looked for: they tell which sign parts the cells.
    """
    if len(content) > limits.size:
        raise FileProblem(
            _("The file is larger than %(size)s MB.") % {"size": limits.size // MEGABYTE}
        )
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise FileProblem(_("The file is empty."))
    if content.startswith(ZIP):
        return _xlsx_rows(content, limits)
    if content.startswith(OLD_EXCEL):
        raise FileProblem(
            _("This is an old Excel file, or one with a password. Save it as .xlsx or CSV first.")
        )
    if name.lower().endswith((".xlsx", ".xlsm")):
        raise FileProblem(_("This is no XLSX file, though its name says so."))
    return _csv_rows(decode(content), known)


def decode(content):
    """The text of a file's bytes; raises FileProblem with the line of the first wrong byte."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _decode(content, "utf-16")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = content[: error.start].decode("utf-8-sig")
            if THAI.search(before):  # Thai read well so far: UTF-8 with a broken place
                raise FileProblem(
                    _("Here the file is no longer UTF-8."), line=before.count("\n") + 1
                ) from error
            text = _decode(content, "cp874")
    if "\x00" in text:
        raise FileProblem(_("This is neither a CSV nor an XLSX file."))
    return text


def _decode(content, encoding):
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileProblem(
            _("The letters of this file are neither UTF-8 nor TIS-620 (Windows-874)."),
            line=content[: error.start].count(b"\n") + 1,
        ) from error


def _csv_rows(text, known):
    start = 0
    first = text.split("\n", 1)[0].strip("\r\ufeff ").lower()
    if re.fullmatch(r"sep=[,;\t]", first):  # how Excel names the sign
        delimiter, start = first[-1], 1
        text = text.split("\n", 1)[1]
    else:
        delimiter = max(DELIMITERS, key=lambda sign: _headings_found(text, sign, known))
    # strict: a mark that is never closed would swallow all rows after it
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = start
    try:
        for cells in reader:
            yield line + 1, cells
            line = start + reader.line_num
    except csv.Error as error:
        raise FileProblem(
            _("A cell that begins here has no end: a quotation mark is missing."), line=line + 1
        ) from error


def _headings_found(text, sign, known):
    """How well `sign` parts the headings: how many are known, then how many there are."""
    try:
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    except csv.Error:
        return (0, 0)
    return (len({heading(cell) for cell in cells} & set(known)), len(cells))


def heading(cell):
    """A column's heading as it is compared: small letters, one underscore for spaces and -."""
    return re.sub(r"[\s_-]+", "_", str(cell).strip("\ufeff\u200b \t\r\n").lower())


def _xlsx_rows(content, limits):
    from openpyxl import load_workbook  # takes a while, and most pages do without

    try:
        _refuse_dangerous(content, limits)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            if any(any(row) for row in sheet.iter_rows(max_row=50, values_only=True)):
                break
        else:
            raise FileProblem(_("The file is empty."))
        rows = enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1)
        for line, cells in rows:
            yield line, [_text(cell) for cell in cells]
    except FileProblem:
        raise
    except Exception as error:  # openpyxl lets through whatever a broken file provokes
        raise FileProblem(_("This XLSX file is damaged and cannot be read.")) from error


def _refuse_dangerous(content, limits):
    """Refuse what unpacks to too much, carries macros, or defines entities in its XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > limits.unpacked or len(parts) > 5000:
            raise FileProblem(_("This XLSX file unpacks to more than the portal reads."))
        names = {part.filename.lower() for part in parts}
        if any(name.endswith("vbaproject.bin") for name in names):
            raise FileProblem(_("This file carries macros. Save it as .xlsx without macros."))
        if "[content_types].xml" not in names or not any(n.startswith("xl/") for n in names):
            raise FileProblem(_("This is neither a CSV nor an XLSX file."))
        for part in parts:
            if part.filename.lower().endswith((".xml", ".rels")):
                with archive.open(part) as xml:
                    if b"<!" in xml.read(2048).replace(b"<!--", b""):
                        raise FileProblem(_("This XLSX file is damaged and cannot be read."))


def _text(value):
    """A cell's value as the text that a CSV would hold."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float | Decimal):
        return str(int(value)) if value == int(value) else str(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time.min:
        return value.date().isoformat()
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def too_many_rows(limits):
    """What to say where a file has more rows than are read."""
    return ngettext(
        "The file has more than %(count)s row.",
        "The file has more than %(count)s rows.",
        limits.rows,
    ) % {"count": f"{limits.rows:,}"}
