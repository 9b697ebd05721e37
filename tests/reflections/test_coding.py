"""Curators give texts their themes without seeing whose they are."""

import threading

import pytest
from django.db import connection

from reflections import coding
from reflections.models import CodingDecision, Point, Reflection, Theme, ThemeCount
from tests import builders
from tests.form_reader import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    return builders.build_round()


@pytest.fixture
def theme():
    return builders.build_theme("learner", "เด็กอ่านคล่อง")


def address(round, section="learner"):
    return f"/reflections/{round.slug}/coding/{section}/"


def code(client, round, points, result, section="learner", **more):
    data = {"points": [point.public_id for point in points], "result": result, **more}
    return client.post(address(round, section), data)


def counts():
    return {(row.reflection_id, row.theme_id): row.points for row in ThemeCount.objects.all()}


class TestTheDesk:
    def test_shows_words_but_never_school_district_or_time(self, coordinator, round):
        district = builders.build_district("อำเภอลับเฉพาะ")
        school = builders.build_school("โรงเรียนลับเฉพาะ", district=district, code="9999999901")
        builders.build_reflection(round, school, texts=[("learner", "อ่านออกทุกคน")])
        page = coordinator.get(address(round)).content.decode()
        assert "อ่านออกทุกคน" in page
        for secret in ("ลับเฉพาะ", school.code, school.slug):
            assert secret not in page

    def test_orders_texts_by_a_random_id_not_by_entry(self, coordinator, round):
        reflection = builders.build_reflection(round)
        for _ in range(6):
            builders.build_point(reflection)
        listed = coordinator.get(address(round)).context["points"]
        assert [p.public_id for p in listed] == sorted(p.public_id for p in listed)

    def test_holds_only_what_was_sent_and_counts(self, coordinator, round):
        sent = builders.build_reflection(round, texts=[("learner", "ส่งแล้ว")])
        builders.build_reflection(
            round, status=Reflection.Status.DRAFT, texts=[("learner", "ยังเขียนอยู่")]
        )
        cancelled = builders.build_reflection(round, texts=[("learner", "ยกเลิกแล้ว")])
        Reflection.objects.filter(pk=cancelled.pk).update(invitation_cancelled=True)
        builders.build_reflection(builders.build_round(), texts=[("learner", "รอบอื่น")])
        assert [p.reflection for p in coordinator.get(address(round)).context["points"]] == [sent]

    def test_says_how_many_are_left_in_each_question(self, coordinator, round, theme):
        builders.build_reflection(
            round, texts=[("learner", "ก", theme), ("learner", "ข"), ("problems", "ค")]
        )
        rows = coordinator.get(f"/reflections/{round.slug}/coding/").context["rows"]
        assert {(s.value, all, left) for s, all, left in rows if all} == {
            ("learner", 2, 1),
            ("problems", 1, 1),
        }

    @pytest.mark.parametrize("schools", [1, 3])
    def test_asks_the_database_the_same_number_of_times(
        self, coordinator, round, theme, schools, django_assert_num_queries
    ):
        for _ in range(schools):
            builders.build_reflection(round, texts=[("learner", "ก", theme), ("learner", "ข")])
            builders.build_theme("learner")
        with django_assert_num_queries(9):
            coordinator.get(address(round))

    def test_pages_by_key_without_leaving_one_out(self, coordinator, round):
        reflection = builders.build_reflection(round)
        for _ in range(30):
            builders.build_point(reflection)
        first = coordinator.get(address(round)).context
        second = coordinator.get(address(round), {"after": first["after"]}).context
        assert len({p.pk for p in [*first["points"], *second["points"]]}) == 30
        assert second["after"] == ""

    @pytest.mark.parametrize("show", ["²", "๙", "9" * 30, "-1", "", "\x00"])
    def test_shows_what_is_uncoded_where_the_heap_is_none(self, coordinator, round, show):
        builders.build_reflection(round, texts=[("learner", "ก")])
        assert coordinator.get(address(round), {"show": show}).status_code == 200

    def test_does_not_trip_over_a_wrong_key(self, coordinator, round):
        assert coordinator.get(address(round), {"after": "x"}).status_code == 404
        assert coordinator.get(address(round, "nothing")).status_code == 404

    def test_is_closed_to_everybody_without_the_right(
        self, visitor, outsider, member, director, supervisor, administrator, keeper, round
    ):
        assert visitor.get(address(round)).status_code == 302
        assert outsider.get(address(round)).status_code == 404
        for client in (member, director, supervisor, administrator, keeper):
            assert client.get(address(round)).status_code == 403

    def test_opens_for_a_person_named_for_this_round_only(self, member, round):
        round.rights.create(person=member.person, right="code")
        assert member.get(address(round)).status_code == 200
        assert member.get(address(builders.build_round())).status_code == 403


