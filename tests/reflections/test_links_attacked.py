"""What holders of an invitation try: no word is read, lost, doubled or brought back."""

import gzip
import uuid

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from reflections import claims
from reflections.models import Invitation, Reflection, SentenceRelease
from tests import builders
from tests.reflections.test_links import at, body, form, words, write
from tests.sessions import in_another_session, wait_until_somebody_waits_for_us

SECRET = "ความลับของโรงเรียน"
PAGES = ["answer", "answer_review", "answer_receipt", "answer_withdraw", "answer_sentences"]


@pytest.fixture
def round(keeper):
    return builders.build_round(keepers=[keeper.person], contact="คุณนิด โทร. 081 234 5678")


@pytest.fixture
def invitation(round):
    builders.invite(round, builders.build_school("โรงเรียนบ้านหนึ่ง", phone="043 811 234"))
    return Invitation.objects.with_round_and_school().get()


@pytest.fixture
def phone():
    """Somebody's browser: it keeps nothing, and is asked for no token of a form."""
    return Client(enforce_csrf_checks=True)


def all_that_shows(token):
    """Every page under an address, in one text."""
    others = ["answer_parts", "further", "not_mine", "confirm"]
    pages = [at(token, page) for page in PAGES + others]
    pages += [at(token, "answer_step", section) for section in ("learner", "problems")]
    return "".join(body(Client().get(page, follow=True)) for page in pages)


def confirm(invitation):
    """The keeper's one tap for each answer that waits."""
    for provisional in list(claims.waiting(invitation.round)):
        claims.confirm(provisional)


class TestWhatWasWithdrawn:
    @pytest.mark.parametrize("kind", ["link_token", "claim_token", "writer"])
    def test_is_read_through_no_link(self, phone, invitation, kind):
        own = write(phone, invitation.link_token, SECRET)
        phone.post(at(own, "answer_withdraw"))
        links = {"link_token": invitation.link_token, "claim_token": invitation.claim_token()}
        assert SECRET not in all_that_shows(links.get(kind, own))

    def test_looks_through_the_schools_link_as_if_nothing_had_been_written(self, phone, invitation):
        before = body(phone.get(at(invitation.link_token)))
        own = write(phone, invitation.link_token, SECRET)
        phone.post(at(own, "answer_withdraw"))
        assert body(phone.get(at(invitation.link_token))) == before

    def test_begun_anew_by_others_is_not_open_to_whoever_withdrew(self, phone, invitation):
        old = write(phone, invitation.link_token, "ของคนแรก")
        phone.post(at(old, "answer_withdraw"))
        new = write(Client(), invitation.link_token, SECRET)
        assert phone.get(at(old)).status_code == 410
        assert SECRET in all_that_shows(new)

    def test_begun_anew_by_others_is_not_opened_by_an_old_page_sent_again(self, phone, invitation):
        page, step = form("ของคนแรก"), at(invitation.link_token, "answer_step", "learner")
        old = phone.post(step, page).url.split("/")[2]
        phone.post(at(old, "answer_withdraw"))
        write(Client(), invitation.link_token, SECRET)
        again = phone.post(step, page).url.split("/")[2]
        assert SECRET not in all_that_shows(again)

    def test_does_not_come_back_when_its_school_is_confirmed_afterwards(self, phone, invitation):
        write(Client(), invitation.link_token, "ของโรงเรียน")
        claim = write(phone, invitation.claim_token(), SECRET)
        phone.post(at(claim, "answer_withdraw"))
        phone.post(at(claim, "confirm"), {"code": invitation.short_code})
        claims.confirm(Reflection.objects.get(is_provisional=True))
        assert words(Reflection.objects.get(is_provisional=False)) == ["ของโรงเรียน"]

    def test_of_the_school_makes_way_for_a_confirmed_claim_that_goes_on_counting(
        self, phone, invitation
    ):
        old = write(Client(), invitation.link_token, "ถอนไปแล้ว")
        Client().post(at(old, "answer_withdraw"))
        claim = write(phone, invitation.claim_token(), SECRET)
        phone.post(at(claim, "answer_send"))
        confirm(invitation)
        counted = Reflection.objects.counted().get()
        assert words(counted) == [SECRET] and counted.writer_token == claim
        assert SECRET not in all_that_shows(old)
        withdrawn = Reflection.objects.get(status="withdrawn")
        withdrawn.erase()
        assert not withdrawn.points.exists()


