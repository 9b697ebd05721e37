"""A director answers: first page, six steps, all saved, whichever button is pressed."""

import re
from datetime import datetime, timedelta

import brotli
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from reflections.models import Invitation, Point, Reflection, Round, Section
from tests import builders
from tests.reflections.forms import read_page
from thai.dates import format_date
from thai.lines import held_together

SECTIONS = [str(section) for section in Section]


@pytest.fixture
def round(director, keeper):
    """An open round that asks the director's school."""
    round = builders.build_round(keepers=[keeper.person], closes_at=timezone.now() + timedelta(9))
    builders.invite(round, director.school)
    return round


@pytest.fixture
def at(director, round):
    """at("learner") is the address of a page of this school's answer."""

    def address(page="answer", school=director.school):
        if page in SECTIONS:
            return reverse("reflections:answer_step", args=[round.slug, school.slug, page])
        return reverse(f"reflections:{page}", args=[round.slug, school.slug])

    return address


@pytest.fixture
def begun(director, round, at):
    director.post(at())
    return Reflection.objects.get(round=round)


def texts(reflection, section=Section.LEARNER):
    return [point.text for point in reflection.points.written().filter(section=section)]


def write(client, address, *words, **button):
    """Put words into the first empty fields and press a button (next, unless told)."""
    page = read_page(client, address)
    empty = [place for place, text in enumerate(page.texts) if not text]
    for place, text in zip(empty, words, strict=False):
        page.texts[place] = text
    return page.press(**(button or {"go": "next"}))


class TestTheFirstPage:
    def test_it_says_who_invites_until_when_and_how_long_it_takes(self, director, round, at):
        round.inviting = builders.build_organisation("องค์กรสาธิต ก")
        round.save()
        page = director.get(at()).content.decode()
        assert "องค์กรสาธิต ก และภาคีเครือข่ายการศึกษากาฬสินธุ์" in page
        assert "ใช้เวลาประมาณ 7 นาที ข้ามส่วนใดก็ได้ เขียนเพียงเรื่องเดียวก็ส่งได้" in page
        assert "รับคำตอบถึงวัน" in page
        assert "เริ่มเขียน" in page

    def test_the_three_lines_are_made_from_the_rights(self, director, round, keeper, at):
        bureau = builders.build_organisation("สำนักตัวอย่าง")
        round.rights.keeping().update(organisation=bureau)
        page = " ".join(director.get(at()).content.decode().split())
        assert (
            f"มีเพียง <strong>{keeper.person} สำนักตัวอย่าง</strong> ที่รู้ว่าข้อความใดเป็นของโรงเรียนใด"
            " คนอื่นเห็นจำนวนโรงเรียน และข้อความข้อ 1–2 ที่ไม่มีชื่อโรงเรียน"
        ) in page
        assert "ข้อความข้อ 3 ไม่นำไปเผยแพร่ นอกจากผู้มีชื่อข้างต้น มีเพียงผู้จัดกลุ่มข้อความที่ได้อ่าน" in page
        assert f"จะถูกตัดออกจากคำตอบทุกข้อภายใน {thai(round.names_cut_on)}" in page
        assert "ผู้ควบคุมข้อมูล องค์กรสาธิต ก โทร. 0 4300 0000" in page

    def test_looking_begins_nothing_and_the_button_does(self, director, round, at):
        director.get(at())
        assert not Reflection.objects.exists()
        assert director.post(at()).url == at("learner")
        assert Reflection.objects.get().organisation == director.school
        assert "เขียนต่อ" in director.get(at()).content.decode()

    def test_begun_twice_is_one_answer(self, director, round, at):
        director.post(at())
        director.post(at())
        assert Reflection.objects.count() == 1

    def test_who_goes_on_comes_to_where_the_words_end(self, director, at, begun):
        write(director, at("teacher"), "มีเวลา", go="start")
        assert director.post(at()).url == at("teacher")

    def test_a_round_in_preparation_is_not_there_yet(self, director, round, at):
        Round.objects.update(status=Round.Status.DRAFT, opened_at=None)
        assert director.get(at()).status_code == 404


