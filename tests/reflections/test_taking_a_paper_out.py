"""A paper that was typed in for the wrong school is taken out again, for good, by a keeper."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.urls import reverse

from reflections.counting import summary_of
from reflections.models import (
    CodingDecision,
    Edition,
    EditionText,
    Invitation,
    Look,
    Paper,
    PaperPhoto,
    Point,
    Round,
    Section,
    ThemeCount,
)
from reflections.progress import counts_of
from tests import builders
from tests.reflections.forms import read_page
from tests.reflections.test_links import write
from tests.reflections.test_typed_in import texts, type_in, words
from tests.reflections.test_withdrawing import tables_that_hold

pytestmark = pytest.mark.django_db

WRONG = "ของโรงเรียนอื่น"


@pytest.fixture
def round(keeper):
    return builders.build_round(keepers=[keeper.person])


@pytest.fixture
def school(round, director):
    builders.invite(round, director.school)
    return director.school


@pytest.fixture
def page(round, school):
    return reverse("reflections:typed_for", args=[round.slug, school.slug])


def typed(keeper, page, text=WRONG, **more):
    """The paper that a keeper has typed in on `page`."""
    type_in(keeper, page, learner=text, **more)
    return Paper.objects.latest("pk")


def out(paper):
    return reverse("reflections:paper_out", args=[paper.reflection.round.slug, paper.pk])


def own(director, round, name, *more):
    """The address of a page of the director's own school."""
    return reverse(f"reflections:{name}", args=[round.slug, director.school.slug, *more])


def reword(director, round, text):
    """The director changes the first point of the first part; it is not sent yet."""
    page = read_page(director, own(director, round, "answer_step", "learner"))
    page.texts[0] = text
    page.press(go="next")


def write_own(director, round, text="ของเราเอง"):
    """The director writes a further point in the second part; it is not sent yet."""
    page = read_page(director, own(director, round, "answer_step", "teacher"))
    page.texts[0] = text
    page.press(go="next")


def send(director, round):
    director.post(own(director, round, "answer_send"))


def sent(round):
    return counts_of([round])[round.pk].sent


class TestAsking:
    def test_the_page_of_the_answer_leads_there_and_it_asks_with_the_papers_own_words(
        self, keeper, round, school, page
    ):
        builders.build_reflection(round, school, texts=[("learner", "ของโรงเรียน")])
        paper = typed(keeper, page, photos=[builders.picture()])
        read = reverse("reflections:keeping_read", args=[round.slug, paper.reflection.public_id])
        assert f'href="{out(paper)}"' in keeper.get(read).content.decode()
        content = words(keeper.get(out(paper)))
        assert WRONG in content and "ของโรงเรียน</" not in content
        assert "ลบภาพ 1 ภาพไปพร้อมกัน" in content and "ส่วนอื่นของคำตอบคงอยู่และนับต่อ" in content
        assert Paper.objects.get() and texts(paper.reflection)[-1] == ("learner", WRONG)

    def test_looking_there_is_a_look_at_the_answer(self, keeper, page):
        paper = typed(keeper, page)
        paper.reflection.looks.all().delete()
        keeper.get(out(paper))
        assert paper.reflection.looks.get().what == Look.What.ANSWER

    def test_a_paper_whose_points_were_not_noted_says_so_and_stays(self, keeper, page):
        paper = typed(keeper, page)
        Paper.objects.update(made_it_count=None)
        assert "ยังไม่ได้จดไว้" in words(keeper.get(out(paper)))
        keeper.post(out(paper))
        assert Paper.objects.exists() and Point.objects.exists()

    def test_nobody_else_is_asked(self, keeper, director, coordinator, page):
        paper = typed(keeper, page)
        builders.build_round(keepers=[coordinator.person])
        for somebody in (director, coordinator):
            assert somebody.post(out(paper)).status_code == 403
        assert Paper.objects.exists()


