"""A round comes from a file in the browser, by the rules of the command: made once, all or none."""

import re
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from partners.models import ImportUpload, Organisation
from reflections.models import Look, Point, Reflection, Round
from tests import builders
from tests.form_reader import fields_of, fill
from thai.dates import buddhist_year

pytestmark = pytest.mark.django_db
PAGE = "/reflections/new/import/"
HEAD = "school_code,question,group,text,theme_key,district,school_size\n"
ROW = "46000001,3,,งบน้อย,,,\n"


@pytest.fixture
def school():
    return builders.build_school(code="46000001")


def csv(rows=ROW):
    return SimpleUploadedFile("answers.csv", (HEAD + rows).encode())


def look(client, rows=ROW, **typed):
    """Fill in the page and look at the file: the check, or the page with what is wrong."""
    typed = {"title": "เวทีสะท้อนคิด", "round": "2559-11-30", **typed}
    return client.post(PAGE, {**typed, "file": csv(rows)}, follow=True)


def confirm(client, shown):
    return client.post(shown.redirect_chain[-1][0], fill(shown), follow=True)


def words(response):
    return response.content.decode()


class TestTheWayIn:
    def test_stands_on_the_list_and_on_the_page_of_a_new_round(self, coordinator):
        for address in ("/reflections/", "/reflections/new/"):
            assert f'href="{PAGE}"' in words(coordinator.get(address))

    def test_is_not_shown_to_those_who_prepare_no_rounds(self, member):
        assert f'href="{PAGE}"' not in words(member.get("/reflections/"))
        assert member.get(PAGE).status_code == 403


class TestTheCheck:
    def test_says_what_would_be_made_before_anything_is(self, coordinator, school):
        shown = words(look(coordinator))
        assert "เวทีสะท้อนคิด" in shown
        assert "/reflections/2559-11-30/" in shown
        assert str(coordinator.person) in shown
        assert not Round.objects.exists() and not Point.objects.exists()

    def test_names_the_line_of_what_is_wrong_and_makes_nothing(self, coordinator, school):
        shown = look(coordinator, ROW + "99,3,,ก,,,\n")
        [problem] = shown.context["problems"]
        assert (problem.line, problem.column) == (3, "school_code")
        assert "ยังไม่" in words(shown)
        assert not Round.objects.exists()

    def test_leads_back_to_all_that_was_typed(self, coordinator, school):
        shown = look(coordinator, "99,3,,ก,,,\n", coded="on")
        back = re.search(r'href="([^"]*\?again=[^"]*)"', words(shown))[1]
        fields = fields_of(coordinator.get(back))
        assert fields["title"] == ["เวทีสะท้อนคิด"]
        assert fields["round"] == ["2559-11-30"]
        assert fields["coded"] == ["on"]
        assert "create_schools" not in fields

    @pytest.mark.parametrize("again", ["x", "", "\x00", "00000000-0000-0000-0000-000000000000"])
    def test_does_not_trip_over_a_file_that_is_not_there(self, coordinator, again):
        assert coordinator.get(PAGE, {"again": again}).status_code in (200, 404)


class TestBadInput:
    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("title", ""),
            ("title", "   \u200b"),
            ("title", "ก" * 201),
            ("round", "Bad Address"),
            ("round", "import"),
            ("round", "เวที"),
            ("round", "a" * 61),
        ],
    )
    def test_is_told_beside_its_field_and_all_stays(self, coordinator, school, field, typed):
        shown = look(coordinator, create_schools="on", **{field: typed})
        form = shown.context["form"]
        assert set(form.errors) == {field, "file"}  # the file is to be chosen once more
        other = {"title": "round", "round": "title"}[field]
        assert fields_of(shown)[other] == [form.data[other]]
        assert fields_of(shown)["create_schools"] == ["on"]
        assert not ImportUpload.objects.exists()

    def test_an_address_that_a_round_has_even_a_deleted_one(self, coordinator, school):
        builders.build_round(slug="2559-11-30")
        assert "round" in look(coordinator).context["form"].errors
        Round.objects.delete_softly()
        assert "round" in look(coordinator).context["form"].errors

    def test_no_file(self, coordinator):
        shown = coordinator.post(PAGE, {"title": "เวที", "round": ""})
        assert set(shown.context["form"].errors) == {"file"}
        assert fields_of(shown)["title"] == ["เวที"]

    def test_markup_in_the_title_is_text(self, coordinator, school):
        shown = look(coordinator, title="<script>alert(1)</script>")
        assert "<script>alert" not in words(shown)
        confirm(coordinator, shown)
        assert Round.objects.get().title_th == "<script>alert(1)</script>"


