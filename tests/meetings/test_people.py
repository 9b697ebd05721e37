"""Writing down who came: rows, many at once, people that are known; nothing typed is lost."""

import pytest
from django.urls import reverse

from meetings.models import Attendance
from meetings.models.attendance import Somebody
from partners.models import Role
from tests import builders
from tests.form_reader import fields_of, fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return builders.build_meeting(host=builders.build_organisation("องค์กรเจ้าภาพ"))


@pytest.fixture
def page(meeting):
    return reverse("meetings:people", args=[meeting.pk])


def send(client, page, **typed):
    return client.post(page, fill(client.get(page), save="1", **typed))


def written_down(meeting):
    return [(a.name, a.position, a.organisation_name) for a in meeting.attendances.all()]


class TestManyAtOnce:
    def test_one_a_line_by_commas_or_tabs(self, coordinator, meeting, page):
        lines = "นายหนึ่ง ใจดี, ครู ชำนาญการ, โรงเรียน ก, นามน\n\nนางสอง\tผอ.\tโรงเรียน ข\nสาม,,\n"
        assert send(coordinator, page, lines=lines).url == meeting.get_absolute_url()
        assert set(written_down(meeting)) == {
            ("นายหนึ่ง ใจดี", "ครู ชำนาญการ", "โรงเรียน ก, นามน"),
            ("นางสอง", "ผอ.", "โรงเรียน ข"),
            ("สาม", "", ""),
        }

    def test_a_known_organisation_counts_as_having_come(self, coordinator, meeting, page):
        school = builders.build_school("โรงเรียนบ้านมา")
        builders.build_organisation("ชื่อซ้ำ")
        builders.build_organisation("ชื่อซ้ำ")
        send(coordinator, page, lines="ก, ครู, โรงเรียนบ้านมา\nข, ครู, ชื่อซ้ำ\nค, ครู, ไม่รู้จัก")
        assert list(meeting.organisations.all()) == [school]
        found = {a.name: a.organisation for a in meeting.attendances.all()}
        assert found == {"ก": school, "ข": None, "ค": None}

    def test_they_stand_in_thai_order_without_titles(self, coordinator, meeting, page):
        send(coordinator, page, lines="นางไก่\nนายเก่า\nน.ส.ก้า\nดร.กา")
        names = [name for name, _position, _organisation in written_down(meeting)]
        assert names == ["ดร.กา", "น.ส.ก้า", "นายเก่า", "นางไก่"]

    def test_a_line_that_does_not_fit_is_named_and_kept(self, coordinator, meeting, page):
        lines = f"นายหนึ่ง\nนางสอง, {'ก' * 161}"
        response = send(coordinator, page, lines=lines)
        assert "บรรทัดที่ 2 ยาวเกินไป" in response.content.decode()
        assert fields_of(response)["lines"] == [lines]
        assert not meeting.attendances.exists()


