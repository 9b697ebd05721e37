"""PDF as Thai offices accept it: Sarabun, margins of 3 and 2 cm, Thai digits.

Text is shaped (vowels and tone marks stand where they belong) and broken between Thai words.
"""

from django.conf import settings
from fpdf import FPDF

from reflections.documents import DEMO, official
from thai.words import with_breaks

PDF = "application/pdf"
FONTS = settings.BASE_DIR / "static" / "fonts"
SIZE, LINE_HEIGHT = 16, 7.5  # points, millimetres
LEFT, TOP, RIGHT, BOTTOM = 30, 25, 20, 20  # millimetres
FIRST_LINE, FACT = 25, 30
MAY_BREAK = "\u200b"


class _Paper(FPDF):
    """A4 with the mark of demonstration data on each page, where it is that."""

    is_demo = False

    def header(self):
        if self.is_demo:
            self.set_y(12)
            self.set_font("Sarabun", size=SIZE)
            self.cell(0, LINE_HEIGHT, DEMO, align="C")
            self.set_y(TOP)


class OfficialPdf:
    """A document that is written from top to bottom; `content` are its bytes."""

    def __init__(self, title, *, is_demo=False):
        self.paper = _Paper(format="A4")
        self.paper.is_demo = is_demo
        self.paper.set_title(title)
        self.paper.set_lang("th-TH")
        self.paper.set_margins(LEFT, TOP, RIGHT)
        self.paper.set_auto_page_break(True, BOTTOM)
        self.paper.add_font("Sarabun", "", FONTS / "sarabun-400.ttf")
        self.paper.add_font("Sarabun", "B", FONTS / "sarabun-700.ttf")
        self.paper.set_text_shaping(True)
        self.paper.add_page()

    def line(self, text="", *, bold=False, centred=False, indent=0, hanging=""):
        """A paragraph; `indent` in millimetres, `hanging` stands before its first line."""
        self.paper.set_font("Sarabun", "B" if bold else "", SIZE)
        if hanging:
            self.paper.set_x(LEFT + indent - self.paper.get_string_width(hanging))
            self.paper.cell(0, LINE_HEIGHT, hanging)
        for each in self._lines(official(text), indent):
            self.paper.set_x(LEFT + indent)
            self.paper.cell(0, LINE_HEIGHT, each, align="C" if centred else "L")
            self.paper.ln(LINE_HEIGHT)

    def fact(self, name, text):
        """เรื่อง, เรียน and the like: the name in bold, and what follows stands below itself."""
        self.paper.set_font("Sarabun", "B", SIZE)
        self.paper.cell(FACT, LINE_HEIGHT, name)
        self.line(text, indent=FACT)
        self.gap()

    def text(self, text):
        """A paragraph of running text, its first line drawn in."""
        self.paper.set_font("Sarabun", "", SIZE)
        self.gap()
        first, *_others = self._lines(official(text), FIRST_LINE)
        self.paper.set_x(LEFT + FIRST_LINE)
        self.paper.cell(0, LINE_HEIGHT, first)
        self.paper.ln(LINE_HEIGHT)
        self.line(official(text)[len(first) :].lstrip())

    def numbered(self, texts):
        """Short statements, each with its number before it."""
        for number, text in enumerate(texts, start=1):
            self.line(text, indent=12, hanging=official(f"{number}. "))

    def gap(self):
        """Some air between two paragraphs."""
        self.paper.ln(LINE_HEIGHT / 3)

    def _lines(self, text, indent):
        """The text in lines that fit, broken between Thai words; at least one."""
        width = self.paper.w - LEFT - RIGHT - indent
        found = self.paper.multi_cell(
            width,
            LINE_HEIGHT,
            with_breaks(text, MAY_BREAK),
            align="L",
            dry_run=True,
            output="LINES",
        )
        return [line.replace(MAY_BREAK, "") for line in found] or [""]

    @property
    def content(self):
        return bytes(self.paper.output())