def thai(day):
    return format_date(day, "th")


class TestWhichSchool:
    def test_the_only_school_is_led_on_to(self, director, round, at):
        address = reverse("reflections:answer_choose", args=[round.slug])
        assert director.get(address).url == at()

    def test_with_several_schools_the_director_chooses(self, director, round, at):
        second = builders.build_school("โรงเรียนที่สอง")
        builders.give_role(director.person, "director", second)
        builders.invite(round, second)
        page = director.get(reverse("reflections:answer_choose", args=[round.slug]))
        assert at() in page.content.decode()
        assert at(school=second) in page.content.decode()

    def test_a_school_that_is_not_asked_says_whom_to_ask(self, other_director, round):
        page = other_director.get(reverse("reflections:answer_choose", args=[round.slug]))
        assert page.status_code == 200
        assert held_together(round.contact) in page.content.decode()

    def test_who_acts_for_no_school_is_told_for_whom_it_is(self, coordinator, round):
        page = coordinator.get(reverse("reflections:answer_choose", args=[round.slug]))
        assert page.status_code == 403

    def test_another_school_s_answer_is_not_there(self, other_director, begun, at):
        pages = ["answer", "answer_parts", "answer_review", "answer_receipt", "answer_withdraw"]
        for page in [*pages, *SECTIONS]:
            assert other_director.get(at(page)).status_code == 404

    def test_whoever_follows_as_director_goes_on_with_the_same_answer(
        self, director, begun, at, other_director
    ):
        write(director, at("learner"), "อ่านคล่อง")
        builders.give_role(other_director.person, "director", director.school)
        assert "อ่านคล่อง" in other_director.get(at("learner")).content.decode()


