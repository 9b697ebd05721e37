"""Links handed out, withdrawn and made anew; claims confirmed; a lost way back found again."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from reflections import claims
from reflections.models import Invitation, Look, Reflection
from tests import builders
from tests.reflections.test_links import at, body, form, words, write


@pytest.fixture
def round(keeper):
    return builders.build_round(keepers=[keeper.person], contact="คุณนิด โทร. 081 234 5678")


@pytest.fixture
def invitation(round):
    builders.invite(round, builders.build_school("โรงเรียนบ้านหนึ่ง"))
    return Invitation.objects.with_round_and_school().get()


def page(name, round, *more):
    return reverse(f"reflections:{name}", args=[round.slug, *more])


class TestThoseWhoInvite:
    def test_the_groups_message_holds_the_rounds_one_link(self, coordinator, invitation, settings):
        settings.SITE_URL = "https://portal.example.org"
        response = coordinator.get(page("invitations", invitation.round))
        address = "https://portal.example.org" + at(invitation.round.link_token)
        assert address in response.context["invitation_text"]
        assert address in response.context["reminder_text"]

    def test_each_school_has_a_link_a_code_and_a_message(self, coordinator, invitation):
        shown = coordinator.get(page("school_link", invitation.round, invitation.pk))
        for held in (at(invitation.link_token), invitation.short_code, "โรงเรียนบ้านหนึ่ง"):
            assert held in shown.context["text"]
        assert at(invitation.link_token) in body(shown)

    def test_the_sheet_has_each_schools_own_link(self, coordinator, invitation):
        response = coordinator.get(page("invitations_xlsx", invitation.round))
        head, row = load_workbook(BytesIO(response.content)).active.values
        link = dict(zip(head, row, strict=True))["link"]
        assert link.endswith(at(invitation.link_token))

    def test_one_link_is_made_anew_and_the_old_one_ends(self, coordinator, invitation):
        own = write(Client(), invitation.link_token, "อ่านคล่อง")
        coordinator.post(page("school_link", invitation.round, invitation.pk))
        assert Client().get(at(invitation.link_token)).status_code == 410
        assert Client().get(at(own)).status_code == 200
        invitation.refresh_from_db()
        assert Client().get(at(invitation.link_token)).status_code == 200

    def test_all_links_are_made_anew_but_the_writers(self, coordinator, invitation):
        own = write(Client(), invitation.link_token, "อ่านคล่อง")
        old = [invitation.link_token, invitation.claim_token(), invitation.round.link_token]
        coordinator.post(page("new_links", invitation.round))
        assert [Client().get(at(token)).status_code for token in old] == [410, 410, 410]
        assert Client().get(at(own)).status_code == 200


class TestClaims:
    def claim(self, invitation, *texts):
        return write(Client(), invitation.claim_token(), *texts)

    def test_the_keeper_sees_schools_and_numbers_but_no_words(self, keeper, invitation):
        self.claim(invitation, "ความลับหนึ่ง", "ความลับสอง")
        self.claim(invitation, "ความลับสาม")
        shown = keeper.get(page("claims", invitation.round))
        assert "2 ข้อความ" in body(shown) and "1 ข้อความ" in body(shown)
        assert body(shown).count("<strong>โรงเรียนบ้านหนึ่ง</strong>") == 1
        assert "มี 2 คำตอบที่เลือกโรงเรียนนี้" in body(shown)
        assert "ความลับ" not in body(shown)
        assert "รอยืนยัน 2 โรงเรียน" in body(keeper.get(page("keeping", invitation.round)))

    def test_one_tap_makes_the_first_the_schools_and_the_next_is_put_behind_it(
        self, keeper, invitation
    ):
        own = [self.claim(invitation, text) for text in ("ของคนแรก", "ของคนที่สอง")]
        for token in own:
            Client().post(at(token, "answer_send"))
        for answer in list(claims.waiting(invitation.round).order_by("pk")):
            data = {"confirm": answer.public_id}
            keeper.post(page("claims", invitation.round), data)
            assert keeper.post(page("claims", invitation.round), data).status_code == 404
        answer = Reflection.objects.counted().get()
        assert words(answer) == ["ของคนแรก", "ของคนที่สอง"]
        assert answer.points.sent().count() == 2
        assert Look.objects.filter(what=Look.What.CONFIRMED).count() == 2

    def test_points_that_were_not_sent_wait_for_the_schools_own_sending(self, keeper, invitation):
        own = write(Client(), invitation.link_token, "ของโรงเรียน")
        Client().post(at(own, "answer_send"))
        self.claim(invitation, "ยังไม่ส่ง")
        provisional = claims.waiting(invitation.round).get()
        keeper.post(page("claims", invitation.round), {"confirm": provisional.public_id})
        answer = Reflection.objects.counted().get()
        assert [point.sent_text for point in answer.points.sent()] == ["ของโรงเรียน"]
        assert "มีส่วนที่แก้ไว้และยังไม่ได้ส่ง" in body(Client().get(at(own, "answer_receipt")))

    def test_what_was_withdrawn_or_is_empty_is_not_asked_about(self, invitation):
        own = self.claim(invitation, "ถอนแล้ว")
        Client().post(at(own, "answer_withdraw"))
        assert not claims.waiting(invitation.round).exists()


class TestALostWayBack:
    def test_the_keeper_makes_a_new_one_on_record_and_the_old_one_ends(self, keeper, invitation):
        old = write(Client(), invitation.link_token, "อ่านคล่อง")
        answer = Reflection.objects.get()
        address = page("new_way_back", invitation.round, answer.public_id)
        assert address in body(keeper.get(page("keeping", invitation.round)))
        assert old not in body(keeper.get(address))
        shown = keeper.post(address)
        answer.refresh_from_db()
        assert answer.way_back_code in body(shown)
        assert "อ่านคล่อง" not in body(shown)
        assert Client().get(at(old)).status_code == 410
        Client().post(at(answer.writer_token, "answer_send"))
        receipt = body(Client().get(at(answer.writer_token, "answer_receipt")))
        assert "ออกรหัสกลับมาเขียนต่อใหม่ให้" in receipt

    @pytest.mark.parametrize("inviting", ["link_token", "claim"])
    def test_who_saw_the_old_page_does_not_get_the_new_one(self, keeper, invitation, inviting):
        """What stood hidden on it, the identities of points, finds the answer no more."""
        write(Client(), invitation.link_token, "ความลับ")
        answer = Reflection.objects.get()
        seen = [str(point.client_id) for point in answer.points.all()]
        keeper.post(page("new_way_back", invitation.round, answer.public_id))
        token = invitation.claim_token() if inviting == "claim" else invitation.link_token
        data = {**form("อยากอ่าน"), "key": seen}
        response = Client().post(at(token, "answer_step", "problems"), data)
        assert "ความลับ" not in body(Client().get(response.url.replace("problems", "learner")))
        assert claims.waiting(invitation.round).count() == 1

    def test_pressed_twice_is_made_once(self, keeper, invitation):
        write(Client(), invitation.link_token, "อ่านคล่อง")
        answer = Reflection.objects.get()
        address = page("new_way_back", invitation.round, answer.public_id)
        keeper.post(address)
        shown = keeper.post(address)
        answer.refresh_from_db()
        assert answer.writer_version == 2
        assert at(answer.writer_token) in body(shown)
        assert answer.looks.filter(what=Look.What.WAY_BACK).count() == 1
        new = page("new_way_back", invitation.round, answer.public_id)
        assert keeper.get(address).url == new
        keeper.post(new)
        answer.refresh_from_db()
        assert answer.writer_version == 3

    def test_of_another_round_there_is_nothing(self, keeper, invitation):
        other = builders.build_reflection(builders.build_round())
        address = page("new_way_back", invitation.round, other.public_id)
        assert keeper.get(address).status_code == 404
