"""What a school has of its answer: what became of its points, a letter of thanks, a clean sheet."""

import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from reflections.models import Invitation, Point, Reflection, Section
from tests import builders

pytestmark = pytest.mark.django_db
PAPERS = ["answer_thanks", "answer_sheet"]
DAY = datetime(2016, 11, 30, 5, tzinfo=UTC)


@pytest.fixture
def answer(keeper):
    round = builders.build_round(
        title_th="เวทีเสียงโรงเรียน",
        keepers=[keeper.person],
        inviting=builders.build_organisation("สมาคมสาธิต"),
    )
    answer = builders.build_reflection(round, builders.build_school("โรงเรียนบ้านนาดี"))
    builders.build_point(answer, text="มีใจดี")
    builders.build_point(answer, Section.PROBLEMS, "ครูไม่ครบชั้น")
    Reflection.objects.filter(pk=answer.pk).update(sent_at=DAY)
    answer.refresh_from_db()
    return answer


def place(answer, page):
    return reverse(f"link:{page}", args=[answer.writer_token])


def letters(text):
    """Consonants, digits and what stands in line with them: a PDF's other marks lie apart."""
    return re.sub(r"[\s\u200b\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]", "", text)


def words(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return letters(
        "".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)
    )


class TestTheLetterOfThanks:
    def test_names_school_round_day_and_who_invited(self, client, answer):
        found = words(client.get(place(answer, "answer_thanks")))
        for text in ("ผู้บริหารโรงเรียนบ้านนาดี", "เวทีเสียงโรงเรียน", "๓๐ พฤศจิกายน ๒๕๕๙", "สมาคมสาธิต"):
            assert letters(text) in found

    def test_holds_none_of_the_schools_words(self, client, answer):
        assert letters("ครูไม่ครบชั้น") not in words(client.get(place(answer, "answer_thanks")))

    def test_is_thai_whatever_its_reader_reads(self, client, answer):
        found = words(client.get(place(answer, "answer_thanks"), {"lang": "en"}))
        assert letters("ขอขอบคุณ") in found


class TestTheSheet:
    def test_holds_the_points_as_they_were_sent_under_their_questions(self, client, answer):
        Point.objects.filter(text="มีใจดี").update(text="ยังไม่ส่ง")
        found = words(client.get(place(answer, "answer_sheet")))
        assert letters("๑. มีใจดี") in found and letters("ยังไม่ส่ง") not in found
        assert found.index(letters("มีใจดี")) < found.index(letters(answer.round.question_3_th))
        assert letters("ครูไม่ครบชั้น") in found

    def test_long_answers_go_on_on_further_pages(self, client, answer):
        for number in range(60):
            builders.build_point(answer, text=f"ข้อคิดที่ {number} " + "อยากเห็นเด็กมีความสุข " * 5)
        response = client.get(place(answer, "answer_sheet"))
        assert letters("ข้อคิดที่ ๕๙") in words(response)
        assert len(PdfReader(BytesIO(response.content)).pages) > 2


@pytest.mark.parametrize("paper", PAPERS)
class TestWhoGetsThem:
    def test_a_director_signed_in(self, director, keeper, paper):
        round = builders.build_round(keepers=[keeper.person])
        builders.build_reflection(round, director.school)
        page = reverse(f"reflections:{paper}", args=[round.slug, director.school.slug])
        assert director.get(page).status_code == 200

    def test_not_by_the_link_that_invites(self, client, answer, paper):
        invitation = Invitation.objects.with_round_and_school().get()
        page = reverse(f"link:{paper}", args=[invitation.link_token])
        assert client.get(page).status_code == 404

    def test_not_before_it_is_sent(self, client, answer, paper):
        Reflection.objects.update(status="draft")
        assert client.get(place(answer, paper)).status_code == 404

    def test_not_while_nobody_has_confirmed_the_school(self, client, answer, paper):
        Reflection.objects.update(is_provisional=True, invitation=None)
        assert client.get(place(answer, paper)).status_code == 404
        assert (
            "เอกสารสำหรับโรงเรียน" not in client.get(place(answer, "answer_receipt")).content.decode()
        )

    def test_the_receipt_leads_there_outside_line(self, client, answer, paper):
        page = client.get(place(answer, "answer_receipt")).content.decode()
        assert f'href="{place(answer, paper)}?openExternalBrowser=1"' in page


class TestWhatBecameOfAPoint:
    def receipt(self, client, answer):
        page = client.get(place(answer, "answer_receipt")).content.decode()
        return re.sub(r"<[^>]+>|\u200b|\s+", " ", page)

    def test_nothing_is_said_before_a_curator_has_looked(self, client, answer):
        assert "ประเด็น:" not in self.receipt(client, answer)

    def test_its_theme(self, client, answer):
        theme = builders.build_theme(label_th="มีน้ำใจ")
        Point.objects.filter(text="มีใจดี").update(theme=theme)
        assert "ประเด็น: มีน้ำใจ" in self.receipt(client, answer)

    def test_that_it_was_read_and_set_aside(self, client, answer):
        Point.objects.filter(text="มีใจดี").update(is_set_aside=True)
        assert "ไม่จัดเข้าประเด็นใด" in self.receipt(client, answer)

    def test_how_many_schools_say_so_once_that_is_public(self, client, answer):
        theme = builders.build_theme(label_th="มีน้ำใจ")
        for _ in range(4):
            builders.build_point(builders.build_reflection(answer.round))
        Point.objects.filter(section=Section.LEARNER).update(theme=theme)
        assert "5 โรงเรียนพูดถึง" not in self.receipt(client, answer)
        builders.build_edition(answer.round)
        assert "5 โรงเรียนพูดถึง" in self.receipt(client, answer)

    def test_queries_do_not_grow_with_the_points(self, client, answer, django_assert_num_queries):
        for number in range(3):
            theme = builders.build_theme()
            point = builders.build_point(answer, text=f"ข้อ {number}")
            Point.objects.filter(pk=point.pk).update(theme=theme)
        client.get(place(answer, "answer_receipt"))
        with django_assert_num_queries(8):
            client.get(place(answer, "answer_receipt"))
