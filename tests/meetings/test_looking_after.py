"""Looking after a meeting: publishing, deleting and bringing back, and who changed what."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting
from partners.models import Membership, Organisation, Role
from tests import builders
from tests.form_reader import fill

pytestmark = pytest.mark.django_db


def address(name, meeting):
    return reverse(f"meetings:{name}", args=[meeting.pk])


def words(response):
    inline = re.sub(r"</?(?:span|wbr|strong)[^>]*>", "", response.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", inline).split())


def own(client):
    return Organisation.objects.get(memberships__person=client.person)


@pytest.fixture
def meeting(coordinator):
    """An unpublished meeting that the coordinator's organisation hosted."""
    return builders.build_meeting("เวที", host=own(coordinator), notes="ช่วงเช้า")


class TestPublishing:
    def test_nothing_is_public_until_somebody_says_so(self, coordinator, visitor, meeting):
        assert visitor.get(meeting.get_absolute_url()).status_code == 302
        assert coordinator.get(address("publish", meeting)).status_code == 200
        assert visitor.get(meeting.get_absolute_url()).status_code == 302
        coordinator.post(address("publish", meeting))
        assert visitor.get(meeting.get_absolute_url()).status_code == 200
        meeting.refresh_from_db()
        assert meeting.published_by == coordinator.person

    def test_the_page_shows_first_what_visitors_will_see(self, coordinator, meeting):
        builders.build_attendance(meeting, "นางปลูกไว้ ซ่อนชื่อ")
        builders.build_photo(meeting, caption="ภาพที่เผยแพร่", may_be_public=True)
        builders.build_photo(meeting, caption="ภาพของสมาชิก")
        page = words(coordinator.get(address("publish", meeting)))
        assert "ทุกคนบนอินเทอร์เน็ตจะอ่านสิ่งที่อยู่ด้านล่างได้" in page
        assert "รายชื่อผู้มา 1 คนไม่เผยแพร่" in page
        assert "เผยแพร่ 1 ภาพ ที่ระบุไว้ว่าคนในภาพและผู้ปกครองของนักเรียนในภาพยินยอมแล้ว" in page
        assert "อีก 1 ภาพเห็นได้เฉพาะสมาชิกภาคี" in page
        assert "ช่วงเช้า" in page
        assert "ภาพที่เผยแพร่" in page
        assert "ภาพของสมาชิก" not in page
        assert "ซ่อนชื่อ" not in page

    def test_it_is_taken_back_at_any_time(self, coordinator, visitor, member, meeting):
        coordinator.post(address("publish", meeting))
        coordinator.post(address("unpublish", meeting))
        assert visitor.get(meeting.get_absolute_url()).status_code == 302
        assert member.get(meeting.get_absolute_url()).status_code == 200

    def test_only_the_hosts_people_may(self, other_coordinator, member, administrator, meeting):
        for client in (other_coordinator, member):
            assert client.post(address("publish", meeting)).status_code == 403
        assert administrator.post(address("publish", meeting)).status_code == 302

    def test_without_a_host_those_may_who_came(self, coordinator, other_coordinator):
        meeting = builders.build_meeting()
        meeting.organisations.add(own(coordinator))
        assert other_coordinator.get(address("publish", meeting)).status_code == 403
        assert coordinator.get(address("publish", meeting)).status_code == 200

    def test_where_no_organisation_is_named_any_coordinator_may(
        self, coordinator, supervisor, member, visitor
    ):
        meeting = builders.build_meeting()
        for client in (supervisor, member):
            assert client.post(address("publish", meeting)).status_code == 403
        told = words(supervisor.get(address("publish", meeting)))
        assert "หน้านี้เปิดเฉพาะผู้ประสานงาน" in told
        assert "ขององค์กรที่เกี่ยวข้อง" not in told
        assert coordinator.post(address("publish", meeting)).status_code == 302
        assert visitor.get(meeting.get_absolute_url()).status_code == 200
        assert supervisor.post(address("unpublish", meeting)).status_code == 403
        assert coordinator.post(address("unpublish", meeting)).status_code == 302

    def test_its_page_says_who_may(self, coordinator):
        hosted = builders.build_meeting(host=builders.build_organisation("เจ้าภาพตัวอย่าง"))
        attended, nobodys = builders.build_meeting(), builders.build_meeting()
        attended.organisations.add(builders.build_organisation())
        for meeting, who in [
            (hosted, "เจ้าหน้าที่ของเจ้าภาพตัวอย่าง ซึ่งเป็นเจ้าภาพ"),
            (attended, "เจ้าหน้าที่ขององค์กรที่มา"),
            (nobodys, "ผู้ประสานงานทุกคนจึงเผยแพร่ได้"),
        ]:
            assert who in words(coordinator.get(meeting.get_absolute_url()))

    def test_somebody_whose_role_has_ended_may_not(self, coordinator, meeting):
        Membership.objects.update(ended_on=timezone.localdate() - timezone.timedelta(days=1))
        assert coordinator.post(address("publish", meeting)).status_code == 404

    def test_an_editor_is_told_that_it_is_public(self, coordinator, meeting):
        meeting.publish(coordinator.person)
        page = words(coordinator.get(address("edit", meeting)))
        assert "เมื่อบันทึก ทุกคนเห็นทันที" in page

    def test_publishing_does_not_stand_in_an_editors_way(self, coordinator, meeting):
        data = fill(coordinator.get(address("edit", meeting)), notes="แก้แล้ว")
        meeting.publish(coordinator.person)
        assert coordinator.post(address("edit", meeting), data).status_code == 302
        meeting.refresh_from_db()
        assert (meeting.notes, meeting.is_published) == ("แก้แล้ว", True)


