"""The form without an account: links that invite, and the writer's own address that reads."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reflections import tokens
from reflections.models import Invitation, Reflection, Round
from tests import builders


@pytest.fixture
def round(db):
    return builders.build_round(contact="คุณนิด โทร. 081 234 5678")


@pytest.fixture
def school(round):
    school = builders.build_school("โรงเรียนบ้านลับเฉพาะ", phone="043-811-234, 081 999 8877")
    builders.invite(round, school)
    return school


@pytest.fixture
def invitation(round, school):
    return Invitation.objects.with_round_and_school().get(round=round, school=school)


@pytest.fixture
def phone():
    """A browser that keeps nothing from before, and is asked for no token of a form."""
    return Client(enforce_csrf_checks=True)


def at(token, page="answer", *more):
    return reverse(f"link:{page}", args=[token, *more])


def another(code):
    """8 digits that are not this code."""
    return f"{(int(code.replace(' ', '')) + 1) % 10**8:08}"


def form(*texts, **more):
    """What a step of the form posts: one fresh field a text."""
    return {
        "id": [str(uuid.uuid4()) for _ in texts],
        "revision": ["0" for _ in texts],
        "base": ["" for _ in texts],
        "text": list(texts),
        "go": "next",
    } | more


def write(phone, token, *texts, section="learner"):
    """Write in one part; the token of the address that this leads to."""
    response = phone.post(at(token, "answer_step", section), form(*texts))
    assert response.status_code == 302, response.content.decode()
    return response.url.split("/")[2]


def words(answer):
    return [point.text for point in answer.points.written()]


def body(response):
    return response.content.decode().replace("\u200b", "")


class TestTheSchoolsOwnLink:
    def test_it_invites_and_names_the_school_large(self, phone, invitation):
        page = body(phone.get(at(invitation.link_token)))
        assert "<strong>โรงเรียนบ้านลับเฉพาะ</strong>" in page
        assert "ใครเห็นคำตอบนี้บ้าง" in page
        assert "เริ่มเขียน" in page

    def test_its_preview_names_only_network_and_round(self, phone, invitation):
        head = body(phone.get(at(invitation.link_token))).split("</head>")[0]
        assert invitation.round.title in head
        assert "ลับเฉพาะ" not in head

    def test_looking_and_robots_begin_nothing_and_set_no_cookie(self, phone, invitation):
        for token in (invitation.link_token, invitation.claim_token(), invitation.round.link_token):
            for ask in (phone.get, phone.head):
                response = ask(at(token))
                assert response.status_code == 200
                assert response["X-Robots-Tag"] == "noindex"
                assert response.cookies == {}
        assert phone.post(at(invitation.link_token)).url == at(
            invitation.link_token, "answer_step", "learner"
        )
        assert not Reflection.objects.exists()

    def test_an_answer_begins_with_its_first_words_at_an_address_of_its_own(
        self, phone, invitation
    ):
        token = write(phone, invitation.link_token, "", "", "")
        assert token == invitation.link_token and not Reflection.objects.exists()
        own = write(phone, token, "อ่านคล่อง", "กล้าถาม")
        answer = Reflection.objects.get()
        assert own == answer.writer_token
        assert answer.invitation == invitation and not answer.is_provisional
        assert words(answer) == ["อ่านคล่อง", "กล้าถาม"]

    def test_the_same_page_sent_twice_begins_one_answer(self, phone, invitation):
        posted = form("อ่านคล่อง")
        step = at(invitation.link_token, "answer_step", "learner")
        first, second = phone.post(step, posted), phone.post(step, posted)
        assert first.url == second.url
        assert words(Reflection.objects.get()) == ["อ่านคล่อง"]

    def test_nothing_to_add_can_be_sent_and_twice_sent_is_once_sent(self, phone, invitation):
        review = phone.get(at(invitation.link_token, "answer_review"))
        posted = {"key": review.context["key"]}
        send = at(invitation.link_token, "answer_send")
        assert phone.post(send, posted).url == phone.post(send, posted).url
        assert Reflection.objects.get().is_sent

    def test_it_never_shows_what_was_written(self, phone, invitation):
        write(phone, invitation.link_token, "ความลับของโรงเรียน")
        pages = ["answer", "answer_review", "answer_receipt", "answer_withdraw", "further"]
        for page in [*pages, "answer_parts"]:
            response = Client().get(at(invitation.link_token, page), follow=True)
            assert "ความลับ" not in body(response)
        step = Client().get(at(invitation.link_token, "answer_step", "learner"))
        assert "ความลับ" not in body(step)

    def test_opened_elsewhere_it_says_so_and_the_code_leads_back(self, phone, invitation):
        own = write(phone, invitation.link_token, "อ่านคล่อง")
        elsewhere = Client()
        assert "มีผู้เริ่มเขียนคำตอบของโรงเรียนนี้แล้ว" in body(elsewhere.get(at(invitation.link_token)))
        answer = Reflection.objects.get()
        assert re.fullmatch(r"\d{4} \d{4}", answer.way_back_code)
        for typed in (answer.way_back_code, answer.way_back_code.replace(" ", "")):
            back = elsewhere.post(at(invitation.link_token, "way_back"), {"code": typed})
            assert back.url == at(own)

    def test_a_wrong_code_is_told_beside_it_and_not_tried_for_ever(self, phone, invitation):
        write(phone, invitation.link_token, "อ่านคล่อง")
        answer = Reflection.objects.get()
        wrong = another(answer.way_back_code)
        address = at(invitation.link_token, "way_back")
        page = body(phone.post(address, {"code": wrong}))
        assert f'value="{wrong}"' in page and "code-error" in page
        for _ in range(10):
            phone.post(address, {"code": wrong})
        response = phone.post(address, {"code": answer.way_back_code})
        assert response.status_code == 200

    def test_further_points_wait_for_the_holders_yes(self, phone, invitation):
        own = write(phone, invitation.link_token, "ของคนแรก")
        other = write(Client(), invitation.link_token, "ของครูอีกคน")
        assert other != own
        assert words(Reflection.objects.get(is_provisional=False)) == ["ของคนแรก"]
        page = phone.get(at(own, "further"))
        assert "ของครูอีกคน" in body(page)
        provisional = Reflection.objects.get(is_provisional=True)
        for _ in range(2):
            phone.post(at(own, "further"), {"take": provisional.public_id})
        answer = Reflection.objects.get(is_provisional=False)
        assert words(answer) == ["ของคนแรก", "ของครูอีกคน"]
        assert "อยู่ในคำตอบของโรงเรียนแล้ว" in body(Client().get(at(other)))

    def test_further_points_can_be_left(self, phone, invitation):
        own = write(phone, invitation.link_token, "ของคนแรก")
        write(Client(), invitation.link_token, "ของใครไม่รู้")
        provisional = Reflection.objects.get(is_provisional=True)
        phone.post(at(own, "further"), {"leave": provisional.public_id})
        assert "ของใครไม่รู้" not in body(phone.get(at(own, "further")))
        assert words(Reflection.objects.get(is_provisional=False)) == ["ของคนแรก"]

    def test_its_third_line_tells_of_the_writers_own_address(self, phone, invitation, director):
        line = "แก้ไขหรือถอนได้ที่ลิงก์ของท่านเอง"
        assert line in body(phone.get(at(invitation.link_token)))
        builders.invite(invitation.round, director.school)
        signed_in = reverse(
            "reflections:answer", args=[invitation.round.slug, director.school.slug]
        )
        assert line not in body(director.get(signed_in))


class TestTheWritersOwnAddress:
    def test_it_opens_the_same_draft_on_any_device(self, phone, invitation):
        own = write(phone, invitation.link_token, "อ่านคล่อง")
        page = body(Client().get(at(own, "answer_step", "learner")))
        assert "อ่านคล่อง" in page

    def test_it_sends_shows_changes_and_withdraws(self, phone, invitation):
        own = write(phone, invitation.link_token, "อ่านคล่อง")
        assert phone.post(at(own, "answer_send")).url == at(own, "answer_receipt")
        answer = Reflection.objects.get()
        receipt = body(phone.get(at(own, "answer_receipt")))
        assert answer.way_back_code in receipt
        assert f"{at(own)}" in receipt and "อ่านคล่อง" in receipt
        assert phone.get(at(own)).url == at(own, "answer_receipt")
        phone.post(at(own, "answer_withdraw"))
        answer.refresh_from_db()
        assert answer.is_withdrawn

    def test_after_withdrawing_it_can_begin_anew(self, phone, invitation):
        own = write(phone, invitation.link_token, "อ่านคล่อง")
        phone.post(at(own, "answer_withdraw"))
        assert phone.post(at(own)).url == at(own, "answer_step", "learner")
        assert Reflection.objects.get().status == "draft"
        assert words(Reflection.objects.get()) == []

    def test_after_the_cut_of_names_it_still_reads_without_the_name(self, phone, invitation):
        own = write(phone, invitation.link_token, "อ่านคล่อง")
        phone.post(at(own, "answer_send"))
        keepers = "ที่รู้ว่าข้อความใดเป็นของโรงเรียนใด"
        assert keepers in body(phone.get(at(own, "answer_receipt")))
        invitation.round.cut_names()
        page = body(phone.get(at(own, "answer_receipt")))
        assert "อ่านคล่อง" in page and "ลับเฉพาะ" not in page
        assert keepers not in page and "ไม่มีใครรู้ได้อีก" in page

    def test_no_invitation_page_or_sheet_holds_it(self, phone, invitation, coordinator):
        own = write(phone, invitation.link_token, "อ่านคล่อง")
        answer = Reflection.objects.get()
        slug = invitation.round.slug
        for page in ["invitations", "invitations_xlsx", "round"]:
            response = coordinator.get(reverse(f"reflections:{page}", args=[slug]))
            assert own.encode() not in response.content
            assert answer.way_back_code.encode() not in response.content

    def test_when_the_round_closes_while_writing_the_words_are_kept(self, phone, invitation):
        own = write(phone, invitation.link_token, "อ่านคล่อง")
        invitation.round.close()
        response = phone.post(at(own, "answer_step", "teacher"), form("มีเวลาให้เด็ก"), follow=True)
        assert "รอบนี้ปิดรับคำตอบแล้ว" in body(response)
        assert words(Reflection.objects.get()) == ["อ่านคล่อง", "มีเวลาให้เด็ก"]


class TestTheRoundsOneLink:
    def test_a_school_is_found_by_letters_or_district(self, phone, round):
        district = builders.build_district("นามน")
        near = builders.build_school("โรงเรียนบ้านนามน", district=district)
        builders.invite(round, near)
        builders.build_school("โรงเรียนบ้านนามนที่ไม่ได้เชิญ", district=district)
        by_letters = phone.get(at(round.link_token), {"q": "นาม"}).context["choice"]
        by_district = phone.get(at(round.link_token), {"district": district.key}).context["choice"]
        for choice in (by_letters, by_district):
            assert [school for _url, school in choice.schools] == [near]

    def test_whoever_picks_a_school_sees_nothing_of_its_answer(self, phone, invitation):
        write(Client(), invitation.link_token, "ความลับของโรงเรียน")
        start = phone.get(at(invitation.claim_token()))
        assert "เริ่มเขียน" in body(start)
        assert "เขียนต่อ" not in body(start)

    def test_its_answer_is_provisional_and_counts_nowhere(self, phone, invitation, round):
        own = write(phone, invitation.claim_token(), "อ่านคล่อง")
        phone.post(at(own, "answer_send"))
        answer = Reflection.objects.get()
        assert answer.is_sent and answer.is_provisional
        assert not Reflection.objects.counted().exists()
        assert not Reflection.objects.heard().exists()
        assert "รอยืนยันโรงเรียน" in body(phone.get(at(own, "answer_receipt")))
        assert round.invitations.counts()["waiting"] == 1

    @pytest.mark.parametrize("shown", ["code", "1234", "๘๘๗๗"])
    def test_the_schools_code_or_telephone_confirms_it(self, phone, invitation, shown):
        own = write(phone, invitation.claim_token(), "อ่านคล่อง")
        phone.post(at(own, "answer_send"))
        typed = invitation.short_code if shown == "code" else shown
        assert phone.post(at(own, "confirm"), {"code": typed}).url == at(own)
        answer = Reflection.objects.counted().get()
        assert answer.invitation == invitation and words(answer) == ["อ่านคล่อง"]

    @pytest.mark.parametrize("typed", ["", "0000", "234", "12345678901", "อักษร"])
    def test_anything_else_does_not(self, phone, invitation, typed):
        own = write(phone, invitation.claim_token(), "อ่านคล่อง")
        response = phone.post(at(own, "confirm"), {"code": typed})
        assert "code-error" in body(response)
        assert Reflection.objects.get().is_provisional

    def test_a_confirmed_one_waits_where_the_school_has_begun_and_reads_nothing(
        self, phone, invitation
    ):
        write(Client(), invitation.link_token, "ความลับของโรงเรียน")
        own = write(phone, invitation.claim_token(), "อ่านคล่อง")
        phone.post(at(own, "confirm"), {"code": invitation.short_code})
        assert words(Reflection.objects.get(is_provisional=False)) == ["ความลับของโรงเรียน"]
        assert "ความลับ" not in body(phone.get(at(own), follow=True))

    def test_one_that_is_not_confirmed_is_not_shown_to_the_school(self, phone, invitation):
        own = write(phone, invitation.link_token, "ของโรงเรียน")
        write(Client(), invitation.claim_token(), "เลือกโรงเรียนผิด")
        assert "เลือกโรงเรียนผิด" not in body(phone.get(at(own, "further")))

    def test_the_way_back_code_leads_to_the_answer_from_here_too(self, phone, invitation):
        own = write(phone, invitation.claim_token(), "อ่านคล่อง")
        code = Reflection.objects.get().way_back_code
        back = at(invitation.round.link_token, "way_back")
        assert Client().post(back, {"code": code}).url == at(own)
        wrong = Client().post(back, {"code": another(code)})
        assert "code-error" in body(wrong)

    def test_not_my_school_leads_back_to_the_choice(self, phone, invitation):
        page = body(phone.get(at(invitation.claim_token())))
        assert at(invitation.round.link_token) in page


class TestLinksThatDoNotOpen:
    @pytest.mark.parametrize("token", ["x", "ไม่มี", "c" * 34, "A" * 34, "-_" * 17])
    def test_a_wrong_one_is_a_friendly_404(self, phone, round, token):
        response = phone.get(f"/r/{token}/")
        assert response.status_code == 404
        assert "ลิงก์นี้มาไม่ครบ" in body(response)

    def test_a_changed_letter_opens_nothing(self, phone, invitation):
        token = invitation.link_token
        for place in (0, 5, 12, 20):
            other = "A" if token[place] != "A" else "B"
            assert phone.get(at(token[:place] + other + token[place + 1 :])).status_code == 404

    def test_one_kind_is_not_another(self, phone, invitation):
        """The number of an invitation in a writer's link opens no answer of that number."""
        read = tokens.read(invitation.link_token)
        assert not tokens.Token(tokens.Kind.WRITER, read.number, read.mac).fits(1)

    def test_a_withdrawn_one_says_whom_to_ask(self, phone, invitation):
        token = invitation.link_token
        Invitation.objects.filter(pk=invitation.pk).update(link_version=2)
        response = phone.get(at(token))
        assert response.status_code == 410
        assert "081" in body(response) and "คุณนิด" in body(response)
        invitation.refresh_from_db()
        assert phone.get(at(invitation.link_token)).status_code == 200

    def test_a_closed_round_is_told_with_200(self, phone, invitation):
        Round.objects.filter(pk=invitation.round.pk).update(closes_at=timezone.now())
        for token in (invitation.link_token, invitation.round.link_token):
            response = phone.get(at(token))
            assert response.status_code == 200
            assert "รอบนี้ปิดรับคำตอบแล้ว" in body(response)

    def test_a_prepared_or_deleted_round_is_not_found(self, phone, invitation):
        for change in ({"status": "draft"}, {"status": "open", "deleted_at": timezone.now()}):
            Round.everything.filter(pk=invitation.round.pk).update(**change)
            assert phone.get(at(invitation.link_token)).status_code == 404

    def test_a_cancelled_invitation_says_so(self, phone, invitation):
        Invitation.objects.filter(pk=invitation.pk).cancel()
        page = phone.get(at(invitation.link_token))
        assert page.status_code == 200
        assert "เริ่มเขียน" not in body(page)

    def test_an_answer_that_was_begun_can_be_read_by_its_writer_after_cancelling(
        self, phone, invitation
    ):
        own = write(phone, invitation.link_token, "อ่านคล่อง")
        Invitation.objects.filter(pk=invitation.pk).cancel()
        assert phone.get(at(own)).status_code == 200
