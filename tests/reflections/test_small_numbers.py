"""What fewer than k schools said stays covered: too few answers, and question 3's small themes."""

import pytest

from reflections.counting import summary_of
from reflections.models import Reflection, Section
from tests.builders import (
    build_organisation,
    build_point,
    build_reflection,
    build_round,
    build_theme,
)

pytestmark = pytest.mark.django_db
PROBLEMS = Section.PROBLEMS


@pytest.fixture
def round():
    return build_round(k=3)


def raise_theme(round, theme, schools):
    for _ in range(schools):
        build_reflection(round, texts=[(theme.section, "ข้อความ", theme)])


def shown(round, every_theme):
    """Keys of the themes, points of `other`, points in all."""
    found = summary_of(round, every_theme=every_theme)
    return [line.key for line in found.themes], [x.points for x in found.other], found.points


class TestFewerThanKAnswers:
    def test_only_the_numbers_of_invited_and_submitted_are_told(self, round):
        theme = build_theme()
        raise_theme(round, theme, 2)
        build_point(round.reflections.first(), Section.TEACHER)
        voice = Reflection.objects.create(
            round=round,
            kind="partner",
            organisation=build_organisation(),
            status="sent",
            sent_at=round.opened_at,
        )
        build_point(voice, Section.LEARNER, theme=theme)
        found = summary_of(round, every_theme=True)
        assert (found.invited, found.submitted, found.points) == (2, 2, None)
        assert not (found.themes or found.uncoded or found.set_aside or found.voices)
        assert found.voice_answers == 0

    def test_from_k_answers_on_the_numbers_are_told(self, round):
        raise_theme(round, build_theme(key="kind"), 3)
        assert shown(round, True) == (["kind"], [], 3)


class TestQuestion3:
    def test_themes_of_k_schools_are_named_all_others_are_one_line(self, round):
        big, small, smaller, nobody = (build_theme(PROBLEMS, key=k) for k in "abcd")
        raise_theme(round, big, 3)
        raise_theme(round, small, 2)
        raise_theme(round, smaller, 1)
        assert shown(round, False) == (["a"], [3], 6)
        assert shown(round, True) == (["a", "b", "c", "d"], [], 6)
        assert nobody.key not in shown(round, False)[0]

    def test_a_single_raised_theme_is_left_out_and_so_are_its_points(self, round):
        big, small = (build_theme(PROBLEMS, key=key) for key in "ab")
        build_theme(PROBLEMS, key="nobody")
        raise_theme(round, big, 3)
        raise_theme(round, small, 2)
        assert shown(round, False) == (["a"], [], 3)
        assert shown(round, True)[2] == 5

    def test_themes_that_nobody_raised_make_an_other_of_zero_points(self, round):
        raise_theme(round, build_theme(PROBLEMS, key="a"), 3)
        build_theme(PROBLEMS)
        assert shown(round, False) == (["a"], [0], 3)

    def test_a_small_sub_theme_is_absent_and_its_points_are_its_parents(self, round):
        top = build_theme(PROBLEMS, key="top")
        big, small = (build_theme(PROBLEMS, key=key, parent=top) for key in ("big", "small"))
        raise_theme(round, big, 3)
        raise_theme(round, small, 1)
        assert shown(round, False) == (["top", "big"], [], 4)

    def test_the_other_questions_name_every_theme(self, round):
        raise_theme(round, build_theme(Section.DEVELOPMENT, key="need"), 1)
        raise_theme(round, build_theme(Section.LEARNER, key="kind"), 2)
        build_theme(Section.TEACHER, key="nobody")
        assert shown(round, False) == (["kind", "nobody", "need"], [], 3)

    def test_a_voice_does_not_name_what_is_in_other(self, round):
        big, small = (build_theme(PROBLEMS, key=key) for key in "ab")
        raise_theme(round, big, 3)
        voice = Reflection.objects.create(
            round=round,
            kind="group",
            group_name="กลุ่ม",
            group_people=8,
            status="sent",
            sent_at=round.opened_at,
        )
        for theme in (big, small):
            build_point(voice, PROBLEMS, theme=theme)
        voices = summary_of(round, every_theme=False).voices
        assert [line.key for line in voices] == ["a"]
        voices = summary_of(round, every_theme=True).voices
        assert [line.key for line in voices] == ["a", "b"]
