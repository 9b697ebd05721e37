"""An organisation's page, and how it is added, changed, deleted and brought back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partners.addresses import make_address
from partners.models import Membership, Organisation, Role
from reflections.models import Round
from tests import bad_input, builders

pytestmark = pytest.mark.django_db
NEW = reverse("partners:new")


def url(name, organisation):
    return reverse(f"partners:{name}", args=[organisation.slug])


def typed(client, address, **changes):
    """What a browser posts from the form at `address`, with `changes` typed."""
    form = client.get(address).context["form"]
    data = {}
    for field in form:
        value = field.field.prepare_value(field.value())
        if value not in (None, False):
            data[field.html_name] = "on" if value is True else value
    return data | changes


def save(client, address, **changes):
    return client.post(address, typed(client, address, **changes))


class TestThePage:
    @pytest.fixture
    def association(self):
        return builders.build_organisation(
            "สมาคมศึกษานิเทศก์",
            name_en="Association of Supervisors",
            contribution="พี่เลี้ยงและวิทยากร",
            website="https://supervisors.example.org/",
            email="office@supervisors.example",
            phone="043999888",
            former_names="ชมรมศึกษานิเทศก์",
            district=builders.build_district("นามน", name_en="Na Mon"),
            is_partner=True,
            joined_on=date(2016, 11, 30),
        )

    def test_tells_everybody_what_is_public(self, visitor, association):
        page = visitor.get(association.get_absolute_url()).content.decode()
        for text in [
            "สมาคม", "พี่เลี้ยงและวิทยากร", "supervisors.example.org", "ชมรมศึกษานิเทศก์",
            "อ.นามน", "30\u00a0พฤศจิกายน\u00a02559",
        ]:  # fmt: skip
            assert text in page

    def test_speaks_english_and_marks_what_is_thai(self, visitor, association):
        page = visitor.get(association.get_absolute_url(), {"lang": "en"}).content.decode()
        assert "Association of Supervisors" in page
        assert "Na Mon district" in page
        assert "30\u00a0November\u00a02016" in page
        assert '<span lang="th">พี่เลี้ยงและวิทยากร</span>' in page

    @pytest.mark.parametrize("role", ["visitor", "outsider"])
    def test_keeps_contact_and_people_for_members(self, request, role, association):
        builders.build_person("วันดี", Role.MEMBER, association)
        client = request.getfixturevalue(role)
        page = client.get(association.get_absolute_url()).content.decode()
        for secret in ["office@supervisors.example", "043999888", "วันดี"]:
            assert secret not in page

    @pytest.mark.parametrize("role", ["member", "director", "coordinator", "administrator"])
    def test_shows_members_contact_and_people(self, request, role, association):
        builders.build_person("วันดี", Role.MEMBER, association)
        client = request.getfixturevalue(role)
        page = client.get(association.get_absolute_url()).content.decode()
        for text in ["office@supervisors.example", "043999888", "วันดี"]:
            assert text in page

    def test_shows_only_people_of_today(self, member, association):
        past = builders.build_person("เคยอยู่", Role.MEMBER, association)
        yesterday = timezone.localdate() - timedelta(days=1)
        Membership.objects.filter(person=past).update(ended_on=yesterday)
        assert "เคยอยู่" not in member.get(association.get_absolute_url()).content.decode()

    def test_shows_the_meetings_that_it_hosted_or_came_to(self, visitor, member, association):
        hosted = builders.build_meeting("ประชุมที่เป็นเจ้าภาพ", host=association)
        came = builders.build_meeting("ประชุมที่เข้าร่วม", published_at=timezone.now())
        came.organisations.add(association)
        builders.build_meeting("ประชุมของคนอื่น", published_at=timezone.now())
        public = visitor.get(association.get_absolute_url())
        assert [m.title for m in public.context["meetings"]] == [came.title]
        inside = member.get(association.get_absolute_url())
        assert {m.title for m in inside.context["meetings"]} == {came.title, hosted.title}
        assert "เจ้าภาพ" in inside.content.decode()

    def test_shows_the_rounds_to_whom_looks_after_the_school_only(
        self, director, other_director, member, visitor, coordinator
    ):
        builders.invite(builders.build_round(title_th="รอบลับ"), director.school)
        address = director.school.get_absolute_url()
        for client in [director, coordinator]:
            assert "รอบลับ" in client.get(address).content.decode()
        for client in [other_director, member, visitor]:
            assert "รอบลับ" not in client.get(address).content.decode()

    def test_a_round_in_preparation_is_shown_to_those_who_prepare_it_only(
        self, director, coordinator
    ):
        draft = builders.build_round(Round.Status.DRAFT, title_th="รอบร่าง")
        over = builders.build_round(title_th="รอบหมดเวลา", closes_at=timezone.now())
        for round in (draft, over):
            builders.invite(round, director.school)
        address = director.school.get_absolute_url()
        assert "รอบร่าง" in coordinator.get(address).content.decode()
        seen = director.get(address).content.decode()
        assert "รอบร่าง" not in seen
        assert "รอบหมดเวลา" in seen and "ปิดรับแล้ว" in seen

    def test_an_unknown_address_is_not_found(self, visitor):
        assert visitor.get("/partners/no-such-organisation/").status_code == 404

    def test_a_deleted_one_is_not_found(self, visitor, coordinator, association):
        Organisation.objects.all().delete_softly()
        assert visitor.get(association.get_absolute_url()).status_code == 404

    def test_what_people_wrote_is_text(self, member):
        wild = builders.build_organisation(
            bad_input.SCRIPT, contribution=bad_input.SCRIPT, former_names=bad_input.SCRIPT
        )
        bad_input.assert_shown_as_text(member.get(wild.get_absolute_url()))

    @pytest.mark.parametrize("rows", [1, 3])
    def test_takes_the_same_queries_for_one_and_for_three_of_everything(
        self, coordinator, association, rows, django_assert_num_queries
    ):
        for _number in range(rows):
            builders.build_person(role=Role.MEMBER, organisation=association)
            builders.build_meeting(host=association)
            builders.invite(builders.build_round(), association)
        # session, person, roles; organisation, people, meetings, rounds
        with django_assert_num_queries(7):
            coordinator.get(association.get_absolute_url())


class TestAdding:
    def test_a_coordinator_adds_an_organisation(self, coordinator):
        response = save(
            coordinator, NEW, kind="ngo", name_th="มูลนิธิใหม่", name_en="New Foundation",
            is_partner="on", joined_on="30 พ.ย. 2559", website="example.org",
        )  # fmt: skip
        made = Organisation.objects.get(name_th="มูลนิธิใหม่")
        assert response.headers["Location"] == "/partners/new-foundation/"
        assert made.joined_on == date(2016, 11, 30)
        assert made.website == "https://example.org"
        assert made.is_partner

    def test_a_person_can_be_a_partner(self, coordinator):
        save(coordinator, NEW, kind="individual", name_th="นางสาววันดี ใจงาม", is_partner="on")
        [partner] = Organisation.objects.partners()
        assert partner.kind == "individual"
        assert partner.sort_key.startswith("วันดี")  # in the order of her name, not of her title

    def test_a_school_without_an_english_name_gets_its_code_as_address(self, coordinator):
        save(coordinator, NEW, kind="school", name_th="โรงเรียนบ้านนา", code="46010001")
        assert Organisation.objects.get(code="46010001").slug == "46010001"

    def test_the_same_page_sent_twice_adds_one(self, coordinator):
        data = typed(coordinator, NEW, kind="ngo", name_th="มูลนิธิใหม่")
        first, second = coordinator.post(NEW, data), coordinator.post(NEW, data)
        assert first.headers["Location"] == second.headers["Location"]
        assert Organisation.objects.filter(name_th="มูลนิธิใหม่").count() == 1

    @pytest.mark.parametrize("slug", ["new", "network", "themes", "import", "ห้อง", "a b", "a/b"])
    def test_an_address_that_is_taken_by_the_portal_is_refused(self, coordinator, slug):
        response = save(coordinator, NEW, kind="ngo", name_th="มูลนิธิ", slug=slug)
        bad_input.assert_refused(response, "slug", slug)

    def test_an_address_or_a_code_of_another_is_refused_even_of_a_deleted_one(self, coordinator):
        taken = builders.build_school(slug="taken", code="46010001")
        for _time in ["living", "deleted"]:
            response = save(
                coordinator, NEW, kind="school", name_th="โรงเรียน", slug="taken", code="46010001"
            )
            bad_input.assert_refused(response, "slug", "taken")
            bad_input.assert_refused(response, "code", "46010001")
            Organisation.objects.filter(pk=taken.pk).delete_softly()

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("name_th", bad_input.too_long(200)),
            ("name_en", bad_input.too_long(200)),
            ("short_name", bad_input.too_long(80)),
            ("subdistrict", bad_input.too_long(100)),
            ("contribution", bad_input.too_long(2000)),
            ("former_names", bad_input.too_long(1000)),
            ("code", "46 01"),
            ("pupils", "many"),
            ("pupils", "-1"),
            ("email", "nobody"),
            ("website", "javascript:alert(1)"),
            ("phone", bad_input.too_long(60)),
            ("joined_on", "31/11/2559"),
        ],
    )
    def test_what_cannot_be_stored_is_told_beside_its_field(self, coordinator, name, value):
        data = {"kind": "ngo", "name_th": "มูลนิธิ"} | {name: value}
        bad_input.assert_refused(save(coordinator, NEW, **data), name, value)
        assert not Organisation.objects.filter(kind="ngo").exists()

    @pytest.mark.parametrize("nothing", bad_input.EMPTY)
    def test_a_name_is_needed(self, coordinator, nothing):
        bad_input.assert_refused(save(coordinator, NEW, kind="ngo", name_th=nothing), "name_th")

    @pytest.mark.parametrize(("text", "kept"), bad_input.TEXTS)
    def test_a_name_is_kept_clean(self, coordinator, text, kept):
        save(coordinator, NEW, kind="ngo", name_th=text)
        assert Organisation.objects.get(kind="ngo").name_th == kept

    def test_only_a_school_is_a_model_school(self, coordinator):
        response = save(coordinator, NEW, kind="ngo", name_th="มูลนิธิ", model_school="model")
        bad_input.assert_refused(response, "model_school", "model")

    def test_nobody_leaves_before_joining(self, coordinator):
        dates = {"joined_on": "30/11/2559", "left_on": "29/11/2559"}
        response = save(coordinator, NEW, kind="ngo", name_th="มูลนิธิ", **dates)
        bad_input.assert_refused(response, "left_on", "29/11/2559")


class TestChanging:
    def test_a_coordinator_changes_any(self, coordinator):
        school = builders.build_school()
        response = save(coordinator, url("edit", school), name_th="โรงเรียนชื่อใหม่")
        school.refresh_from_db()
        assert response.headers["Location"] == school.get_absolute_url()
        assert (school.name_th, school.version) == ("โรงเรียนชื่อใหม่", 2)

    def test_a_director_changes_the_own_school_but_not_its_standing(self, director):
        school = director.school
        form = director.get(url("edit", school)).context["form"]
        assert {"name_th", "pupils", "phone"} <= set(form.fields)
        assert not {"model_school", "is_partner", "code", "slug", "kind"} & set(form.fields)
        save(director, url("edit", school), pupils="88", model_school="national", is_partner="on")
        school.refresh_from_db()
        assert (school.pupils, school.model_school, school.is_partner) == (88, "", False)

    def test_two_at_once_see_both_texts(self, coordinator, other_coordinator):
        school = builders.build_school("โรงเรียนเดิม")
        mine = typed(coordinator, url("edit", school), name_th="โรงเรียนของฉัน")
        save(other_coordinator, url("edit", school), name_th="โรงเรียนของเขา")
        response = coordinator.post(url("edit", school), mine)
        page = response.content.decode()
        assert response.status_code == 200
        for text in ["โรงเรียนของฉัน", "โรงเรียนของเขา", str(other_coordinator.person)]:
            assert text in page
        school.refresh_from_db()
        assert school.name_th == "โรงเรียนของเขา"

    def test_writing_a_name_that_an_import_made_up_has_checked_it(self, coordinator):
        school = builders.build_school("โรงเรียน 46010001", name_unchecked=True)
        save(coordinator, url("edit", school), phone="043222222")
        school.refresh_from_db()
        assert school.name_unchecked
        save(coordinator, url("edit", school), name_th="โรงเรียนบ้านโนนสูง")
        school.refresh_from_db()
        assert not school.name_unchecked

    def test_a_page_with_errors_keeps_the_stored_name_in_its_way_back(self, coordinator):
        school = builders.build_school("โรงเรียนเดิม")
        response = save(coordinator, url("edit", school), name_th="โรงเรียนใหม่", slug="new")
        page = response.content.decode()
        assert f'<a href="{school.get_absolute_url()}">โรงเรียนเดิม</a>' in page


class TestDeleting:
    def test_asks_first_and_can_be_undone(self, coordinator, visitor):
        school = builders.build_school("โรงเรียนหนึ่ง", slug="one")
        assert "โรงเรียนหนึ่ง" in coordinator.get(url("delete", school)).content.decode()
        assert Organisation.objects.filter(pk=school.pk).exists()
        coordinator.post(url("delete", school))
        assert visitor.get("/partners/one/").status_code == 404
        assert url("bring_back", school) in coordinator.get("/partners/deleted/").content.decode()
        assert coordinator.get(url("bring_back", school)).status_code == 200
        coordinator.post(url("bring_back", school))
        assert visitor.get("/partners/one/").status_code == 200

    def test_says_how_many_people_lose_a_role(self, coordinator, director):
        page = coordinator.get(url("delete", director.school)).content.decode()
        assert "1 คนที่มีบทบาท" in page


class TestHistory:
    @pytest.fixture
    def address(self, coordinator):
        school = builders.build_school("โรงเรียนเดิม", phone="043111111")
        save(coordinator, url("edit", school), name_th="โรงเรียนใหม่")
        save(coordinator, url("edit", school), phone="043222222")
        return url("history", school)

    def test_tells_members_who_changed_what(self, member, coordinator, address):
        page = member.get(address).content.decode()
        for text in ["<del>โรงเรียนเดิม</del>", "<ins>โรงเรียนใหม่</ins>", "043111111"]:
            assert text in page
        assert str(coordinator.person) in page

    @pytest.mark.parametrize("role", ["visitor", "outsider"])
    def test_tells_others_no_names_and_no_contact(self, request, role, coordinator, address):
        page = request.getfixturevalue(role).get(address).content.decode()
        assert "<ins>โรงเรียนใหม่</ins>" in page
        for secret in [coordinator.person.first_name, "043111111", "043222222"]:
            assert secret not in page

    @pytest.mark.parametrize("rows", [1, 3])
    def test_takes_the_same_queries_for_one_and_for_three_changes(
        self, member, coordinator, rows, django_assert_num_queries
    ):
        school = builders.build_school(district=builders.build_district())
        for number in range(rows):
            save(coordinator, url("edit", school), name_th=f"โรงเรียน {number}")
        # session, person, roles; school, events, districts, people
        with django_assert_num_queries(7):
            member.get(url("history", school))


class TestAddresses:
    @pytest.mark.parametrize(
        ("wishes", "address"),
        [
            (["Kalasin PAO"], "kalasin-pao"),
            (["", "46010001"], "46010001"),
            (["ภาษาไทย", "B_1"], "b-1"),
            (["New"], "new-2"),
            (["taken"], "taken-3"),
            (["x" * 90], "x" * 80),
        ],
    )
    def test_come_from_the_first_wish_that_gives_one(self, wishes, address):
        assert make_address(wishes, {"taken", "taken-2"}.__contains__) == address

    def test_are_drawn_by_lot_where_no_wish_is_latin(self):
        one, two = (make_address(["ภาษาไทย"], lambda address: False) for _time in range(2))
        assert one != two
        assert one.startswith("o-")