class TestAStep:
    def test_three_empty_fields_stand_there_at_first(self, director, at, begun):
        page = read_page(director, at("learner"))
        assert page.texts == ["", "", ""]
        assert len(set(page.ids)) == 3

    @pytest.mark.parametrize("section", SECTIONS)
    def test_every_part_keeps_its_own_points(self, director, at, begun, section):
        write(director, at(section), "เรื่องหนึ่ง", "เรื่องสอง")
        assert list(begun.points.values_list("section", "text")) == [
            (section, "เรื่องหนึ่ง"),
            (section, "เรื่องสอง"),
        ]

    @pytest.mark.parametrize(
        ("button", "leads_to"),
        [
            ("next", "community"),
            ("skip", "community"),
            ("back", "teacher"),
            ("review", "answer_review"),
            ("start", "answer"),
            ("problems", "problems"),
            ("learner", "learner"),
        ],
    )
    def test_whichever_button_is_pressed_it_is_saved_first(
        self, director, at, begun, button, leads_to
    ):
        response = write(director, at("director"), "คิดเป็นระบบ", go=button)
        assert response.url == at(leads_to)
        assert texts(begun, Section.DIRECTOR) == ["คิดเป็นระบบ"]

    def test_the_last_part_leads_to_the_review_and_the_first_one_back_to_the_start(
        self, director, at, begun
    ):
        assert write(director, at("problems"), go="next").url == at("answer_review")
        assert write(director, at("learner"), go="back").url == at()

    def test_more_fields_as_many_as_wanted(self, director, at, begun):
        address = at("learner")
        for more in range(1, 4):
            response = write(director, address, f"เรื่องที่ {more}", go="add")
            address = response.url.partition("#")[0]
        page = read_page(director, address)
        assert page.texts == ["เรื่องที่ 1", "เรื่องที่ 2", "เรื่องที่ 3", "", "", ""]

    def test_thirty_are_offered_and_more_that_came_are_kept(self, director, at, begun):
        for number in range(31):
            builders.build_point(begun, text=f"เรื่องที่ {number}", position=number)
        page = read_page(director, at("learner"))
        assert len(page.texts) == 31 and "เพิ่มอีกเรื่อง" not in page.content
        page.press(go="next")
        assert len(texts(begun)) == 31

    def test_an_empty_field_is_nothing(self, director, at, begun):
        write(director, at("learner"), "", "   ", "\u200b")
        assert not Point.objects.exists()

    def test_what_was_written_comes_back_on_any_device(self, director, at, begun):
        write(director, at("learner"), "อ่านคล่อง", "กล้าถาม")
        assert read_page(director, at("learner")).texts[:3] == ["อ่านคล่อง", "กล้าถาม", ""]

    def test_a_saved_point_can_be_changed_and_keeps_its_identity(self, director, at, begun):
        write(director, at("learner"), "อ่านคล่อง")
        point = begun.points.get()
        page = read_page(director, at("learner"))
        page.texts[0] = "อ่านคล่องทุกคน"
        page.press(go="next")
        changed = begun.points.get()
        assert (changed.pk, changed.text, changed.revision) == (point.pk, "อ่านคล่องทุกคน", 2)

    def test_clearing_a_saved_point_deletes_it(self, director, at, begun):
        write(director, at("learner"), "อ่านคล่อง", "กล้าถาม")
        page = read_page(director, at("learner"))
        page.texts[0] = ""
        page.press(go="next")
        assert texts(begun) == ["กล้าถาม"]
        assert begun.points.exclude(deleted_at=None).get().text == ""

    def test_each_point_has_a_button_that_deletes_it(self, director, at, begun):
        write(director, at("learner"), "อ่านคล่อง", "กล้าถาม")
        page = read_page(director, at("learner"))
        page.texts[2] = "เพิ่งพิมพ์"
        response = page.press(delete=page.ids[1])
        assert response.url == at("learner")
        assert texts(begun) == ["อ่านคล่อง", "เพิ่งพิมพ์"]

    def test_the_page_says_when_it_was_saved(self, director, at, begun):
        assert "บันทึกแล้ว 1" not in director.get(at("learner")).content.decode()
        write(director, at("learner"), "อ่านคล่อง")
        Point.objects.update(updated_at=timezone.make_aware(datetime(2026, 11, 23, 10, 42)))
        assert "บันทึกแล้ว 10.42\u00a0น." in director.get(at("learner")).content.decode()

    def test_the_text_is_kept_as_written_but_for_what_nobody_sees(self, director, at, begun):
        write(director, at("learner"), "  <b>กล้า</b>\u200b\x00 ถาม 😀 ", "e\u0301cole")
        assert texts(begun) == ["<b>กล้า</b> ถาม 😀", "\u00e9cole"]
        page = director.get(at("learner")).content.decode()
        assert "<b>กล้า" not in page and "&lt;b&gt;กล้า" in page

    def test_above_question_3_it_always_says_who_reads_it(self, director, keeper, at, begun):
        page = director.get(at("problems")).content.decode()
        hint = "เขียนได้ตามจริง ไม่ต้องเอ่ยชื่อบุคคล ข้อความในข้อนี้ไม่นำไปเผยแพร่"
        assert page.index(hint) < page.index(str(keeper.person)) < page.index("<textarea")
        assert hint not in director.get(at("development")).content.decode()

    def test_the_wording_is_the_round_s_own(self, director, round, at):
        Round.objects.update(question_2_th="โรงเรียนอยากได้อะไรจากภาคี")
        director.post(at())
        assert "โรงเรียนอยากได้อะไรจากภาคี" in director.get(at("development")).content.decode()

    def test_nobody_else_keeps_a_copy_of_the_page(self, director, at, begun):
        assert "no-store" in director.get(at("learner")).headers["Cache-Control"]

    def test_the_first_visit_weighs_less_than_120_kb(self, director, at, begun):
        page = director.get(at("learner")).content
        static = settings.BASE_DIR / "static"
        asked = set(re.findall(r'/static/([^"]+)"', page.decode()))
        asked |= {f"fonts/{font.name}" for font in (static / "fonts").glob("*.woff2")}
        asked |= {"img/praewa.svg"}
        weight = len(page)
        for name in asked:
            content = (static / name).read_bytes()
            weight += len(content if name.endswith("woff2") else brotli.compress(content))
        assert {"css/portal.css", "js/points.js"} <= asked
        assert not any("bootstrap" in name or "htmx" in name for name in asked)
        assert weight < 120_000

    def test_the_number_of_queries_does_not_grow_with_the_points(
        self, director, at, begun, django_assert_num_queries
    ):
        write(director, at("learner"), "หนึ่ง")
        with django_assert_num_queries(5):
            director.get(at("learner"))
        with django_assert_num_queries(5 + 7):  # opened, then saved
            write(director, at("learner"), "สอง", "สาม")
        with django_assert_num_queries(5):
            director.get(at("learner"))
        with django_assert_num_queries(5 + 7):
            write(director, at("learner"), "สี่")