class TestImporting:
    def test_makes_a_closed_round_with_its_answers(self, coordinator, school, settings):
        settings.CONTROLLER_NAME = "สำนักงานตัวอย่าง"
        done = confirm(coordinator, look(coordinator, title=" เวที  สะท้อนคิด "))
        round = Round.objects.get()
        assert done.redirect_chain[-1][0] == "/reflections/2559-11-30/"
        assert (round.slug, round.title_th, round.status) == ("2559-11-30", "เวที สะท้อนคิด", "closed")
        assert round.controller_name == "สำนักงานตัวอย่าง"
        assert round.names_cut_on > timezone.localdate()
        assert Reflection.objects.counted().get().organisation == school
        assert Point.objects.get().sent_text == "งบน้อย"

    def test_makes_its_keeper_whoever_saw_the_texts_with_the_schools(
        self, coordinator, administrator, school
    ):
        confirm(coordinator, look(coordinator))
        assert list(Round.objects.get().keepers) == [coordinator.person]
        seen = Look.objects.get()
        assert (seen.person, seen.what) == (coordinator.person, "import")

    def test_makes_schools_and_takes_the_grouping_where_that_is_ticked(self, coordinator):
        builders.build_theme("problems", key="money")
        row = "46000009,3,,งบน้อย,money,,small\n"
        confirm(coordinator, look(coordinator, row, create_schools="on", coded="on"))
        assert Organisation.objects.schools().get().name_unchecked
        assert Point.objects.get().theme.key == "money"

    def test_gives_an_address_of_today_where_none_was_typed(self, coordinator, school):
        today = timezone.localdate()
        day = f"{buddhist_year(today.year)}-{today:%m-%d}"
        builders.build_round(slug=day)
        confirm(coordinator, look(coordinator, round=""))
        assert Round.objects.filter(slug=f"{day}-2").exists()

    def test_twice_makes_one_round_and_leads_to_it(self, coordinator, school):
        shown = look(coordinator)
        for _ in range(2):
            done = confirm(coordinator, shown)
            assert done.redirect_chain[-1][0] == "/reflections/2559-11-30/"
        assert Round.objects.count() == Point.objects.count() == 1

    def test_a_file_that_was_sent_twice_makes_one_round(self, coordinator, school):
        first, second = look(coordinator), look(coordinator)
        confirm(coordinator, first)
        shown = confirm(coordinator, second)
        [problem] = shown.context["problems"]
        assert problem.line == 0
        assert Round.objects.count() == Point.objects.count() == 1

    def test_the_upload_of_another_is_not_confirmed(self, coordinator, other_coordinator, school):
        shown = look(coordinator)
        confirm(other_coordinator, shown)
        assert not Round.objects.exists()

    @pytest.mark.parametrize("schools", [1, 3])
    def test_looking_at_more_rows_asks_no_more(
        self, coordinator, schools, django_assert_num_queries
    ):
        for n in range(schools):
            builders.build_school(code=f"4600000{n}")
        rows = "".join(f"4600000{n},3,,งบน้อย,,,\n" for n in range(schools))
        address = look(coordinator, rows).redirect_chain[-1][0]
        with django_assert_num_queries(8):
            coordinator.get(address)


@pytest.mark.django_db(transaction=True)
def test_two_taps_in_one_moment_make_one_round(coordinator):
    builders.build_school(code="46000001")
    shown = look(coordinator)
    address, data = shown.redirect_chain[-1][0], fill(shown)
    answers = []

    def tap():
        client = Client()
        client.force_login(coordinator.person)
        try:
            answers.append(client.post(address, data).headers["Location"])
        finally:
            connection.close()

    taps = [threading.Thread(target=tap) for _ in range(2)]
    for thread in taps:
        thread.start()
    for thread in taps:
        thread.join()
    assert answers == ["/reflections/2559-11-30/"] * 2
    assert Round.objects.count() == Point.objects.count() == 1


class Preparer:
    """Somebody who prepares a round of that address just when the import makes its own."""

    def __init__(self):
        self.is_done = False

    def __call__(self, execute, statement, *more):
        if statement.startswith('INSERT INTO "reflections_round"') and not self.is_done:
            self.is_done = True
            thread = threading.Thread(target=self.prepare)
            thread.start()
            thread.join()
        return execute(statement, *more)

    def prepare(self):
        try:
            builders.build_round(Round.Status.DRAFT, slug="2559-11-30")
        finally:
            connection.close()


@pytest.mark.django_db(transaction=True)
def test_an_address_that_is_taken_in_that_moment_is_told(coordinator):
    builders.build_school(code="46000001")
    shown = look(coordinator)
    with connection.execute_wrapper(Preparer()):
        again = confirm(coordinator, shown)
    assert [problem.line for problem in again.context["problems"]] == [0]
    assert Round.objects.get().status == Round.Status.DRAFT
    assert not Point.objects.exists()
