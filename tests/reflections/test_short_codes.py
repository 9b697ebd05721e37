"""The short address: eight digits, typed, lead to the school's own link and to nothing else."""

import random

import pytest
from django.core.cache import cache
from django.test import Client

from reflections import short_codes, tries
from reflections.models import Invitation, Reflection, Round
from tests import builders
from tests.reflections.test_links import at, body, write

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
WRONG = "ไม่มีรหัสเชิญนี้"
TOO_OFTEN = "รหัสไม่ถูกต้องหลายครั้งเกินไป"


@pytest.fixture(autouse=True)
def an_hour_later():
    """No test meets what another one guessed."""
    cache.clear()


@pytest.fixture
def round(db):
    return builders.build_round(contact="คุณนิด โทร. 081 234 5678")


@pytest.fixture
def invitation(round):
    return builders.invite(round, builders.build_school("โรงเรียนบ้านหนึ่ง"))


@pytest.fixture
def phone():
    return Client(enforce_csrf_checks=True)


def type_code(code, phone=None, **place):
    return (phone or Client()).post("/r/", {"code": code}, **place)


def wrong(invitation):
    return f"{(int(short_codes.digits(invitation.short_code)) + 1) % 10**8:08}"


class TestThePage:
    def test_it_asks_for_the_code_with_the_keyboard_of_numbers(self, phone, db):
        response = phone.get("/r/")
        assert 'inputmode="numeric"' in body(response)
        assert "พิมพ์รหัสเชิญ" in body(response)
        assert "Type the school's code" in body(phone.get("/r/", {"lang": "en"}))

    def test_without_the_last_stroke_it_is_found_too(self, phone, db):
        assert phone.get("/r").url == "/r/"

    def test_a_link_that_is_cut_short_leads_here(self, phone, db):
        assert 'href="/r/"' in body(phone.get("/r/abc/"))

    @pytest.mark.parametrize(
        "as_typed",
        [
            lambda code: code,
            lambda code: code.replace(" ", ""),
            lambda code: f"  {code.replace(' ', '-')} ",
            lambda code: " ".join(code.replace(" ", "")),
            lambda code: code.translate(THAI),
        ],
        ids=["as printed", "in one", "hyphen", "spaced", "Thai digits"],
    )
    def test_the_code_leads_to_the_schools_own_link(self, phone, invitation, as_typed):
        response = type_code(as_typed(invitation.short_code), phone)
        assert response.url == at(invitation.link_token)
        assert response.cookies == {}
        assert "โรงเรียนบ้านหนึ่ง" in body(phone.get(response.url))

    def test_it_invites_and_shows_nothing_that_was_written(self, phone, invitation):
        write(Client(), invitation.link_token, "ประโยคที่ปลูกไว้")
        shown = body(phone.get(type_code(invitation.short_code).url))
        assert "ประโยคที่ปลูกไว้" not in shown
        assert Reflection.objects.get().writer_token not in shown

    def test_a_wrong_code_is_told_beside_the_field_and_stays_in_it(self, phone, invitation):
        shown = body(type_code(wrong(invitation), phone))
        assert WRONG in shown and 'aria-describedby="code-error"' in shown
        assert f'value="{wrong(invitation)}"' in shown

    @pytest.mark.parametrize("typed", ["", "1234", "1234 5678 9", "โรงเรียน", "<b>", "\x00", "๑๒"])
    def test_what_is_no_code_says_how_one_looks(self, phone, db, typed):
        shown = body(type_code(typed, phone))
        assert "รหัสเชิญมี 8 หลัก" in shown and "<b>" not in shown

    def test_the_way_back_code_is_not_one(self, phone, invitation):
        write(Client(), invitation.link_token, "อ่านคล่อง")
        assert WRONG in body(type_code(Reflection.objects.get().way_back_code, phone))


class TestWhatEnds:
    def test_a_withdrawn_code_says_whom_to_ask_and_the_new_one_works(self, phone, invitation):
        old = invitation.short_code
        Invitation.objects.withdraw_links()
        response = type_code(old, phone)
        assert response.status_code == 410 and "คุณนิด" in body(response)
        invitation.refresh_from_db()
        assert invitation.short_code != old
        assert type_code(invitation.short_code, phone).url == at(invitation.link_token)

    def test_in_a_draft_or_deleted_round_there_is_none(self, phone, invitation):
        for fields in ({"status": Round.Status.DRAFT}, {"is_deleted": True}):
            if fields.pop("is_deleted", False):
                Round.objects.filter(pk=invitation.round_id).delete_softly()
            else:
                Round.objects.filter(pk=invitation.round_id).update(**fields)
            assert WRONG in body(type_code(invitation.short_code, phone))
            Round.objects.filter(pk=invitation.round_id).update(status="open")

    def test_a_code_never_used_is_nobodys_whatever_its_version(self, phone, invitation):
        assert WRONG in body(type_code(short_codes.make(invitation.pk, 2), phone))
        assert WRONG in body(type_code(short_codes.make(invitation.pk + 1, 1), phone))


