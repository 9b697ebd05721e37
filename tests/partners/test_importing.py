"""Files as people have them: every encoding of old spreadsheets, and a reason for each bad cell."""

import io
import zipfile

import pytest
from django.utils import translation
from openpyxl import Workbook

from partners.importing import Column, choice, email, long_text, read_table, text, whole_number
from partners.models import Organisation
from partners.spreadsheets import Limits

COLUMNS = [
    Column("code"),
    Column("name_th", required=True, parse=text(40)),
    Column("kind", parse=choice(Organisation.Kind)),
    Column("pupils", parse=whole_number(0, 20_000)),
    Column("email", parse=email),
    Column("note", required=False, parse=long_text(100)),
]
HEADINGS = "code,name_th,pupils"
SCHOOLS = f"{HEADINGS}\n46001,โรงเรียนบ้านนา,120\n46002,โรงเรียนเก่า,๙๘\n"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def read(content, name="schools.csv", **limits):
    file = io.BytesIO(content.encode() if isinstance(content, str) else content)
    file.name = name
    if limits:
        return read_table(
            file, COLUMNS, Limits(**{"rows": 99, "size": 9_000_000, "unpacked": 9_000_000} | limits)
        )
    return read_table(file, COLUMNS)


def workbook(rows, **sheets):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def values(table):
    return [(row["code"], row["name_th"], row["pupils"]) for row in table.rows]


def problems(table):
    return [(problem.line, problem.column, problem.reason) for problem in table.problems]


TWO_SCHOOLS = [("46001", "โรงเรียนบ้านนา", 120), ("46002", "โรงเรียนเก่า", 98)]


class TestEveryFileThatSpreadsheetsWrite:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "tis-620", "cp874"])
    def test_letters_in_any_encoding(self, encoding):
        table = read(SCHOOLS.encode(encoding))
        assert (values(table), problems(table)) == (TWO_SCHOOLS, [])

    @pytest.mark.parametrize("sign", [",", ";", "\t"])
    def test_cells_parted_by_comma_semicolon_or_tab(self, sign):
        assert values(read(SCHOOLS.replace(",", sign))) == TWO_SCHOOLS

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_lines_ended_in_any_way(self, end):
        assert values(read(SCHOOLS.replace("\n", end))) == TWO_SCHOOLS

    def test_a_first_line_that_names_the_sign(self):
        table = read("sep=;\n" + SCHOOLS.replace(",", ";") + ";;\n46003;;7\n")
        assert values(table) == TWO_SCHOOLS
        assert problems(table) == [(6, "name_th", "Nothing stands here.")]

    def test_a_windows_file_with_its_own_signs(self):
        table = read(f"{HEADINGS}\n1,โรงเรียน “บ้านนา” …,\n".encode("cp874"))
        assert table.rows[0]["name_th"] == "โรงเรียน “บ้านนา” …"

    def test_an_xlsx_file_with_numbers_for_codes(self):
        table = read(
            workbook([["code", "name_th", "pupils"], [46001, "โรงเรียนบ้านนา", 120.0], [],
                      ["46002", "โรงเรียนเก่า", "98"]]),
            "schools.xlsx",
        )  # fmt: skip
        assert values(table) == TWO_SCHOOLS
        assert [row.line for row in table.rows] == [2, 4]


class TestColumns:
    def test_they_come_in_any_order_and_others_are_left_aside(self):
        table = read("pupils,Other,NAME-TH,code\n5,x,โรงเรียนนา,46001\n")
        assert values(table) == [("46001", "โรงเรียนนา", 5)]
        assert table.ignored == ["Other"]

    def test_a_column_that_may_be_missing_is_none(self):
        assert values(read("name_th\nโรงเรียนนา\n")) == [(None, "โรงเรียนนา", None)]

    def test_a_needed_one_that_is_missing_is_told(self):
        assert problems(read("code,pupils\n1,2\n")) == [(1, "name_th", "This column is missing.")]

    def test_one_that_stands_there_twice_is_told(self):
        assert problems(read("code,name_th,code\n1,นา,2\n")) == [
            (1, "code", "This column stands there twice.")
        ]

    def test_a_short_row_has_empty_cells(self):
        assert values(read("name_th,code,pupils\nโรงเรียนนา\n")) == [("", "โรงเรียนนา", None)]