class TestRows:
    def test_a_new_row_counts_where_something_is_typed(self, coordinator, meeting, page):
        typed = {"new-1-name": "นายหนึ่ง", "new-1-organisation_name": "องค์กรเจ้าภาพ"}
        send(coordinator, page, **typed)
        assert written_down(meeting) == [("นายหนึ่ง", "", "องค์กรเจ้าภาพ")]
        assert meeting.attendances.get().organisation == meeting.host

    def test_more_rows_keep_all_that_was_typed(self, coordinator, meeting, page):
        builders.build_attendance(meeting, "เดิม")
        person = f"person-{meeting.attendances.get().pk}-name"
        typed = {"new-0-position": "ครู", "lines": "นางสอง", person: "แก้แล้ว"}
        more = coordinator.post(page, fill(coordinator.get(page), more="1", **typed))
        shown = fields_of(more)
        assert {name: shown[name] for name in typed} == {n: [t] for n, t in typed.items()}
        assert "new-7-name" in shown
        assert not more.context["page"].has_errors
        assert written_down(meeting) == [("เดิม", "", "")]

    @pytest.mark.parametrize("rows", ["", "x", "-1", "9" * 40, "999"])
    def test_a_made_up_number_of_rows_is_no_error(self, coordinator, page, rows):
        response = coordinator.post(page, {"rows": rows, "more": "1"})
        assert response.status_code == 200
        assert len(response.context["page"].new_rows) <= 100

    def test_a_row_without_a_name_is_told_and_nothing_is_saved(self, coordinator, meeting, page):
        typed = {"new-0-position": "ครู", "lines": "นางสอง"}
        response = send(coordinator, page, **typed)
        assert response.context["page"].new_rows[0].errors.keys() == {"name"}
        assert fields_of(response)["lines"] == ["นางสอง"]
        assert written_down(meeting) == []

    def test_a_row_is_changed(self, coordinator, meeting, page):
        row = builders.build_attendance(meeting, "นายผิด", position="ครู")
        send(coordinator, page, **{f"person-{row.pk}-name": "นายถูก"})
        assert written_down(meeting) == [("นายถูก", "ครู", "")]

    def test_a_row_is_taken_away_and_brought_back(self, coordinator, meeting, page):
        row = builders.build_attendance(meeting, "นายหนึ่ง")
        send(coordinator, page, **{f"person-{row.pk}-remove": "on"})
        assert written_down(meeting) == []
        assert Attendance.everything.get() == row
        data = fill(coordinator.get(page), bring_back=str(row.pk), lines="นางสอง")
        assert coordinator.post(page, data).url == page
        assert written_down(meeting) == [("นางสอง", "", ""), ("นายหนึ่ง", "", "")]

    @pytest.mark.parametrize("number", ["x", "", "9" * 40, "0"])
    def test_bringing_back_nobody_is_no_error(self, coordinator, page, number):
        assert coordinator.post(page, {"bring_back": number}).status_code == 302

    def test_somebody_of_another_meeting_is_not_touched(self, coordinator, page):
        other = builders.build_attendance(builders.build_meeting(), "คนอื่น")
        typed = {f"person-{other.pk}-version": "1", f"person-{other.pk}-name": "แก้"}
        coordinator.post(page, typed)
        coordinator.post(page, {"bring_back": str(other.pk)})
        other.refresh_from_db()
        assert other.name == "คนอื่น"

    def test_markup_is_only_text(self, coordinator, meeting, page):
        send(coordinator, page, **{"new-0-name": "<script>x</script>"})
        page = coordinator.get(meeting.get_absolute_url()).content.decode()
        assert "<script>x" not in page


class TestKnownPeople:
    def test_people_of_the_organisations_that_came_are_offered(self, coordinator, meeting, page):
        near = builders.build_person("ใกล้", Role.MEMBER, meeting.host, position="ครูใหญ่")
        builders.build_person("ไกล", Role.MEMBER)
        gone = builders.build_person("ลาออก", Role.MEMBER, meeting.host)
        gone.memberships.update(ended_on="2020-01-01", started_on="2019-01-01")
        offered = coordinator.get(page).context["page"].suggestions
        assert offered == [(near, "ครูใหญ่", "องค์กรเจ้าภาพ", False)]

    def test_others_are_found_by_name_and_what_was_typed_stays(self, coordinator, meeting, page):
        far = builders.build_person("ไกลโพ้น", Role.MEMBER)
        data = fill(coordinator.get(page), who="ไกล", find="1", lines="นางสอง")
        response = coordinator.post(page, data)
        assert [row[0] for row in response.context["page"].suggestions] == [far]
        assert fields_of(response)["lines"] == ["นางสอง"]
        again = coordinator.post(page, fill(response, known=[str(far.pk)], who="x", find="1"))
        assert [row[0] for row in again.context["page"].suggestions if row[3]] == [far]

    def test_they_are_written_down_as_they_are_today(self, coordinator, meeting, page):
        person = builders.build_person(
            "สมชาย", Role.MEMBER, meeting.host, title="นาย", position="ครู"
        )
        send(coordinator, page, known=[str(person.pk)])
        person.position = "ผู้อำนวยการ"
        person.save()
        [attendance] = meeting.attendances.all()
        assert attendance.person == person
        assert written_down(meeting) == [("นายสมชาย ทดสอบ", "ครู", "องค์กรเจ้าภาพ")]
        assert coordinator.get(page).context["page"].suggestions == []

    def test_nobody_is_written_down_twice(self, coordinator, meeting, page):
        person = builders.build_person("สมชาย", Role.MEMBER, meeting.host)
        data = fill(coordinator.get(page), known=[str(person.pk)], save="1")
        coordinator.post(page, data)
        coordinator.post(page, data)
        assert meeting.attendances.count() == 1

    @pytest.mark.parametrize("known", ["999999", "x", "9" * 40])
    def test_a_made_up_person_is_told(self, coordinator, meeting, page, known):
        response = send(coordinator, page, known=[known])
        assert response.context["page"].many.errors.keys() == {"known"}
        assert response.status_code == 200


