"""Writing a meeting down: one form that loses nothing, also without a script."""

from datetime import date

import pytest
from django.urls import reverse

from meetings.models import Attendance, Meeting
from partners.models import Organisation, Role
from tests import builders
from tests.form_reader import fields_of, fill

pytestmark = pytest.mark.django_db

NEW = "/meetings/new/"


def edit(meeting):
    return reverse("meetings:edit", args=[meeting.pk])


def send(client, address, **typed):
    """Open the page, type, save."""
    return client.post(address, fill(client.get(address), save="1", **typed))


def errors(response):
    return dict(response.context["form"].errors)


class TestANewOne:
    def test_kind_and_title_are_enough(self, coordinator):
        response = send(coordinator, NEW, kind="forum", title_th="เวที")
        meeting = Meeting.objects.get()
        assert response.url == meeting.get_absolute_url()
        assert (meeting.kind, meeting.status, meeting.held_on) == ("forum", "held", None)
        assert not meeting.is_published

    def test_the_writers_organisation_is_offered_as_host(self, coordinator):
        send(coordinator, NEW, kind="forum", title_th="เวที")
        own = Organisation.objects.get(memberships__person=coordinator.person)
        meeting = Meeting.objects.get()
        assert meeting.host == own
        assert list(meeting.organisations.all()) == [own]

    def test_all_fields_are_kept(self, coordinator):
        district = builders.build_district()
        partner = builders.build_organisation(is_partner=True)
        typed = {
            "kind": "visit",
            "status": "planned",
            "title_th": "ศึกษาดูงาน",
            "title_en": "Visit",
            "date": "30 พ.ย. 2559",
            "place": "ลำปลายมาศ",
            "district": str(district.pk),
            "host": str(partner.pk),
            "organisations": [str(partner.pk)],
            "about_people": "30",
            "purpose": "เรียนรู้",
            "notes": "หนึ่ง\nสอง",
            "decisions": "ไปอีก",
            "people": "นายหนึ่ง, ครู, ที่ใดที่หนึ่ง\nนางสอง",
        }
        send(coordinator, NEW, **typed)
        meeting = Meeting.objects.get()
        kept = {name: str(getattr(meeting, name)) for name in typed if hasattr(meeting, name)}
        del kept["date"], kept["organisations"], kept["host"], kept["district"]
        assert kept == {name: typed[name] for name in kept}
        assert (meeting.host, meeting.district) == (partner, district)
        assert (meeting.held_on, meeting.precision) == (date(2016, 11, 30), "day")
        assert list(meeting.organisations.all()) == [partner]
        assert [a.name for a in meeting.attendances.all()] == ["นางสอง", "นายหนึ่ง"]

    @pytest.mark.parametrize(
        ("typed", "first", "precision"),
        [
            ("๓๐ พ.ย. ๒๕๕๙", date(2016, 11, 30), "day"),
            ("2016-11-30", date(2016, 11, 30), "day"),
            ("พ.ย. 2559", date(2016, 11, 1), "month"),
            ("2559", date(2016, 1, 1), "year"),
            ("", None, "unknown"),
        ],
    )
    def test_a_date_is_read_as_far_as_it_is_known(self, coordinator, typed, first, precision):
        send(coordinator, NEW, kind="forum", title_th="เวที", date=typed)
        meeting = Meeting.objects.get()
        assert (meeting.held_on, meeting.precision) == (first, precision)

    def test_the_same_page_sent_twice_makes_one_meeting(self, coordinator):
        data = fill(coordinator.get(NEW), kind="forum", title_th="เวที", people="นายหนึ่ง")
        first, second = coordinator.post(NEW, data), coordinator.post(NEW, data)
        assert first.url == second.url
        assert Meeting.objects.count() == Attendance.objects.count() == 1

    def test_a_supervisor_writes_too_a_member_does_not(self, supervisor, member):
        assert send(supervisor, NEW, kind="forum", title_th="เวที").status_code == 302
        assert member.get(NEW).status_code == 403


