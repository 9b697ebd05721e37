"""A school takes words back while a curator groups them: the others are grouped all the same."""

import threading

import pytest
from django.db import connection

from reflections.models import CodingDecision, Point, ThemeCount
from tests import builders
from tests.form_reader import fill

pytestmark = pytest.mark.django_db(transaction=True)
GONE = "ข้อความไม่อยู่แล้ว"


@pytest.fixture
def round():
    return builders.build_round()


@pytest.fixture
def theme():
    return builders.build_theme("learner", "เด็กอ่านคล่อง")


@pytest.fixture
def answers(round):
    return [builders.build_reflection(round, texts=[("learner", text)]) for text in ("ก", "ข")]


def group(client, round, page, **chosen):
    """Send the desk as it was opened, with all its texts ticked."""
    chosen["points"] = [point.public_id for point in page.context["points"]]
    return client.post(
        f"/reflections/{round.slug}/coding/learner/", fill(page, **chosen), follow=True
    )


def desk(client, round):
    return client.get(f"/reflections/{round.slug}/coding/learner/")


def withdraw(answer):
    answer.withdraw()


def erase(answer):
    answer.withdraw()
    answer.erase()


class AtThatMoment:
    """Does something elsewhere just before the curator's request holds the answers."""

    def __init__(self, happens, answers):
        self.thread = threading.Thread(target=self.run)
        self.happens, self.answers = happens, answers

    def __call__(self, execute, statement, *more):
        holds = "FOR UPDATE" in statement and 'FROM "reflections_reflection"' in statement
        if holds and not self.thread.ident:
            self.thread.start()
            self.thread.join()
        return execute(statement, *more)

    def run(self):
        try:
            for answer in self.answers:
                self.happens(answer)
        finally:
            connection.close()


@pytest.mark.parametrize("happens", [withdraw, erase])
class TestTheOtherTextsAreGroupedAndASentenceSaysSo:
    def test_where_one_went_after_the_page_was_opened(
        self, coordinator, round, theme, answers, happens
    ):
        page = desk(coordinator, round)
        happens(answers[0])
        said = group(coordinator, round, page, result=theme.pk)
        self.only_the_other_is_grouped(said, theme, answers)

    def test_where_one_goes_in_that_moment(self, coordinator, round, theme, answers, happens):
        page = desk(coordinator, round)
        moment = AtThatMoment(happens, answers[:1])
        with connection.execute_wrapper(moment):
            said = group(coordinator, round, page, result=theme.pk)
        assert moment.thread.ident
        self.only_the_other_is_grouped(said, theme, answers)

    def only_the_other_is_grouped(self, said, theme, answers):
        assert f"1 {GONE}" in said.content.decode()
        assert Point.objects.get(theme=theme).reflection == answers[1]
        assert CodingDecision.objects.count() == 1
        assert [(row.reflection, row.points) for row in ThemeCount.objects.all()] == [
            (answers[1], 1)
        ]


@pytest.mark.parametrize("happens", [withdraw, erase])
class TestNothingIsGroupedWhereAllAreGone:
    def test_after_the_page_was_opened_and_the_label_stays(
        self, coordinator, round, answers, happens
    ):
        page = desk(coordinator, round)
        for answer in answers:
            happens(answer)
        said = group(coordinator, round, page, result="new", label="กล้าแสดงออก")
        assert "points" in said.context["form"].errors
        assert said.context["form"]["label"].value() == "กล้าแสดงออก"
        assert not CodingDecision.objects.exists()

    def test_in_that_moment(self, coordinator, round, theme, answers, happens):
        page = desk(coordinator, round)
        with connection.execute_wrapper(AtThatMoment(happens, answers)):
            said = group(coordinator, round, page, result=theme.pk)
        assert f"2 {GONE}" in said.content.decode()
        assert not CodingDecision.objects.exists()

    def test_and_nothing_is_taken_back_of_them(self, coordinator, round, theme, answers, happens):
        group(coordinator, round, desk(coordinator, round), result=theme.pk)
        batch = desk(coordinator, round).context["batch"]
        for answer in answers:
            happens(answer)
        data = {"section": "learner", "batch": batch}
        said = coordinator.post(f"/reflections/{round.slug}/coding/undo/", data, follow=True)
        assert said.status_code == 200
