"""A summary is of one moment, even where somebody moves a theme while its numbers are taken."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from partners.models import Organisation
from reflections import publishing
from reflections.counting import summary_of
from reflections.models import Reflection, Section, Theme
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
LEARNER = Section.LEARNER


@pytest.fixture
def themes():
    """Two themes of one question, and a sub-theme under the first."""
    builders.build_theme(key="moving", parent=builders.build_theme(key="first"))
    builders.build_theme(key="second")
    return {theme.key: theme for theme in Theme.objects.all()}


@pytest.fixture
def round(themes):
    round = builders.build_round(k=3)
    for _ in range(3):
        builders.build_reflection(round, texts=[(LEARNER, "แก้ไข", themes["first"])])
    return round


class Mover:
    """Somebody else, who puts the sub-theme under the other theme before each of our statements."""

    def __init__(self, themes):
        self.homes = [themes["second"], themes["first"]]
        self.moves = 0

    def __call__(self, execute, *statement):
        somebody_else = threading.Thread(target=self.move)
        somebody_else.start()
        somebody_else.join()
        return execute(*statement)

    def move(self):
        try:
            Theme.objects.filter(key="moving").update(parent=self.homes[self.moves % 2])
            self.moves += 1
        finally:
            connection.close()


def contents(lines):
    """{key: (parent, points)} of theme lines."""
    return {line.key: (line.parent, line.points) for line in lines}


def test_a_live_summary(round, themes):
    builders.build_reflection(round, texts=[(LEARNER, "ซ่อม", themes["moving"])])
    mover = Mover(themes)
    with connection.execute_wrapper(mover):
        summary = summary_of(round, every_theme=True)
    assert mover.moves
    lines = contents(summary.themes)
    assert lines in [
        {"first": (None, 4), "second": (None, 0), "moving": ("first", 1)},
        {"first": (None, 3), "second": (None, 1), "moving": ("second", 1)},
    ]
    assert summary.points == 4


def test_an_edition(round, themes, coordinator):
    """The schools' answers are under lock meanwhile; those of a group are not."""
    group = Reflection.objects.create(
        round=round,
        kind="group",
        group_name="กลุ่มย่อย",
        group_people=9,
        status="sent",
        sent_at=timezone.now(),
    )
    builders.build_point(group, LEARNER, theme=themes["moving"])
    organisation = Organisation.objects.get(memberships__person=coordinator.person)
    mover = Mover(themes)
    with connection.execute_wrapper(mover):
        edition = publishing.propose(round, coordinator.person, organisation)
    assert mover.moves
    voices = {line["key"]: line["parent"] for line in edition.snapshot["summary"]["voices"]}
    assert voices in [{"first": None, "moving": "first"}, {"second": None, "moving": "second"}]
