"""What a summary says, exactly: schools, points, shares, ranks, and what is counted nowhere."""

import random
from fractions import Fraction

import pytest
from django.core.management import CommandError, call_command

from reflections.counting import summary_of
from reflections.models import Point, Reflection, Section, ThemeCount
from reflections.summaries import share
from tests.builders import (
    build_organisation,
    build_point,
    build_reflection,
    build_round,
    build_theme,
)

pytestmark = pytest.mark.django_db
SECTIONS = list(Section)


@pytest.fixture
def round():
    return build_round(k=3)


def answers(round, number, texts=()):
    return [build_reflection(round, texts=texts) for _ in range(number)]


def numbers(round, every_theme=True):
    """Key -> (schools, points, share, rank) of a round's summary."""
    found = summary_of(round, every_theme=every_theme)
    return {line.key: (line.schools, line.points, line.share, line.rank) for line in found.themes}


class TestCounting:
    def test_a_school_counts_once_however_often_it_says_a_thing(self, round):
        theme = build_theme(key="kind")
        answers(round, 2, [(Section.LEARNER, "ก", theme), (Section.LEARNER, "ข", theme)])
        answers(round, 1)
        assert numbers(round) == {"kind": (2, 4, 0.6667, 1)}

    def test_a_theme_includes_its_sub_themes_and_counts_a_school_once(self, round):
        top = build_theme(key="top")
        first, second = (build_theme(key=key, parent=top) for key in ("first", "second"))
        learner = Section.LEARNER
        build_reflection(round, texts=[(learner, "ก", first), (learner, "ข", second)])
        build_reflection(round, texts=[(learner, "ค", second), (learner, "ง", top)])
        answers(round, 2)
        assert numbers(round) == {
            "top": (2, 4, 0.5, 1),
            "second": (2, 2, 0.5, 1),
            "first": (1, 1, 0.25, 2),
        }

    def test_an_answer_without_points_is_an_answer(self, round):
        answers(round, 3)
        found = summary_of(round, every_theme=True)
        assert (found.invited, found.submitted, found.points) == (3, 3, 0)

    def test_drafts_provisional_withdrawn_and_cancelled_answers_count_nowhere(self, round):
        theme = build_theme(key="kind")
        texts = [(Section.LEARNER, "ข้อความ", theme), (Section.LEARNER, "ยังไม่จัดกลุ่ม")]
        answers(round, 3, texts)
        build_reflection(round, status=Reflection.Status.DRAFT, texts=texts)
        build_reflection(round, status=Reflection.Status.WITHDRAWN, texts=texts)
        build_reflection(round, is_provisional=True, texts=texts)
        cancelled = build_reflection(round, invitation_cancelled=True, texts=texts)
        cancelled.invitation.state = "cancelled"
        cancelled.invitation.save()
        found = summary_of(round, every_theme=True)
        assert (found.invited, found.submitted, found.points) == (6, 3, 6)
        assert numbers(round) == {"kind": (3, 3, 1.0, 1)}

    def test_other_rounds_are_not_counted(self, round):
        theme = build_theme(key="kind")
        answers(round, 3, [(Section.LEARNER, "ก", theme)])
        answers(build_round(), 4, [(Section.LEARNER, "ก", theme)])
        assert numbers(round) == {"kind": (3, 3, 1.0, 1)}

    def test_words_not_sent_yet_do_not_count(self, round):
        theme = build_theme(key="kind")
        for answer in answers(round, 3):
            point = build_point(answer, Section.LEARNER, theme=theme)
            Point.objects.filter(pk=point.pk).update(sent_text=None)
        assert numbers(round) == {"kind": (0, 0, 0.0, 1)}


class TestWhatIsNotGrouped:
    def test_uncoded_and_set_aside_points_are_told_by_section(self, round):
        for answer in answers(round, 3):
            build_point(answer, Section.TEACHER)
            build_point(answer, Section.DEVELOPMENT, is_set_aside=True)
        found = summary_of(round, every_theme=True)
        assert [(line.section, line.points) for line in found.uncoded] == [("teacher", 3)]
        assert [(line.section, line.points) for line in found.set_aside] == [("development", 3)]
        assert found.points == 6

    def test_the_coded_per_cent_is_never_100_while_one_waits(self, round):
        theme = build_theme()
        answers(round, 3, [(Section.LEARNER, f"{number}", theme) for number in range(100)])
        build_point(round.reflections.first(), Section.LEARNER)
        assert summary_of(round, every_theme=True).coded_percent == 99


