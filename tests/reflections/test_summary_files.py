"""The summary as JSON and CSV: byte for byte, and the same numbers as the page."""

import csv
import io
import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from reflections import exports
from reflections.counting import summary_of
from reflections.models import Reflection, Section
from tests.builders import (
    build_edition,
    build_organisation,
    build_point,
    build_reflection,
    build_round,
    build_theme,
)

pytestmark = pytest.mark.django_db
THAILAND = ZoneInfo("Asia/Bangkok")
AS_OF = datetime(2016, 12, 10, 5, 37, tzinfo=THAILAND)
HEAD = "key,question,group,parent,label_th,label_en,schools,points,share,rank"


@pytest.fixture
def round():
    """Three schools of four answered: learners and problems, a sub-theme, a voice beside."""
    round = build_round(
        "closed",
        slug="2559-11-30",
        title_th="เวทีสะท้อนคิด",
        title_en="Reflection forum",
        opened_at=datetime(2016, 11, 30, 0, 30, tzinfo=THAILAND),
        closed_at=datetime(2016, 11, 30, 23, 30, tzinfo=THAILAND),
        k=3,
    )
    learner, problems = Section.LEARNER, Section.PROBLEMS
    kind = build_theme(learner, "เด็กดีมีน้ำใจ", key="kind", label_en="Kind, decent child", order=1)
    polite = build_theme(learner, "สุภาพ", key="polite", parent=kind, order=3)
    build_theme(learner, "อ่านออก", key="reading", label_en="Reading", order=2)
    budget = build_theme(problems, 'งบ "ไม่พอ"', key="budget", label_en="Budget")
    build_reflection(round, texts=[(learner, "ก", kind), (learner, "ข", polite)])
    build_reflection(round, texts=[(learner, "=1+1", polite), (problems, "ค", budget)])
    last = build_reflection(round, texts=[(learner, "ง\nจ", None)])
    build_point(last, Section.TEACHER, "ฉ", is_set_aside=True)
    build_reflection(round, status=Reflection.Status.DRAFT)
    voice = Reflection.objects.create(
        round=round,
        kind="partner",
        organisation=build_organisation(),
        status="sent",
        sent_at=round.opened_at,
    )
    build_point(voice, learner, "ช", theme=polite)
    return round


GOLDEN_JSON = (
    '{"round": {"slug": "2559-11-30", "title": "เวทีสะท้อนคิด", "status": "closed",'
    ' "opened": "2016-11-30", "closed": "2016-11-30"}, "edition": null,'
    ' "as_of": "2016-12-10T05:37:00+07:00", "k": 3, "invited": 4, "submitted": 3, "points": 6,'
    ' "themes": [{"key": "kind", "question": 1, "group": "learner", "parent": null,'
    ' "label_th": "เด็กดีมีน้ำใจ", "label_en": "Kind, decent child", "schools": 2, "points": 3,'
    ' "share": 0.6667, "rank": 1}, {"key": "polite", "question": 1, "group": "learner",'
    ' "parent": "kind", "label_th": "สุภาพ", "label_en": "สุภาพ", "schools": 2, "points": 2,'
    ' "share": 0.6667, "rank": 1}, {"key": "reading", "question": 1, "group": "learner",'
    ' "parent": null, "label_th": "อ่านออก", "label_en": "Reading", "schools": 0, "points": 0,'
    ' "share": 0.0, "rank": 2}, {"key": "budget", "question": 3, "group": null, "parent": null,'
    ' "label_th": "งบ \\"ไม่พอ\\"", "label_en": "Budget", "schools": 1, "points": 1,'
    ' "share": 0.3333, "rank": 1}], "uncoded": [{"question": 1, "group": "learner", "points": 1}],'
    ' "set_aside": [{"question": 1, "group": "teacher", "points": 1}], "other": [],'
    ' "voices": [{"key": "kind", "question": 1, "group": "learner", "parent": null,'
    ' "label_th": "เด็กดีมีน้ำใจ", "label_en": "Kind, decent child", "schools": 1, "points": 1,'
    ' "rank": 1}, {"key": "polite", "question": 1, "group": "learner", "parent": "kind",'
    ' "label_th": "สุภาพ", "label_en": "สุภาพ", "schools": 1, "points": 1, "rank": 1}]}\n'
)
GOLDEN_CSV = (
    f"\ufeff{HEAD}\r\n"
    'kind,1,learner,,เด็กดีมีน้ำใจ,"Kind, decent child",2,3,0.6667,1\r\n'
    "polite,1,learner,kind,สุภาพ,สุภาพ,2,2,0.6667,1\r\n"
    "reading,1,learner,,อ่านออก,Reading,0,0,0.0000,2\r\n"
    'budget,3,,,"งบ ""ไม่พอ""",Budget,1,1,0.3333,1\r\n'
)