class TestTwoPeopleAtOnce:
    @pytest.fixture
    def rows(self, meeting):
        return [builders.build_attendance(meeting, f"คนที่ {letter}") for letter in "กข"]

    def test_different_rows_do_not_stand_in_each_others_way(
        self, coordinator, other_coordinator, meeting, page, rows
    ):
        mine = fill(coordinator.get(page), **{f"person-{rows[0].pk}-name": "ก ของฉัน"})
        send(other_coordinator, page, **{f"person-{rows[1].pk}-name": "ข ของเขา"})
        assert coordinator.post(page, mine).status_code == 302
        assert {name for name, *_rest in written_down(meeting)} == {"ก ของฉัน", "ข ของเขา"}

    def test_one_row_shows_both_texts(self, coordinator, other_coordinator, meeting, page, rows):
        name = f"person-{rows[0].pk}-name"
        mine = fill(coordinator.get(page), **{name: "ของฉัน", "lines": "นางสอง"})
        send(other_coordinator, page, **{name: "ของเขา"})
        response = coordinator.post(page, mine)
        assert "ของเขา" in response.content.decode()
        assert fields_of(response)[name] == ["ของฉัน"]
        assert "นางสอง" not in {row[0] for row in written_down(meeting)}
        coordinator.post(page, fill(response, save="1"))
        assert {row[0] for row in written_down(meeting)} == {"ของฉัน", "คนที่ ข", "นางสอง"}

    def test_a_row_taken_away_meanwhile_is_not_lost_with_what_i_typed(
        self, coordinator, other_coordinator, meeting, page, rows
    ):
        name = f"person-{rows[0].pk}-name"
        mine = fill(coordinator.get(page), **{name: "ของฉัน"})
        send(other_coordinator, page, **{f"person-{rows[0].pk}-remove": "on"})
        response = coordinator.post(page, mine)
        assert response.status_code == 200
        assert fields_of(response)[name] == ["ของฉัน"]
        coordinator.post(page, fill(response, save="1"))
        assert {row[0] for row in written_down(meeting)} == {"ของฉัน", "คนที่ ข"}

    def test_a_row_taken_away_meanwhile_that_i_did_not_touch_stays_away(
        self, coordinator, other_coordinator, meeting, page, rows
    ):
        mine = fill(coordinator.get(page), **{f"person-{rows[1].pk}-name": "ข ของฉัน"})
        send(other_coordinator, page, **{f"person-{rows[0].pk}-remove": "on"})
        assert coordinator.post(page, mine).status_code == 302
        assert {row[0] for row in written_down(meeting)} == {"ข ของฉัน"}


class TestQueries:
    @pytest.mark.parametrize("number", [1, 3])
    def test_as_many_for_one_row_as_for_three(
        self, coordinator, meeting, page, number, django_assert_num_queries
    ):
        for _ in range(number):
            builders.build_person(role=Role.MEMBER, organisation=meeting.host)
            builders.build_attendance(meeting)
            builders.build_attendance(meeting, deleted_at="2020-01-01T00:00Z")
        with django_assert_num_queries(9):
            coordinator.get(page)


def test_somebody_is_the_same_however_it_is_typed(meeting):
    there = [Somebody("นาย  หนึ่ง", organisation_name="โรงเรียน ก")]
    Attendance.objects.write_down(meeting, there)
    again = [Somebody("นาย หนึ่ง", organisation_name="โรงเรียน  ก"), Somebody("นาย หนึ่ง")]
    assert len(Attendance.objects.write_down(meeting, again)) == 1
