"""DOCX as Thai offices accept it: TH SarabunPSK 16, margins of 3 and 2 cm, Thai digits."""

import re
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from lxml import etree

from thai.digits import to_thai_digits

FONT, FALLBACK, SIZE = "TH SarabunPSK", "Sarabun", 16
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DEMO = "ข้อมูลสาธิต"
FIRST_LINE = Cm(2.5)
LINE_ENDS = Cm(21 - 3 - 2)
NOT_IN_THAI_DIGITS = re.compile(
    r"@|://|www\.|[a-z]\.[a-z]|/r$"
)  # addresses work in Arabic digits only


def official(text):
    """`text` in Thai digits, all but addresses."""
    return re.sub(
        r"\S+",
        lambda word: word[0] if NOT_IN_THAI_DIGITS.search(word[0]) else to_thai_digits(word[0]),
        str(text),
    )


class OfficialDocument:
    """A document that is written from top to bottom; `content` are its bytes."""

    def __init__(self, title, *, is_demo=False):
        self.document = Document()
        self.document.core_properties.title = title
        self.document.core_properties.author = ""
        self.document.core_properties.comments = ""
        self.document.core_properties.language = "th-TH"
        self._set_paper()
        self._set_letters()
        if is_demo:
            header = self.document.sections[0].header.paragraphs[0]
            header.add_run(DEMO)
            header.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _set_paper(self):
        paper = self.document.sections[0]
        paper.page_width, paper.page_height = Cm(21), Cm(29.7)
        paper.left_margin, paper.right_margin = Cm(3), Cm(2)
        paper.top_margin, paper.bottom_margin = Cm(2.5), Cm(2)

    def _set_letters(self):
        """Word measures Thai as a "complex script": size and font are said once more for it."""
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(SIZE)
        style.paragraph_format.space_after = Pt(0)
        known = style.element.get_or_add_rPr()
        for which in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            known.rFonts.set(qn(which), FONT)
        _add(known, "w:szCs", **{"w:val": str(2 * SIZE)})
        _add(known, "w:lang", **{"w:val": "th-TH", "w:bidi": "th-TH"})
        self._name_fallback()

    def _name_fallback(self):
        parts = self.document.part.package.iter_parts()
        table = next(part for part in parts if part.partname == "/word/fontTable.xml")
        fonts = parse_xml(table.blob)
        _add(_add(fonts, "w:font", **{"w:name": FONT}), "w:altName", **{"w:val": FALLBACK})
        table._blob = etree.tostring(fonts, xml_declaration=True, encoding="UTF-8", standalone=True)

    def line(self, text="", *, bold=False, centred=False, indent=None, keep=False):
        """A paragraph of one line, or of a few."""
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(official(text))
        if bold:
            run.bold = True
            _add(run._element.get_or_add_rPr(), "w:bCs")
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if indent is not None:
            paragraph.paragraph_format.left_indent = indent
        paragraph.paragraph_format.keep_with_next = keep
        return paragraph

    def fact(self, name, text):
        """เรื่อง, เรียน and the like: the name in bold, and what follows stands below itself."""
        paragraph = self.line(name, bold=True)
        paragraph.add_run(f"\t{official(text)}")
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(3))
        paragraph.paragraph_format.left_indent = Cm(3)
        paragraph.paragraph_format.first_line_indent = -Cm(3)
        paragraph.paragraph_format.space_after = Pt(6)

    def text(self, text):
        """A paragraph of running text, its first line drawn in, spread as Thai is."""
        paragraph = self.line(text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.THAI_JUSTIFY
        paragraph.paragraph_format.first_line_indent = FIRST_LINE
        paragraph.paragraph_format.space_before = Pt(6)

    def dotted(self, number):
        """Lines to write on."""
        for _each in range(number):
            paragraph = self.line("\t")
            stops = paragraph.paragraph_format.tab_stops
            stops.add_tab_stop(LINE_ENDS, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)

    @property
    def content(self):
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()


def _add(parent, tag, **attributes):
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    parent.append(element)
    return element
