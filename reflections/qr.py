"""QR codes as SVG: no picture file, no inline style, sharp on paper and on a wall."""

from django.utils.html import format_html
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4  # light modules around it, as scanners want
# choosing the best of eight patterns takes eight times as long, and any of them is read
PATTERN = 3


def qr_svg(text, label):
    """The `<svg>` whose QR code says `text`; `label` tells it to those who cannot see it."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=PATTERN)
    code.add_data(text)
    rows = code.get_matrix()
    size = len(rows) + 2 * QUIET
    return format_html(
        '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}"'
        ' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{}v{}H0z"/><path d="{}"/></svg>',
        label,
        size,
        size,
        size,
        size,
        "".join(_runs(rows)),
    )


def _runs(rows):
    """A piece of path for each run of dark modules in a row."""
    for y, row in enumerate(rows, start=QUIET):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                yield f"M{x + QUIET} {y}h{length}v1h-{length}z"
            x += length + 1