class TestWhatDoesNotFit:
    """A clear word beside the field, and all that was typed still there."""

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("kind", ""),
            ("kind", "party"),
            ("title_th", ""),
            ("title_th", "\u200b\x07 "),
            ("title_th", "ก" * 301),
            ("title_en", "x" * 301),
            ("date", "31/11/2559"),
            ("date", "เมื่อวาน"),
            ("date", "<script>"),
            ("place", "ก" * 201),
            ("district", "999999"),
            ("host", "999999"),
            ("host", "x"),
            ("organisations", ["999999"]),
            ("organisations", ["x"]),
            ("about_people", "-1"),
            ("about_people", "มาก"),
            ("about_people", "9" * 30),
            ("purpose", "ก" * 4001),
            ("notes", "ก" * 20001),
            ("decisions", "ก" * 10001),
            ("people", ", ครู, โรงเรียน"),
            ("people", "ก" * 241),
            ("people", "\n".join(f"คนที่ {number}" for number in range(501))),
        ],
    )
    def test_it_is_told_beside_its_field(self, coordinator, field, typed):
        data = {"kind": "forum", "title_th": "เวที", "notes": "เขียนไว้นานแล้ว"} | {field: typed}
        response = send(coordinator, NEW, **data)
        assert response.status_code == 200
        assert set(errors(response)) == {field}
        assert not Meeting.objects.exists()
        shown = fields_of(response)
        if field != "notes":
            assert shown["notes"] == ["เขียนไว้นานแล้ว"]
        if field in ("date", "about_people", "people", "purpose"):
            assert shown[field] == [typed]

    def test_the_line_with_the_mistake_is_named(self, coordinator):
        people = "นายหนึ่ง, ครู\n, ครู"
        response = send(coordinator, NEW, kind="forum", title_th="เวที", people=people)
        assert errors(response)["people"] == ["บรรทัดที่ 2 ไม่มีชื่อคน"]

    def test_emoji_and_markup_are_only_text(self, coordinator):
        title = "เวที 🙏 <b>หนา</b> & อื่น"
        send(coordinator, NEW, kind="forum", title_th=title)
        meeting = Meeting.objects.get()
        assert meeting.title_th == title
        page = coordinator.get(meeting.get_absolute_url()).content.decode()
        assert "<b>หนา" not in page


class TestOrganisationsWithoutAScript:
    def test_partners_stand_first_and_others_are_found_by_name(self, coordinator):
        partner = builders.build_organisation("ภาคีหนึ่ง", is_partner=True)
        school = builders.build_school("โรงเรียนบ้านหนองแวง")
        page = coordinator.get(NEW)
        assert f'value="{partner.pk}" id="organisation-{partner.pk}"' in page.content.decode()
        assert "โรงเรียนบ้านหนองแวง" not in page.content.decode()
        data = fill(page, title_th="ยังไม่เลือกประเภท", organisation_query="หนองแวง", find="1")
        found = coordinator.post(NEW, data)
        assert f'id="organisation-{school.pk}"' in found.content.decode()
        assert fields_of(found)["title_th"] == ["ยังไม่เลือกประเภท"]
        assert errors(found) == {}
        assert not Meeting.objects.exists()

    def test_what_was_ticked_stays_through_a_search(self, coordinator):
        first, second = builders.build_school("โรงเรียนหนึ่ง"), builders.build_school("โรงเรียนสอง")
        page = coordinator.post(NEW, fill(coordinator.get(NEW), organisation_query="หนึ่ง", find="1"))
        page = coordinator.post(
            NEW,
            fill(page, organisations=[str(first.pk)], organisation_query="สอง", find="1"),
        )
        assert str(first.pk) in fields_of(page)["organisations"]
        data = fill(page, kind="forum", title_th="เวที", host="")
        data["organisations"] = [*data["organisations"], str(second.pk)]
        coordinator.post(NEW, data | {"save": "1"})
        assert set(Meeting.objects.get().organisations.all()) == {first, second}

    def test_the_enter_key_searches_where_a_name_stands_and_else_saves(self, coordinator):
        builders.build_school("โรงเรียนบ้านหนองแวง")
        typed = {"kind": "forum", "title_th": "เวที", "enter": ""}
        page = coordinator.post(NEW, fill(coordinator.get(NEW), organisation_query="หนอง", **typed))
        assert "โรงเรียนบ้านหนองแวง" in page.content.decode()
        assert not Meeting.objects.exists()
        coordinator.post(NEW, fill(coordinator.get(NEW), **typed))
        assert Meeting.objects.exists()

    def test_nothing_found_is_said(self, coordinator):
        data = fill(coordinator.get(NEW), organisation_query="ไม่มีทางพบ", find="1")
        assert "ไม่พบองค์กรชื่อนี้" in coordinator.post(NEW, data).content.decode()

    def test_a_host_that_is_found_can_be_chosen(self, coordinator):
        school = builders.build_school("โรงเรียนเจ้าภาพ")
        data = fill(coordinator.get(NEW), organisation_query="เจ้าภาพ", find="1")
        page = coordinator.post(NEW, data)
        assert f'<option value="{school.pk}">โรงเรียนเจ้าภาพ</option>' in page.content.decode()

    def test_one_that_has_left_the_directory_stays_with_the_meeting(self, coordinator):
        gone = builders.build_organisation("องค์กรที่ลบไปแล้ว")
        meeting = builders.build_meeting(host=gone)
        meeting.organisations.add(gone)
        Organisation.objects.filter(pk=gone.pk).delete_softly()
        assert send(coordinator, edit(meeting), title_th="ชื่อใหม่").status_code == 302
        meeting.refresh_from_db()
        assert meeting.host == gone
        assert Meeting.organisations.through.objects.filter(organisation=gone).exists()