class TestNothingElseHasCome:
    """The answer was this paper alone: it is as if nothing had come."""

    def test_it_counts_and_is_read_nowhere(self, keeper, director, round, school, page):
        paper = typed(keeper, page)
        assert sent(round) == 1
        assert "จะเหมือนยังไม่ได้ตอบ" in words(keeper.get(out(paper)))
        response = keeper.post(out(paper), follow=True)
        assert "นำกระดาษออกจากคำตอบแล้ว" in words(response)
        assert (sent(round), round.reflections.counted().count()) == (0, 0)
        assert "ยังไม่มีโรงเรียนใดส่งคำตอบ" in words(response)
        assert "เริ่มเขียน" in words(director.get(own(director, round, "answer")))
        assert Invitation.objects.with_progress().get(school=school).progress == "waiting"

    def test_no_table_holds_the_words_any_more_and_the_photos_are_erased(self, keeper, page):
        paper = typed(keeper, page, photos=[builders.picture()])
        name = PaperPhoto.objects.get().image.name
        keeper.post(out(paper))
        assert tables_that_hold(WRONG) == set()
        assert not PaperPhoto.objects.exists() and not default_storage.exists(name)

    def test_the_school_can_be_typed_in_for_anew(self, keeper, round, school, page):
        keeper.post(out(typed(keeper, page)))
        paper = typed(keeper, page, "ของโรงเรียนนี้จริง")
        answer = round.reflections.counted().get()
        assert (answer.organisation, answer) == (school, paper.reflection)
        assert texts(answer) == [("learner", "ของโรงเรียนนี้จริง")]

    def test_the_school_answers_by_its_own_link_as_if_it_were_the_first(
        self, keeper, round, school, page
    ):
        keeper.post(out(typed(keeper, page)))
        write(Client(), Invitation.objects.get().link_token, "เขียนเอง")
        answer = round.reflections.get(is_provisional=False)
        assert (answer.organisation, answer.points.get().text) == (school, "เขียนเอง")

    def test_the_writers_address_that_was_given_for_it_says_whom_to_ask(self, keeper, page):
        paper = typed(keeper, page)
        token = paper.reflection.writer_token
        keeper.post(out(paper))
        response = Client().get(reverse("link:answer", args=[token]))
        assert response.status_code == 410

    def test_who_took_it_out_is_on_record_for_the_school_once_it_has_an_answer(
        self, keeper, director, round, page
    ):
        keeper.post(out(typed(keeper, page)))
        typed(keeper, page, "ของโรงเรียนนี้จริง")
        record = words(director.get(own(director, round, "answer_receipt")))
        assert f"{keeper.person}" in record and "นำคำตอบจากกระดาษที่พิมพ์ผิดโรงเรียนออก" in record

    def test_a_stranger_who_claims_the_school_reads_none_of_that_record(
        self, keeper, round, school, page
    ):
        keeper.post(out(typed(keeper, page)))
        phone = Client()
        token = write(phone, Invitation.objects.get().claim_token(), "แอบอ้าง")
        phone.post(reverse("link:answer_send", args=[token]))
        record = words(phone.get(reverse("link:answer_receipt", args=[token])))
        assert "นำคำตอบจากกระดาษ" not in record and "ยังไม่มีใครเปิดอ่าน" in record

    def test_what_came_by_the_schools_link_meanwhile_becomes_its_answer(
        self, keeper, round, school, page
    ):
        paper, phone = typed(keeper, page), Client()
        token = write(phone, Invitation.objects.get().link_token, "เขียนเอง")
        phone.post(reverse("link:answer_send", args=[token]))
        assert round.reflections.counted().get() == paper.reflection
        keeper.post(out(paper))
        answer = round.reflections.counted().get()
        assert texts(answer) == [("learner", "เขียนเอง")] and answer.organisation == school

    def test_in_a_closed_round_too(self, keeper, round, page):
        paper = typed(keeper, page)
        round.close()
        keeper.post(out(paper))
        assert not round.reflections.counted().exists()
        typed(keeper, page, "ของโรงเรียนนี้จริง")
        assert round.reflections.counted().count() == 1

    def test_a_wish_to_be_contacted_is_the_schools_and_stays(
        self, keeper, coordinator, round, page
    ):
        paper = typed(keeper, page)
        wish = {"person": coordinator.person, "how": "line", "reach": "x"}
        paper.reflection.contact_wishes.create(**wish)
        keeper.post(out(paper))
        answer = round.reflections.get()
        assert (answer.status, answer.contact_wishes.count()) == ("draft", 1)


