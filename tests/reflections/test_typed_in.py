"""What came on paper is typed in for whoever wrote it, by the round's keepers."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.html import strip_tags

from reflections.counting import summary_of
from reflections.models import Invitation, Paper, Point, Reflection, Round
from reflections.typed_in import Writers
from tests import builders
from tests.form_reader import fill

pytestmark = pytest.mark.django_db

SHEET = "1. อ่านคล่อง\n2) กล้าถาม\n\n- รักการอ่าน"


@pytest.fixture
def round(keeper):
    return builders.build_round(keepers=[keeper.person], contact="คุณนิด โทร. 081 234 5678")


@pytest.fixture
def school(round, director):
    builders.invite(round, director.school)
    return director.school


@pytest.fixture
def page(round, school):
    return reverse("reflections:typed_for", args=[round.slug, school.slug])


@pytest.fixture
def whom(round):
    return reverse("reflections:typed", args=[round.slug])


@pytest.fixture
def group_page(round):
    return reverse("reflections:typed_group", args=[round.slug])


def type_in(client, page, **typed):
    """Open the page, fill it and press its one button."""
    return client.post(page, fill(client.get(page), **typed))


def words(response):
    return unescape(strip_tags(response.content.decode()))


def texts(answer):
    """[(section, text)] of what counts, in order."""
    points = answer.points.sent().order_by("position", "pk")
    return [(point.section, point.sent_text) for point in points]


class TestWhoseItIs:
    def test_it_is_found_by_typing_from_the_page_of_the_answers(self, keeper, round, whom, page):
        assert (
            whom in keeper.get(reverse("reflections:keeping", args=[round.slug])).content.decode()
        )
        content = keeper.get(whom, {"q": "บ้านทด"}).content.decode()
        assert f'href="{page}"' in content

    def test_a_school_that_is_not_invited_is_shown_as_such_and_cannot_be_chosen(
        self, keeper, round, whom
    ):
        stranger = builders.build_school("โรงเรียนบ้านไกล")
        response = keeper.get(whom, {"q": "บ้านไกล"})
        assert "ยังไม่ได้เชิญในรอบนี้" in words(response)
        assert "หากต้องการเชิญเพิ่ม ติดต่อ คุณนิด" in words(response)
        address = reverse("reflections:typed_for", args=[round.slug, stranger.slug])
        assert address not in response.content.decode()
        assert "ยังไม่ได้รับเชิญ" in words(keeper.get(address))
        keeper.post(address, {"key": uuid.uuid4(), "learner": "ข้อความ"})
        assert not Reflection.objects.exists()

    def test_a_keeper_who_may_invite_finds_the_way_to_inviting(self, coordinator):
        round = builders.build_round(keepers=[coordinator.person])
        builders.build_school("โรงเรียนบ้านไกล")
        response = coordinator.get(reverse("reflections:typed", args=[round.slug]), {"q": "บ้านไกล"})
        assert reverse("reflections:invite", args=[round.slug]) in response.content.decode()

    def test_the_number_of_queries_does_not_grow(
        self, keeper, round, whom, django_assert_num_queries
    ):
        for _ in range(2):
            builders.invite(round, builders.build_school(district=builders.build_district()))
            with django_assert_num_queries(7):
                keeper.get(whom, {"q": "บ้านทด"})


class TestASchoolsPaper:
    def test_its_lines_become_points_that_count_at_once(self, keeper, round, school, page, whom):
        response = type_in(keeper, page, learner=SHEET, problems="หลังคารั่ว")
        assert response.url == whom
        answer = round.reflections.counted().get()
        assert answer.organisation == school and answer.entered_by == keeper.person
        assert texts(answer) == [
            ("learner", "อ่านคล่อง"),
            ("learner", "กล้าถาม"),
            ("learner", "รักการอ่าน"),
            ("problems", "หลังคารั่ว"),
        ]
        assert "บันทึกเป็นคำตอบที่ส่งแล้ว" in words(keeper.get(whom))

    def test_the_schools_values_are_copied_as_sending_does(self, keeper, round, director):
        district = builders.build_district(zone=builders.build_zone())
        school = builders.build_school(district=district, pupils=80)
        builders.invite(round, school)
        type_in(
            keeper, reverse("reflections:typed_for", args=[round.slug, school.slug]), learner="ก"
        )
        answer = round.reflections.get()
        assert (answer.district, answer.zone, answer.size) == (district, district.zone, "small")

    def test_it_is_marked_as_typed_for_the_school_wherever_it_is_read(
        self, keeper, director, round, school, page
    ):
        type_in(keeper, page, learner=SHEET)
        answer = round.reflections.get()
        mark = f"พิมพ์แทนโดย{keeper.person}"
        listed = keeper.get(reverse("reflections:keeping", args=[round.slug]))
        assert "พิมพ์แทนจากกระดาษ" in words(listed)
        read = reverse("reflections:keeping_read", args=[round.slug, answer.public_id])
        assert mark in words(keeper.get(read))
        receipt = reverse("reflections:answer_receipt", args=[round.slug, school.slug])
        content = words(director.get(receipt))
        assert mark in content and "พิมพ์คำตอบจากกระดาษแทน" in content  # the second on the record

    def test_the_school_changes_and_withdraws_it_like_its_own(
        self, keeper, director, round, school, page
    ):
        type_in(keeper, page, learner="อ่านคล่อง")
        point, answer = Point.objects.get(), round.reflections.get()
        step = reverse("reflections:answer_step", args=[round.slug, school.slug, "learner"])
        data = {
            "id": point.client_id,
            "revision": 1,
            "base": "",
            "text": "อ่านคล่องทุกคน",
            "go": "next",
        }
        director.post(step, data)
        director.post(reverse("reflections:answer_send", args=[round.slug, school.slug]))
        assert texts(answer) == [("learner", "อ่านคล่องทุกคน")]
        director.post(reverse("reflections:answer_withdraw", args=[round.slug, school.slug]))
        assert texts(answer) == []

    def test_who_begins_anew_after_withdrawing_writes_alone(
        self, keeper, director, round, school, page
    ):
        type_in(keeper, page, learner="อ่านคล่อง")
        round.reflections.get().withdraw()
        director.post(reverse("reflections:answer", args=[round.slug, school.slug]))
        answer = round.reflections.get()
        assert (answer.entered_by, answer.papers.count()) == (None, 0)

    def test_words_typed_in_bind_the_round_like_the_schools_own(self, keeper, round, page):
        type_in(keeper, page, learner="อ่านคล่อง")
        assert round.has_own_words()


class TestOneButton:
    def test_sent_twice_is_one_answer(self, keeper, round, page):
        data = fill(keeper.get(page), learner=SHEET)
        first, second = keeper.post(page, data), keeper.post(page, data)
        assert first.url == second.url
        assert Paper.objects.count() == 1 and Point.objects.count() == 3

    def test_a_group_sent_twice_is_one_voice(self, keeper, round, group_page):
        data = fill(keeper.get(group_page), learner="ก", group_name="ครู", group_people="๑๒")
        data["group_people"] = "12"
        keeper.post(group_page, data)
        keeper.post(group_page, data)
        assert round.reflections.voices().count() == 1

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("whose", ["school", "group"])
    def test_two_taps_in_one_moment_are_one_answer(self, keeper, round, page, group_page, whose):
        address = page if whose == "school" else group_page
        typed = {} if whose == "school" else {"group_name": "ครู", "group_people": "9"}
        data = fill(keeper.get(address), learner="ก", **typed)

        def tap(_number):
            try:
                return keeper.post(address, data).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as taps:
            assert list(taps.map(tap, range(2))) == [302, 302]
        assert Point.objects.get().reflection == round.reflections.get()

    def test_a_page_gone_back_to_with_other_words_is_asked_about_and_not_lost(
        self, keeper, round, page
    ):
        data = fill(keeper.get(page), learner="แผ่นแรก")
        keeper.post(page, data)
        data["learner"] = "แผ่นที่สอง"
        response = keeper.post(page, data)
        assert "หน้านี้บันทึกไปแล้ว" in words(response) and "แผ่นที่สอง" in words(response)
        assert texts(round.reflections.get()) == [("learner", "แผ่นแรก")]
        keeper.post(page, fill(response))
        found = [("learner", "แผ่นแรก"), ("learner", "แผ่นที่สอง")]
        assert texts(round.reflections.get()) == found

    def test_nothing_typed_is_said_beside_the_first_field(self, keeper, page):
        response = type_in(keeper, page, learner=" \n - \n")
        assert response.context["form"].errors.keys() == {"learner"}
        assert "พิมพ์เพียงบรรทัดเดียวก็พอ" in words(response)

    def test_a_line_too_long_is_named_beside_its_field_and_all_words_stay(self, keeper, page):
        response = type_in(keeper, page, teacher="สั้น\n" + "ก" * 501, problems="หลังคารั่ว")
        assert response.context["form"].errors.keys() == {"teacher"}
        content = words(response)
        assert "บรรทัดที่ 2" in content and "ก" * 501 in content and "หลังคารั่ว" in content
        assert not Reflection.objects.exists()

    def test_a_broken_identity_of_the_page_is_said_and_all_words_stay(self, keeper, page):
        response = keeper.post(page, {"key": "x", "learner": "คำที่พิมพ์"})
        assert response.status_code == 200 and "คำที่พิมพ์" in words(response)

    def test_many_lines_cost_no_more_questions(self, keeper, page, django_assert_num_queries):
        type_in(keeper, page, learner="แผ่นแรก")
        for lines in ("เรื่องเดียว", "\n".join(f"เรื่อง {n}" for n in range(40))):
            data = fill(keeper.get(page), learner=lines)
            with django_assert_num_queries(18):
                keeper.post(page, data)


class TestWhatIsThereAlready:
    def test_an_answer_that_was_sent_keeps_its_points_and_gets_these_behind(
        self, keeper, round, school, page
    ):
        answer = builders.build_reflection(round, school, texts=[("learner", "ของโรงเรียน")])
        assert "จะต่อท้ายและนับทันที" in words(keeper.get(page))
        type_in(keeper, page, learner="จากกระดาษ")
        assert texts(answer) == [("learner", "ของโรงเรียน"), ("learner", "จากกระดาษ")]
        answer.refresh_from_db()
        assert answer.entered_by is None and answer.papers.get().typed_by == keeper.person

    def test_what_a_school_has_not_sent_stays_unsent_beside_them(self, keeper, round, school, page):
        draft = builders.build_reflection(
            round, school, Reflection.Status.DRAFT, texts=[("learner", "ยังไม่ส่ง")]
        )
        assert "ยังไม่ถือว่าส่ง" in words(keeper.get(page))
        type_in(keeper, page, learner="จากกระดาษ")
        draft.refresh_from_db()
        assert draft.is_sent and texts(draft) == [("learner", "จากกระดาษ")]
        assert draft.points.unsent().get().text == "ยังไม่ส่ง"

    def test_another_sheet_of_the_same_school_is_put_behind(self, keeper, round, page):
        type_in(keeper, page, learner="แผ่นแรก")
        type_in(keeper, page, learner="แผ่นที่สอง")
        answer = round.reflections.get()
        assert [text for _section, text in texts(answer)] == ["แผ่นแรก", "แผ่นที่สอง"]
        assert answer.papers.count() == 2

    def test_what_came_from_a_file_is_touched_by_no_file_any_more(
        self, keeper, round, school, page
    ):
        answer = builders.build_reflection(round, school, is_imported=True)
        type_in(keeper, page, learner="จากกระดาษ")
        answer.refresh_from_db()
        assert not answer.is_imported

    def test_nobody_types_in_for_a_school_that_has_withdrawn(self, keeper, round, school, page):
        data = fill(keeper.get(page), learner="คำที่พิมพ์ไว้")
        builders.build_reflection(round, school).withdraw()
        response = keeper.post(page, data)
        assert "โรงเรียนนี้ถอนคำตอบแล้ว" in words(response) and "คำที่พิมพ์ไว้" in words(response)
        assert 'name="learner"' not in keeper.get(page).content.decode()
        assert not Point.objects.exists()

    def test_an_invitation_cancelled_meanwhile_is_said_and_the_words_stay(
        self, keeper, round, page
    ):
        data = fill(keeper.get(page), learner="คำที่พิมพ์ไว้")
        Invitation.objects.all().cancel()
        content = words(keeper.post(page, data))
        assert "ให้เชิญอีกครั้งก่อน" in content and "คำที่พิมพ์ไว้" in content
        assert not Reflection.objects.exists()


class TestWhen:
    def test_paper_that_comes_late_is_typed_into_a_closed_round(self, keeper, round, page):
        round.close()
        assert "ยังพิมพ์เข้าได้จนถึงวันตัดชื่อโรงเรียน" in words(keeper.get(page))
        type_in(keeper, page, learner="มาช้า")
        assert round.reflections.counted().count() == 1

    def test_not_before_a_round_opens(self, keeper, round, page, whom):
        Round.objects.update(status=Round.Status.DRAFT, opened_at=None)
        for address in (whom, page):
            content = keeper.get(address).content.decode()
            assert "<textarea" not in content and 'name="q"' not in content
        keeper.post(page, {"key": uuid.uuid4(), "learner": "ก"})
        assert not Reflection.objects.exists()

    def test_not_once_names_are_cut(self, keeper, round, page, whom):
        round.cut_names()
        keeper.post(page, {"key": uuid.uuid4(), "learner": "ก"})
        assert not Reflection.objects.exists()
        listed = keeper.get(reverse("reflections:keeping", args=[round.slug]))
        assert whom not in listed.content.decode()


class TestPartnersAndGroups:
    def test_a_group_speaks_beside_the_schools(self, keeper, round, group_page):
        typed = {"group_name": "กลุ่มผู้ปกครอง", "group_people": "14", "community": "ช่วยกันสอน"}
        type_in(keeper, group_page, **typed)
        voice = round.reflections.voices().get()
        assert (voice.kind, voice.group_name, voice.group_people) == ("group", "กลุ่มผู้ปกครอง", 14)
        assert summary_of(round, every_theme=False).submitted == 0
        listed = reverse("reflections:keeping", args=[round.slug])
        assert "กลุ่มผู้ปกครอง" in words(keeper.get(listed))
        read = reverse("reflections:keeping_read", args=[round.slug, voice.public_id])
        content = words(keeper.get(read))
        assert "ช่วยกันสอน" in content and "14 คน" in content

    def test_a_group_without_name_or_people_is_asked_for_them(self, keeper, round, group_page):
        for people in ("", "0", "สิบ", "9" * 20):
            response = type_in(keeper, group_page, learner="ก", group_people=people)
            assert response.context["form"].errors.keys() == {"group_name", "group_people"}
        assert not Reflection.objects.exists()

    def test_two_groups_of_one_name_are_two(self, keeper, round, group_page):
        for _ in range(2):
            type_in(keeper, group_page, group_name="กลุ่มครู", group_people="9", learner="ก")
        assert round.reflections.voices().count() == 2

    def test_a_partners_sheets_are_one_voice(self, keeper, round, whom):
        partner = builders.build_organisation("สมาคมผู้ปกครอง", is_partner=True)
        address = reverse("reflections:typed_for", args=[round.slug, partner.slug])
        assert address in keeper.get(whom, {"q": "สมาคม"}).content.decode()
        type_in(keeper, address, learner="แผ่นแรก")
        assert "ภาคีนี้มีคำตอบแล้ว" in words(keeper.get(address))
        type_in(keeper, address, learner="แผ่นที่สอง")
        voice = round.reflections.voices().get()
        assert (voice.kind, voice.organisation) == ("partner", partner)
        assert [text for _section, text in texts(voice)] == ["แผ่นแรก", "แผ่นที่สอง"]

    def test_what_a_group_said_is_withdrawn_by_a_keeper_for_it(self, keeper, round, group_page):
        type_in(keeper, group_page, group_name="กลุ่มครู", group_people="9", learner="ก")
        voice = round.reflections.voices().get()
        address = reverse("reflections:voice_withdraw", args=[round.slug, voice.public_id])
        read = reverse("reflections:keeping_read", args=[round.slug, voice.public_id])
        assert address in keeper.get(read).content.decode()
        assert "ถอนคำตอบนี้ทั้งหมด?" in words(keeper.get(address))
        assert round.reflections.voices().exists()
        keeper.post(address)
        assert not round.reflections.voices().exists() and texts(voice) == []
        assert keeper.get(read).status_code == 404

    def test_a_schools_answer_is_no_keepers_to_withdraw(self, keeper, round, school):
        answer = builders.build_reflection(round, school)
        address = reverse("reflections:voice_withdraw", args=[round.slug, answer.public_id])
        assert keeper.post(address).status_code == 404

    def test_a_partner_that_withdrew_can_hand_in_another_paper(self, keeper, round):
        partner = builders.build_organisation(is_partner=True)
        address = reverse("reflections:typed_for", args=[round.slug, partner.slug])
        type_in(keeper, address, learner="แผ่นแรก")
        round.reflections.get().withdraw()
        type_in(keeper, address, learner="แผ่นใหม่")
        assert texts(round.reflections.voices().get()) == [("learner", "แผ่นใหม่")]

    def test_one_that_withdrew_while_a_page_was_sent_stays_withdrawn(
        self, keeper, round, monkeypatch
    ):
        partner = builders.build_organisation(is_partner=True)
        address = reverse("reflections:typed_for", args=[round.slug, partner.slug])
        type_in(keeper, address, learner="แผ่นแรก")
        data = fill(keeper.get(address), learner="แผ่นใหม่", key=uuid.uuid4())
        found = round.reflections.get()
        monkeypatch.setattr(Writers, "answer", lambda writers: found)  # in the moment before
        Reflection.objects.get().withdraw()
        keeper.post(address, data)
        assert texts(round.reflections.voices().get()) == [("learner", "แผ่นใหม่")]
        assert Reflection.objects.get(pk=found.pk).is_withdrawn


class TestNobodyElse:
    def test_the_keeper_of_another_round_types_nothing_here(self, director, page):
        builders.build_round(keepers=[director.person])
        assert director.post(page, {"key": uuid.uuid4(), "learner": "ก"}).status_code == 403
        assert not Reflection.objects.exists()

    def test_a_coordinator_who_does_not_keep_is_told_who_does(self, coordinator, page):
        response = coordinator.get(page)
        assert response.status_code == 403 and "ผู้ดูแลคำตอบ" in words(response)
