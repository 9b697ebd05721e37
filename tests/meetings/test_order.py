"""Every meeting has its place in the order: by its date, or where somebody put it."""

from datetime import date
from decimal import Decimal

import pytest

from meetings.models import Meeting
from tests.builders import build_meeting

pytestmark = pytest.mark.django_db


def order():
    """The titles in the list, the earliest first."""
    return [meeting.title_th for meeting in Meeting.objects.order_by("sequence", "pk")]


def on(day, title, precision="day"):
    return build_meeting(title, held_on=date.fromisoformat(day), precision=precision)


class TestWhereANewOneStands:
    def test_dates_set_the_order_whatever_was_written_first(self):
        on("2016-12-09", "ธันวาคม")
        on("2016-11-30", "เวที")
        on("2016-12-01", "ถัดมา")
        assert order() == ["เวที", "ถัดมา", "ธันวาคม"]

    def test_two_of_one_day_stand_as_they_were_written(self):
        for title in "กขค":
            on("2016-11-30", title)
        assert order() == ["ก", "ข", "ค"]

    def test_one_without_a_date_comes_last(self):
        on("2016-11-30", "เวที")
        build_meeting("ไม่ทราบวันที่")
        build_meeting("ไม่ทราบอีกครั้ง")
        assert order() == ["เวที", "ไม่ทราบวันที่", "ไม่ทราบอีกครั้ง"]

    def test_a_month_or_a_year_begins_with_its_first_day(self):
        on("2016-11-01", "วันแรกของเดือน")
        on("2016-11-01", "ทั้งเดือน", "month")
        on("2016-10-31", "วันก่อน")
        on("2016-01-01", "ทั้งปี", "year")
        assert order() == ["ทั้งปี", "วันก่อน", "ทั้งเดือน", "วันแรกของเดือน"]

    def test_a_year_comes_before_a_month_and_that_before_a_day(self):
        on("2016-01-01", "วัน")
        on("2016-01-01", "เดือน", "month")
        on("2016-01-01", "ปี", "year")
        on("2016-01-01", "ปีสอง", "year")
        assert order() == ["ปี", "ปีสอง", "เดือน", "วัน"]

    def test_a_changed_date_sets_the_place_anew(self):
        first = on("2016-11-30", "เวที")
        on("2016-12-09", "ธันวาคม")
        first.held_on = date(2017, 1, 5)
        first.save()
        assert order() == ["ธันวาคม", "เวที"]

    def test_a_date_taken_away_leaves_it_where_it_was(self):
        first = on("2016-11-30", "เวที")
        on("2016-12-09", "ธันวาคม")
        first.held_on, first.precision = None, "unknown"
        first.save()
        assert order() == ["เวที", "ธันวาคม"]

    def test_a_hundred_of_one_day_find_their_places(self):
        titles = [f"{number:03}" for number in range(100)]
        for title in titles:
            on("2016-11-30", title)
        assert order() == titles
        places = set(Meeting.objects.values_list("sequence", flat=True))
        assert len(places) == 100
        day = date(2016, 11, 30).toordinal()
        assert all(day < place < day + 1 for place in places)


class TestMovedByHand:
    def test_one_without_a_date_goes_anywhere(self):
        first, second = on("2016-11-30", "เวที"), on("2016-12-09", "ธันวาคม")
        free = build_meeting("ไม่ทราบวันที่")
        assert free.move_before(second)
        assert order() == ["เวที", "ไม่ทราบวันที่", "ธันวาคม"]
        assert free.move_before(first)
        assert order() == ["ไม่ทราบวันที่", "เวที", "ธันวาคม"]
        assert free.move_after(second)
        assert order() == ["เวที", "ธันวาคม", "ไม่ทราบวันที่"]

    def test_dates_are_never_contradicted(self):
        first, second = on("2016-11-30", "เวที"), on("2016-12-09", "ธันวาคม")
        assert not second.move_before(first)
        assert not first.move_after(second)
        assert order() == ["เวที", "ธันวาคม"]

    def test_a_dated_one_stays_in_its_day_and_lets_the_undated_pass(self):
        on("2016-11-30", "เวที")
        free = build_meeting("ไม่ทราบวันที่")
        dated = on("2016-12-09", "ธันวาคม")
        place = dated.sequence
        assert dated.move_before(free)
        dated.refresh_from_db()
        assert dated.sequence == place
        assert order() == ["เวที", "ธันวาคม", "ไม่ทราบวันที่"]

    def test_a_month_moves_within_its_month_only(self):
        before = on("2016-10-15", "ตุลาคม")
        month = on("2016-11-01", "ทั้งเดือน", "month")
        day = on("2016-11-30", "เวที")
        after = on("2016-12-09", "ธันวาคม")
        assert month.move_after(day)
        assert order() == ["ตุลาคม", "เวที", "ทั้งเดือน", "ธันวาคม"]
        assert not month.move_after(after)
        assert not month.move_before(before)

    def test_two_of_one_day_can_change_places(self):
        first, second = on("2016-11-30", "เช้า"), on("2016-11-30", "บ่าย")
        assert second.move_before(first)
        assert order() == ["บ่าย", "เช้า"]

    def test_one_beside_itself_does_not_move(self):
        only = build_meeting("เดียว")
        assert not only.move_before(only)

    def test_ties_of_imported_places_are_parted(self):
        made = [build_meeting(title) for title in "กขค"]
        Meeting.objects.update(sequence=Decimal(7))
        made = list(Meeting.objects.order_by("pk"))
        assert made[2].move_after(made[0])
        assert order() == ["ก", "ค", "ข"]

    def test_a_hundred_moves_into_one_gap_keep_their_order(self):
        first, last = on("2016-11-30", "แรก"), on("2016-11-30", "สุดท้าย")
        for number in range(100):
            last.refresh_from_db()
            assert build_meeting(f"{number:03}").move_before(last)
        assert order() == ["แรก", *[f"{number:03}" for number in range(100)], "สุดท้าย"]
        first.refresh_from_db()
        last.refresh_from_db()
        assert first.sequence in first.span
        assert last.sequence in last.span

    def test_a_hundred_moves_before_the_first_keep_their_order(self):
        first = build_meeting("แรก")
        for number in range(100):
            assert build_meeting(f"{number:03}").move_before(first)
            first = Meeting.objects.order_by("sequence", "pk").first()
        assert order() == [*[f"{number:03}" for number in reversed(range(100))], "แรก"]

    def test_making_space_is_not_told_as_a_change(self):
        first, last = on("2016-11-30", "แรก"), on("2016-11-30", "สุดท้าย")
        told = first.events.count(), last.events.count()
        for _number in range(30):
            last.refresh_from_db()
            build_meeting().move_before(last)
        assert (first.events.count(), last.events.count()) == told