class TestAClaimer:
    def test_does_not_come_to_the_schools_answer_by_sending_the_page_again(self, phone, invitation):
        write(Client(), invitation.link_token, SECRET)
        page, step = form("ของผู้อ้าง"), at(invitation.claim_token(), "answer_step", "learner")
        first = phone.post(step, page).url
        confirm(invitation)
        again = phone.post(step, page)
        assert again.url == first
        assert SECRET not in all_that_shows(first.split("/")[2])
        assert words(Reflection.objects.get(is_provisional=False)) == [SECRET, "ของผู้อ้าง"]
        assert not claims.waiting(invitation.round).exists()

    def test_who_writes_on_once_taken_over_waits_again_and_loses_nothing(self, phone, invitation):
        write(Client(), invitation.link_token, SECRET)
        page = form("ของผู้อ้าง")
        own = phone.post(at(invitation.claim_token(), "answer_step", "learner"), page).url
        own = own.split("/")[2]
        confirm(invitation)
        step = at(own, "answer_step", "learner")
        assert phone.post(step, page | {"text": ["แก้จากหน้าที่เปิดค้างไว้"]}).status_code == 302
        assert claims.waiting(invitation.round).count() == 1
        confirm(invitation)
        texts = [SECRET, "ของผู้อ้าง", "แก้จากหน้าที่เปิดค้างไว้"]
        assert words(Reflection.objects.get(is_provisional=False)) == texts

    def test_whose_points_were_taken_over_is_not_told_that_they_are_withdrawn(
        self, phone, invitation
    ):
        write(Client(), invitation.link_token, SECRET)
        own = write(phone, invitation.claim_token(), "ของผู้อ้าง")
        phone.post(at(own, "answer_send"))
        confirm(invitation)
        for page in ("answer_withdraw", "answer_receipt", "answer_review"):
            assert phone.get(at(own, page)).url == at(own)
        assert phone.post(at(own, "answer_withdraw")).url == at(own)
        assert not Reflection.objects.filter(status="withdrawn").exists()

    def test_whose_points_an_imported_answer_takes_over_makes_it_the_schools_own(
        self, phone, invitation
    ):
        imported = builders.build_reflection(
            invitation.round, invitation.school, texts=[("learner", "จากแฟ้ม")], is_imported=True
        )
        write(phone, invitation.claim_token(), "ของโรงเรียน")
        confirm(invitation)
        imported.refresh_from_db()
        assert words(imported) == ["จากแฟ้ม", "ของโรงเรียน"]
        assert not imported.is_imported


class TestTheIdentityOfAPage:
    def test_the_number_of_an_answer_that_keepers_see_opens_nothing(self, phone, invitation):
        write(Client(), invitation.link_token, SECRET)
        answer = Reflection.objects.get()
        for token in (invitation.link_token, invitation.claim_token()):
            sent = phone.post(at(token, "answer_send"), {"key": str(answer.public_id)})
            assert answer.writer_token not in sent.url
            assert SECRET not in all_that_shows(sent.url.split("/")[2])

    def test_one_page_sent_for_two_schools_is_two_answers(self, phone, invitation):
        other = builders.build_school("โรงเรียนบ้านสอง")
        builders.invite(invitation.round, other)
        other = Invitation.objects.with_round_and_school().get(school=other)
        data = {"key": str(uuid.uuid4())}
        for each in (invitation, other):
            assert phone.post(at(each.link_token, "answer_send"), data).status_code == 302
        assert {answer.organisation for answer in Reflection.objects.all()} == {
            invitation.school,
            other.school,
        }


@pytest.mark.django_db(transaction=True)
class TestEverythingAtOnce:
    """Two who do contrary things in the same moment: one waits, and both find it as it then is."""

    def test_withdrawing_while_the_keeper_takes_over(self, phone, invitation):
        own = write(phone, invitation.link_token, "ของโรงเรียน")
        write(Client(), invitation.claim_token(), SECRET)
        answer = Reflection.objects.get(is_provisional=False)
        provisional = Reflection.objects.get(is_provisional=True)
        with transaction.atomic():
            answer.withdraw()
            thread, raised = in_another_session(lambda: claims.confirm(provisional))
            wait_until_somebody_waits_for_us()
        thread.join()
        assert not raised
        now = Reflection.objects.get(is_provisional=False)
        assert words(now) == [SECRET] and now.status == "draft"
        assert SECRET not in all_that_shows(own)

    def test_writing_on_while_the_keeper_takes_over(self, phone, invitation):
        write(Client(), invitation.link_token, "ของโรงเรียน")
        claim = write(phone, invitation.claim_token(), "ก่อน")
        provisional = Reflection.objects.get(is_provisional=True)
        page = at(claim, "answer_step", "teacher")
        with transaction.atomic():
            claims.confirm(provisional)
            thread, raised = in_another_session(lambda: phone.post(page, form("ระหว่าง")))
            wait_until_somebody_waits_for_us()
        thread.join()
        assert not raised
        assert words(Reflection.objects.get(is_provisional=False)) == ["ของโรงเรียน", "ก่อน"]
        assert words(claims.waiting(invitation.round).get()) == ["ระหว่าง"]

    def test_one_page_sent_twice_in_the_same_moment(self, phone, invitation):
        posted = form("ครั้งเดียว")
        page = at(invitation.link_token, "answer_step", "learner")
        with transaction.atomic():
            phone.post(page, posted)
            thread, raised = in_another_session(lambda: Client().post(page, posted))
            wait_until_somebody_waits_for_us()
        thread.join()
        assert not raised
        assert words(Reflection.objects.get()) == ["ครั้งเดียว"]

    def test_two_pages_of_one_answer_saved_in_the_same_moment(self, phone, invitation):
        own = write(phone, invitation.link_token, "ก่อน")
        page = at(own, "answer_step", "learner")
        posted = form("ครั้งเดียว")
        with transaction.atomic():
            phone.post(page, posted)
            twice = in_another_session(lambda: Client().post(page, posted))
            wait_until_somebody_waits_for_us()
        twice[0].join()
        with transaction.atomic():
            phone.post(page, form("อีกข้อ"))
            other = in_another_session(lambda: Client().post(page, form("ข้อสุดท้าย")))
            wait_until_somebody_waits_for_us()
        other[0].join()
        assert not (twice[1] or other[1])
        assert words(Reflection.objects.get()) == ["ก่อน", "ครั้งเดียว", "อีกข้อ", "ข้อสุดท้าย"]
        positions = Reflection.objects.get().points.values_list("position", flat=True)
        assert sorted(positions) == [0, 1, 2, 3]