class TestTooLong:
    LONG = "ที่" * 501

    def test_it_is_said_beside_the_field_and_nothing_is_lost(self, director, at, begun):
        response = write(director, at("learner"), "ก่อน", self.LONG, "หลัง")
        assert response.status_code == 200
        page = read_page(director, at("learner"), response)
        assert page.texts == ["ก่อน", self.LONG, "หลัง", ""]
        assert "ยาว 501 ตัวอักษร ใส่ได้ไม่เกิน 500 ตัวอักษร" in page.content
        assert texts(begun) == ["ก่อน", "หลัง"]

    def test_five_hundred_as_a_person_counts_them_fit(self, director, at, begun):
        write(director, at("learner"), "ที่" * 500)
        assert texts(begun) == ["ที่" * 500]

    def test_when_it_has_been_mended_it_is_saved_once(self, director, at, begun):
        response = write(director, at("learner"), "ก่อน", self.LONG, "หลัง")
        page = read_page(director, at("learner"), response)
        page.texts[1] = "สั้นแล้ว"
        assert page.press(go="next").url == at("teacher")
        assert sorted(texts(begun)) == sorted(["ก่อน", "หลัง", "สั้นแล้ว"])

    def test_it_can_be_deleted_instead(self, director, at, begun):
        response = write(director, at("learner"), self.LONG)
        page = read_page(director, at("learner"), response)
        assert page.press(delete=page.ids[0]).url == at("learner")
        assert texts(begun) == []

    def test_a_saved_point_that_has_become_too_long_keeps_its_saved_words(
        self, director, at, begun
    ):
        write(director, at("learner"), "เดิม")
        page = read_page(director, at("learner"))
        page.texts[0] = self.LONG
        assert self.LONG in page.press(go="next").content.decode()
        assert texts(begun) == ["เดิม"]

    def test_a_broken_page_is_still_read(self, director, at, begun):
        data = {"id": ["x", ""], "revision": ["-1", "?"], "text": ["หนึ่ง", "สอง", "สาม"]}
        assert director.post(at("learner"), data).status_code == 302
        assert texts(begun) == ["หนึ่ง", "สอง", "สาม"]


class TestTheSamePageTwice:
    def test_a_double_tap_saves_once(self, director, at, begun):
        page = read_page(director, at("learner"))
        page.texts[0] = "อ่านคล่อง"
        page.press(go="next")
        page.press(go="next")
        assert texts(begun) == ["อ่านคล่อง"]
        assert begun.points.get().revision == 1

    def test_an_older_page_does_not_bring_a_deleted_point_back(self, director, at, begun):
        write(director, at("learner"), "อ่านคล่อง")
        old = read_page(director, at("learner"))
        new = read_page(director, at("learner"))
        new.press(delete=new.ids[0])
        assert old.press(go="next").status_code == 302
        assert texts(begun) == []

    def test_an_older_page_that_changed_something_else_overwrites_nothing(
        self, director, at, begun
    ):
        write(director, at("learner"), "อ่านคล่อง", "กล้าถาม")
        here, there = read_page(director, at("learner")), read_page(director, at("learner"))
        there.texts[0] = "อ่านคล่องทุกคน"
        there.press(go="next")
        here.texts[1] = "กล้าถามครู"
        assert here.press(go="next").status_code == 302
        assert texts(begun) == ["อ่านคล่องทุกคน", "กล้าถามครู"]