class TestCells:
    @pytest.mark.parametrize(
        ("row", "column", "reason"),
        [
            ("1,,5,,,", "name_th", "Nothing stands here."),
            ("1, \u200b ,5,,,", "name_th", "Nothing stands here."),
            (f"1,{'ก' * 41},5,,,", "name_th", "Longer than 40 characters (41)."),
            ("1,นา,many,,,", "pupils", "Not a whole number from 0 to 20,000."),
            ("1,นา,-5,,,", "pupils", "Not a whole number from 0 to 20,000."),
            ("1,นา,5.5,,,", "pupils", "Not a whole number from 0 to 20,000."),
            ("1,นา,99999999999999999999,,,", "pupils", "Not a whole number from 0 to 20,000."),
            ("1,นา,5,castle,,", "kind", None),
            ("1,นา,5,school,nobody,", "email", "Enter a valid email address."),
            ("1,#REF!,5,,,", "name_th", "The spreadsheet could not work this cell out."),
            (f"1,นา,5,,,{'ก' * 101}", "note", "Longer than 100 characters (101)."),
        ],
    )
    def test_a_bad_one_is_told_with_line_column_and_reason(self, row, column, reason):
        table = read(f"code,name_th,pupils,kind,email,note\n1,นา,5,,,\n{row}\n")
        [problem] = table.problems
        assert (problem.line, problem.column) == (3, column)
        assert reason is None or problem.reason == reason
        assert str(problem).startswith(f"Line 3, column {column}: ")
        assert len(table.rows) == 1

    def test_the_reason_is_in_the_readers_language(self):
        with translation.override("th"):
            [problem] = read("code,name_th\n1,\n").problems
            assert str(problem) == "บรรทัด 2 คอลัมน์ name_th: ช่องนี้ว่างอยู่ ต้องกรอก"

    def test_invisible_and_control_characters_are_left_out(self):
        assert values(read("name_th\n\x07โรงเรียน\u200b\u00a0 นา\x1b\n"))[0][1] == "โรงเรียน นา"

    def test_markup_is_text_and_emoji_stay(self):
        assert values(read("name_th\n<b>นา</b> 👩‍🏫\n"))[0][1] == "<b>นา</b> 👩‍🏫"

    def test_a_kind_by_its_value_or_its_label(self):
        table = read("name_th,kind\nนา,School\nสมาคม,association\n")
        assert [row["kind"] for row in table.rows] == ["school", "association"]

    def test_lines_inside_a_cell_and_the_next_rows_number(self):
        table = read('name_th,note\nนา,"หนึ่ง\nสอง"\n,ว่าง\n')
        assert table.rows[0]["note"] == "หนึ่ง\nสอง"
        assert problems(table) == [(4, "name_th", "Nothing stands here.")]


class TestFilesThatAreNone:
    @pytest.mark.parametrize("content", ["", "\ufeff", " \n\n", b"\xff\xfe"])
    def test_an_empty_one(self, content):
        assert problems(read(content)) == [(0, "", "The file is empty.")]

    def test_one_with_headings_only(self):
        assert problems(read("name_th\n")) == [(0, "", "The file has headings but no rows.")]

    def test_an_xlsx_that_is_none(self):
        assert problems(read("code,name_th\n", "schools.xlsx")) == [
            (0, "", "This is no XLSX file, though its name says so.")
        ]

    @pytest.mark.parametrize("cut", [30, 300, 3000])
    def test_an_xlsx_that_is_cut_short(self, cut):
        content = workbook([["name_th"], ["นา"]])[:cut]
        [problem] = read(content, "schools.xlsx").problems
        assert problem.reason == "This XLSX file is damaged and cannot be read."

    def test_another_archive(self):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("photo.txt", "x")
        [problem] = read(file.getvalue(), "schools.xlsx").problems
        assert problem.reason == "This is neither a CSV nor an XLSX file."

    def test_a_picture(self):
        [problem] = read(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "schools.csv").problems
        assert problem.line in (0, 1)

    def test_an_old_excel_file(self):
        [problem] = read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "schools.xls").problems
        assert "Save it as .xlsx" in problem.reason

    def test_one_that_is_broken_in_the_middle_is_told_where(self):
        broken = SCHOOLS.encode() + b"46003,\xc3\x28,\n"
        assert problems(read(broken)) == [(4, "", "Here the file is no longer UTF-8.")]

    def test_a_quotation_mark_without_end(self):
        content = 'code,name_th\n1,นา\n2,"' + "โรงเรียน\n" * 30_000
        [problem] = read(content).problems
        assert problem.line == 3

    @pytest.mark.parametrize("cell", ['"บ้านนา', '"บ้าน"นา', '"บ้านนา\n46002,บ้านเก่า,98'])
    def test_a_quotation_mark_that_would_swallow_what_follows(self, cell):
        table = read(f"{HEADINGS}\n46001,{cell},120\n46003,บ้านใหม่,9\n")
        assert [(line, reason[:40]) for line, _column, reason in problems(table)] == [
            (2, "A cell that begins here has no end: a qu")
        ]

    def test_quotation_marks_inside_a_cell_stay(self):
        table = read(f'{HEADINGS}\n46001,บ้าน "นา" 2,1\n46002,"บ้าน ""เก่า""",2\n')
        assert [row["name_th"] for row in table.rows] == ['บ้าน "นา" 2', 'บ้าน "เก่า"']

    def test_one_that_unpacks_to_far_too_much(self):
        file = io.BytesIO(workbook([["name_th"], ["นา"]]))
        with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/bomb.xml", b" " * 12_000_000)
        [problem] = read(file.getvalue(), "schools.xlsx", size=9_000_000).problems
        assert problem.reason == "This XLSX file unpacks to more than the portal reads."

    def test_one_with_macros(self):
        file = io.BytesIO(workbook([["name_th"], ["นา"]]))
        with zipfile.ZipFile(file, "a") as archive:
            archive.writestr("xl/vbaProject.bin", b"x")
        [problem] = read(file.getvalue(), "schools.xlsm").problems
        assert "macros" in problem.reason

    def test_one_whose_xml_defines_entities(self):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>')
        [problem] = read(file.getvalue(), "schools.xlsx").problems
        assert problem.reason == "This XLSX file is damaged and cannot be read."

    def test_more_rows_than_a_page_reads(self):
        table = read("name_th\n" + "นา\n" * 4, rows=3)
        assert problems(table) == [(5, "", "The file has more than 3 rows.")]

    def test_more_bytes_than_a_page_reads(self):
        assert read("name_th\n" + "นา\n" * 4, size=10).problems[0].line == 0