class TestGrouping:
    def test_several_texts_at_once(self, coordinator, round, theme):
        one = builders.build_reflection(round, texts=[("learner", "ก"), ("learner", "ข")])
        two = builders.build_reflection(round, texts=[("learner", "ค")])
        code(coordinator, round, Point.objects.all(), theme.pk)
        assert counts() == {(one.pk, theme.pk): 2, (two.pk, theme.pk): 1}
        point = Point.objects.first()
        assert (point.coded_by, point.coded_how) == (coordinator.person, "curator")

    def test_a_sub_theme_counts_for_its_parent_too(self, coordinator, round, theme):
        sub = builders.build_theme("learner", parent=theme)
        reflection = builders.build_reflection(round, texts=[("learner", "ก"), ("learner", "ข")])
        code(coordinator, round, Point.objects.all(), sub.pk)
        assert counts() == {(reflection.pk, sub.pk): 2, (reflection.pk, theme.pk): 2}

    def test_a_new_theme_made_on_the_spot(self, coordinator, round):
        builders.build_reflection(round, texts=[("learner", "ก")])
        code(coordinator, round, Point.objects.all(), "new", label=" กล้าแสดงออก ")
        made = Theme.objects.get()
        assert (made.label_th, made.section) == ("กล้าแสดงออก", "learner")
        assert Point.objects.get().theme == made

    def test_a_double_tap_makes_one_theme_and_one_step(self, coordinator, round):
        builders.build_reflection(round, texts=[("learner", "ก")])
        key = coordinator.get(address(round)).context["form"]["form_key"].value()
        for _ in range(2):
            code(coordinator, round, Point.objects.all(), "new", label="กล้าแสดงออก", form_key=key)
        assert Point.objects.get().theme == Theme.objects.get()
        assert CodingDecision.objects.count() == 1

    def test_the_same_choice_by_a_second_curator_is_on_record(
        self, coordinator, other_coordinator, round, theme
    ):
        builders.build_reflection(round, texts=[("learner", "ก")])
        for client in (coordinator, other_coordinator):
            code(client, round, Point.objects.all(), theme.pk)
        assert CodingDecision.objects.count() == 2

    def test_set_aside_and_back_again(self, coordinator, round):
        builders.build_reflection(round, texts=[("learner", "สวัสดีครับ")])
        code(coordinator, round, Point.objects.all(), "aside")
        assert Point.objects.get().is_set_aside
        code(coordinator, round, Point.objects.all(), "back")
        assert Point.objects.uncoded().count() == 1

    @pytest.mark.parametrize(
        ("data", "field"),
        [
            ({"result": "aside"}, "points"),
            ({"points": ["not-a-key"], "result": "aside"}, "points"),
            ({}, "result"),
            ({"result": "987654"}, "result"),
            ({"result": "new", "label": "  "}, "label"),
            ({"result": "new", "label": "ก" * 121}, "label"),
        ],
    )
    def test_a_bad_choice_changes_nothing_and_says_where(self, coordinator, round, data, field):
        builders.build_reflection(round, texts=[("learner", "ก")])
        response = coordinator.post(address(round), data)
        assert field in response.context["form"].errors
        assert not CodingDecision.objects.exists()

    def test_keeps_what_was_ticked_when_no_theme_was_chosen(self, coordinator, round):
        builders.build_reflection(round, texts=[("learner", "ก")])
        key = str(Point.objects.get().public_id)
        response = coordinator.post(address(round), {"points": [key]})
        assert response.context["checked"] == {key}

    def test_refuses_a_theme_of_another_question(self, coordinator, round):
        builders.build_reflection(round, texts=[("learner", "ก")])
        other = builders.build_theme("teacher")
        response = code(coordinator, round, Point.objects.all(), other.pk)
        assert "result" in response.context["form"].errors
        with pytest.raises(coding.CodingError):
            coding.assign(Point.objects.all(), coordinator.person, theme=other)

    def test_refuses_a_retired_theme(self, coordinator, round, theme):
        builders.build_reflection(round, texts=[("learner", "ก")])
        coordinator.post(f"/reflections/themes/{theme.pk}/retire/", {"retire": "1"})
        assert (
            "result"
            in code(coordinator, round, Point.objects.all(), theme.pk).context["form"].errors
        )

    def test_cannot_reach_a_point_of_another_round(self, coordinator, round, theme):
        builders.build_reflection(builders.build_round(), texts=[("learner", "ก")])
        response = code(coordinator, round, Point.objects.all(), theme.pk)
        assert "points" in response.context["form"].errors


