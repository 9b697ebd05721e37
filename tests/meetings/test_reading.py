"""Reading meetings: the list by month, one meeting, and what a visitor may not see."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Attendance, Meeting, Photo
from meetings.models.attendance import Somebody
from meetings.views import reading
from tests import builders

pytestmark = pytest.mark.django_db

LIST = "/meetings/"


def text(response):
    return response.content.decode()


def words(response):
    """The page without its tags, spaces folded; tags inside a line leave no space."""
    inline = re.sub(r"</?(?:span|wbr|strong)[^>]*>", "", text(response))
    return " ".join(re.sub(r"<[^>]+>", " ", inline).split())


def titles(response):
    return [meeting.title_th for meeting in response.context["meetings"]]


def published(title=None, **fields):
    return builders.build_meeting(title, published_at=timezone.now(), **fields)


def on(day, title, precision="day", **fields):
    return published(title, held_on=date.fromisoformat(day), precision=precision, **fields)


@pytest.fixture
def rich_meeting():
    """A published forum with everything a record can hold."""
    host = builders.build_organisation("องค์กรเจ้าภาพ", is_partner=True)
    meeting = on(
        "2016-11-30",
        "เวทีสะท้อนคิด",
        place="สวนดอนธรรม",
        host=host,
        district=builders.build_district("เมืองกาฬสินธุ์"),
        about_people=180,
        purpose="ชวนกันมองภาพเดียวกัน",
        notes="ช่วงเช้าเขียนข้อ 1",
        decisions="ใช้คำถามสามข้อ\nสรุปเป็นภาพรวม",
    )
    meeting.organisations.set([host, builders.build_school("โรงเรียนบ้านมา")])
    Attendance.objects.write_down(
        meeting, [Somebody("นางปลูกไว้ ซ่อนชื่อ", "ครูชำนาญการ", "โรงเรียนบ้านมา")]
    )
    builders.build_photo(meeting, caption="ภาพที่เผยแพร่", may_be_public=True)
    builders.build_photo(meeting, caption="ภาพของสมาชิก")
    return meeting


class TestTheList:
    def test_an_empty_one_says_what_comes(self, visitor, coordinator):
        assert "ยังไม่มีการประชุมที่เผยแพร่" in words(visitor.get(LIST))
        page = coordinator.get(LIST)
        assert "ยังไม่มีการประชุมที่บันทึกไว้" in words(page)
        assert f'href="{reverse("meetings:new")}"' in text(page)

    def test_meetings_stand_under_their_month_the_latest_first(self, visitor):
        on("2016-11-30", "เวที")
        on("2016-12-01", "ทั้งเดือน", "month")
        on("2017-01-01", "ทั้งปี", "year")
        published("ไม่มีวัน")
        page = words(visitor.get(LIST))
        found = [
            "ไม่ทราบวันที่ เวทีสะท้อนคิด ไม่มีวัน",
            "พ.ศ. 2560 พ.ศ. 2560 (ไม่ทราบเดือน) · เวทีสะท้อนคิด ทั้งปี",
            "ธันวาคม 2559 ธันวาคม 2559 (ไม่ทราบวัน) · เวทีสะท้อนคิด ทั้งเดือน",
            "พฤศจิกายน 2559 30 พฤศจิกายน 2559 · เวทีสะท้อนคิด เวที",
        ]
        places = [page.find(words_) for words_ in found]
        assert -1 not in places
        assert places == sorted(places)

    def test_english_readers_find_common_era(self, visitor):
        on("2016-11-30", "เวที", title_en="Forum")
        page = words(visitor.get(LIST, {"lang": "en"}))
        assert "November 2016 30 November 2016 · reflection forum Forum" in page

    def test_one_without_a_date_stands_where_it_was_put(self, visitor):
        early = on("2016-11-30", "เวที")
        late = on("2016-12-09", "ธันวาคม")
        between = published("ไม่มีวัน")
        assert between.move_before(late)
        assert titles(visitor.get(LIST)) == [late.title_th, between.title_th, early.title_th]

    def test_a_visitor_finds_published_ones_only(self, visitor, outsider, member):
        published("เผยแพร่แล้ว")
        builders.build_meeting("ของสมาชิก")
        assert titles(visitor.get(LIST)) == ["เผยแพร่แล้ว"]
        assert titles(outsider.get(LIST)) == ["เผยแพร่แล้ว"]
        assert titles(member.get(LIST)) == ["ของสมาชิก", "เผยแพร่แล้ว"]
        assert "ยังไม่เผยแพร่" in words(member.get(LIST))

    def test_planned_and_cancelled_are_said_in_words(self, visitor):
        published("นัด", status=Meeting.Status.PLANNED)
        published("งด", status=Meeting.Status.CANCELLED)
        page = words(visitor.get(LIST))
        assert "นัด นัดไว้" in page
        assert "งด งดจัด" in page

    def test_deleted_ones_are_not_in_it(self, coordinator):
        builders.build_meeting(deleted_at=timezone.now())
        assert titles(coordinator.get(LIST)) == []

    def test_the_picture_beside_it_is_one_the_reader_may_see(self, visitor, member):
        meeting = published()
        hidden = builders.build_photo(meeting, order=1)
        shown = builders.build_photo(meeting, order=2, may_be_public=True)
        assert shown.small_url in text(visitor.get(LIST))
        assert hidden.small_url not in text(visitor.get(LIST))
        assert hidden.small_url in text(member.get(LIST))


class TestFilters:
    @pytest.fixture(autouse=True)
    def some_meetings(self):
        self.host = builders.build_organisation("สมาคมเจ้าภาพ", is_partner=True)
        on("2016-11-30", "เวทีสวนดอนธรรม", host=self.host)
        on("2017-03-01", "ศึกษาดูงาน ลำปลายมาศ", "month", kind=Meeting.Kind.VISIT)
        came = published("ไม่ทราบวัน", kind=Meeting.Kind.SMALL_GROUP)
        came.organisations.add(self.host)

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"kind": "visit"}, ["ศึกษาดูงาน ลำปลายมาศ"]),
            ({"year": "2016"}, ["เวทีสวนดอนธรรม"]),
            ({"year": "unknown"}, ["ไม่ทราบวัน"]),
            ({"q": "ดอนธรรม"}, ["เวทีสวนดอนธรรม"]),
            ({"q": "สวน ดอน"}, ["เวทีสวนดอนธรรม"]),
            ({"q": "ดูงานลำปลายมาศ"}, ["ศึกษาดูงาน ลำปลายมาศ"]),
            ({"q": "ร"}, ["ไม่ทราบวัน", "เวทีสวนดอนธรรม"]),
            ({"q": "%"}, []),
            ({"kind": "visit", "year": "2016"}, []),
            ({"kind": "no-such-kind", "year": "9999", "organisation": "x"}, None),
            ({"q": "x" * 200}, None),
            ({"q": "\x00"}, None),
        ],
    )
    def test_each_narrows_the_list_and_nonsense_does_not(self, visitor, query, found):
        everything = ["ไม่ทราบวัน", "ศึกษาดูงาน ลำปลายมาศ", "เวทีสวนดอนธรรม"]
        assert titles(visitor.get(LIST, query)) == (everything if found is None else found)

    def test_an_organisation_finds_what_it_hosted_and_came_to(self, visitor):
        page = visitor.get(LIST, {"organisation": self.host.slug})
        assert titles(page) == ["ไม่ทราบวัน", "เวทีสวนดอนธรรม"]
        assert "กรองอยู่: สมาคมเจ้าภาพ" in words(page)

    def test_nothing_found_leads_back(self, visitor):
        page = words(visitor.get(LIST, {"q": "ไม่มีทางพบ"}))
        assert "ไม่พบข้อมูลตามที่กรอง" in page
        assert "ล้างตัวกรอง" in page

    def test_years_are_offered_in_the_readers_era(self, visitor):
        assert '<option value="2016">พ.ศ. 2559</option>' in text(visitor.get(LIST))
        assert '<option value="2016">2016</option>' in text(visitor.get(LIST, {"lang": "en"}))


class TestPages:
    def test_one_leads_to_the_next_under_the_same_filters(self, visitor, monkeypatch):
        monkeypatch.setattr(reading, "ON_A_PAGE", 2)
        for number in range(5):
            published(f"ครั้งที่ {number}")
        published("อื่น", kind=Meeting.Kind.OTHER)
        seen, address = [], f"{LIST}?kind=forum"
        while address:
            page = visitor.get(address)
            seen += titles(page)
            address = LIST + page.context["next_url"] if page.context["next_url"] else ""
        assert seen == [f"ครั้งที่ {number}" for number in reversed(range(5))]
        assert page.context["first_url"] == "?kind=forum"

    @pytest.mark.parametrize("after", ["x", "1", "1_", "1_x", "9" * 30 + "_1", "-5_0"])
    def test_a_made_up_page_is_no_error(self, visitor, after):
        published()
        assert visitor.get(LIST, {"after": after}).status_code == 200


class TestOneMeeting:
    def test_it_tells_all_that_is_known(self, member, rich_meeting):
        page = words(member.get(rich_meeting.get_absolute_url()))
        for part in [
            "เวทีสะท้อนคิด",
            "วันพุธที่ 30 พฤศจิกายน 2559",
            "สวนดอนธรรม",
            "อ.เมืองกาฬสินธุ์",
            "องค์กรเจ้าภาพ",
            "2 องค์กร",
            "ประมาณ 180 คน",
            "ชวนกันมองภาพเดียวกัน",
            "ช่วงเช้าเขียนข้อ 1",
            "มติที่ประชุม ใช้คำถามสามข้อ สรุปเป็นภาพรวม",
            "ภาพของสมาชิก",
            "โรงเรียนบ้านมา นางปลูกไว้ ซ่อนชื่อ ครูชำนาญการ",
        ]:
            assert part in page

    def test_in_english_thai_words_are_marked(self, member, rich_meeting):
        page = text(member.get(rich_meeting.get_absolute_url(), {"lang": "en"}))
        assert "Wednesday 30\u00a0November\u00a02016" in page
        assert '<span lang="th">ชวนกันมองภาพเดียวกัน</span>' in page
        assert 'alt="ภาพที่เผยแพร่" lang="th"' in page

    def test_a_photo_reserves_its_place_and_loads_late(self, member, rich_meeting):
        photo = Photo.objects.first()
        page = text(member.get(rich_meeting.get_absolute_url()))
        size = 'width="60" height="40" loading="lazy"'
        assert f'<img src="{photo.small_url}" alt="ภาพที่เผยแพร่" {size}>' in page

    def test_one_with_nothing_but_a_title_says_so(self, visitor):
        page = words(visitor.get(published("ประชุมกลุ่มย่อย").get_absolute_url()))
        assert "ไม่ทราบวันที่" in page
        assert "ยังไม่ได้บันทึกรายละเอียดของครั้งนี้" in page

    def test_script_is_shown_as_text(self, member):
        meeting = published("<script>x</script>", notes="<img src=x onerror=y>")
        page = text(member.get(meeting.get_absolute_url()))
        assert "<script>x" not in page
        assert "<img src=x" not in page

    def test_it_leads_to_those_before_and_after_that_the_reader_may_see(self, visitor, member):
        first, hidden = published("ก่อน"), builders.build_meeting("ลับ")
        last = published("หลัง")
        assert visitor.get(last.get_absolute_url()).context["earlier"] == first
        assert member.get(last.get_absolute_url()).context["earlier"] == hidden
        assert visitor.get(first.get_absolute_url()).context["later"] == last


class TestWhatVisitorsDoNotSee:
    @pytest.mark.parametrize("role", ["visitor", "outsider"])
    def test_no_page_tells_the_name_of_somebody_who_came(self, role, request, rich_meeting):
        client = request.getfixturevalue(role)
        for address in [LIST, rich_meeting.get_absolute_url()]:
            for language in ["th", "en"]:
                page = text(client.get(address, {"lang": language}))
                assert "ซ่อนชื่อ" not in page
                assert "ครูชำนาญการ" not in page

    def test_they_read_how_many_and_from_where(self, visitor, rich_meeting):
        page = words(visitor.get(rich_meeting.get_absolute_url()))
        assert "2 องค์กร มีรายชื่อ 1 คน ประมาณ 180 คน" in page
        assert "โรงเรียนบ้านมา" in page
        assert "รายชื่อเห็นได้เฉพาะสมาชิกภาคี" in page

    def test_only_public_photos(self, visitor, rich_meeting):
        page = words(visitor.get(rich_meeting.get_absolute_url()))
        assert "ภาพของสมาชิก" not in page
        assert list(visitor.get(rich_meeting.get_absolute_url()).context["photos"]) == list(
            Photo.objects.filter(caption="ภาพที่เผยแพร่")
        )

    def test_an_unpublished_meeting_asks_to_sign_in_as_one_that_is_not_there(self, visitor):
        hidden = builders.build_meeting("ลับ").get_absolute_url()
        assert visitor.get(hidden).url == f"/accounts/login/?next={hidden}"
        assert visitor.get("/meetings/999999/").url == "/accounts/login/?next=/meetings/999999/"


class TestQueries:
    """As many for one row as for three."""

    def make(self, number, person=None):
        for _ in range(number):
            meeting = on(
                "2016-11-30",
                None,
                host=builders.build_organisation(is_partner=True),
                district=builders.build_district(),
            )
            for _ in range(number):
                school = builders.build_school()
                meeting.organisations.add(school)
                builders.build_attendance(meeting, organisation_name=school.name_th)
                builders.build_photo(meeting, may_be_public=True)
        return meeting

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_for_a_visitor(self, visitor, number, django_assert_num_queries):
        self.make(number)
        with django_assert_num_queries(4):
            visitor.get(LIST)

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_for_a_coordinator(self, coordinator, number, django_assert_num_queries):
        self.make(number)
        with django_assert_num_queries(7):
            coordinator.get(LIST)

    @pytest.mark.parametrize("number", [1, 3])
    def test_a_meeting_for_a_visitor(self, visitor, number, django_assert_num_queries):
        meeting = self.make(number)
        with django_assert_num_queries(6):
            visitor.get(meeting.get_absolute_url())

    @pytest.mark.parametrize("number", [1, 3])
    def test_a_meeting_for_a_coordinator(self, coordinator, number, django_assert_num_queries):
        meeting = self.make(number)
        with django_assert_num_queries(10):
            coordinator.get(meeting.get_absolute_url())
