"""The letter that invites and the form on paper, as offices accept them."""

import re
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from docx import Document
from docx.shared import Cm

from meetings.models import Meeting
from tests import builders

pytestmark = pytest.mark.django_db
PAPERS = ["letter", "paper_form"]


@pytest.fixture
def round(keeper):
    return builders.build_round(
        title_th="รอบติดตาม ครั้งที่ 2",
        closes_at=datetime(2016, 12, 9, 9, 30, tzinfo=UTC),
        inviting=builders.build_organisation("สมาคมสาธิต"),
        contact="คุณนิด โทร. 081 234 5678 nid9@example.org",
        keepers=[keeper.person],
    )


def paper(client, name, round, **query):
    response = client.get(reverse(f"reflections:{name}", args=[round.slug]), query)
    return Document(BytesIO(response.content)), response


def words(document):
    return [paragraph.text for paragraph in document.paragraphs]


class TestTheLetter:
    def test_its_parts_stand_in_the_order_that_offices_know(self, coordinator, round):
        lines = [line for line in words(paper(coordinator, "letter", round)[0]) if line]
        assert [line.split("\t")[0] for line in lines[:3]] == ["เรื่อง", "เรียน", "สิ่งที่ส่งมาด้วย"]
        assert [len(line) > 80 for line in lines[3:6]] == [True, True, True]
        assert lines[6:8] == ["จึงเรียนมาเพื่อโปรดพิจารณา", "ขอแสดงความนับถือ"]
        assert lines[8].startswith("(…") and lines[9].startswith("ตำแหน่ง")

    def test_it_names_who_invites_the_questions_until_when_and_whom_to_ask(
        self, coordinator, round
    ):
        text = "\n".join(words(paper(coordinator, "letter", round)[0]))
        for told in [
            "รอบติดตาม ครั้งที่ ๒",
            "สมาคมสาธิต",
            round.question_1_th,
            round.question_3_th,
            "วันที่ ๙ ธันวาคม ๒๕๕๙ เวลา ๑๖.๓๐ น.",
            "คุณนิด โทร. ๐๘๑ ๒๓๔ ๕๖๗๘",
            "โดยสมัครใจ",
            "ใบ QR",
            "/r แล้วใส่รหัสเชิญ ๘ หลักในใบ",
        ]:
            assert told in text

    def test_it_names_the_meeting_that_is_to_come(self, coordinator, round):
        round.meeting = builders.build_meeting(
            "เวทีสะท้อนคิด",
            status=Meeting.Status.PLANNED,
            held_on=date(2016, 11, 30),
            precision="day",
            place="หอประชุมสาธิต",
        )
        round.save()
        text = "\n".join(words(paper(coordinator, "letter", round)[0]))
        assert "ขอเชิญร่วมเวทีสะท้อนคิด ในวันที่ ๓๐ พฤศจิกายน ๒๕๕๙ ณ หอประชุมสาธิต" in text

    def test_a_round_of_which_little_is_known_leaves_room_to_write(self, coordinator):
        bare = builders.build_round(closes_at=None, contact="")
        text = "\n".join(words(paper(coordinator, "letter", bare)[0]))
        assert "วันที่จะแจ้งให้ทราบ" in text and "สอบถามได้ที่ …" in text


class TestTheFormOnPaper:
    def test_each_question_and_group_has_lines_to_write_on(self, coordinator, round):
        lines = words(paper(coordinator, "paper_form", round)[0])
        written = [n for n, line in enumerate(lines) if line != "\t"]
        room = {
            lines[n]: after - n - 1 for n, after in zip(written, [*written[1:], 0], strict=True)
        }
        assert {line: number for line, number in room.items() if number > 0} == {
            "อยากเห็นผู้เรียนเป็นอย่างไร": 4,
            "อยากเห็นครูเป็นอย่างไร": 4,
            "อยากเห็นผู้อำนวยการโรงเรียนเป็นอย่างไร": 4,
            "อยากเห็นชุมชนเป็นอย่างไร": 4,
            f"ข้อ ๒  {round.question_2_th}": 6,
            "เขียนได้ตามจริง ไม่ต้องเอ่ยชื่อบุคคล ข้อความในข้อนี้ไม่นำไปเผยแพร่": 6,
        }

    def test_it_says_who_sees_what_is_written_on_it(self, coordinator, round):
        text = "\n".join(words(paper(coordinator, "paper_form", round)[0]))
        for told in [round.keeper_names(), "ข้อความข้อ ๓ ไม่นำไปเผยแพร่", round.controller_name]:
            assert told in text


