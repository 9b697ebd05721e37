"""Keepers and other rights by name: named before the round opens, on record afterwards."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from partners.models import Role
from reflections.models import Reflection, Round, RoundRight
from tests import builders

pytestmark = pytest.mark.django_db


def address(round):
    return reverse("reflections:rights", args=[round.slug])


def name(client, round, person, right="keep", **more):
    return client.post(address(round), {"person": person.pk, "right": right, **more})


def take(client, right):
    return client.post(reverse("reflections:right_take", args=[right.round.slug, right.pk]))


@pytest.fixture
def draft():
    return builders.build_round(Round.Status.DRAFT)


class TestNaming:
    def test_a_keeper_acts_for_an_organisation_that_schools_read(self, coordinator, draft):
        association = builders.build_organisation("สมาคมสาธิต")
        person = builders.build_person("อารี", Role.MEMBER, association)
        name(coordinator, draft, person)
        [keeper] = draft.rights.keeping()
        assert (keeper.person, keeper.organisation) == (person, association)
        assert "สมาคมสาธิต" in draft.keeper_names()

    def test_of_several_organisations_one_is_chosen(self, coordinator, draft):
        person = builders.build_person("อารี", Role.MEMBER)
        other = builders.build_organisation()
        person.memberships.create(organisation=other, role=Role.MEMBER)
        name(coordinator, draft, person, organisation=other.pk)
        assert draft.rights.keeping().get().organisation == other

    def test_nobody_acts_for_an_organisation_of_others(self, coordinator, draft):
        person = builders.build_person("อารี", Role.MEMBER)
        strange = builders.build_organisation()
        name(coordinator, draft, person, organisation=strange.pk)
        assert draft.rights.keeping().get().organisation != strange

    def test_three_keepers_are_the_most(self, coordinator, draft):
        for _ in range(3):
            name(coordinator, draft, builders.build_person())
        response = name(coordinator, draft, builders.build_person())
        assert response.context["form"].non_field_errors()
        assert draft.rights.keeping().count() == 3

    def test_the_database_holds_it_too(self, draft):
        for _ in range(3):
            draft.rights.create(person=builders.build_person(), right="keep")
        with pytest.raises(IntegrityError), transaction.atomic():
            draft.rights.create(person=builders.build_person(), right="keep")

    def test_nobody_is_named_twice(self, coordinator, draft):
        person = builders.build_person()
        name(coordinator, draft, person)
        assert name(coordinator, draft, person).context["form"].non_field_errors()

    def test_others_may_help_to_invite_and_group(self, coordinator, member, draft):
        name(coordinator, draft, member.person, right="invite")
        assert member.get(draft.get_absolute_url()).status_code == 200

    @pytest.mark.parametrize("person", ["", "0", "x"])
    def test_nobody_unknown_is_named(self, coordinator, draft, person):
        response = coordinator.post(address(draft), {"person": person, "right": "keep"})
        assert response.status_code == 200
        assert not RoundRight.objects.exists()


class TestOnceASchoolHasBegun:
    @pytest.fixture
    def begun(self, coordinator):
        round = builders.build_round(keepers=[coordinator.person, builders.build_person()])
        builders.build_reflection(round, status=Reflection.Status.DRAFT)
        return round

    def test_no_keeper_is_added(self, coordinator, begun):
        response = name(coordinator, begun, builders.build_person("ใหม่"))
        assert response.context["form"].non_field_errors()
        assert (
            "Name as keeper" not in coordinator.get(address(begun), {"lang": "en"}).content.decode()
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            begun.rights.create(person=builders.build_person(), right="keep")

    def test_one_who_leaves_is_taken_off_and_it_is_on_record(self, coordinator, begun):
        take(coordinator, begun.rights.keeping().last())
        assert begun.rights.keeping().count() == 1
        event, _person, by = coordinator.get(address(begun)).context["changes"][0]
        assert (event.pgh_label, by) == ("delete", coordinator.person)

    def test_the_last_one_stays(self, coordinator, begun):
        for right in begun.rights.keeping():
            take(coordinator, right)
        assert begun.rights.keeping().count() == 1

    def test_others_may_still_be_asked_to_group(self, coordinator, begun):
        person = builders.build_person()
        assert name(coordinator, begun, person, right="code").status_code == 302


class TestFindingPeople:
    def found(self, client, round, q):
        return [person for person, _rights in client.get(address(round), {"q": q}).context["found"]]

    def test_by_name_and_by_organisation(self, coordinator, draft):
        association = builders.build_organisation("สมาคมครูสาธิต")
        person = builders.build_person("อารี", Role.MEMBER, association, last_name="ใจงาม")
        for q in ["อารี", "ใจงาม", "อารี ใจงาม", "ครูสาธิต"]:
            assert self.found(coordinator, draft, q) == [person], q

    def test_without_a_word_the_staff_is_shown(self, coordinator, supervisor, member, draft):
        assert set(self.found(coordinator, draft, "")) == {coordinator.person, supervisor.person}

    def test_not_those_who_cannot_sign_in(self, coordinator, draft):
        builders.build_person("อารี", Role.MEMBER, is_active=False)
        assert self.found(coordinator, draft, "อารี") == []

    @pytest.mark.parametrize("q", ["\x00", "%", "x" * 500, "<b>"])
    def test_odd_words_find_nobody_or_somebody_but_never_break(self, coordinator, draft, q):
        assert coordinator.get(address(draft), {"q": q}).status_code == 200

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow_with_the_people(
        self, coordinator, draft, number, django_assert_num_queries
    ):
        for _ in range(number):
            person = builders.build_person(role=Role.SUPERVISOR)
            name(coordinator, draft, person, right="keep")
        with django_assert_num_queries(11):
            coordinator.get(address(draft))
