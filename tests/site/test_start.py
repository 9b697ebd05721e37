"""The commands with which a real portal begins, and with which people come in again."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from kalasin_network.first_administrator import first_administrator_address
from kalasin_network.startup import startup_notes
from meetings.models import Goal
from partners.models import District, MembershipInvitation, Person
from reflections.models import Theme
from tests import builders

pytestmark = pytest.mark.django_db

NEW = {
    "first_name": "ดูแล",
    "email": "first@example.org",
    "password1": "สี่คำ-ที่-จำ-ได้",
    "password2": "สี่คำ-ที่-จำ-ได้",
}


def say(command, **options):
    """What a command prints."""
    out = io.StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def link_in(text):
    return re.search(r"http://127\.0\.0\.1:8000(/join/[\w-]+/)", text)[1]


class TestStart:
    def test_makes_an_empty_portal_with_places_goals_and_themes(self):
        say("start", email="first@example.org", name="คุณดูแล")
        assert (District.objects.count(), Goal.objects.count()) == (18, 5)
        assert Theme.objects.exists()
        assert not Person.objects.exists()
        assert not Goal.objects.filter(is_demo=True).exists()

    def test_prints_the_address_where_the_first_administrator_signs_up(self, visitor):
        link = link_in(say("start", email="first@example.org", name="คุณดูแล"))
        visitor.post(link, NEW)
        person = Person.objects.get()
        assert (person.email, person.is_superuser) == ("first@example.org", True)
        assert visitor.get("/").url == "/accounts/2fa/totp/activate/"
        assert visitor.get(link).status_code in (302, 410)

    def test_a_second_time_says_what_to_do_and_changes_nothing(self):
        say("start", email="first@example.org", name="คุณดูแล")
        with pytest.raises(CommandError, match="new_administrator --email second@example.org"):
            say("start", email="second@example.org", name="อีกคน")
        assert Goal.objects.count() == 5
        assert MembershipInvitation.objects.count() == 1

    def test_refuses_a_portal_that_holds_records(self):
        builders.build_organisation()
        with pytest.raises(CommandError, match="empty database"):
            say("start", email="first@example.org", name="คุณดูแล")
        assert not Goal.objects.exists()

    def test_refuses_what_is_no_address(self):
        for command in ("start", "new_administrator"):
            for email, name in [("first", "คุณดูแล"), ("first@example.org", "ก" * 241)]:
                with pytest.raises(CommandError):
                    say(command, email=email, name=name)
        assert not Goal.objects.exists()
        assert not MembershipInvitation.objects.exists()


class TestAPortalWithoutPeople:
    def test_prints_an_address_for_the_first_one(self, visitor):
        [line] = [line for line in startup_notes() if "first administrator" in line]
        visitor.post(link_in(line), NEW)
        assert Person.objects.get().is_superuser
        assert first_administrator_address() is None
        assert not [line for line in startup_notes() if "first administrator" in line]

    def test_each_start_gives_a_new_one_and_the_old_one_ends(self, visitor):
        old, new = first_administrator_address(), first_administrator_address()
        assert visitor.get(link_in(old)).status_code == 410
        assert visitor.get(link_in(new)).status_code == 200

    def test_the_address_given_by_start_stays(self, visitor):
        link = link_in(say("start", email="first@example.org", name="คุณดูแล"))
        first_administrator_address()
        assert visitor.get(link).status_code == 200


class TestLostAccess:
    def test_a_new_administrator_comes_in_from_the_server(self, member):
        link = link_in(say("new_administrator", email=member.person.email.upper()))
        member.post(link)
        assert Person.objects.get(pk=member.person.pk).is_superuser

    def test_a_lost_second_step_is_set_up_anew(self, administrator, visitor):
        say("reset_two_step", email=administrator.person.email)
        assert administrator.get("/accounts/me/").status_code == 302  # signed out
        data = {"login": administrator.person.email, "password": builders.PASSWORD}
        visitor.post("/accounts/login/", data)
        assert visitor.get("/").url == "/accounts/2fa/totp/activate/"

    @pytest.mark.parametrize("email", ["nobody@example.org", "person@example.org"])
    def test_says_when_there_is_nothing_to_reset(self, email):
        builders.build_person(email="person@example.org")
        with pytest.raises(CommandError, match=email):
            say("reset_two_step", email=email)
