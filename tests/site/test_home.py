"""The home page for everybody: the network's story, from live records."""

import re

import pytest
from django.utils import timezone

from kalasin_network.story import MEETINGS, PARTNERS
from reflections.models import Section
from tests import builders

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def words(response):
    """The page's text without the marks that hold Thai words whole."""
    page = response.content.decode().replace("\u00a0", " ")
    return re.sub(r"<wbr>|</?span[^>]*>", "", page)


def published_edition(schools=5, label_th="เด็กดีมีน้ำใจ", **fields):
    round = builders.build_round("closed", title_th="เวทีที่หนึ่ง", title_en="The first forum")
    theme = builders.build_theme(Section.LEARNER, label_th, label_en="kind children")
    for _ in range(schools):
        builders.build_reflection(round, texts=[(Section.LEARNER, "ข้อความ", theme)])
    return builders.build_edition(round, **fields)


class TestTheStory:
    def test_it_says_what_a_partner_network_is_in_seven_principles(self, visitor):
        text = words(visitor.get("/"))
        section = text.split('id="principles"')[1].split("</section>")[0]
        assert section.count("<li>") == 7

    def test_it_tells_the_problem_and_what_is_wanted(self, visitor):
        text = words(visitor.get("/"))
        assert "ภาพรวมการศึกษาของจังหวัด" in text
        assert "ผู้เรียนเรียนดีและเป็นมนุษย์ที่สมบูรณ์" in text
        assert "โรงเรียนต้นแบบ" in text

    def test_it_credits_its_source_once(self, visitor):
        text = words(visitor.get("/"))
        assert text.count("ดร. นุชรัตน์ ประสิทธิศิลป์ชัย") == 1
        for fact in ("GotoKnow", "619977", "10 ธันวาคม 2559", "CC BY-NC-ND"):
            assert fact in text
        assert 'href="https://www.gotoknow.org/posts/619977"' in text

    def test_it_passes_on_a_readers_encouragement(self, visitor):
        assert "เครือข่ายคือเพื่อน" in words(visitor.get("/"))

    def test_an_english_reader_reads_it_in_english(self, visitor):
        text = visitor.get("/?lang=en").content.decode()
        assert "Meet, reflect, then act together" in text
        assert "A network is friends" in text


class TestPartners:
    def test_a_portal_without_partners_says_what_will_stand_there(self, visitor):
        assert "เมื่อภาคีแรกเข้าร่วม" in words(visitor.get("/"))

    def test_partners_stand_in_thai_order_and_others_do_not(self, visitor):
        for name in ("สมาคมข่าย", "สมาคมกาง", "สมาคมก้า"):
            builders.build_organisation(name, is_partner=True)
        builders.build_organisation("ไม่ใช่ภาคี")
        builders.build_organisation("ออกไปแล้ว", is_partner=True, left_on=NOW.date())
        text = words(visitor.get("/"))
        places = [text.index(name) for name in ("สมาคมก้า", "สมาคมกาง", "สมาคมข่าย")]
        assert places == sorted(places)
        assert "ไม่ใช่ภาคี" not in text
        assert "ออกไปแล้ว" not in text

    def test_with_many_the_first_are_shown_and_a_way_to_all(self, visitor):
        for _ in range(PARTNERS + 1):
            builders.build_organisation(is_partner=True)
        section = words(visitor.get("/")).split('id="partners"')[1].split("</section>")[0]
        assert section.count("card-link") == PARTNERS
        assert 'href="/partners/"' in section