class TestDeleting:
    def test_it_asks_first(self, coordinator, meeting):
        assert "ลบการประชุมนี้?" in words(coordinator.get(address("delete", meeting)))
        assert Meeting.objects.filter(pk=meeting.pk).exists()

    def test_it_is_gone_for_all_and_can_be_brought_back(self, coordinator, member, meeting):
        builders.build_attendance(meeting, "นายหนึ่ง")
        coordinator.post(address("delete", meeting))
        assert member.get(meeting.get_absolute_url()).status_code == 404
        assert coordinator.get(address("edit", meeting)).status_code == 404
        page = coordinator.get(reverse("meetings:deleted"))
        assert "เวที" in words(page)
        coordinator.post(address("bring_back", meeting))
        assert "นายหนึ่ง" in words(member.get(meeting.get_absolute_url()))
        assert "เวที" not in words(coordinator.get(reverse("meetings:deleted")))

    def test_what_is_published_only_by_those_who_may_publish(
        self, coordinator, other_coordinator, meeting
    ):
        meeting.publish(coordinator.person)
        assert other_coordinator.post(address("delete", meeting)).status_code == 403
        assert coordinator.post(address("delete", meeting)).status_code == 302

    def test_a_form_that_was_open_meanwhile_saves_nothing(self, coordinator, meeting):
        data = fill(coordinator.get(address("edit", meeting)), notes="แก้แล้ว")
        coordinator.post(address("delete", meeting))
        assert coordinator.post(address("edit", meeting), data).status_code == 404
        assert Meeting.everything.get(pk=meeting.pk).notes == "ช่วงเช้า"

    def test_bringing_back_what_was_not_deleted_changes_nothing(self, coordinator, meeting):
        coordinator.post(address("bring_back", meeting))
        meeting.refresh_from_db()
        assert meeting.version == 1


@pytest.mark.django_db(transaction=True)
class TestHistory:
    """In transactions of their own, as requests are."""

    def test_it_tells_who_did_what(self, coordinator, other_coordinator):
        new = reverse("meetings:new")
        data = {"kind": "forum", "title_th": "เวที", "date": "พ.ย. 2559", "people": "นายหนึ่ง"}
        coordinator.post(new, fill(coordinator.get(new), **data))
        meeting = Meeting.objects.get()
        edit = address("edit", meeting)
        typed = {"date": "30/11/2559", "notes": "ช่วงเช้า", "status": "planned", "host": ""}
        other_coordinator.post(edit, fill(other_coordinator.get(edit), organisations=[], **typed))
        row = f"person-{meeting.attendances.get().pk}"
        people = address("people", meeting)
        coordinator.post(people, fill(coordinator.get(people), **{f"{row}-remove": "on"}))
        page = words(coordinator.get(address("history", meeting)))
        organisation = own(coordinator).name_th
        told = [
            f"{coordinator.person} ลบ นายหนึ่ง",
            f"{other_coordinator.person} สถานะ จัดแล้ว นัดไว้",
            "วันที่ พ.ย. 2559 30 พ.ย. 2559",
            f"เจ้าภาพ {organisation}",
            "บันทึก ช่วงเช้า",
            f"นำออกแล้ว {organisation}",
            f"{coordinator.person} บันทึกครั้งแรก",
            "เพิ่มในรายชื่อผู้มา นายหนึ่ง",
            f"เพิ่มในองค์กรที่มา {organisation}",
        ]
        places = [page.find(part) for part in told]
        assert -1 not in places, told[places.index(-1)]
        assert places[0] < places[1] < places[6]

    def test_moving_and_publishing_are_told(self, coordinator):
        meeting = builders.build_meeting(host=own(coordinator))
        builders.build_meeting()
        coordinator.post(address("move", meeting), {"to": "later"})
        coordinator.post(address("publish", meeting))
        page = words(coordinator.get(address("history", meeting)))
        assert f"{coordinator.person} ย้ายลำดับ" in page
        assert f"{coordinator.person} เผยแพร่แล้ว" in page

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_number_of_queries_does_not_grow(
        self, coordinator, number, django_assert_num_queries
    ):
        host = own(coordinator)
        meeting = builders.build_meeting(host=host, held_on=date(2016, 11, 30), precision="day")
        for notes in range(number):
            builders.build_attendance(meeting)
            builders.build_photo(meeting)
            meeting.organisations.add(builders.build_school())
            meeting.notes = str(notes)
            meeting.save()
        with django_assert_num_queries(11):
            coordinator.get(address("history", meeting))


def test_only_those_who_may_edit_read_the_history(member, meeting):
    assert member.get(address("history", meeting)).status_code == 403


def test_a_director_may_read_but_not_edit(director, meeting):
    assert director.get(meeting.get_absolute_url()).status_code == 200
    assert Role.DIRECTOR in director.person.roles
    assert director.get(address("edit", meeting)).status_code == 403
