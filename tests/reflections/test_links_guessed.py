"""Addresses tried and codes guessed: nothing opens, nothing is kept, nobody else is locked out."""

import pytest
from django.db import connection
from django.test import Client

from reflections import tokens
from reflections.models import Invitation, Reflection
from tests import builders
from tests.reflections.test_links import another, at, body, form, write


@pytest.fixture
def invitation(db):
    round = builders.build_round(contact="คุณนิด โทร. 081 234 5678")
    builders.invite(round, builders.build_school("โรงเรียนบ้านหนึ่ง"))
    return Invitation.objects.with_round_and_school().get()


@pytest.fixture
def phone():
    """Somebody's browser: it keeps nothing, and is asked for no token of a form."""
    return Client(enforce_csrf_checks=True)


class TestPagesThatDoNotOpen:
    def test_are_kept_nowhere_and_set_no_cookie(self, phone, invitation):
        withdrawn = invitation.link_token
        Invitation.objects.update(link_version=2)
        addresses = {
            at(withdrawn): 410,
            "/r/x/": 404,
            at(invitation.claim_token()) + "nowhere/": 404,
        }
        for address, status in addresses.items():
            for ask in (phone.get, phone.post, phone.head):
                response = ask(address)
                assert response.status_code == status
                assert response["X-Robots-Tag"] == "noindex"
                assert "no-store" in response["Cache-Control"]
                assert response["Referrer-Policy"] == "same-origin"
                assert response.cookies == {}
                assert "บ้านหนึ่ง" not in body(response)

    @pytest.mark.parametrize("kind", "sgcw")
    @pytest.mark.parametrize("number", [0, 2**31, 2**63, 2**64 - 1])
    def test_no_number_breaks_them(self, phone, invitation, kind, number):
        assert phone.get(at(tokens.make(tokens.Kind(kind), number, 1))).status_code == 404

    def test_a_deleted_school_is_invited_no_more_and_its_writer_may_still_withdraw(
        self, phone, invitation
    ):
        own = write(phone, invitation.link_token, "อ่านคล่อง")
        type(invitation.school).objects.filter(pk=invitation.school_id).delete_softly()
        for token in (invitation.link_token, invitation.claim_token()):
            response = phone.get(at(token))
            assert response.status_code == 410 and "คุณนิด" in body(response)
            page = at(token, "answer_step", "teacher")
            assert phone.post(page, form("หลังลบ")).status_code == 410
        assert phone.post(at(own, "answer_withdraw")).status_code == 302
        assert Reflection.objects.get().is_withdrawn


class TestGuessing:
    @pytest.fixture
    def guess(self, invitation):
        """Type a code at the round's one link, or the school's, from an address."""
        write(Client(), invitation.link_token, "อ่านคล่อง")
        right = Reflection.objects.get().way_back_code

        def guess(is_right=False, of_school=False, **place):
            inviting = invitation.link_token if of_school else invitation.round.link_token
            code = right if is_right else another(right)
            return Client().post(at(inviting, "way_back"), {"code": code}, **place).status_code

        return guess

    def test_failures_are_remembered_for_an_hour(self, guess, settings):
        in_database = "django.core.cache.backends.db.DatabaseCache"
        settings.CACHES = {"default": {"BACKEND": in_database, "LOCATION": "cache"}}
        for _ in range(10):
            guess(of_school=True)
        for minutes, answered in ((0, 200), (58, 200), (3, 302)):
            with connection.cursor() as cursor:  # the clock goes on
                cursor.execute(
                    "UPDATE cache SET expires = expires - make_interval(mins => %s)", [minutes]
                )
            assert guess(is_right=True, of_school=True) == answered

    def test_one_place_that_guesses_does_not_lock_out_another(self, guess):
        for _ in range(21):
            guess(REMOTE_ADDR="192.0.2.1")
        assert guess(is_right=True, REMOTE_ADDR="192.0.2.1") == 200
        assert guess(is_right=True, REMOTE_ADDR="192.0.2.2") == 302

    def test_behind_a_proxy_the_place_is_that_of_the_reader(self, guess, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        for _ in range(21):
            guess(HTTP_X_FORWARDED_FOR="10.0.0.1, 192.0.2.1")
        assert guess(is_right=True, HTTP_X_FORWARDED_FOR="10.0.0.9, 192.0.2.1") == 200
        assert guess(is_right=True, HTTP_X_FORWARDED_FOR="192.0.2.2") == 302

    def test_right_codes_count_for_nothing(self, guess):
        assert {guess(is_right=True) for _ in range(25)} == {302}

    def test_the_page_of_a_wrong_code_opened_again_leads_to_the_link(self, phone, invitation):
        for token in (invitation.link_token, invitation.round.link_token):
            assert phone.get(at(token, "way_back")).url == at(token)