class TestChanging:
    def test_it_opens_with_what_is_stored(self, coordinator):
        meeting = builders.build_meeting(
            "เวที", held_on=date(2016, 11, 1), precision="month", notes="หนึ่ง\nสอง"
        )
        shown = fields_of(coordinator.get(edit(meeting)))
        assert shown["title_th"] == ["เวที"]
        assert shown["date"] == ["พ.ย. 2559"]
        assert shown["notes"] == ["หนึ่ง\nสอง"]

    def test_saving_without_a_change_changes_nothing(self, coordinator):
        meeting = builders.build_meeting("เวที", held_on=date(2016, 11, 1), precision="month")
        before = Meeting.objects.values().get(pk=meeting.pk)
        send(coordinator, edit(meeting))
        after = Meeting.objects.values().get(pk=meeting.pk)
        changed = {name for name in before if before[name] != after[name]}
        assert changed == {"version", "updated_at"}

    def test_a_date_can_be_taken_away_again(self, coordinator):
        meeting = builders.build_meeting("เวที", held_on=date(2016, 11, 30), precision="day")
        send(coordinator, edit(meeting), date="")
        meeting.refresh_from_db()
        assert (meeting.held_on, meeting.precision) == (None, "unknown")

    def test_people_written_once_are_not_written_twice(self, coordinator):
        meeting = builders.build_meeting()
        builders.build_attendance(meeting, "นายหนึ่ง", organisation_name="โรงเรียน ก")
        send(coordinator, edit(meeting), people="นายหนึ่ง, ครู, โรงเรียน ก\nนายสอง")
        assert [a.name for a in meeting.attendances.all()] == ["นายสอง", "นายหนึ่ง"]

    def test_the_hosts_supervisor_may_another_one_may_not(self, supervisor):
        own = Organisation.objects.get(memberships__person=supervisor.person)
        mine, other = builders.build_meeting(host=own), builders.build_meeting()
        assert supervisor.get(edit(mine)).status_code == 200
        assert supervisor.get(edit(other)).status_code == 403


