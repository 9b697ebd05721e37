"""Organisations from a file: all or nothing, known again, and told what would change."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from partners.models import Affiliation, ImportUpload, Organisation, SchoolCluster
from partners.models.uploads import KEPT_FOR
from partners.place_files import load
from tests import builders

pytestmark = pytest.mark.django_db
PAGE = reverse("partners:import")


@pytest.fixture(autouse=True)
def kalasin(db):
    load()


@pytest.fixture
def imported(tmp_path):
    """Runs the command on a CSV of these lines."""

    def run(*lines, name="schools.csv", **options):
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        call_command("import_organisations", path, **options)

    return run


@pytest.fixture
def refused(imported, capsys):
    """What the command says in English about these lines; nothing may be written."""

    def run(*lines):
        before = list(Organisation.everything.order_by("pk").values())
        with pytest.raises(CommandError, match="Nothing was imported"):
            imported(*lines, language="en")
        assert list(Organisation.everything.order_by("pk").values()) == before
        assert not SchoolCluster.objects.exists()
        return capsys.readouterr().err.strip().split("\n")

    return run


class TestNewOrganisations:
    def test_a_school_with_everything(self, imported):
        imported(
            "code,name_th,name_en,short_name,kind,province,district,subdistrict,affiliation,cluster,"
            "pupils,email,phone,former_names",
            "46010001,โรงเรียนบ้านนา,Ban Na School,บ.น.,school,จ.กาฬสินธุ์,อ.นามน,ต.สงเปลือย,"
            "สพป. กาฬสินธุ์ เขต 1,กลุ่มโรงเรียนนามน 1,๑๒๐,a@example.org,043 1,โรงเรียนเก่า|โรงเรียนเดิม",
        )
        school = Organisation.objects.get(code="46010001")
        assert school.slug == "ban-na-school"
        assert (school.district.key, school.affiliation.key) == ("na_mon", "primary_1")
        assert (school.province, school.subdistrict) == ("กาฬสินธุ์", "สงเปลือย")
        assert (school.cluster.name_th, school.cluster.district) == (
            "กลุ่มโรงเรียนนามน 1",
            school.district,
        )
        assert (school.pupils, school.former_names) == (120, "โรงเรียนเก่า\nโรงเรียนเดิม")
        assert list(Organisation.objects.search("บ้านนา")) == [school]
        assert school.pgh_event_model.objects.filter(pgh_obj=school, pgh_label="insert").exists()

    def test_other_bodies_need_no_code_but_their_kind(self, imported):
        imported("name_th,kind", "สมาคมครู,association", "มูลนิธิดี,มูลนิธิ")
        assert set(Organisation.objects.values_list("kind", flat=True)) == {
            "association",
            "foundation",
        }

    @pytest.mark.parametrize(
        "district", ["นามน", "อำเภอนามน", "อ. นามน", "Na Mon", "na_mon", "NA MON district"]
    )
    def test_a_district_by_any_of_its_names(self, imported, district):
        imported("code,name_th,district", f"1,โรงเรียนนา,{district}")
        assert Organisation.objects.get().district.key == "na_mon"

    def test_schools_of_one_cluster_share_it_however_it_is_written(self, imported):
        imported(
            "code,name_th,district,cluster",
            "1,โรงเรียนหนึ่ง,นามน,กลุ่มโรงเรียนนามน 1",
            "2,โรงเรียนสอง,นามน,กลุ่ม นามน1",
            "3,โรงเรียนสาม,นามน,นามน 1",
            "4,โรงเรียนสี่,กมลาไสย,กลุ่มโรงเรียนนามน 1",
        )
        assert SchoolCluster.objects.count() == 2
        assert Organisation.objects.filter(cluster__district__key="na_mon").count() == 3

    def test_addresses_never_meet(self, imported):
        builders.build_organisation(slug="ban-na")
        imported("code,name_th,name_en", "1,โรงเรียนหนึ่ง,Ban Na", "2,โรงเรียนสอง,Ban Na", "3,ใหม่,New")
        slugs = (
            Organisation.objects.exclude(code="").order_by("code").values_list("slug", flat=True)
        )
        assert list(slugs) == ["ban-na-2", "ban-na-3", "new-2"]


class TestKnownAgain:
    def test_importing_twice_changes_nothing(self, imported, capsys):
        lines = ["code,name_th,district,cluster", "A-1,โรงเรียนบ้านนา,นามน,นามน 1"]
        imported(*lines)
        before = list(Organisation.objects.values())
        imported(*lines)
        assert list(Organisation.objects.values()) == before
        assert "คงเดิม 1" in capsys.readouterr().out

    def test_a_code_in_other_letters_is_the_same(self, imported):
        builders.build_school("โรงเรียนเดิม", code="ab-1")
        imported("code,name_th", "AB-1,โรงเรียนใหม่")
        school = Organisation.objects.get()
        assert (school.name_th, school.version) == ("โรงเรียนใหม่", 2)
        assert list(Organisation.objects.search("ใหม่")) == [school]

    def test_only_columns_of_the_file_change_and_empty_cells_leave_what_is_there(self, imported):
        school = builders.build_school(code="1", phone="043", pupils=50, name_en="Old")
        imported("code,name_th,phone,pupils", f"1,{school.name_th},,60")
        school.refresh_from_db()
        assert (school.phone, school.pupils, school.name_en) == ("043", 60, "Old")

    def test_a_body_without_code_is_known_by_its_name_and_district(self, imported):
        body = builders.build_organisation("สมาคมครู", kind="association")
        imported("name_th,kind,district,phone", "สมาคมครู,association,นามน,043")
        body.refresh_from_db()
        assert (body.phone, body.district.key) == ("043", "na_mon")

    def test_a_school_that_had_no_code_yet_gets_it(self, imported):
        school = builders.build_organisation("โรงเรียนบ้านนา", kind="school", name_unchecked=True)
        imported("code,name_th", "46010001,โรงเรียนบ้านนา")
        school.refresh_from_db()
        assert (school.code, school.name_unchecked) == ("46010001", False)

    def test_schools_of_one_name_are_told_apart_by_their_codes(self, imported):
        imported("code,name_th", "1,โรงเรียนบ้านนา", "2,โรงเรียนบ้านนา")
        assert Organisation.objects.count() == 2

    def test_a_change_is_on_record(self, imported):
        school = builders.build_school(code="1")
        imported("code,name_th", "1,โรงเรียนใหม่")
        events = school.pgh_event_model.objects.filter(pgh_obj=school, pgh_label="update")
        assert [(e.name_th, e.version) for e in events] == [("โรงเรียนใหม่", 2)]


class TestProblems:
    @pytest.mark.parametrize(
        ("row", "said"),
        [
            (
                ",โรงเรียนนา,,,,",
                "column code: A school needs its code. For another body write its kind.",
            ),
            ("46 01,โรงเรียนนา,,,,", "column code: Use letters a to z, digits and -."),
            ("2,โรงเรียนนา,,นามม,,", "column district: นามม is not known. Near it: นามน, นาคู."),
            ("2,โรงเรียนนา,,กรุงเทพ,,", "column district: กรุงเทพ is not known."),
            (
                "2,โรงเรียนนา,,,สพป.กาฬสินธุ์ เขต 9,",
                "column affiliation: สพป.กาฬสินธุ์ เขต 9 is not known. Near it: สพป.กาฬสินธุ์ เขต 3, "
                "สพป.กาฬสินธุ์ เขต 2, สพป.กาฬสินธุ์ เขต 1.",
            ),
            ("2,โรงเรียนนา,castle,,,", None),
            ("1,โรงเรียนอื่น,,,,", "This organisation stands in line 2 already."),
            (
                "2,โรงเรียนนา,,นามน,,บุรีรัมย์",
                "column district: The portal holds no districts of the province บุรีรัมย์; "
                "leave this empty.",
            ),
        ],
    )
    def test_each_is_told_with_line_column_and_reason(self, refused, row, said):
        [line] = refused("code,name_th,kind,district,affiliation,province", "1,โรงเรียนหนึ่ง,,,,", row)
        assert line.startswith("Line 3")
        assert said is None or line.endswith(said)

    def test_all_are_told_at_once_and_nothing_is_written(self, refused):
        said = refused("code,name_th,district,cluster", "1,,นามน,ก", "2,โรงเรียน,ไหน,ข", ",สอง,,")
        assert len(said) == 3

    def test_one_name_for_several_bodies_is_told(self, refused):
        for _number in range(2):
            builders.build_organisation("สมาคมครู", kind="association")
        [line] = refused("name_th,kind", "สมาคมครู,association")
        assert "Several organisations have this name" in line

    def test_a_code_of_a_deleted_one_is_told(self, refused):
        builders.build_school(code="1")
        Organisation.objects.all().delete_softly()
        [line] = refused("code,name_th", "1,โรงเรียนนา")
        assert "Bring it back first" in line

    def test_a_model_school_stays_a_school(self, refused):
        builders.build_school(code="1", model_school="model")
        [line] = refused("code,name_th,kind", "1,โรงเรียนนา,association")
        assert "column kind" in line

    def test_a_file_that_is_not_there_is_told(self, tmp_path):
        with pytest.raises(CommandError, match="nothing.csv"):
            call_command("import_organisations", tmp_path / "nothing.csv")


class TestThePage:
    def upload(self, client, text, name="schools.csv", follow=True):
        content = text if isinstance(text, bytes) else text.encode()
        return client.post(PAGE, {"file": SimpleUploadedFile(name, content)}, follow=follow)

    def confirm(self, client, response):
        run, upload = response.context["run"], response.context["upload"]
        return client.post(PAGE, {"upload": upload.pk, "outline": run.outline}, follow=True)

    def test_shows_first_and_writes_after_a_yes(self, coordinator):
        builders.build_school("โรงเรียนเดิม", code="1", pupils=10)
        shown = self.upload(coordinator, "code,name_th,pupils,x\n1,โรงเรียนเดิม,12\n2,โรงเรียนใหม่,9\n")
        page = shown.content.decode()
        assert "โรงเรียนใหม่" in page
        assert "<del>10</del> → <ins>12</ins>" in page
        assert "คอลัมน์ที่ข้ามไป: x" in page
        assert Organisation.objects.filter(code="2").count() == 0
        done = self.confirm(coordinator, shown)
        assert "เพิ่ม 1 แก้ไข 1 คงเดิม 0" in done.content.decode()
        assert Organisation.objects.get(code="1").pupils == 12
        assert not ImportUpload.objects.exists()

    def test_a_second_tap_writes_nothing_twice(self, coordinator):
        shown = self.upload(coordinator, "code,name_th\n2,โรงเรียนใหม่\n")
        self.confirm(coordinator, shown)
        again = self.confirm(coordinator, shown)
        assert again.status_code == 200
        assert Organisation.objects.filter(code="2").count() == 1

    def test_what_has_changed_meanwhile_is_shown_again(self, coordinator):
        shown = self.upload(coordinator, "code,name_th\n2,โรงเรียนใหม่\n")
        builders.build_school("โรงเรียนของคนอื่น", code="2")
        again = self.confirm(coordinator, shown)
        assert "เปลี่ยนไประหว่างนี้" in again.content.decode()
        assert Organisation.objects.get(code="2").name_th == "โรงเรียนของคนอื่น"

    def test_problems_stand_in_a_table_and_nothing_can_be_confirmed(self, coordinator):
        rows = "".join(f",โรงเรียน {n}\n" for n in range(60))
        shown = self.upload(coordinator, f"code,name_th\n{rows}")
        page = shown.content.decode()
        assert page.count("โรงเรียนต้องมีรหัส") == 50
        assert "และอีก 10 รายการ" in page
        assert 'name="outline"' not in page

    def test_a_file_with_markup_is_shown_as_text(self, coordinator):
        shown = self.upload(coordinator, "code,name_th,<script>x</script>\n2,<b>ชื่อ</b>\n")
        page = shown.content.decode()
        assert "<b>ชื่อ</b>" not in page and "<script>x" not in page
        assert "&lt;b&gt;ชื่อ&lt;/b&gt;" in page

    @pytest.mark.parametrize(
        ("content", "name", "said"),
        [
            (b"", "schools.csv", "ไฟล์นี้ว่างเปล่า"),
            (b"code,name_th\n", "schools.xlsx", "ไฟล์นี้ไม่ใช่ XLSX"),
            (b"code\n1\n", "schools.csv", "ขาดคอลัมน์นี้"),
        ],
    )
    def test_a_file_that_is_none_is_told(self, coordinator, content, name, said):
        assert said in self.upload(coordinator, content, name).content.decode()

    def test_a_file_that_is_too_large_is_told_beside_the_field(self, coordinator):
        response = self.upload(coordinator, b"x" * (5 * 1024 * 1024 + 1))
        assert "ใหญ่กว่า 5 MB" in response.content.decode()
        assert not ImportUpload.objects.exists()

    def test_no_file_is_told_beside_the_field(self, coordinator):
        response = coordinator.post(PAGE, {})
        assert response.context["form"].errors["file"]

    def test_nobody_confirms_what_another_uploaded(self, coordinator, other_coordinator):
        shown = self.upload(coordinator, "code,name_th\n2,โรงเรียนใหม่\n")
        self.confirm(other_coordinator, shown)
        address = f"{PAGE}?upload={shown.context['upload'].pk}"
        assert other_coordinator.get(address).status_code == 302
        assert not Organisation.objects.filter(code="2").exists()

    @pytest.mark.parametrize("key", ["x", "", "00000000-0000-0000-0000-000000000000"])
    def test_an_upload_that_is_none(self, coordinator, key):
        assert coordinator.get(PAGE, {"upload": key}).status_code in (302, 404)
        assert coordinator.post(PAGE, {"upload": key}).status_code in (302, 404)

    def test_what_nobody_confirms_is_erased(self, coordinator):
        self.upload(coordinator, "code,name_th\n2,โรงเรียนใหม่\n")
        upload = ImportUpload.objects.get()
        ImportUpload.objects.update(created_at=upload.created_at - KEPT_FOR)
        response = coordinator.get(PAGE, {"upload": upload.pk}, follow=True)
        assert "เลือกไฟล์อีกครั้ง" in response.content.decode()
        assert not ImportUpload.objects.exists()

    def test_a_member_may_not(self, member):
        assert member.get(PAGE).status_code == 403
        assert self.upload(member, "code,name_th\n2,ก\n", follow=False).status_code == 403

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_preview_takes_the_same_queries_for_any_file(
        self, coordinator, rows, django_assert_num_queries
    ):
        lines = "".join(f"{n},โรงเรียน {n},นามน\n" for n in range(rows))
        shown = self.upload(coordinator, f"code,name_th,district\n{lines}")
        with django_assert_num_queries(10):
            coordinator.get(f"{PAGE}?upload={shown.context['upload'].pk}")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_hundred_thousand_schools_in_under_two_minutes(imported):
    office = Affiliation.objects.first()
    rows = [
        f"46{n:06},โรงเรียนบ้าน{'กขคงจฉชซ'[n % 8]}{n % 97}วิทยา {n},นามน,{office.name_th},{n % 500}"
        for n in range(100_000)
    ]
    start = time.monotonic()
    imported("code,name_th,district,affiliation,pupils", *rows)
    assert time.monotonic() - start < 120
    assert Organisation.objects.count() == 100_000


def test_the_command_speaks_thai_by_default(imported, capsys):
    with translation.override("en"), pytest.raises(CommandError, match="ยังไม่ได้นำเข้า"):
        imported("code,name_th", "1,")
    assert "บรรทัด 2 คอลัมน์ name_th" in capsys.readouterr().err
