"""What holds demonstration data says so, wherever it goes."""

from functools import partial
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from reflections import line_messages
from reflections.downloads import MARK
from tests import builders
from tests.site.pages import OK
from tests.site.test_pages_by_role import PAGES

pytestmark = pytest.mark.django_db


def is_marked(response):
    name = unquote(response.get("Content-Disposition", ""))
    return (MARK in name, response.get("X-Demonstration-Data")) == (True, "1")


def files(cast):
    """(page, response) of each page of the portal that answers with a file."""
    for page in PAGES:
        role = next((role for role, answer in page.answers.items() if answer == OK), None)
        if role is None or page.method != "get":
            continue
        response = cast[role].get(reverse(page.name, args=page.args(cast)))
        if not response["Content-Type"].startswith("text/html"):
            yield page.name, response


# pictures carry the mark in themselves, parts of the form stand in a page that shows it; the last
# two hold no records
PICTURES = {"meetings:photo", "reflections:paper_photo"}
PARTS = {"reflections:answer_parts", "link:answer_parts"}
WITHOUT_MARK = PICTURES | PARTS | {"healthz", "robots"}


def test_every_file_of_a_demo_round_is_marked(cast, monkeypatch):
    monkeypatch.setattr(builders, "build_round", partial(builders.build_round, is_demo=True))
    found = [(name, is_marked(file)) for name, file in files(cast) if name not in WITHOUT_MARK]
    names = {name.partition(":")[2] for name, _mark in found}
    assert names == {
        "live_json",
        "live_csv",
        "live_points_csv",
        "edition_json",
        "edition_csv",
        "edition_points_csv",
        "invitations_xlsx",
        "letter",
        "paper_form",
        "answer_thanks",
        "answer_sheet",
    }
    assert [name for name, mark in found if not mark] == []


def test_a_file_of_a_real_round_is_not(coordinator):
    round = builders.build_round(slug="2559-11-30")
    for ending, name in [(".json", ".json"), (".csv", ".csv"), ("/points.csv", "-points.csv")]:
        response = coordinator.get(f"/summary/2559-11-30{ending}")
        assert response["Content-Disposition"].endswith(f'filename="2559-11-30{name}"')
        assert "X-Demonstration-Data" not in response
    assert MARK not in line_messages.invitation(round)


def test_a_round_that_somebody_tries_out_with_invented_schools_is_marked(coordinator):
    round = builders.build_round(keepers=[coordinator.person])
    builders.invite(round, builders.build_school(is_demo=True))
    response = coordinator.get(reverse("reflections:invitations_xlsx", args=[round.slug]))
    assert is_marked(response)
    [sheet] = load_workbook(BytesIO(response.content)).worksheets
    assert sheet.title == MARK
    assert [cell.value for cell in next(sheet.iter_rows())][6] == "link"


def test_messages_for_line_begin_with_it():
    round = builders.build_round(is_demo=True)
    assert line_messages.invitation(round).startswith("(ข้อมูลสาธิต)\n")


def test_djangos_administration_shows_it(administrator, monkeypatch):
    mark = "ข้อมูลสาธิต ไม่ใช่คำตอบจริงของโรงเรียน"
    assert mark not in administrator.get("/admin/").content.decode()
    monkeypatch.setattr("kalasin_network.context.is_demo_portal", lambda: True)
    assert mark in administrator.get("/admin/").content.decode()
