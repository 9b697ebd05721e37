"""All six parts in one answer of the server, for a page that is to open them without a signal."""

import uuid

import pytest
from django.urls import reverse

from reflections.models import Reflection, Section
from tests import builders


@pytest.fixture
def at(director, keeper):
    """at("answer_parts") or at("answer_step", "learner"): addresses of the director's answer."""
    round = builders.build_round(keepers=[keeper.person])
    builders.invite(round, director.school)

    def address(page, *more):
        return reverse(f"reflections:{page}", args=[round.slug, director.school.slug, *more])

    director.post(address("answer"))
    return address


def write(director, at, section, *texts):
    fields = [{"id": uuid.uuid4(), "revision": 0, "base": "", "text": text} for text in texts]
    for field in fields:
        director.post(at("answer_step", section), field)


def test_each_part_comes_as_its_page_shows_it(director, at):
    write(director, at, "teacher", "มีเวลาให้เด็ก")
    write(director, at, "problems", "ครูไม่พอ")
    told = director.get(at("answer_parts")).json()
    assert list(told) == Section.values
    assert "มีเวลาให้เด็ก" in told["teacher"]["html"] and "ครูไม่พอ" not in told["teacher"]["html"]
    assert "ครูไม่พอ" in told["problems"]["html"]
    for section, part in told.items():
        page = director.get(at("answer_step", section)).content.decode()
        assert f"<title>{part['title']}</title>" in page


def test_the_number_of_queries_does_not_grow(director, at, django_assert_num_queries):
    for texts in (["หนึ่ง"], ["สอง", "สาม"]):
        write(director, at, "learner", *texts)
        with django_assert_num_queries(5):
            director.get(at("answer_parts"))


def test_where_nothing_can_be_written_there_are_none(director, at):
    answer = Reflection.objects.get()
    answer.send()
    answer.withdraw()
    assert director.get(at("answer_parts")).status_code == 404