def test_a_compressed_page_holds_nothing_of_its_query_that_its_length_could_tell_of(
    phone, invitation
):
    own = write(phone, invitation.link_token, SECRET)
    for page in (at(own), at(own, "answer_step", "teacher"), at(own, "answer_review")):
        response = phone.get(page, {"q": "12345678"}, headers={"Accept-Encoding": "gzip"})
        assert response["Content-Encoding"] == "gzip"
        assert b"12345678" not in gzip.decompress(response.content)


def test_the_way_back_code_is_shown_from_the_first_saving_on_and_never_before(phone, invitation):
    own = write(phone, invitation.link_token, SECRET)
    code = Reflection.objects.get().way_back_code
    for page in (at(own), at(own, "answer_step", "teacher"), at(own, "answer_review")):
        assert code in body(phone.get(page))
    for token in (invitation.link_token, invitation.claim_token()):
        assert code not in all_that_shows(token)


def test_a_sentence_is_released_and_taken_back_without_an_account(phone, invitation):
    own = write(phone, invitation.link_token, SECRET, section="problems")
    phone.post(at(own, "answer_send"))
    point = Reflection.objects.get().points.get()
    address = at(own, "answer_sentences")
    assert phone.post(address, {"release": point.client_id}).status_code == 302
    assert SentenceRelease.objects.get().released_by is None
    assert phone.post(address, {"take_back": point.client_id}).status_code == 302
    assert SentenceRelease.objects.get().removed_at
    phone.post(at(own, "answer_withdraw"))
    assert not phone.cookies


def test_confirming_is_on_record_at_the_answer_that_holds_the_words(keeper, phone, invitation):
    own = write(phone, invitation.link_token, SECRET)
    phone.post(at(own, "answer_send"))
    write(Client(), invitation.claim_token(), "ของผู้อ้าง")
    waiting = claims.waiting(invitation.round).get()
    address = reverse("reflections:claims", args=[invitation.round.slug])
    keeper.post(address, {"confirm": waiting.public_id})
    assert keeper.person.last_name in body(phone.get(at(own, "answer_receipt")))


@pytest.mark.parametrize("nobodys", ["x", "\x00", "1", "' OR 1=1"])
def test_nothing_is_confirmed_by_what_is_no_answer(keeper, phone, invitation, nobodys):
    write(phone, invitation.claim_token(), SECRET)
    address = reverse("reflections:claims", args=[invitation.round.slug])
    assert keeper.post(address, {"confirm": nobodys}).status_code == 404
    assert claims.waiting(invitation.round).exists()


def test_who_holds_an_answer_gets_no_address_of_those_whose_points_it_took_over(
    keeper, phone, invitation
):
    """The identity of a point, which its page shows, leads to the answer that it began."""
    own = write(phone, invitation.link_token, "ของโรงเรียน")
    claimer = write(Client(), invitation.claim_token(), "ของผู้อ้าง")
    waiting = claims.waiting(invitation.round).get()
    address = reverse("reflections:claims", args=[invitation.round.slug])
    keeper.post(address, {"confirm": waiting.public_id})
    taken = waiting.round.reflections.get(is_provisional=False).points.get(text="ของผู้อ้าง")
    assert str(taken.client_id) in body(phone.get(at(own, "answer_step", "learner")))
    step = at(invitation.claim_token(), "answer_step", "problems")
    response = phone.post(step, form("อีกข้อ", key=[str(taken.client_id)]))
    assert response.url.split("/")[2] != claimer
