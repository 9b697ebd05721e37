"""Inviting the schools of a list that somebody pastes or uploads."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from tests import bad_input, builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    return builders.build_round()


@pytest.fixture
def address(round):
    return reverse("reflections:invite_listed", args=[round.slug])


def look(client, address, text="", **data):
    return client.post(address, {"names": text, **data})


def take(client, address, text):
    """Look, then invite what was shown."""
    outline = look(client, address, text).context["found"].outline
    return client.post(address, {"names": text, "outline": outline, "invite": "1"})


def recognised(response):
    return [line.school.name_th for line in response.context["found"].fresh]


def refused(response):
    return [line.text for line in response.context["found"].refused]


class TestLooking:
    @pytest.mark.parametrize(
        "written",
        [
            "โรงเรียนบ้านนาดี",
            "บ้านนาดี",
            "รร.บ้านนาดี",
            "  โรงเรียน บ้านนาดี ",
            "1. โรงเรียนบ้านนาดี",
            "๑) บ้านนาดี",
            "- บ้านนาดี",
            "Ban Na Di School",
            "บ้านนาดีเก่า",
            "46-na-di",
            "46-NA-DI\tโรงเรียนอะไรก็ได้",
            "โรงเรียนบ้านนาดี, นามน",
        ],
    )
    def test_a_school_is_recognised_by_any_of_its_names_or_its_code(
        self, coordinator, address, written
    ):
        builders.build_school(
            "โรงเรียนบ้านนาดี",
            name_en="Ban Na Di School",
            former_names="โรงเรียนบ้านนาดีเก่า",
            code="46-NA-DI",
        )
        assert recognised(look(coordinator, address, written)) == ["โรงเรียนบ้านนาดี"]

    def test_what_is_not_recognised_says_why(self, coordinator, address):
        for district in ("นามน", "กมลาไสย"):
            builders.build_school("โรงเรียนบ้านโนน", district=builders.build_district(district))
        response = look(coordinator, address, "บ้านโนน\nไม่มีอยู่จริง\nบ้านโนน, อ.นามน")
        reasons = [(line.text, line.reason) for line in response.context["found"].refused]
        assert reasons == [
            ("บ้านโนน", "มีหลายโรงเรียนชื่อนี้ ใส่รหัสโรงเรียน หรือเขียน ชื่อ, อำเภอ"),
            ("ไม่มีอยู่จริง", "ไม่พบโรงเรียนในเครือข่ายที่มีชื่อหรือรหัสนี้"),
        ]
        assert recognised(response) == ["โรงเรียนบ้านโนน"]

    def test_what_is_on_the_list_already_is_told_apart(self, coordinator, address, round):
        builders.invite(round, builders.build_school("โรงเรียนก"))
        builders.build_school("โรงเรียนข")
        response = look(coordinator, address, "โรงเรียนก\nโรงเรียนข\nโรงเรียนข")
        assert [line.text for line in response.context["found"].listed] == ["โรงเรียนก", "โรงเรียนข"]
        assert recognised(response) == ["โรงเรียนข"]

    def test_looking_invites_nobody_and_keeps_what_was_typed(self, coordinator, address, round):
        builders.build_school("โรงเรียนก")
        response = look(coordinator, address, "โรงเรียนก\nไม่มีอยู่จริง")
        assert not round.invitations.exists()
        assert response.context["form"]["names"].value() == "โรงเรียนก\nไม่มีอยู่จริง"

    def test_a_partner_is_no_school(self, coordinator, address):
        builders.build_organisation("สมาคมสาธิต")
        assert refused(look(coordinator, address, "สมาคมสาธิต")) == ["สมาคมสาธิต"]

    def test_markup_is_shown_as_text(self, coordinator, address):
        bad_input.assert_shown_as_text(look(coordinator, address, bad_input.SCRIPT))

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow_with_the_lines(
        self, coordinator, address, number, django_assert_num_queries
    ):
        names = [f"โรงเรียนบ้านที่ {n}" for n in range(number)]
        for name in names:
            builders.build_school(name, district=builders.build_district())
        with django_assert_num_queries(6):
            assert recognised(look(coordinator, address, "\n".join(names))) == names


class TestAFile:
    def test_a_csv_without_headings(self, coordinator, address):
        builders.build_school("โรงเรียนก")
        file = SimpleUploadedFile("list.csv", "โรงเรียนก\nโรงเรียนที่ไม่มี\n".encode())
        response = look(coordinator, address, file=file)
        assert (recognised(response), refused(response)) == (["โรงเรียนก"], ["โรงเรียนที่ไม่มี"])

    def test_an_xlsx_with_headings_behind_what_was_typed(self, coordinator, address):
        for name in ("โรงเรียนก", "โรงเรียนข"):
            builders.build_school(name)
        book, out = Workbook(), BytesIO()
        book.active.append(["No.", "School", "Telephone"])
        book.active.append([7, "โรงเรียนข", "043 000 000"])
        book.save(out)
        file = SimpleUploadedFile("list.xlsx", out.getvalue())
        response = look(coordinator, address, "โรงเรียนก", file=file)
        assert recognised(response) == ["โรงเรียนก", "โรงเรียนข"]
        assert response.context["form"]["names"].value() == "โรงเรียนก\nโรงเรียนข"

    def test_one_that_cannot_be_read_says_so_beside_it_and_keeps_the_rest(
        self, coordinator, address
    ):
        response = look(coordinator, address, "โรงเรียนก", file=SimpleUploadedFile("a.xlsx", b"?"))
        bad_input.assert_refused(response, "file")
        assert response.context["form"]["names"].value() == "โรงเรียนก"

    def test_nothing_at_all_is_refused_beside_the_field(self, coordinator, address):
        bad_input.assert_refused(look(coordinator, address, " \n "), "names")

    def test_too_many_lines_are_refused_and_kept(self, coordinator, address, monkeypatch):
        monkeypatch.setattr("reflections.forms.listed.MOST_LINES", 1)
        bad_input.assert_refused(look(coordinator, address, "ก\nข"), "names", "ก\nข")


class TestInviting:
    def test_the_recognised_schools_in_one_step(self, coordinator, address, round):
        schools = [builders.build_school(name) for name in ("โรงเรียนก", "โรงเรียนข")]
        builders.build_school("โรงเรียนอื่น")
        take(coordinator, address, "โรงเรียนก\nโรงเรียนข")
        assert set(round.invited.all()) == set(schools)
        assert {one.invited_by for one in round.invitations.all()} == {coordinator.person}

    def test_the_lines_that_were_not_recognised_stay(self, coordinator, address, round):
        builders.build_school("โรงเรียนก")
        response = take(coordinator, address, "โรงเรียนก\nโรงเรียนที่สะกดผิด")
        assert round.invitations.count() == 1
        assert response.context["form"]["names"].value() == "โรงเรียนที่สะกดผิด"

    def test_only_what_was_shown_before(self, coordinator, address, round):
        for name in ("โรงเรียนก", "โรงเรียนข"):
            builders.build_school(name)
        outline = look(coordinator, address, "โรงเรียนก").context["found"].outline
        data = {"names": "โรงเรียนข", "outline": outline, "invite": "1"}
        assert recognised(coordinator.post(address, data)) == ["โรงเรียนข"]
        assert not round.invitations.exists()

    def test_twice_is_once(self, coordinator, address, round):
        builders.build_school("โรงเรียนก")
        for _ in range(2):
            take(coordinator, address, "โรงเรียนก")
        assert round.invitations.count() == 1

    def test_after_the_cut_of_names_nobody_is(self, coordinator, address, round):
        builders.build_school("โรงเรียนก")
        round.cut_names()
        look(coordinator, address, "โรงเรียนก", invite="1")
        assert not round.invitations.exists()