class TestMeetings:
    def test_a_portal_without_meetings_says_what_will_stand_there(self, visitor):
        assert "ยังไม่มีการประชุมที่เผยแพร่" in words(visitor.get("/"))

    def test_only_published_ones_are_told_the_latest_first(self, visitor):
        builders.build_meeting("เวทีแรก", published_at=NOW)
        builders.build_meeting("เวทีหลัง", published_at=NOW)
        builders.build_meeting("ยังไม่บอกใคร")
        text = words(visitor.get("/"))
        assert text.index("เวทีหลัง") < text.index("เวทีแรก")
        assert "ยังไม่บอกใคร" not in text

    def test_a_meeting_has_its_first_public_picture(self, visitor):
        meeting = builders.build_meeting(published_at=NOW)
        builders.build_photo(meeting, order=0, may_be_public=False)
        public = builders.build_photo(meeting, order=1, may_be_public=True)
        builders.build_photo(meeting, order=2, may_be_public=True)
        pictures = re.findall(r'<img src="(/meetings/[^"]+)"', visitor.get("/").content.decode())
        assert pictures == [public.small_url]

    def test_a_cancelled_meeting_is_no_part_of_the_story(self, visitor):
        builders.build_meeting("ยกเลิกไป", published_at=NOW, status="cancelled")
        assert "ยกเลิกไป" not in words(visitor.get("/"))


class TestLatestEdition:
    def test_a_portal_without_an_edition_says_when_there_will_be_one(self, visitor):
        assert "ยังไม่มีฉบับเผยแพร่" in words(visitor.get("/"))

    def test_number_day_and_what_schools_said(self, visitor):
        edition = published_edition()
        text = words(visitor.get("/"))
        assert "เวทีที่หนึ่ง" in text
        assert "ฉบับที่ 1 เผยแพร่" in text
        assert "<dd>5</dd>" in text
        assert "เด็กดีมีน้ำใจ" in text
        assert f'href="{edition.get_absolute_url()}"' in text

    def test_it_says_what_was_frozen_not_what_is_live(self, visitor):
        edition = published_edition()
        for _ in range(3):
            builders.build_reflection(edition.round)
        assert "<dd>5</dd>" in words(visitor.get("/"))

    def test_a_proposal_is_not_public(self, visitor):
        published_edition(state="proposed", published_at=None)
        assert "ยังไม่มีฉบับเผยแพร่" in words(visitor.get("/"))

    def test_an_english_reader_reads_its_english_words(self, visitor):
        published_edition()
        text = words(visitor.get("/?lang=en"))
        assert "The first forum" in text
        assert "kind children" in text


class TestGoals:
    def test_the_goals_stand_in_their_order(self, visitor):
        builders.build_goal("ข้อสอง", order=2)
        builders.build_goal("ข้อแรก", order=1, sign_th="มีคนมาเรียนรู้")
        text = words(visitor.get("/"))
        assert text.index("ข้อแรก") < text.index("ข้อสอง")
        assert "รู้ได้จาก: มีคนมาเรียนรู้" in text
        assert "เป้าหมายการขับเคลื่อน 2 ข้อ" in text

    def test_a_portal_without_goals_says_what_will_stand_there(self, visitor):
        assert "เป้าหมายที่ภาคีตกลงร่วมกันจะอยู่ตรงนี้" in words(visitor.get("/"))


class TestFrame:
    def test_a_messenger_shows_the_networks_name_and_a_picture(self, visitor):
        text = visitor.get("/").content.decode()
        assert '<meta property="og:title" content="ภาคีเครือข่ายการศึกษากาฬสินธุ์">' in text
        assert re.search(r'<meta property="og:image" content="http[^"]+/img/preview\.png">', text)

    def test_a_messenger_names_page_and_network_of_a_page(self, visitor):
        text = visitor.get("/help/").content.decode()
        assert 'content="ช่วยเหลือ · ภาคีเครือข่ายการศึกษากาฬสินธุ์"' in text

    def test_the_version_stands_at_the_foot(self, visitor):
        from kalasin_network import __version__

        assert f"รุ่น {__version__}" in visitor.get("/").content.decode()

    def test_search_engines_leave_sign_in_and_rounds_alone(self, visitor):
        response = visitor.get("/robots.txt")
        assert response.headers["Content-Type"].startswith("text/plain")
        assert "Disallow: /reflections/" in response.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_the_network(visitor, number, django_assert_num_queries):
    published_edition()
    for _ in range(number):
        builders.build_organisation(is_partner=True)
        builders.build_goal()
        meeting = builders.build_meeting(published_at=NOW, host=builders.build_organisation())
        builders.build_photo(meeting, may_be_public=True)
    assert number <= MEETINGS
    with django_assert_num_queries(5):
        visitor.get("/")