class TestTheRestOfTheAnswer:
    def test_what_the_school_has_sent_stays_and_counts(self, keeper, round, school, page):
        answer = builders.build_reflection(round, school, texts=[("learner", "ของโรงเรียน")])
        keeper.post(out(typed(keeper, page)))
        answer.refresh_from_db()
        assert answer.is_sent and texts(answer) == [("learner", "ของโรงเรียน")]
        assert tables_that_hold(WRONG) == set() and not answer.papers.exists()

    def test_a_school_that_had_nothing_to_add_has_answered_still(self, keeper, round, school, page):
        answer = builders.build_reflection(round, school)
        keeper.post(out(typed(keeper, page)))
        assert round.reflections.counted().get() == answer

    def test_it_is_on_record_for_the_school(self, keeper, director, round, school, page):
        builders.build_reflection(round, school)
        keeper.post(out(typed(keeper, page)))
        record = words(director.get(own(director, round, "answer_receipt")))
        assert "นำคำตอบจากกระดาษที่พิมพ์ผิดโรงเรียนออก" in record
        assert "พิมพ์แทนโดย" not in record

    def test_another_paper_stays_and_the_answer_is_sent_by_it(self, keeper, round, page):
        first, second = typed(keeper, page, "แผ่นแรก"), typed(keeper, page, "แผ่นที่สอง")
        keeper.post(out(first))
        answer = round.reflections.counted().get()
        assert texts(answer) == [("learner", "แผ่นที่สอง")]
        assert answer.sent_at == second.typed_at
        keeper.post(out(second))
        assert not round.reflections.counted().exists()
        assert not round.reflections.filter(is_provisional=False).exists()

    def test_what_the_school_has_not_sent_is_a_draft_again(self, keeper, director, round, page):
        director.post(own(director, round, "answer"))
        write_own(director, round)
        paper = typed(keeper, page)
        assert "คงไว้เป็นฉบับร่าง" in words(keeper.get(out(paper)))
        keeper.post(out(paper))
        answer = round.reflections.get()
        assert (answer.status, answer.sent_at, answer.district) == ("draft", None, None)
        assert [point.text for point in answer.points.written()] == ["ของเราเอง"]
        send(director, round)
        assert texts(answer) == [("teacher", "ของเราเอง")]

    def test_words_that_the_school_changed_and_sent_are_the_schools(
        self, keeper, director, round, page
    ):
        paper = typed(keeper, page, f"{WRONG}\nอีกเรื่อง")
        reword(director, round, "ที่เราแก้แล้ว")
        send(director, round)
        keeper.post(out(paper))
        answer = round.reflections.counted().get()
        assert texts(answer) == [("learner", "ที่เราแก้แล้ว")]
        assert answer.entered_by is None

    def test_of_words_changed_and_not_sent_only_the_schools_stay(
        self, keeper, director, round, page
    ):
        paper = typed(keeper, page, f"{WRONG}\nอีกเรื่อง")
        theme = builders.build_theme(Section.LEARNER)
        Point.objects.update(theme=theme, coded_how=Point.How.CURATOR)
        for point in Point.objects.all():
            CodingDecision.objects.create(point=point, theme=theme, how=Point.How.CURATOR)
        reword(director, round, "ที่เราแก้แล้ว")
        assert "ส่วนที่โรงเรียนแก้ยังอยู่ และยังไม่ถือว่าส่ง" in words(keeper.get(out(paper)))
        keeper.post(out(paper))
        point = round.reflections.get(status="draft").points.get()
        assert (point.text, point.sent_text, point.theme) == ("ที่เราแก้แล้ว", None, None)
        assert not CodingDecision.objects.exists() and not ThemeCount.objects.exists()
        assert tables_that_hold(WRONG) == set()

    def test_what_the_school_deleted_and_has_not_sent_goes(self, keeper, director, round, page):
        paper = typed(keeper, page)
        reword(director, round, "")
        keeper.post(out(paper))
        assert not Point.objects.exists() and not round.reflections.counted().exists()

    def test_an_old_page_that_brings_changed_words_keeps_them_as_the_schools(
        self, keeper, director, round, school, page
    ):
        builders.build_reflection(round, school)
        paper = typed(keeper, page)
        old = read_page(director, own(director, round, "answer_step", "learner"))
        keeper.post(out(paper))
        old.texts[0] = "ที่เราแก้แล้ว"
        old.press(go="next")
        point = Point.objects.get()
        assert (point.text, point.sent_text) == ("ที่เราแก้แล้ว", None)

    def test_theme_counts_and_the_summary_follow(self, keeper, round, school, page):
        answer = builders.build_reflection(round, school)
        paper = typed(keeper, page)
        Point.objects.update(theme=builders.build_theme(Section.LEARNER))
        assert ThemeCount.objects.get().points == 1
        keeper.post(out(paper))
        assert not ThemeCount.objects.filter(reflection=answer).exists()
        assert ThemeCount.objects.differing() == []
        assert summary_of(round, every_theme=False).submitted == 1


