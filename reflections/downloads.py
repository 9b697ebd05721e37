"""Files that leave the portal: their names, and the mark of those that hold demonstration data.

What stands in a file is fixed to the letter, so the mark is in its name, where it stays when the
file is passed on, and in a header for programs.
"""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

CSV, JSON = "text/csv; charset=utf-8", "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MARK = "ข้อมูลสาธิต demo"  # in both languages: one name for every reader


def download(content, content_type, name, *, is_demo, opens=False):
    """A response that is saved as `name`; the browser shows it first where it `opens`."""
    response = HttpResponse(content, content_type=content_type)
    marked = f"{MARK} {name}" if is_demo else name
    response["Content-Disposition"] = content_disposition_header(not opens, marked)
    if is_demo:
        response["X-Demonstration-Data"] = "1"
    return response
