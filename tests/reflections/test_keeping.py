"""Keepers alone read words together with the school's name, and every look is on record."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from reflections.models import Look, Reflection, Round, Section
from tests import builders

WORDS = "ครูสามคนสอนหกชั้น"


@pytest.fixture
def round(keeper):
    return builders.build_round(keepers=[keeper.person])


@pytest.fixture
def answer(round, director):
    texts = [(Section.LEARNER, WORDS), (Section.PROBLEMS, "หลังคารั่ว")]
    return builders.build_reflection(round, director.school, texts=texts)


@pytest.fixture
def listed(round):
    return reverse("reflections:keeping", args=[round.slug])


@pytest.fixture
def page(round, answer):
    return reverse("reflections:keeping_read", args=[round.slug, answer.public_id])


class TestTheList:
    def test_it_names_the_schools_that_have_sent_and_shows_no_words(
        self, keeper, round, answer, listed
    ):
        draft = builders.build_reflection(round, status=Reflection.Status.DRAFT)
        withdrawn = builders.build_reflection(round, status=Reflection.Status.WITHDRAWN)
        content = keeper.get(listed).content.decode()
        assert answer.organisation.name in content
        for other in (draft, withdrawn):
            assert f">{other.organisation.name}<" not in content
        assert WORDS not in content

    def test_it_is_in_dictionary_order_not_in_that_of_sending(self, keeper, round, listed):
        for name in ["โรงเรียนบ้านไก่", "โรงเรียนกาสินธุ์", "โรงเรียนบ้านกา"]:
            builders.build_reflection(round, builders.build_school(name))
        content = keeper.get(listed).content.decode()
        names = ["โรงเรียนกาสินธุ์", "โรงเรียนบ้านกา", "โรงเรียนบ้านไก่"]
        assert [content.index(name) for name in names] == sorted(map(content.index, names))

    def test_opening_the_list_is_no_look(self, keeper, answer, listed):
        keeper.get(listed)
        assert not Look.objects.exists()

    def test_the_number_of_queries_does_not_grow(
        self, keeper, round, listed, django_assert_num_queries
    ):
        builders.build_reflection(round)
        with django_assert_num_queries(10):
            keeper.get(listed)
        builders.build_reflection(round)
        builders.build_reflection(round)
        with django_assert_num_queries(10):
            keeper.get(listed)

    def test_once_names_are_cut_there_is_nothing_to_open(self, keeper, round, answer, listed, page):
        round.close()
        round.cut_names()
        assert "ตัดชื่อโรงเรียนออกแล้ว" in strip_tags(keeper.get(listed).content.decode())
        assert keeper.get(page).status_code == 404


class TestReading:
    def test_it_shows_the_words_that_were_sent_with_the_name(self, keeper, answer, page):
        builders.build_point(answer, Section.TEACHER, "ยังไม่ได้ส่ง", sent_text=None)
        content = keeper.get(page).content.decode()
        assert WORDS in content and answer.organisation.name in content
        assert "ยังไม่ได้ส่ง" not in content

    def test_every_look_is_on_record_and_the_school_reads_it(
        self, keeper, director, round, answer, page
    ):
        keeper.get(page)
        keeper.get(page)
        assert list(answer.looks.values_list("person", flat=True)) == [keeper.person.pk] * 2
        receipt = reverse("reflections:answer_receipt", args=[round.slug, director.school.slug])
        content = director.get(receipt).content.decode()
        assert content[content.index('id="looks"') :].count(str(keeper.person)) == 3

    def test_a_request_for_the_head_alone_is_refused_and_no_look(self, keeper, page):
        assert keeper.head(page).status_code == 405
        assert not Look.objects.exists()

    def test_a_draft_is_not_there(self, keeper, round):
        draft = builders.build_reflection(round, status=Reflection.Status.DRAFT)
        address = reverse("reflections:keeping_read", args=[round.slug, draft.public_id])
        assert keeper.get(address).status_code == 404

    def test_the_keeper_of_another_round_is_refused(self, other_director, answer, page):
        builders.build_round(keepers=[other_director.person])
        assert other_director.get(page).status_code == 403

    def test_who_keeps_but_holds_no_role_any_more_still_comes_in(self, outsider):
        round = builders.build_round(keepers=[outsider.person])
        answer = builders.build_reflection(round)
        address = reverse("reflections:keeping_read", args=[round.slug, answer.public_id])
        assert outsider.get(address).status_code == 200

    def test_nobody_else_comes_in(self, coordinator, supervisor, member, administrator, page):
        for client in (coordinator, supervisor, member, administrator):
            assert client.get(page).status_code == 403
        assert not Look.objects.exists()

    def test_a_round_in_preparation_has_nothing(self, keeper, round, listed):
        Round.objects.update(status=Round.Status.DRAFT, opened_at=None)
        assert "ยังไม่มีโรงเรียนใดส่งคำตอบ" in strip_tags(keeper.get(listed).content.decode())
