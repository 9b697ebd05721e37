"""The directory: everybody finds schools and partners, quickly and in Thai order."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners import directory
from partners.bulk import copy_new
from partners.directory import Directory, DirectoryForm
from partners.models import Affiliation, Organisation, SchoolCluster
from tests import builders

pytestmark = pytest.mark.django_db
URL = reverse("partners:directory")


def names(client, **query):
    response = client.get(URL, {"view": "all"} | query)
    assert response.status_code == 200
    return [str(organisation) for organisation in response.context["directory"].organisations]


def similar(client, text):
    return [str(o) for o in client.get(URL, {"q": text}).context["directory"].similar]


class TestWhatItShows:
    def test_opens_with_the_partners(self, visitor):
        builders.build_organisation("สมาคม", is_partner=True)
        builders.build_organisation("จังหวัด")
        response = visitor.get(URL)
        assert [str(o) for o in response.context["directory"].organisations] == ["สมาคม"]

    def test_a_search_without_a_view_looks_everywhere(self, visitor):
        builders.build_school("โรงเรียนบ้านนา")
        response = visitor.get(URL, {"q": "บ้านนา"})
        assert [str(o) for o in response.context["directory"].organisations] == ["โรงเรียนบ้านนา"]

    def test_is_in_thai_dictionary_order_without_the_word_school(self, visitor):
        for name in ["น้ำ", "ขาง", "ไก่", "กา", "เก่า", "ก้า", "ข่า", "กาง"]:
            builders.build_school(f"โรงเรียน{name}")
        assert names(visitor) == [
            f"โรงเรียน{name}" for name in ["กา", "ก้า", "กาง", "เก่า", "ไก่", "ข่า", "ขาง", "น้ำ"]
        ]

    def test_leaves_out_the_deleted_and_those_that_left(self, visitor):
        builders.build_organisation("อยู่")
        builders.build_organisation("ออกแล้ว", left_on=date(2020, 1, 1))
        builders.build_organisation("ลบแล้ว")
        Organisation.objects.filter(name_th="ลบแล้ว").delete_softly()
        assert names(visitor) == ["อยู่"]
        assert names(visitor, left="yes") == ["ออกแล้ว"]

    def test_shows_no_contact_details(self, visitor, member):
        builders.build_school(email="office@school.example", phone="043123456")
        for client in [visitor, member]:
            page = client.get(URL, {"view": "schools"}).content.decode()
            assert "office@school.example" not in page
            assert "043123456" not in page

    @pytest.mark.parametrize("role", ["visitor", "member"])
    def test_offers_adding_only_to_whom_may(self, request, role, coordinator):
        page = request.getfixturevalue(role).get(URL).content.decode()
        assert reverse("partners:new") not in page
        assert reverse("partners:new") in coordinator.get(URL).content.decode()

    def test_an_empty_one_says_what_to_do(self, visitor, coordinator):
        assert "เมื่อผู้ประสานงานเพิ่มแล้ว" in visitor.get(URL).content.decode()
        assert "นำเข้ารายชื่อจากสเปรดชีต" in coordinator.get(URL).content.decode()


class TestFilters:
    @pytest.fixture(autouse=True)
    def some_schools(self):
        self.district = builders.build_district("นามน", key="na_mon")
        self.cluster = SchoolCluster.objects.create(key="c1", name_th="กลุ่มนามน 1")
        self.office = Affiliation.objects.create(key="primary_1", name_th="สพป. เขต 1")
        builders.build_school("โรงเรียนหนึ่ง", district=self.district, pupils=120)
        builders.build_school("โรงเรียนสอง", affiliation=self.office, pupils=121)
        builders.build_school("โรงเรียนสาม", cluster=self.cluster, pupils=301)
        builders.build_school("โรงเรียนสี่", declared_size="small", model_school="candidate")
        builders.build_organisation("สมาคมห้า", is_partner=True)

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"view": "schools", "district": "na_mon"}, ["โรงเรียนหนึ่ง"]),
            ({"view": "schools", "affiliation": "primary_1"}, ["โรงเรียนสอง"]),
            ({"view": "schools", "cluster": "c1"}, ["โรงเรียนสาม"]),
            ({"view": "schools", "size": "small"}, ["โรงเรียนสี่", "โรงเรียนหนึ่ง"]),
            ({"view": "schools", "size": "medium"}, ["โรงเรียนสอง"]),
            ({"view": "schools", "size": "large"}, ["โรงเรียนสาม"]),
            ({"view": "schools", "model_school": "any"}, ["โรงเรียนสี่"]),
            ({"view": "schools", "model_school": "national"}, []),
            ({"kind": "association"}, ["สมาคมห้า"]),
            ({"partner": "yes"}, ["สมาคมห้า"]),
            ({"partner": "no", "q": "หนึ่ง"}, ["โรงเรียนหนึ่ง"]),
        ],
    )
    def test_narrow_the_list(self, visitor, query, found):
        assert names(visitor, **query) == found

    @pytest.mark.parametrize("value", ["nowhere", "", "<b>", "\x00", "999999999999999999999"])
    def test_one_that_cannot_be_read_filters_nothing(self, visitor, value):
        query = dict.fromkeys(["district", "kind", "partner", "left", "affiliation"], value)
        assert len(names(visitor, **query)) == 5

    def test_are_named_above_the_list_and_can_be_cleared(self, visitor):
        response = visitor.get(URL, {"view": "schools", "district": "na_mon", "q": "โรง"})
        page = response.content.decode()
        assert "กรองอยู่" in page
        assert (
            response.context["directory"].cleared_url
            == f"{URL}?view=schools&q=%E0%B9%82%E0%B8%A3%E0%B8%87"
        )


class TestSearch:
    @pytest.fixture(autouse=True)
    def some_schools(self):
        builders.build_school("โรงเรียนบ้านหนองแวงวิทยาคม", name_en="Ban Nong Waeng School")
        builders.build_school("โรงเรียนคำป่าหวาย", code="46010099", former_names="โรงเรียนวัดเดิม")

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("หนองแวง", "โรงเรียนบ้านหนองแวงวิทยาคม"),
            ("วิทยาคม หนอง", "โรงเรียนบ้านหนองแวงวิทยาคม"),
            ("nong waeng", "โรงเรียนบ้านหนองแวงวิทยาคม"),
            ("46010099", "โรงเรียนคำป่าหวาย"),
            ("๔๖๐๑๐๐๙๙", "โรงเรียนคำป่าหวาย"),
            ("คําป่าหวาย", "โรงเรียนคำป่าหวาย"),
            ("วัดเดิม", "โรงเรียนคำป่าหวาย"),
        ],
    )
    def test_finds_parts_of_names_and_codes_in_any_spelling(self, visitor, text, found):
        assert names(visitor, q=text) == [found]

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("หนองแวน", "โรงเรียนบ้านหนองแวงวิทยาคม"),
            ("หนอแวงวิทยา", "โรงเรียนบ้านหนองแวงวิทยาคม"),
            ("หนองแววงวิทยา", "โรงเรียนบ้านหนองแวงวิทยาคม"),
            ("โรงเรียนคำปาหวาย", "โรงเรียนคำป่าหวาย"),
            ("คำป่าหวยา", "โรงเรียนคำป่าหวาย"),
        ],
    )
    def test_a_wrong_letter_finds_what_is_near(self, visitor, text, found):
        assert names(visitor, q=text) == []
        assert similar(visitor, text) == [found]

    def test_what_nobody_is_named_like_finds_nothing(self, visitor):
        assert similar(visitor, "มหาวิทยาลัยเทคโนโลยี") == []
        page = visitor.get(URL, {"q": "มหาวิทยาลัยเทคโนโลยี"}).content.decode()
        assert "ค้นจากองค์กรทั้งหมด" in page

    def test_markup_in_the_search_is_text(self, visitor):
        page = visitor.get(URL, {"q": "<script>x</script>"}).content.decode()
        assert "<script>x" not in page


class TestPages:
    @pytest.fixture(autouse=True)
    def three_a_page(self, monkeypatch):
        monkeypatch.setattr(directory, "PAGE_LENGTH", 3)

    def test_each_organisation_stands_on_one_page(self, visitor):
        # equal names: the key alone parts them
        schools = [builders.build_school("โรงเรียนเดียวกัน") for _number in range(7)]
        found, address = [], f"{URL}?view=schools"
        while address:
            shown = visitor.get(address).context["directory"]
            found.append([o.pk for o in shown.organisations])
            address = shown.next_url
        assert found == [[s.pk for s in schools[i : i + 3]] for i in (0, 3, 6)]

    def test_a_page_keeps_the_filters_and_leads_back_to_the_first(self, visitor):
        for number in range(4):
            builders.build_school(f"โรงเรียน {number}", pupils=9)
        first = visitor.get(URL, {"view": "schools", "size": "small"}).context["directory"]
        second = visitor.get(first.next_url).context["directory"]
        assert len(second.organisations) == 1
        assert second.first_url == f"{URL}?view=schools&size=small"
        assert second.count == 4

    @pytest.mark.parametrize("after", ["x", "-1", "99999999999999999999999", "๑", ""])
    def test_a_key_that_is_none_gives_the_first_page(self, visitor, after):
        builders.build_school("โรงเรียนหนึ่ง")
        assert names(visitor, after=after) == ["โรงเรียนหนึ่ง"]

    def test_more_than_a_thousand_are_not_counted(self, visitor, monkeypatch):
        monkeypatch.setattr(directory, "MOST_COUNTED", 4)
        for _number in range(6):
            builders.build_school()
        shown = visitor.get(URL, {"view": "schools"})
        assert shown.context["directory"].has_more_than_counted


@pytest.mark.parametrize("rows", [1, 3])
class TestQueries:
    def build(self, rows):
        district = builders.build_district()
        for _number in range(rows):
            builders.build_school(district=district, is_partner=True)

    def test_a_visitor_reads_the_directory_with_four(
        self, visitor, rows, django_assert_num_queries
    ):
        self.build(rows)
        with django_assert_num_queries(4):  # 3 lists of filters, the schools
            visitor.get(URL, {"view": "schools"})

    def test_a_member_with_three_more(self, member, rows, django_assert_num_queries):
        self.build(rows)
        with django_assert_num_queries(7):  # session, person, roles
            member.get(URL, {"view": "schools"})


class TestThousandsOfSchools:
    """Each list is read by an index: 30,000 schools answer as quickly as 30."""

    @pytest.fixture(autouse=True)
    def many(self, db):
        district = builders.build_district()
        schools = [
            Organisation(
                name_th=f"โรงเรียนบ้าน{'กขคงจฉชซ'[n % 8]}{n % 97}วิทยา {n}",
                slug=f"s{n}",
                code=str(n),
                district=district,
                is_partner=n % 500 == 0,
            )
            for n in range(4000)
        ]
        for school in schools:
            school.derive()
        copy_new(Organisation, schools)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE partners_organisation")

    def plan(self, read, whole_tables=True):
        """How the database reads the last list of organisations that `read()` asks for."""
        with CaptureQueriesContext(connection) as queries:
            read()
        lists = [q["sql"] for q in queries if 'FROM "partners_organisation"' in q["sql"]]
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL enable_seqscan = {'on' if whole_tables else 'off'}")
            cursor.execute(f"EXPLAIN {lists[-1]}")
            return "\n".join(row[0] for row in cursor.fetchall())

    def test_pages_follow_the_index_of_their_order(self):
        middle = Organisation.objects.order_by("sort_key", "pk")[2000]
        first = Directory(DirectoryForm({}, "all"), URL)
        assert "organisation_in_thai_order" in self.plan(lambda: first.organisations)
        next_one = Directory(DirectoryForm({}, "all"), URL, str(middle.pk))
        plan = self.plan(lambda: next_one.organisations)
        assert "organisation_in_thai_order" in plan
        assert "Index Cond" in plan
        partners = Directory(DirectoryForm({}, "partners"), URL)
        assert "organisation_partners_in_order" in self.plan(lambda: partners.organisations)

    def test_letters_right_or_wrong_are_found_by_theirs(self):
        # 4,000 rows the database would rather read whole; of 30,000 it takes the index by itself
        plan = self.plan(lambda: list(Organisation.objects.search("วิทยา 991")), False)
        assert "organisation_by_letters" in plan
        plan = self.plan(lambda: Organisation.objects.similar("991วทิยา"), False)
        assert plan.count("organisation_by_letters") == 3