class TestUndo:
    def undo(self, client, round, **more):
        """Press the button that the desk shows."""
        batch = client.get(address(round)).context["batch"] or ""
        data = {"section": "learner", "batch": batch, **more}
        return client.post(f"/reflections/{round.slug}/coding/undo/", data)

    def test_takes_the_last_step_back_as_a_whole(self, coordinator, round, theme):
        builders.build_reflection(round, texts=[("learner", "ก"), ("learner", "ข")])
        code(coordinator, round, Point.objects.all(), theme.pk)
        self.undo(coordinator, round)
        assert Point.objects.uncoded().count() == 2
        assert counts() == {}

    def test_returns_to_the_theme_before(self, coordinator, round, theme):
        builders.build_reflection(round, texts=[("learner", "ก")])
        code(coordinator, round, Point.objects.all(), theme.pk)
        code(coordinator, round, Point.objects.all(), "aside")
        self.undo(coordinator, round)
        assert Point.objects.get().theme == theme

    def test_can_itself_be_undone_and_is_on_record(self, coordinator, round, theme):
        builders.build_reflection(round, texts=[("learner", "ก")])
        code(coordinator, round, Point.objects.all(), theme.pk)
        self.undo(coordinator, round)
        self.undo(coordinator, round)
        assert Point.objects.get().theme == theme
        assert CodingDecision.objects.count() == 3

    def test_leaves_what_somebody_else_decided_since(
        self, coordinator, other_coordinator, round, theme
    ):
        builders.build_reflection(round, texts=[("learner", "ก"), ("learner", "ข")])
        code(coordinator, round, Point.objects.all(), theme.pk)
        code(other_coordinator, round, Point.objects.filter(text="ก"), "aside")
        self.undo(coordinator, round)
        assert Point.objects.get(text="ก").is_set_aside
        assert Point.objects.get(text="ข").theme is None

    def test_a_double_tap_takes_one_step_back_and_does_not_redo_it(self, coordinator, round, theme):
        builders.build_reflection(round, texts=[("learner", "ก")])
        code(coordinator, round, Point.objects.all(), theme.pk)
        batch = CodingDecision.objects.get().batch
        self.undo(coordinator, round, batch=batch)
        self.undo(coordinator, round, batch=batch)
        assert Point.objects.get().theme is None

    def test_reaches_no_step_of_another_round(self, coordinator, round, theme):
        builders.build_reflection(round, texts=[("learner", "ก")])
        code(coordinator, round, Point.objects.all(), theme.pk)
        batch = CodingDecision.objects.get().batch
        self.undo(coordinator, builders.build_round(), batch=batch)
        assert Point.objects.get().theme == theme

    @pytest.mark.parametrize("batch", ["", "x", "00000000-0000-0000-0000-000000000000"])
    def test_without_a_step_says_so(self, coordinator, round, batch):
        assert self.undo(coordinator, round, batch=batch).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_curators_at_once_lose_no_count(round, theme):
    """Both give texts of the same two schools a theme, in opposite order."""
    first, second = builders.build_person(), builders.build_person()
    for _ in range(2):
        builders.build_reflection(round, texts=[("learner", f"{n}") for n in range(6)])
    keys = list(Point.objects.values_list("pk", flat=True))
    failures = []

    def work(person, chosen):
        try:
            for key in chosen:
                coding.assign(Point.objects.filter(pk=key), person, theme=theme)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=work, args=(first, keys[::2])),
        threading.Thread(target=work, args=(second, keys[1::2][::-1])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(counts().values()) == [6, 6]


class TestTheCodebook:
    def test_is_for_those_who_may_change_themes(self, visitor, member, director, coordinator):
        assert visitor.get("/reflections/themes/").status_code == 302
        assert member.get("/reflections/themes/").status_code == 403
        assert director.get("/reflections/themes/").status_code == 403
        assert coordinator.get("/reflections/themes/").status_code == 200

    def test_a_theme_is_made_and_renamed(self, coordinator):
        coordinator.post("/reflections/themes/new/", {"section": "problems", "label_th": "งบไม่พอ"})
        theme = Theme.objects.get()
        coordinator.post(
            f"/reflections/themes/{theme.pk}/edit/",
            {"label_th": "งบประมาณไม่พอ", "label_en": "Too little budget", "version": 1},
        )
        theme.refresh_from_db()
        assert (theme.label_th, theme.label_en, theme.version) == (
            "งบประมาณไม่พอ",
            "Too little budget",
            2,
        )

    def test_a_sub_theme_stays_within_its_question(self, coordinator, theme):
        response = coordinator.post(
            "/reflections/themes/new/",
            {"section": "problems", "parent": theme.pk, "label_th": "ผิดข้อ"},
        )
        assert "parent" in response.context["form"].errors

    def test_a_theme_with_sub_themes_does_not_become_one(self, coordinator, theme):
        builders.build_theme("learner", parent=theme)
        other = builders.build_theme("learner")
        response = coordinator.post(
            f"/reflections/themes/{theme.pk}/edit/",
            {"label_th": "ก", "parent": other.pk, "version": 1},
        )
        assert "parent" in response.context["form"].errors

    def test_order_is_changed_among_neighbours(self, coordinator):
        a, b, c = (builders.build_theme("learner", order=n) for n in (1, 1, 2))
        coordinator.post(f"/reflections/themes/{c.pk}/move/", {"up": "1"})
        assert list(Theme.objects.in_book_order()) == [a, c, b]
        coordinator.post(f"/reflections/themes/{a.pk}/move/", {"down": "1"})
        assert list(Theme.objects.in_book_order()) == [c, a, b]
        coordinator.post(f"/reflections/themes/{b.pk}/move/", {"down": "1"})
        assert list(Theme.objects.in_book_order()) == [c, a, b]

    def test_retired_themes_keep_their_texts_and_come_back(self, coordinator, round, theme):
        reflection = builders.build_reflection(round, texts=[("learner", "ก", theme)])
        for _ in range(2):  # a double tap
            coordinator.post(f"/reflections/themes/{theme.pk}/retire/", {"retire": "1"})
        theme.refresh_from_db()
        assert (bool(theme.retired_at), theme.version) == (True, 2)
        assert counts() == {(reflection.pk, theme.pk): 1}
        for _ in range(2):
            coordinator.post(f"/reflections/themes/{theme.pk}/retire/", {"use": "1"})
        theme.refresh_from_db()
        assert (theme.retired_at, theme.version) == (None, 3)

    def test_sub_themes_are_retired_with_their_theme_and_come_back_with_it(
        self, coordinator, round, theme
    ):
        earlier, now = (builders.build_theme("learner", parent=theme) for _ in range(2))
        builders.build_reflection(round, texts=[("learner", "ก")])
        self.retire(coordinator, earlier)
        said = self.retire(coordinator, theme)
        assert "1 ประเด็นย่อย" in said.content.decode()
        assert self.in_use() == set()
        assert self.versions(now) == ["insert", "update"]
        for sub in (earlier, now):
            response = code(coordinator, round, Point.objects.all(), sub.pk)
            assert "result" in response.context["form"].errors
        self.use_again(coordinator, theme)
        assert self.in_use() == {theme, now}

    def test_a_sub_theme_does_not_come_back_under_a_retired_theme(self, coordinator, theme):
        sub = builders.build_theme("learner", "ย่อย", parent=theme)
        self.retire(coordinator, theme)
        assert "นำประเด็นหลักกลับมาใช้ก่อน" in self.use_again(coordinator, sub).content.decode()
        assert self.in_use() == set()

    def test_the_page_says_so_before(self, coordinator, theme):
        assert "เลิกใช้พร้อมประเด็นย่อย" not in self.book(coordinator)
        sub = builders.build_theme("learner", parent=theme)
        assert "เลิกใช้พร้อมประเด็นย่อย" in self.book(coordinator)
        self.retire(coordinator, theme)
        assert self.book(coordinator).count('name="use"') == 1
        assert f"/reflections/themes/{sub.pk}/retire/" not in self.book(coordinator)

    def book(self, client):
        return client.get("/reflections/themes/").content.decode()

    def retire(self, client, theme):
        return client.post(f"/reflections/themes/{theme.pk}/retire/", {"retire": "1"}, follow=True)

    def use_again(self, client, theme):
        return client.post(f"/reflections/themes/{theme.pk}/retire/", {"use": "1"}, follow=True)

    def in_use(self):
        return set(Theme.objects.in_use())

    def versions(self, theme):
        events = Theme.pgh_event_model.objects.filter(pgh_obj=theme).order_by("pk")
        return list(events.values_list("pgh_label", flat=True))

    def test_a_sub_theme_of_a_retired_theme_stays_under_it_when_renamed(self, coordinator, theme):
        sub = builders.build_theme("learner", parent=theme)
        coordinator.post(f"/reflections/themes/{theme.pk}/retire/", {"retire": "1"})
        page = coordinator.get(f"/reflections/themes/{sub.pk}/edit/")
        coordinator.post(f"/reflections/themes/{sub.pk}/edit/", fill(page, label_th="อ่านคล่อง"))
        sub.refresh_from_db()
        assert (sub.label_th, sub.parent) == ("อ่านคล่อง", theme)

    @pytest.mark.parametrize("number", [1, 3])
    def test_asks_the_database_the_same_number_of_times(
        self, coordinator, number, django_assert_num_queries
    ):
        for _ in range(number):
            builders.build_theme("learner", parent=builders.build_theme("learner"))
        with django_assert_num_queries(4):
            coordinator.get("/reflections/themes/")