class TestTwoPlacesAtOnce:
    @pytest.fixture
    def clash(self, director, at, begun):
        """The page that comes back when the same point was changed in two places."""
        write(director, at("learner"), "เดิม")
        mine, other = read_page(director, at("learner")), read_page(director, at("learner"))
        other.texts[0] = "ของอีกเครื่อง"
        other.press(go="next")
        mine.texts[0], mine.texts[1] = "ของฉัน", "อีกเรื่องหนึ่ง"
        response = mine.press(go="next")
        assert response.status_code == 200
        return read_page(director, at("learner"), response)

    def test_both_are_shown_and_nothing_is_overwritten(self, clash, begun):
        assert "มีผู้แก้ข้อความนี้ไว้เมื่อ" in clash.content
        assert "ของอีกเครื่อง" in clash.content and clash.texts[0] == "ของฉัน"
        for button in ["เก็บของฉัน", "เก็บอีกฉบับ", "เก็บทั้งสอง"]:
            assert button in clash.content
        assert texts(begun) == ["ของอีกเครื่อง", "อีกเรื่องหนึ่ง"]

    @pytest.mark.parametrize(
        ("choice", "kept"),
        [
            ("mine", ["ของฉัน", "อีกเรื่องหนึ่ง"]),
            ("other", ["ของอีกเครื่อง", "อีกเรื่องหนึ่ง"]),
            ("both", ["ของอีกเครื่อง", "อีกเรื่องหนึ่ง", "ของฉัน"]),
        ],
    )
    def test_the_writer_chooses(self, clash, begun, choice, kept):
        assert clash.press(choose=f"{clash.ids[0]}:{choice}").status_code == 302
        assert texts(begun) == kept

    def test_choosing_both_twice_keeps_both_once(self, clash, begun):
        clash.press(choose=f"{clash.ids[0]}:both")
        clash.press(choose=f"{clash.ids[0]}:both")
        assert texts(begun) == ["ของอีกเครื่อง", "อีกเรื่องหนึ่ง", "ของฉัน"]

    def test_without_a_choice_it_is_asked_again(self, clash, begun):
        assert clash.press(go="next").status_code == 200
        assert texts(begun) == ["ของอีกเครื่อง", "อีกเรื่องหนึ่ง"]

    def test_a_choice_made_before_yet_another_change_is_asked_again(
        self, clash, director, at, begun
    ):
        third = read_page(director, at("learner"))
        third.texts[0] = "เครื่องที่สาม"
        third.press(go="next")
        response = clash.press(choose=f"{clash.ids[0]}:mine")
        assert "เครื่องที่สาม" in response.content.decode()
        assert texts(begun)[0] == "เครื่องที่สาม"

    def test_changed_here_and_deleted_there_is_asked_too(self, director, at, begun):
        write(director, at("learner"), "เดิม")
        mine, other = read_page(director, at("learner")), read_page(director, at("learner"))
        other.press(delete=other.ids[0])
        mine.texts[0] = "แก้ต่อ"
        page = read_page(director, at("learner"), mine.press(go="next"))
        assert "(ลบแล้ว)" in page.content and texts(begun) == []
        page.press(choose=f"{page.ids[0]}:mine")
        assert texts(begun) == ["แก้ต่อ"]