class TestOrder:
    def test_by_schools_then_points_then_the_book(self, round):
        learner = Section.LEARNER
        last = build_theme(key="last", order=1)
        more_points = build_theme(key="more_points", order=9)
        in_book_first, in_book_second = (build_theme(key=f"tied_{n}", order=n) for n in (2, 3))
        most = build_theme(key="most_schools", order=8)
        answers(round, 3, [(learner, "ก", most)])
        texts = [(learner, "ก", theme) for theme in (in_book_second, in_book_first, more_points)]
        answers(round, 2, [*texts, (learner, "ข", more_points)])
        answers(round, 1, [(learner, "ก", last)])
        found = summary_of(round, every_theme=True).themes
        assert [(line.key, line.rank) for line in found] == [
            ("most_schools", 1),
            ("more_points", 2),
            ("tied_2", 3),
            ("tied_3", 4),
            ("last", 5),
        ]

    def test_sections_in_the_order_of_the_questions_sub_themes_after_their_theme(self, round):
        for section in reversed(SECTIONS):
            top = build_theme(section, key=section.value)
            build_theme(section, key=f"{section.value}_sub", parent=top)
        answers(round, 3)
        found = summary_of(round, every_theme=True).themes
        assert [line.key for line in found] == [
            key for section in SECTIONS for key in (section.value, f"{section.value}_sub")
        ]
        assert {line.rank for line in found} == {1}


class TestTheBook:
    def test_themes_that_nobody_raised_stand_with_zeros_retired_ones_do_not(self, round):
        build_theme(key="nobody")
        retired = build_theme(key="retired", retired_at=round.opened_at)
        build_theme(key="below_retired", parent=retired)
        raised = build_theme(key="retired_but_raised", retired_at=round.opened_at)
        answers(round, 3, [(Section.LEARNER, "ก", raised)])
        assert numbers(round) == {
            "retired_but_raised": (3, 3, 1.0, 1),
            "nobody": (0, 0, 0.0, 2),
        }

    def test_the_thai_label_stands_for_a_missing_english_one(self, round):
        build_theme(label_th="ใจดี")
        answers(round, 3)
        assert [line.label_en for line in summary_of(round, every_theme=True).themes] == ["ใจดี"]


class TestVoices:
    def test_partners_and_groups_stand_beside_and_are_never_added(self, round):
        theme, other = build_theme(key="kind"), build_theme(key="nobody")
        answers(round, 3, [(Section.LEARNER, "ก", theme)])
        for fields in (
            {"kind": "partner", "organisation": build_organisation()},
            {"kind": "group", "group_name": "กลุ่มย่อย", "group_people": 9},
        ):
            voice = Reflection.objects.create(
                round=round, status="sent", sent_at=round.opened_at, **fields
            )
            build_point(voice, Section.LEARNER, theme=theme)
            build_point(voice, Section.LEARNER)
        found = summary_of(round, every_theme=True)
        assert (found.submitted, found.points, found.uncoded) == (3, 3, ())
        assert numbers(round)["kind"] == (3, 3, 1.0, 1)
        assert [(line.key, line.schools, line.points, line.share) for line in found.voices] == [
            ("kind", 2, 2, None)
        ]
        assert found.voice_answers == 2
        assert other.key in numbers(round)


class TestShare:
    @pytest.mark.parametrize(
        ("schools", "submitted", "expected"),
        [(31, 57, 0.5439), (1, 3, 0.3333), (2, 3, 0.6667), (1, 20000, 0.0001), (3, 20000, 0.0002)],
    )
    def test_four_decimals_half_up(self, schools, submitted, expected):
        assert share(schools, submitted) == expected

    def test_zero_when_nobody_answered(self):
        assert share(0, 0) == 0