class TestEditions:
    @pytest.fixture
    def paper(self, keeper, page):
        return typed(keeper, page)

    @pytest.fixture
    def edition(self, round, paper):
        """Published, with the paper's words among its texts."""
        edition = builders.build_edition(round)
        theme, point = builders.build_theme(Section.LEARNER), Point.objects.get()
        EditionText.objects.create(edition=edition, theme=theme, point=point, text=point.text)
        return edition

    def test_the_words_leave_it_and_its_numbers_stay(self, keeper, paper, edition):
        before = Edition.objects.get()
        keeper.post(out(paper))
        after, text = Edition.objects.get(), EditionText.objects.get()
        assert (text.text, text.point) == ("", None) and text.removed_at
        assert after.withdrawn_later == 1 and after.snapshot == before.snapshot
        assert after.words_version > edition.words_version
        assert tables_that_hold(WRONG) == set()

    def test_a_later_edition_still_knows_that_a_school_went(self, keeper, paper, edition):
        keeper.post(out(paper))
        assert edition.reflections.filter(pk=paper.reflection.pk).exists()


class TestAtOnce:
    def test_twice_tapped_is_once_done(self, keeper, round, page):
        paper = typed(keeper, page)
        assert [keeper.post(out(paper)).status_code for _ in range(2)] == [302, 302]
        response = keeper.post(out(paper), follow=True)
        assert "กระดาษแผ่นนี้ไม่อยู่ในคำตอบใดแล้ว" in words(response)
        assert Look.objects.filter(what=Look.What.TAKEN_OUT).count() == 1
        assert keeper.get(out(paper)).status_code == 404

    @pytest.mark.django_db(transaction=True)
    def test_two_keepers_in_one_moment_take_it_out_once(self, keeper, round, page):
        paper = typed(keeper, page)

        def tap(_number):
            try:
                return keeper.post(out(paper)).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as taps:
            assert list(taps.map(tap, range(2))) == [302, 302]
        assert Look.objects.filter(what=Look.What.TAKEN_OUT).count() == 1
        assert not round.reflections.counted().exists()

    def test_a_school_that_withdrew_meanwhile_keeps_todays_rule(
        self, keeper, director, round, page
    ):
        paper = typed(keeper, page)
        director.post(own(director, round, "answer_withdraw"))
        response = keeper.post(out(paper), follow=True)
        assert "กระดาษแผ่นนี้ไม่อยู่ในคำตอบใดแล้ว" in words(response)
        assert round.reflections.get().is_withdrawn
        assert "โรงเรียนนี้ถอนคำตอบแล้ว" in words(keeper.get(page))

    def test_once_names_are_cut_no_paper_of_a_school_is_found(self, keeper, round, page):
        paper = typed(keeper, page)
        round.cut_names()
        assert keeper.get(out(paper)).status_code == 404
        keeper.post(out(paper))
        assert round.reflections.counted().count() == 1

    def test_a_cancelled_invitation_is_no_hindrance(self, keeper, round, school, page):
        paper = typed(keeper, page)
        Invitation.objects.all().cancel()
        keeper.post(out(paper))
        assert not Point.objects.exists()
        Round.objects.update(closes_at=None)
        assert "ให้เชิญอีกครั้งก่อน" in words(keeper.get(page))

    def test_a_page_that_is_open_while_it_goes_loses_nothing_typed(
        self, keeper, director, round, page
    ):
        paper = typed(keeper, page)
        old = read_page(director, own(director, round, "answer_step", "learner"))
        keeper.post(out(paper))
        old.texts[1] = "ของเราเอง"
        response = old.press(go="next")
        kept = Point.objects.filter(text="ของเราเอง").exists()
        assert kept or "ของเราเอง" in words(response)