class TestReviewAndReceipt:
    def test_the_review_shows_all_six_parts_with_a_way_to_each(self, director, at, begun):
        write(director, at("community"), "มาประชุมครบ")
        page = director.get(at("answer_review")).content.decode()
        assert "มาประชุมครบ" in page and page.count("เว้นว่างไว้") == 5
        assert all(at(section) in page for section in SECTIONS)

    def test_sending_leads_to_a_receipt_that_says_until_when_it_can_be_changed(
        self, director, round, at, begun
    ):
        write(director, at("learner"), "อ่านคล่อง")
        assert director.post(at("answer_send")).url == at("answer_receipt")
        page = director.get(at("answer_receipt")).content.decode()
        assert "ส่งเรียบร้อยแล้ว ขอบคุณที่ร่วมสะท้อนคิด" in page
        until = held_together(thai(timezone.localdate(round.closes_at)))
        assert f"แก้ไขได้จนถึงวันที่ {until}" in page
        assert "อ่านคล่อง" in page
        assert director.get(at()).url == at("answer_receipt")

    def test_nothing_to_add_can_be_sent(self, director, at, begun):
        assert director.post(at("answer_send")).url == at("answer_receipt")
        assert "ไม่มีเรื่องเพิ่มเติม" in director.get(at("answer_receipt")).content.decode()

    def test_changes_wait_until_they_are_sent_and_the_pages_say_so(self, director, at, begun):
        write(director, at("learner"), "อ่านคล่อง")
        director.post(at("answer_send"))
        write(director, at("learner"), "กล้าถาม")
        waiting = "มีส่วนที่แก้ไว้และยังไม่ได้ส่ง"
        receipt = director.get(at("answer_receipt")).content.decode()
        assert waiting in receipt and "กล้าถาม" not in receipt
        assert waiting in director.get(at("learner")).content.decode()
        assert waiting in director.get(at("answer_review")).content.decode()
        director.post(at("answer_send"))
        receipt = director.get(at("answer_receipt")).content.decode()
        assert waiting not in receipt and "กล้าถาม" in receipt

    def test_the_school_reads_who_has_opened_its_answer(self, director, keeper, at, begun):
        director.post(at("answer_send"))
        page = director.get(at("answer_receipt")).content.decode()
        assert "ยังไม่มีใครเปิดอ่าน" in page
        begun.looks.create(person=keeper.person)
        page = director.get(at("answer_receipt")).content.decode()
        assert "ยังไม่มีใครเปิดอ่าน" not in page
        assert str(keeper.person) in page[page.index('id="looks"') :]

    def test_withdrawing_asks_first(self, director, at, begun):
        write(director, at("learner"), "อ่านคล่อง")
        director.post(at("answer_send"))
        page = director.get(at("answer_withdraw")).content.decode()
        assert "ถอนคำตอบทั้งหมดของโรงเรียน?" in page
        assert "ข้อความจะถูกลบและไม่นับอีก ยอดที่เผยแพร่ไปแล้วคงเดิม" in page
        assert not Reflection.objects.get().is_withdrawn
        assert director.post(at("answer_withdraw")).url == at()
        assert Reflection.objects.get().is_withdrawn

    def test_what_was_withdrawn_is_read_nowhere_and_a_new_answer_is_empty(
        self, director, at, begun
    ):
        write(director, at("learner"), "อ่านคล่อง")
        director.post(at("answer_send"))
        director.post(at("answer_withdraw"))
        start = director.get(at()).content.decode()
        assert "อ่านคล่อง" not in start and "เริ่มเขียนใหม่" in start
        for page in ["learner", "answer_review", "answer_receipt"]:
            assert director.get(at(page)).url == at()
        director.post(at())
        assert read_page(director, at("learner")).texts == ["", "", ""]

    def test_a_page_from_before_withdrawing_saves_nothing_and_loses_nothing(
        self, director, at, begun
    ):
        page = read_page(director, at("learner"))
        director.post(at("answer_withdraw"))
        page.texts[0] = "พิมพ์ค้างไว้"
        response = page.press(go="next")
        assert response.status_code == 200
        assert read_page(director, at("learner"), response).texts[0] == "พิมพ์ค้างไว้"
        assert not Point.objects.exists()