class TestTwoPeopleAtOnce:
    def test_the_second_sees_both_texts_and_nothing_is_lost(self, coordinator, other_coordinator):
        meeting = builders.build_meeting("เวที", notes="เดิม")
        mine = fill(coordinator.get(edit(meeting)), notes="ของฉัน", date="2559")
        send(other_coordinator, edit(meeting), notes="ของเขา", place="สวน")
        response = coordinator.post(edit(meeting), mine)
        meeting.refresh_from_db()
        assert (meeting.notes, meeting.held_on) == ("ของเขา", None)
        page = response.content.decode()
        assert "ของฉัน" in page
        assert "ของเขา" in page
        assert str(other_coordinator.person) in page
        coordinator.post(edit(meeting), fill(response, **{"keep-notes": "both"}))
        meeting.refresh_from_db()
        assert meeting.notes == "ของเขา\nของฉัน"
        assert meeting.place == "สวน"
        assert meeting.held_on == date(2016, 1, 1)

    def test_two_dates_are_shown_side_by_side(self, coordinator, other_coordinator):
        meeting = builders.build_meeting("เวที", held_on=date(2016, 11, 30), precision="day")
        mine = fill(coordinator.get(edit(meeting)), date="1/12/2559")
        send(other_coordinator, edit(meeting), date="พ.ย. 2559")
        form = coordinator.post(edit(meeting), mine).context["form"]
        [difference] = form.conflict.differences
        assert (difference.mine, difference.theirs) == ("1/12/2559", "พ.ย. 2559")

    def test_a_date_that_only_the_other_changed_is_taken_over(self, coordinator, other_coordinator):
        meeting = builders.build_meeting("เวที", held_on=date(2016, 11, 30), precision="day")
        mine = fill(coordinator.get(edit(meeting)), notes="ของฉัน")
        send(other_coordinator, edit(meeting), date="พ.ย. 2559")
        response = coordinator.post(edit(meeting), mine)
        coordinator.post(edit(meeting), fill(response))
        meeting.refresh_from_db()
        assert (meeting.precision, meeting.notes) == ("month", "ของฉัน")

    def test_looking_something_up_does_not_hide_that_somebody_saved(
        self, coordinator, other_coordinator
    ):
        meeting = builders.build_meeting("เวที", notes="เดิม")
        mine = fill(coordinator.get(edit(meeting)), notes="ของฉัน", find="1")
        send(other_coordinator, edit(meeting), notes="ของเขา")
        page = coordinator.post(edit(meeting), mine)
        response = coordinator.post(edit(meeting), fill(page, save="1"))
        assert response.status_code == 200
        meeting.refresh_from_db()
        assert meeting.notes == "ของเขา"


class TestMoving:
    def move(self, client, meeting, to):
        return client.post(reverse("meetings:move", args=[meeting.pk]), {"to": to})

    def order(self):
        return [meeting.title_th for meeting in Meeting.objects.order_by("sequence")]

    def test_one_place_earlier_or_later(self, coordinator):
        first, second, third = [builders.build_meeting(title) for title in "กขค"]
        self.move(coordinator, third, "earlier")
        assert self.order() == ["ก", "ค", "ข"]
        self.move(coordinator, first, "later")
        assert self.order() == ["ค", "ก", "ข"]

    def test_the_page_offers_only_what_the_dates_leave_open(self, coordinator):
        early = builders.build_meeting("เวที", held_on=date(2016, 11, 30), precision="day")
        late = builders.build_meeting("ถัดมา", held_on=date(2016, 12, 9), precision="day")
        free = builders.build_meeting("ไม่ทราบวัน")
        page = coordinator.get(late.get_absolute_url()).content.decode()
        assert "ย้ายไปหลัง “ไม่ทราบวัน”" in page
        assert "ย้ายไปก่อน" not in page
        assert "ย้ายไปก่อน “ถัดมา”" in coordinator.get(free.get_absolute_url()).content.decode()
        response = self.move(coordinator, early, "later")
        assert "วันที่กำหนดลำดับไว้แล้ว" in coordinator.get(response.url).content.decode()
        assert self.order() == ["เวที", "ถัดมา", "ไม่ทราบวัน"]

    def test_at_the_ends_nothing_happens(self, coordinator):
        only = builders.build_meeting("เดียว")
        assert self.move(coordinator, only, "earlier").status_code == 302
        assert self.move(coordinator, only, "x").status_code == 302

    def test_reading_is_not_moving(self, coordinator):
        meeting = builders.build_meeting()
        assert coordinator.get(reverse("meetings:move", args=[meeting.pk])).status_code == 405


def test_a_coordinator_of_two_organisations_begins_with_one_of_them():
    from tests.conftest import signed_in

    person = builders.build_person(role=Role.COORDINATOR)
    other = builders.build_organisation()
    person.memberships.create(organisation=other, role=Role.COORDINATOR)
    send(signed_in(person), NEW, kind="forum", title_th="เวที")
    assert Meeting.objects.get().host_id in person.organisations_as(Role.COORDINATOR)
