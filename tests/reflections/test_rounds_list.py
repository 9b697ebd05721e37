"""The list of rounds and a round's page: who reads what, and at what cost."""

import pytest
from django.urls import reverse
from django.utils import timezone

from reflections.models import Invitation, Reflection, Round
from tests import builders

pytestmark = pytest.mark.django_db
LIST = reverse("reflections:rounds")


def text_of(client, address):
    return client.get(address, {"lang": "en"}).content.decode()


class TestList:
    def test_open_ones_come_first_then_closed_ones_then_those_being_prepared(self, coordinator):
        builders.build_round(Round.Status.DRAFT, title_th="ร่าง")
        builders.build_round(Round.Status.CLOSED, title_th="ปิด")
        builders.build_round(title_th="เปิด")
        rows = coordinator.get(LIST).context["rows"]
        assert [round.title_th for round, _counts, _own in rows] == ["เปิด", "ปิด", "ร่าง"]

    def test_drafts_are_for_those_who_prepare(self, member, keeper):
        draft = builders.build_round(Round.Status.DRAFT, keepers=[keeper.person])
        assert member.get(LIST).context["rows"] == []
        assert [row[0] for row in keeper.get(LIST).context["rows"]] == [draft]

    def test_counts_are_for_those_who_invite(self, coordinator, supervisor, member):
        round = builders.build_round()
        builders.build_reflection(round)
        builders.build_reflection(round, status=Reflection.Status.DRAFT)
        builders.invite(round, builders.build_school())
        [(_round, counts, _own)] = coordinator.get(LIST).context["rows"]
        assert (counts.invited, counts.sent, counts.writing, counts.waiting) == (3, 1, 1, 1)
        for reader in (supervisor, member):
            assert reader.get(LIST).context["rows"][0][1] is None
            assert "not yet received" not in text_of(reader, LIST)

    def test_a_withdrawn_answer_looks_like_one_not_received(self, coordinator):
        round = builders.build_round()
        builders.build_reflection(round, status=Reflection.Status.WITHDRAWN)
        [(_round, counts, _own)] = coordinator.get(LIST).context["rows"]
        assert (counts.sent, counts.writing, counts.waiting) == (0, 0, 1)

    def test_counts_hold_after_names_have_been_cut(self, coordinator):
        round = builders.build_round(Round.Status.CLOSED)
        builders.build_reflection(round)
        builders.invite(round, builders.build_school())
        round.cut_names()
        [(_round, counts, _own)] = coordinator.get(LIST).context["rows"]
        assert (counts.invited, counts.sent, counts.waiting) == (2, 1, 1)

    def test_an_empty_list_says_what_comes(self, member):
        assert "Rounds appear here" in text_of(member, LIST)

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow_with_the_rounds(
        self, coordinator, director, number, django_assert_num_queries
    ):
        for _ in range(number):
            round = builders.build_round(keepers=[coordinator.person])
            builders.build_reflection(round, director.school)
        with django_assert_num_queries(6):
            coordinator.get(LIST)
        with django_assert_num_queries(7):
            director.get(LIST)


class TestMySchools:
    def test_a_director_reads_where_each_own_school_stands(self, director, other_director):
        round = builders.build_round()
        builders.build_reflection(round, director.school, status=Reflection.Status.DRAFT)
        builders.build_reflection(round, other_director.school)
        [own] = director.get(LIST).context["to_answer"]
        assert own.school == director.school
        page = text_of(director, LIST)
        assert "Continue writing" in page
        assert f"/reflections/{round.slug}/answer/{director.school.slug}/" in page
        assert other_director.school.name_th not in page

    @pytest.mark.parametrize(
        ("status", "words"),
        [
            (None, "Start writing"),
            (Reflection.Status.DRAFT, "Continue writing"),
            (Reflection.Status.SENT, "See the answer"),
            (Reflection.Status.WITHDRAWN, "Start writing"),
        ],
    )
    def test_the_button_says_what_can_be_done(self, director, status, words):
        round = builders.build_round()
        builders.invite(round, director.school)
        if status:
            builders.build_reflection(round, director.school, status=status)
        assert words in text_of(director, round.get_absolute_url())

    def test_a_school_whose_invitation_was_cancelled_finds_no_way_to_the_form(self, director):
        round = builders.build_round()
        builders.invite(round, director.school)
        round.invitations.all().cancel()
        assert "/answer/" not in text_of(director, LIST)
        assert "/answer/" not in text_of(director, round.get_absolute_url())

    def test_after_the_cut_of_names_a_school_still_finds_its_answer(self, director):
        round = builders.build_round(Round.Status.CLOSED)
        builders.build_reflection(round, director.school)
        round.cut_names()
        assert "See the answer" in text_of(director, round.get_absolute_url())

    def test_a_closed_round_offers_no_writing(self, director):
        round = builders.build_round(closes_at=timezone.now())
        builders.invite(round, director.school)
        assert director.get(LIST).context["to_answer"] == []
        assert "Start writing" not in text_of(director, round.get_absolute_url())


class TestRoundPage:
    def test_members_read_who_keeps_and_who_controls_but_no_counts(self, member, keeper):
        round = builders.build_round(keepers=[keeper.person], k=6)
        Invitation.objects.create(round=round, school=builders.build_school())
        page = text_of(member, round.get_absolute_url())
        assert keeper.person.first_name in page
        assert "องค์กรสาธิต ก" in page
        assert "6 schools" in page
        assert 'class="tracking"' not in page

    def test_who_invites_reads_three_calm_counts(self, coordinator):
        round = builders.build_round()
        builders.build_reflection(round)
        assert 'class="tracking"' in text_of(coordinator, round.get_absolute_url())

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow_with_schools_and_keepers(
        self, coordinator, number, django_assert_num_queries
    ):
        keepers = [builders.build_person() for _ in range(number)]
        round = builders.build_round(keepers=keepers)
        for _ in range(number):
            builders.build_reflection(round)
        with django_assert_num_queries(7):
            coordinator.get(round.get_absolute_url())