class TestTheRoundClosesMeanwhile:
    CLOSED = "รอบนี้ปิดรับคำตอบแล้ว ข้อความที่เขียนไว้ยังอยู่ครบ หากต้องการส่ง ติดต่อ "

    @pytest.fixture(params=["by hand", "by the clock"])
    def close(self, request, round):
        def now():
            if request.param == "by hand":
                Round.objects.get().close()
            else:
                Round.objects.update(closes_at=timezone.now())

        return now

    def test_the_draft_is_kept_and_the_page_says_so(self, director, round, at, begun, close):
        write(director, at("learner"), "อ่านคล่อง")
        close()
        assert director.get(at("learner")).url == at()
        page = director.get(at()).content.decode()
        assert self.CLOSED + held_together(round.contact) in page
        assert "อ่านคล่อง" in page and "เริ่มเขียน" not in page

    def test_what_is_posted_a_moment_too_late_is_kept_too(self, director, at, begun, close):
        page = read_page(director, at("learner"))
        page.texts[0] = "มาช้าไปนิด"
        close()
        assert page.press(go="next").url == at()
        assert "มาช้าไปนิด" in director.get(at()).content.decode()

    def test_it_is_not_sent(self, director, at, begun, close):
        close()
        assert director.post(at("answer_send")).url == at()
        assert Reflection.objects.get().status == Reflection.Status.DRAFT

    def test_nothing_is_begun(self, director, at, close):
        close()
        assert director.post(at()).url == at()
        assert director.post(at("learner"), {"id": "", "text": "ช้า"}).status_code == 200
        assert not Reflection.objects.exists()
        assert "รอบนี้ปิดรับคำตอบแล้ว" in director.get(at()).content.decode()

    def test_what_was_sent_can_still_be_read_and_withdrawn(self, director, at, begun, close):
        write(director, at("learner"), "อ่านคล่อง")
        director.post(at("answer_send"))
        close()
        assert "อ่านคล่อง" in director.get(at("answer_receipt")).content.decode()
        director.post(at("answer_withdraw"))
        assert Reflection.objects.get().is_withdrawn

    def test_changes_that_were_not_sent_in_time_are_shown_as_such(
        self, director, round, at, begun, close
    ):
        director.post(at("answer_send"))
        write(director, at("learner"), "กล้าถาม")
        close()
        page = director.get(at("answer_receipt")).content.decode()
        assert self.CLOSED + held_together(round.contact) in page


class TestAnInvitationThatWasCancelled:
    def test_the_page_says_so_and_the_answer_can_be_withdrawn(self, director, round, at, begun):
        write(director, at("learner"), "อ่านคล่อง")
        director.post(at("answer_send"))
        Invitation.objects.all().cancel()
        assert director.get(at("learner")).url == at()
        assert director.get(at("answer_receipt")).status_code == 200
        director.post(at("answer_withdraw"))
        assert "คำเชิญโรงเรียนนี้ถูกยกเลิกแล้ว" in director.get(at()).content.decode()


class TestASentenceOfQuestion3:
    @pytest.fixture
    def sent(self, director, at, begun):
        write(director, at("problems"), "ครูไม่ครบชั้น")
        director.post(at("answer_send"))
        return begun.points.get()

    def test_the_school_can_let_it_be_shown_and_take_that_back(self, director, at, sent):
        assert at("answer_sentences") in director.get(at("answer_receipt")).content.decode()
        director.post(at("answer_sentences"), {"release": sent.client_id})
        sent.refresh_from_db()
        assert (sent.release.text, sent.release.removed_at) == ("ครูไม่ครบชั้น", None)
        assert sent.release.released_by == director.person
        director.post(at("answer_sentences"), {"take_back": sent.client_id})
        sent.release.refresh_from_db()
        assert sent.release.text == "" and sent.release.removed_at

    def test_other_words_are_another_sentence(self, director, at, sent):
        director.post(at("answer_sentences"), {"release": sent.client_id})
        page = read_page(director, at("problems"))
        page.texts[0] = "ครูไม่ครบชั้น สอนควบ"
        page.press(go="next")
        sent.refresh_from_db()
        assert sent.release.removed_at is None
        director.post(at("answer_send"))
        sent.release.refresh_from_db()
        assert sent.release.removed_at

    def test_only_sentences_of_question_3_that_were_sent(self, director, at, sent):
        write(director, at("learner"), "อ่านคล่อง")
        other = Point.objects.get(section=Section.LEARNER)
        for key in [other.client_id, "x", ""]:
            assert director.post(at("answer_sentences"), {"release": key}).status_code == 404