class TestVoices:
    def test_the_only_paper_of_a_group_takes_its_voice_along(self, keeper, round):
        group = reverse("reflections:typed_group", args=[round.slug])
        paper = typed(keeper, group, group_name="กลุ่มครู", group_people="9")
        assert "ไม่นับอีก" in words(keeper.get(out(paper)))
        keeper.post(out(paper))
        assert not round.reflections.voices().exists()
        assert tables_that_hold(WRONG) == set()

    def test_of_a_partners_papers_one_goes_and_the_other_stays(self, keeper, round):
        partner = builders.build_organisation(is_partner=True)
        page = reverse("reflections:typed_for", args=[round.slug, partner.slug])
        wrong, right = typed(keeper, page), typed(keeper, page, "ของภาคี")
        keeper.post(out(wrong))
        assert texts(round.reflections.voices().get()) == [("learner", "ของภาคี")]
        keeper.post(out(right))
        assert not round.reflections.voices().exists()
        typed(keeper, page, "แผ่นใหม่")
        assert texts(round.reflections.voices().get()) == [("learner", "แผ่นใหม่")]


class TestTheKeepersRecord:
    @pytest.fixture
    def listed(self, round):
        return reverse("reflections:keeping", args=[round.slug])

    def test_keepers_read_what_was_taken_out_by_whom_and_when(
        self, keeper, round, school, page, listed
    ):
        assert "กระดาษที่นำออกแล้ว" not in words(keeper.get(listed))
        group = reverse("reflections:typed_group", args=[round.slug])
        keeper.post(out(typed(keeper, page)))
        keeper.post(out(typed(keeper, group, group_name="กลุ่มครู", group_people="9")))
        content = words(keeper.get(listed))
        assert "กระดาษที่นำออกแล้ว" in content and str(keeper.person) in content
        assert "กลุ่มครู" in content and school.name in content

    def test_no_school_stands_there_once_names_are_cut(self, keeper, round, school, page, listed):
        keeper.post(out(typed(keeper, page)), follow=True)
        assert school.name in words(keeper.get(listed))
        round.cut_names()
        content = words(keeper.get(listed))
        assert "กระดาษที่นำออกแล้ว" not in content and school.name not in content

    def test_it_costs_one_question_however_many(
        self, keeper, round, page, listed, django_assert_num_queries
    ):
        keeper.get(listed)
        for _ in range(2):
            keeper.post(out(typed(keeper, page)))
            keeper.get(listed)  # the message is shown
            with django_assert_num_queries(10):
                keeper.get(listed)