def random_round(seed):
    """A round of random answers, points and codings, coded and moved about in random ways."""
    chance = random.Random(seed)
    round = build_round(k=3)
    themes = {}
    for section in SECTIONS:
        tops = [build_theme(section) for _ in range(chance.randrange(1, 4))]
        subs = [
            build_theme(section, parent=chance.choice(tops)) for _ in range(chance.randrange(3))
        ]
        themes[section] = [*tops, *subs, None]
    for _ in range(chance.randrange(3, 9)):
        status = chance.choices(list(Reflection.Status), [1, 6, 1])[0]
        reflection = build_reflection(
            round, status=status, invitation_cancelled=chance.random() < 0.1
        )
        for _ in range(chance.randrange(9)):
            section = chance.choice(SECTIONS)
            theme = chance.choice(themes[section])
            aside = theme is None and chance.random() < 0.3
            build_point(reflection, section, theme=theme, is_set_aside=aside)
    points = Point.objects.filter(reflection__round=round)
    for section in SECTIONS:  # then the desk moves some, all at once and one by one
        points.filter(
            section=section, is_set_aside=False, pk__in=chance.choices([1, *ids(points)], k=4)
        ).update(theme=chance.choice(themes[section]))
        movable = [theme for theme in themes[section] if theme and theme.parent_id]
        if movable:
            sub = chance.choice(movable)
            sub.parent = chance.choice([t for t in themes[section] if t and not t.parent_id])
            sub.save()
    points.filter(pk__in=chance.choices([1, *ids(points)], k=2)).update(sent_text=None)
    points.filter(pk__in=chance.choices([1, *ids(points)], k=2)).delete()
    return round


def ids(queryset):
    return list(queryset.values_list("pk", flat=True))


def count_by_hand(round):
    """Straight from the points, in Python: key -> (schools, points, share)."""
    counted = [
        reflection
        for reflection in round.reflections.all()
        if reflection.status == "sent" and not reflection.invitation_cancelled
    ]
    raised = {}
    for reflection in counted:
        for point in reflection.points.select_related("theme__parent"):
            for theme in filter(None, [point.theme, point.theme and point.theme.parent]):
                if point.sent_text is not None:
                    raised.setdefault(theme.key, []).append(reflection.pk)
    return len(counted), {
        key: (len(set(schools)), len(schools), Fraction(len(set(schools)), len(counted)))
        for key, schools in raised.items()
    }


@pytest.mark.parametrize("seed", range(25))
def test_a_count_by_hand_from_the_points_gives_the_same(seed):
    round = random_round(seed)
    submitted, by_hand = count_by_hand(round)
    found = summary_of(round, every_theme=True)
    assert found.submitted == submitted
    if submitted >= round.k:
        raised = {line.key: line for line in found.themes if line.points}
        assert {key: (line.schools, line.points) for key, line in raised.items()} == {
            key: row[:2] for key, row in by_hand.items()
        }
        for key, line in raised.items():
            assert abs(Fraction(str(line.share)) - by_hand[key][2]) <= Fraction(1, 20000)
        sent = Point.objects.sent().filter(reflection__in=round.reflections.counted())
        assert found.points == sent.count()
        assert found.still_uncoded == sent.filter(theme=None, is_set_aside=False).count()
    assert ThemeCount.objects.differing() == []


class TestRecount:
    def test_check_fails_on_a_difference_and_changes_nothing(self, round):
        theme = build_theme()
        answer = build_reflection(round, texts=[(Section.LEARNER, "ก", theme)])
        call_command("recount", check=True, verbosity=0)
        ThemeCount.objects.update(points=7)
        with pytest.raises(CommandError, match="1 answers"):
            call_command("recount", check=True)
        assert ThemeCount.objects.get(reflection=answer).points == 7

    def test_recount_puts_right_what_is_wrong_missing_and_too_much(self, round):
        theme, unraised = build_theme(), build_theme()
        wrong, missing = answers(round, 2, [(Section.LEARNER, "ก", theme)])
        ThemeCount.objects.filter(reflection=wrong).update(points=7)
        ThemeCount.objects.filter(reflection=missing).delete()
        ThemeCount.objects.create(reflection=build_reflection(round), theme=unraised, points=2)
        call_command("recount")
        assert ThemeCount.objects.differing() == []
        assert set(ThemeCount.objects.values_list("reflection", "theme", "points")) == {
            (wrong.pk, theme.pk, 1),
            (missing.pk, theme.pk, 1),
        }
