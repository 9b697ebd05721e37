"""The network's goals: read by everybody, written and ordered by coordinators."""

import re

import pytest
from django.urls import reverse

from meetings.models import Goal
from tests import builders
from tests.form_reader import fields_of, fill

pytestmark = pytest.mark.django_db

GOALS, NEW = "/goals/", "/goals/new/"


def address(name, goal):
    return reverse(f"meetings:{name}", args=[goal.slug])


def titles():
    return [goal.title_th for goal in Goal.objects.all()]


def words(response):
    inline = re.sub(r"</?(?:span|wbr|strong)[^>]*>", "", response.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", inline).split())


class TestReading:
    def test_everybody_reads_them_in_order_with_how_we_shall_know(self, visitor):
        builders.build_goal("ที่สอง", order=2)
        builders.build_goal("ที่หนึ่ง", order=1, sign_th="เห็นได้จากหนึ่ง")
        assert "ที่หนึ่ง เห็นได้จากหนึ่ง ที่สอง" in words(visitor.get(GOALS))

    def test_each_has_a_page_in_both_languages(self, visitor):
        goal = builders.build_goal("แลกเปลี่ยน", title_en="Exchange", sign_th="ทุกปี")
        page = visitor.get(goal.get_absolute_url())
        assert "รู้ได้อย่างไรว่าถึงเป้าหมาย ทุกปี" in words(page)
        english = visitor.get(goal.get_absolute_url(), {"lang": "en"})
        assert "Exchange" in words(english)
        assert '<span lang="th">ทุกปี</span>' in english.content.decode()

    def test_an_empty_list_says_so(self, visitor, coordinator):
        assert "ยังไม่มีเป้าหมายที่ตกลงร่วมกัน" in words(visitor.get(GOALS))
        assert NEW in coordinator.get(GOALS).content.decode()

    def test_visitors_find_no_buttons(self, visitor):
        builders.build_goal()
        assert "<form" not in visitor.get(GOALS).content.decode().partition("<main")[2]

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow(self, visitor, coordinator, number, django_assert_num_queries):
        for _ in range(number):
            builders.build_goal()
        with django_assert_num_queries(1):
            visitor.get(GOALS)
        with django_assert_num_queries(5):
            coordinator.get(GOALS)


class TestWriting:
    def test_a_new_one_comes_last_with_an_address_from_its_english_title(self, coordinator):
        builders.build_goal("เดิม", order=1)
        typed = {"title_th": "ใหม่", "title_en": "A New Goal!", "sign_th": "หนึ่ง\nสอง"}
        response = coordinator.post(NEW, fill(coordinator.get(NEW), **typed))
        assert response.url == "/goals/a-new-goal/"
        assert titles() == ["เดิม", "ใหม่"]

    @pytest.mark.parametrize(
        ("title_en", "slug"), [("", "goal"), ("New", "new-2"), ("Exchange", "exchange-2")]
    )
    def test_an_address_is_ascii_and_never_taken_twice(self, coordinator, title_en, slug):
        builders.build_goal(slug="exchange")
        coordinator.post(NEW, fill(coordinator.get(NEW), title_th="ใหม่", title_en=title_en))
        assert Goal.objects.get(title_th="ใหม่").slug == slug

    def test_an_address_stays_when_the_title_changes(self, coordinator):
        goal = builders.build_goal(slug="exchange", title_en="Exchange")
        edit = address("goal_edit", goal)
        coordinator.post(edit, fill(coordinator.get(edit), title_en="Ties"))
        goal.refresh_from_db()
        assert (goal.slug, goal.title_en) == ("exchange", "Ties")

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("title_th", ""),
            ("title_th", "ก" * 301),
            ("sign_th", "ก" * 2001),
            ("title_th", "\u200b"),
        ],
    )
    def test_what_does_not_fit_is_told_beside_its_field(self, coordinator, field, typed):
        data = {"title_th": "ใหม่", "sign_en": "kept"} | {field: typed}
        response = coordinator.post(NEW, fill(coordinator.get(NEW), **data))
        assert response.context["form"].errors.keys() == {field}
        assert fields_of(response)["sign_en"] == ["kept"]

    def test_two_people_see_both_texts(self, coordinator, other_coordinator):
        goal = builders.build_goal("เดิม")
        edit = address("goal_edit", goal)
        mine = fill(coordinator.get(edit), title_th="ของฉัน")
        other_coordinator.post(edit, fill(other_coordinator.get(edit), title_th="ของเขา"))
        response = coordinator.post(edit, mine)
        assert "ของเขา" in words(response)
        assert fields_of(response)["title_th"] == ["ของฉัน"]


class TestOrder:
    def move(self, client, goal, to):
        client.post(address("goal_move", goal), {"to": to})

    def test_one_place_up_or_down_and_no_further(self, coordinator):
        first, second, third = [builders.build_goal(title, order=1) for title in "กขค"]
        self.move(coordinator, third, "earlier")
        assert titles() == ["ก", "ค", "ข"]
        self.move(coordinator, first, "later")
        assert titles() == ["ค", "ก", "ข"]
        self.move(coordinator, third, "earlier")
        self.move(coordinator, second, "later")
        assert titles() == ["ค", "ก", "ข"]

    def test_a_deleted_one_comes_back_to_its_place(self, coordinator):
        goals = [builders.build_goal(title, order=order) for order, title in enumerate("กขค", 1)]
        coordinator.post(address("goal_delete", goals[1]))
        assert titles() == ["ก", "ค"]
        assert coordinator.get(goals[1].get_absolute_url()).status_code == 404
        assert "เป้าหมายที่ลบไว้ ข นำกลับมา" in words(coordinator.get(GOALS))
        coordinator.post(address("goal_bring_back", goals[1]))
        assert titles() == ["ก", "ข", "ค"]

    def test_visitors_do_not_read_what_was_deleted(self, visitor, member):
        goal = builders.build_goal("ลบไปแล้ว")
        Goal.objects.filter(pk=goal.pk).delete_softly()
        for client in (visitor, member):
            assert "ลบไปแล้ว" not in words(client.get(GOALS))


@pytest.mark.django_db(transaction=True)
def test_its_history_tells_who_changed_what(coordinator):
    goal = builders.build_goal("เดิม")
    edit = address("goal_edit", goal)
    coordinator.post(edit, fill(coordinator.get(edit), title_th="ใหม่"))
    page = words(coordinator.get(address("goal_history", goal)))
    assert f"{coordinator.person} ชื่อภาษาไทย เดิม ใหม่" in page
    assert "โดยระบบ บันทึกครั้งแรก" in page