class TestCodes:
    def test_no_two_schools_share_one(self):
        codes = {short_codes.make(number, 1) for number in range(1, 5000)}
        assert len(codes) == 4999

    def test_what_is_made_is_read_again(self):
        for _ in range(500):
            number, version = random.randrange(1, 10**6), random.randrange(1, 100)
            numbers, found = short_codes.read(short_codes.digits(short_codes.make(number, version)))
            assert number in numbers and found == version

    def test_neighbours_do_not_tell_each_other(self):
        codes = [int(short_codes.digits(short_codes.make(number, 1))) for number in range(1, 1001)]
        steps = {later - earlier for earlier, later in zip(codes, codes[1:], strict=False)}
        assert len(steps) > 990
        assert {code // 10**7 for code in codes} == set(range(10))

    def test_nobody_without_the_key_makes_one(self, settings, invitation):
        code = invitation.short_code
        settings.INVITATION_KEY = "another key"
        assert invitation.short_code != code

    def test_the_millionth_invitation_after_another_has_one_of_its_own(self, phone, invitation):
        later = builders.build_round()
        late = Invitation.objects.create(
            pk=invitation.pk + 10**6, round=later, school=builders.build_school()
        )
        Invitation.objects.filter(pk=late.pk).withdraw_links()
        late.refresh_from_db()
        for each in (invitation, late):
            assert type_code(each.short_code, phone).url == at(each.link_token)

    @pytest.mark.parametrize("number", [1, 3])
    def test_it_is_found_by_key_not_by_looking_through_the_schools(
        self, round, number, django_assert_num_queries
    ):
        for _ in range(number):
            asked = builders.invite(round, builders.build_school())
        with django_assert_num_queries(1):
            type_code(asked.short_code)


class TestGuessing:
    def test_one_place_has_twenty_wrong_codes_an_hour_and_locks_out_no_other(self, invitation):
        here, there = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.2"}
        for _ in range(tries.MOST_OF_A_PLACE):
            assert WRONG in body(type_code(wrong(invitation), **here))
        refused = body(type_code(invitation.short_code, **here))
        assert TOO_OFTEN in refused and invitation.short_code in refused
        assert type_code(invitation.short_code, **there).status_code == 302

    def test_from_many_places_no_more_than_the_whole_world_has(self, invitation, monkeypatch):
        monkeypatch.setattr(tries, "MOST_OF_ALL", 20)
        shown = [
            body(type_code(wrong(invitation), REMOTE_ADDR=f"192.0.2.{place}"))
            for place in range(60)
        ]
        judged = [WRONG in each for each in shown]
        assert sum(judged) == 20
        assert TOO_OFTEN in shown[-1]

    def test_a_day_of_guessing_tries_less_than_a_ten_thousandth_of_the_codes(self):
        assert 24 * tries.MOST_OF_ALL < 10**short_codes.DIGITS / 10_000

    def test_right_and_withdrawn_codes_and_what_is_no_code_count_for_nothing(self, invitation):
        old = invitation.short_code
        Invitation.objects.withdraw_links()
        invitation.refresh_from_db()
        for _ in range(21):
            assert type_code(invitation.short_code).status_code == 302
            assert type_code(old).status_code == 410
            type_code("1234")
        assert WRONG in body(type_code(wrong(invitation)))


class TestWhereItStands:
    @pytest.fixture(autouse=True)
    def portal(self, settings):
        settings.SITE_URL = "https://portal.example.org"

    def test_in_the_message_for_line_and_beside_the_link(self, coordinator, invitation):
        shown = coordinator.get(
            f"/reflections/{invitation.round.slug}/invitations/{invitation.pk}/link/"
        )
        assert (
            f"portal.example.org/r แล้วใส่รหัสเชิญ {invitation.short_code}" in (shown.context["text"])
        )
        assert "<strong>portal.example.org/r</strong>" in body(shown)
