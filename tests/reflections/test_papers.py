"""What those who invite print, and show in a hall: it invites, and never reads."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from reflections import slips
from reflections.models import Invitation, Reflection, Round
from reflections.qr import qr_svg
from tests import builders

pytestmark = pytest.mark.django_db
DEMO = "ข้อมูลสาธิต"


def page(name, round, *more):
    return reverse(f"reflections:{name}", args=[round.slug, *more])


def body(response):
    return response.content.decode()


@pytest.fixture
def round(settings):
    settings.SITE_URL = "https://portal.example.org"
    return builders.build_round(title_th="รอบติดตาม")


def names(response):
    return [[slip.school.name_th for slip in sheet.slips] for sheet in response.context["sheets"]]


def secrets_of_the_writer(answer):
    return [answer.writer_token, answer.way_back_code]


class TestSlips:
    def test_a_slip_has_the_schools_link_as_qr_a_short_address_its_code_and_until_when(
        self, coordinator, round
    ):
        school = builders.build_school("โรงเรียนบ้านหนึ่ง", district=builders.build_district())
        invitation = builders.invite(round, school)
        shown = body(coordinator.get(page("slips", round)))
        address = f"https://portal.example.org/r/{invitation.link_token}/"
        qr = str(qr_svg(address, "รหัส QR ของลิงก์โรงเรียนบ้านหนึ่ง"))
        typed = "portal.example.org/r"
        for held in [qr, typed, invitation.short_code, "โรงเรียนบ้านหนึ่ง", "อ.นามน", "ถึง "]:
            assert held in shown

    def test_slips_are_in_thai_whatever_the_coordinator_reads(self, coordinator, round):
        school = builders.build_school("โรงเรียนบ้านหนึ่ง", name_en="Ban Nueng School")
        builders.invite(round, school)
        shown = body(coordinator.get(page("slips", round), {"lang": "en"}))
        assert "โรงเรียนบ้านหนึ่ง" in shown and "แล้วใส่รหัสเชิญ" in shown
        assert "Ban Nueng" not in shown

    def test_each_district_begins_a_sheet_all_in_dictionary_order(
        self, coordinator, round, monkeypatch
    ):
        monkeypatch.setattr(slips, "ON_A_SHEET", 2)
        late, early = builders.build_district("ห้วยผึ้ง", order=0), builders.build_district("กมลาไสย")
        for name, district in [
            ("โรงเรียนขาง", late),
            ("โรงเรียนก้า", early),
            ("โรงเรียนไก่", early),
            ("โรงเรียนกา", early),
            ("โรงเรียนที่ไม่มีอำเภอ", None),
        ]:
            builders.invite(round, builders.build_school(name, district=district))
        assert names(coordinator.get(page("slips", round))) == [
            ["โรงเรียนกา", "โรงเรียนก้า"],
            ["โรงเรียนไก่"],
            ["โรงเรียนขาง"],
            ["โรงเรียนที่ไม่มีอำเภอ"],
        ]

    def test_they_are_filtered_like_the_list_and_never_for_a_cancelled_school(
        self, coordinator, round
    ):
        builders.build_reflection(round, builders.build_school("โรงเรียนส่งแล้ว"))
        builders.invite(round, builders.build_school("โรงเรียนรออยู่"))
        cancelled = builders.invite(round, builders.build_school("โรงเรียนยกเลิก"))
        Invitation.objects.filter(pk=cancelled.pk).cancel()
        address = page("slips", round)
        assert names(coordinator.get(address, {"show": "waiting"})) == [["โรงเรียนรออยู่"]]
        assert names(coordinator.get(address, {"q": "ส่งแล้ว"})) == [["โรงเรียนส่งแล้ว"]]
        assert names(coordinator.get(address, {"show": "cancelled"})) == []

    def test_none_for_a_school_that_has_been_deleted(self, coordinator, round):
        school = builders.build_school()
        builders.invite(round, school)
        school.deleted_at = timezone.now()
        school.save()
        assert names(coordinator.get(page("slips", round))) == []

    def test_no_slip_holds_what_opens_an_answer(self, coordinator, round):
        answer = builders.build_reflection(round, texts=[("learner", "ประโยคที่ปลูกไว้")])
        shown = body(coordinator.get(page("slips", round)))
        assert [held for held in secrets_of_the_writer(answer) if held in shown] == []
        assert "ประโยคที่ปลูกไว้" not in shown

    def test_a_slip_of_demonstration_data_says_so_itself(self, coordinator, round):
        builders.invite(round, builders.build_school())
        assert DEMO not in body(coordinator.get(page("slips", round)))
        builders.invite(round, builders.build_school(is_demo=True))
        assert body(coordinator.get(page("slips", round))).count(DEMO) == 2

    def test_more_than_a_page_holds_follow_by_key(self, coordinator, round, monkeypatch):
        monkeypatch.setattr(slips, "MOST", 2)
        for name in ["โรงเรียนค", "โรงเรียนก", "โรงเรียนข"]:
            builders.invite(round, builders.build_school(name))
        first = coordinator.get(page("slips", round))
        assert names(first) == [["โรงเรียนก", "โรงเรียนข"]]
        following = coordinator.get(page("slips", round) + first.context["next_url"])
        assert names(following) == [["โรงเรียนค"]]

    def test_after_the_cut_of_names_there_are_none(self, coordinator, round):
        builders.build_reflection(round)
        round.cut_names()
        assert coordinator.get(page("slips", round)).url == page("invitations", round)

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow_with_the_schools(
        self, coordinator, round, number, django_assert_num_queries
    ):
        for _ in range(number):
            school = builders.build_school(district=builders.build_district())
            builders.invite(round, school)
        with django_assert_num_queries(9):
            coordinator.get(page("slips", round))


class TestTheWallOfAHall:
    def test_it_shows_the_rounds_one_link_and_how_many_have_sent(self, coordinator, round):
        builders.build_reflection(round, builders.build_school("โรงเรียนส่งแล้ว"))
        builders.build_reflection(round, status=Reflection.Status.DRAFT)
        builders.invite(round, builders.build_school("โรงเรียนรออยู่"))
        shown = body(coordinator.get(page("projector", round)))
        address = f"https://portal.example.org/r/{round.link_token}/"
        assert address in shown and str(qr_svg(address, "รหัส QR ของลิงก์รอบนี้")) in shown
        words = " ".join(re.sub(r"<[^>]+>", " ", shown).split())
        assert "1 จาก 3 โรงเรียน ส่งคำตอบแล้ว" in words
        assert "โรงเรียนรออยู่" not in shown and "โรงเรียนส่งแล้ว" not in shown

    def test_it_refreshes_itself_with_scripts_and_without(self, coordinator, round):
        shown = body(coordinator.get(page("projector", round)))
        assert 'data-live="10"' in shown and "js/live.js" in shown
        assert "<noscript>" in shown and "ดูจำนวนล่าสุด" in shown

    def test_no_link_of_a_school_and_nothing_that_opens_an_answer(self, coordinator, round):
        answer = builders.build_reflection(round)
        held = [answer.invitation.link_token, *secrets_of_the_writer(answer)]
        shown = body(coordinator.get(page("projector", round)))
        assert [one for one in held if one in shown] == []

    def test_a_closed_round_says_so_in_place_of_the_number(self, coordinator):
        closed = builders.build_round(Round.Status.CLOSED)
        assert "ส่งคำตอบแล้ว" not in body(coordinator.get(page("projector", closed)))

    def test_after_the_cut_of_names_it_invites_nobody(self, coordinator, round):
        round.cut_names()
        assert coordinator.get(page("projector", round)).url == page("invitations", round)

    def test_demonstration_data_is_marked(self, coordinator, round):
        assert DEMO not in body(coordinator.get(page("projector", round)))
        builders.invite(round, builders.build_school(is_demo=True))
        assert DEMO in body(coordinator.get(page("projector", round)))

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow_with_the_schools(
        self, coordinator, round, number, django_assert_num_queries
    ):
        for _ in range(number):
            builders.build_reflection(round)
        with django_assert_num_queries(6):
            coordinator.get(page("projector", round))


class TestAQrCode:
    def test_its_dark_modules_are_those_of_the_code(self):
        from qrcode import QRCode
        from qrcode.constants import ERROR_CORRECT_M

        text = "https://portal.example.org/r/abc/"
        code = QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=3)
        code.add_data(text)
        wanted = {
            (x + 4, y + 4)
            for y, row in enumerate(code.get_matrix())
            for x, on in enumerate(row)
            if on
        }
        drawn = set()
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", qr_svg(text, "")):
            drawn |= {(int(x) + n, int(y)) for n in range(int(length))}
        assert drawn == wanted

    def test_its_label_cannot_break_out(self):
        assert "<b>" not in qr_svg("a", '"><b>')