class TestJson:
    def test_byte_for_byte(self, round):
        summary = summary_of(round, every_theme=True, as_of=AS_OF)
        assert exports.summary_json(summary).decode() == GOLDEN_JSON

    def test_the_address_answers_with_it_in_either_language(self, round, supervisor):
        response = supervisor.get("/summary/2559-11-30.json")
        assert response["Content-Type"] == "application/json"
        thai, golden = response.json(), json.loads(GOLDEN_JSON)
        assert thai.pop("as_of").endswith("+07:00")
        del golden["as_of"]
        assert thai == golden
        english = supervisor.get("/summary/2559-11-30.json?lang=en").json()
        assert english["round"]["title"] == "Reflection forum"
        assert english["themes"] == golden["themes"]

    def test_too_few_answers_give_null_and_empty_lists(self, supervisor):
        round = build_round(k=3)
        build_reflection(round, texts=[(Section.LEARNER, "ก", build_theme())])
        data = supervisor.get(f"/summary/{round.slug}.json").json()
        assert (data["k"], data["invited"], data["submitted"], data["points"]) == (3, 1, 1, None)
        lists = ["themes", "uncoded", "set_aside", "other", "voices"]
        assert [data[name] for name in lists] == [[]] * 5

    def test_a_round_that_is_open_has_no_closing_day(self, supervisor):
        round = build_round(opened_at=datetime(2016, 11, 30, 1, tzinfo=THAILAND))
        facts = supervisor.get(f"/summary/{round.slug}.json").json()["round"]
        assert (facts["status"], facts["opened"], facts["closed"]) == ("open", "2016-11-30", None)

    def test_a_round_whose_time_is_over_is_closed_without_anybody_closing_it(self, supervisor):
        round = build_round(closes_at=datetime(2016, 11, 30, 23, 59, tzinfo=THAILAND))
        facts = supervisor.get(f"/summary/{round.slug}.json").json()["round"]
        assert (facts["status"], facts["closed"]) == ("closed", "2016-11-30")

    def test_a_round_in_preparation_has_neither_day(self, coordinator):
        round = build_round("draft")
        facts = coordinator.get(f"/summary/{round.slug}.json").json()["round"]
        assert (facts["status"], facts["opened"], facts["closed"]) == ("draft", None, None)


class TestCsv:
    def test_byte_for_byte(self, round):
        summary = summary_of(round, every_theme=True, as_of=AS_OF)
        assert exports.summary_csv(summary).decode() == GOLDEN_CSV

    @pytest.mark.parametrize("language", ["th", "en"])
    def test_the_address_answers_with_it_in_either_language(self, round, supervisor, language):
        response = supervisor.get(f"/summary/2559-11-30.csv?lang={language}")
        assert response.content.decode() == GOLDEN_CSV
        assert response["Content-Type"] == "text/csv; charset=utf-8"

    def test_too_few_answers_give_the_heading_alone(self, supervisor):
        round = build_round()
        assert supervisor.get(f"/summary/{round.slug}.csv").content.decode() == f"\ufeff{HEAD}\r\n"


class TestPoints:
    def rows(self, client, address):
        text = client.get(address).content.decode()
        assert text.startswith("\ufeffkey,question,group,text\r\n")
        return list(csv.reader(io.StringIO(text[1:])))[1:]

    def test_all_texts_for_who_codes_as_written_with_their_number_last(self, round, coordinator):
        *rows, total = self.rows(coordinator, "/summary/2559-11-30/points.csv")
        assert sorted(rows) == sorted(
            [
                ["kind", "1", "learner", "ก"],
                ["polite", "1", "learner", "ข"],
                ["polite", "1", "learner", "=1+1"],
                ["", "1", "learner", "ง\nจ"],
                ["none", "1", "teacher", "ฉ"],
                ["budget", "3", "", "ค"],
            ]
        )
        assert total == ["total", "", "", "6"]

    def test_they_follow_the_themes_then_what_is_not_grouped(self, round, coordinator):
        *rows, _total = self.rows(coordinator, "/summary/2559-11-30/points.csv")
        assert [row[0] for row in rows] == ["kind", "polite", "polite", "", "none", "budget"]

    def test_without_question_3_for_whoever_does_not_code_or_keep(self, round, supervisor):
        *rows, total = self.rows(supervisor, "/summary/2559-11-30/points.csv")
        assert {row[1] for row in rows} == {"1"}
        assert total == ["total", "", "", "5"]

    def test_nothing_while_there_are_too_few_answers(self, coordinator):
        round = build_round()
        build_reflection(round, texts=[(Section.LEARNER, "ก", build_theme())])
        rows = self.rows(coordinator, f"/summary/{round.slug}/points.csv")
        assert rows == [["total", "", "", "0"]]


class TestEdition:
    def test_its_files_are_the_snapshot(self, round, visitor):
        edition = build_edition(round)
        summary = exports.from_snapshot(edition.snapshot["summary"])
        address = "/summary/2559-11-30/1"
        assert visitor.get(f"{address}.json").content == exports.summary_json(summary)
        assert visitor.get(f"{address}.csv").content == exports.summary_csv(summary)
        data = visitor.get(f"{address}.json").json()
        assert data["edition"] == 1
        # one school raised the only theme of question 3: neither named nor counted
        assert [row["key"] for row in data["themes"]] == ["kind", "polite", "reading"]
        assert (data["other"], data["points"]) == ([], 5)

    def test_a_snapshot_gives_the_very_same_summary_back(self, round):
        summary = summary_of(round, every_theme=False, as_of=AS_OF, edition=1)
        kept = json.loads(json.dumps(exports.to_snapshot(summary)))
        assert exports.from_snapshot(kept) == summary

    def test_its_points_are_the_released_texts_only(self, round, visitor):
        build_edition(round)
        text = visitor.get("/summary/2559-11-30/1/points.csv").content.decode()
        assert text == "\ufeffkey,question,group,text\r\ntotal,,,0\r\n"


def test_the_page_names_its_files(round, supervisor, visitor):
    build_edition(round)
    for client, address in (
        (supervisor, "/summary/2559-11-30"),
        (visitor, "/summary/2559-11-30/1"),
    ):
        link = client.get(f"{address}/")["Link"]
        assert link == (
            f'<{address}.json>; rel="alternate"; type="application/json",'
            f' <{address}.csv>; rel="alternate"; type="text/csv"'
        )