class TestBoth:
    @pytest.mark.parametrize("name", PAPERS)
    def test_font_paper_and_margins(self, coordinator, round, name):
        document, response = paper(coordinator, name, round)
        page = document.sections[0]
        found = [page.page_width, page.page_height, page.left_margin, page.right_margin]
        assert [round_to_mm(length) for length in found] == [210, 297, 30, 20]
        with ZipFile(BytesIO(response.content)) as parts:
            styles, fonts = parts.read("word/styles.xml"), parts.read("word/fontTable.xml")
        normal = re.search(rb'w:styleId="Normal".*?</w:style>', styles, re.DOTALL)[0]
        assert b'w:cs="TH SarabunPSK"' in normal and b'<w:szCs w:val="32"/>' in normal
        assert b'<w:font w:name="TH SarabunPSK"><w:altName w:val="Sarabun"/>' in fonts

    @pytest.mark.parametrize("name", PAPERS)
    def test_thai_digits_throughout_but_in_addresses(self, coordinator, round, name, settings):
        settings.SITE_URL = "https://p2.example.org"
        text = "\n".join(words(paper(coordinator, name, round)[0]))
        assert "nid9@example.org" in text
        for address in ("nid9@example.org", "p2.example.org/r"):
            text = text.replace(address, "")
        assert re.findall(r"[0-9]", text) == []

    @pytest.mark.parametrize("name", PAPERS)
    def test_the_words_never_order_and_never_speak_of_a_report(self, coordinator, round, name):
        document, response = paper(coordinator, name, round)
        text = "\n".join([*words(document), document.core_properties.title])
        assert [word for word in ("ขอให้ดำเนินการ", "แบบรายงาน") if word in text] == []

    @pytest.mark.parametrize("name", PAPERS)
    def test_in_thai_whatever_the_coordinator_reads(self, coordinator, round, name):
        english = words(paper(coordinator, name, round, lang="en")[0])
        assert english == words(paper(coordinator, name, round, lang="th")[0])

    @pytest.mark.parametrize("name", PAPERS)
    def test_no_link_of_a_school_and_nothing_that_opens_an_answer(self, coordinator, round, name):
        answer = builders.build_reflection(round, texts=[("learner", "ประโยคที่ปลูกไว้")])
        response = paper(coordinator, name, round)[1]
        with ZipFile(BytesIO(response.content)) as parts:
            whole = "".join(parts.read(part).decode(errors="ignore") for part in parts.namelist())
        held = [answer.writer_token, answer.way_back_code, answer.invitation.link_token]
        assert [one for one in [*held, "ประโยคที่ปลูกไว้"] if one in whole] == []

    @pytest.mark.parametrize("name", PAPERS)
    def test_demonstration_data_is_marked_on_the_paper_itself(self, coordinator, round, name):
        def head():
            return paper(coordinator, name, round)[0].sections[0].header.paragraphs[0].text

        assert head() == ""
        builders.invite(round, builders.build_school(is_demo=True))
        assert head() == "ข้อมูลสาธิต"

    @pytest.mark.parametrize("name", PAPERS)
    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow_with_the_schools(
        self, coordinator, round, name, number, django_assert_num_queries
    ):
        for _ in range(number):
            builders.invite(round, builders.build_school())
        with django_assert_num_queries({"letter": 5, "paper_form": 6}[name]):
            paper(coordinator, name, round)


def round_to_mm(length):
    return int(length / Cm(0.1) + 0.5)
