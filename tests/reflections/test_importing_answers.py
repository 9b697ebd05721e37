"""Answers come from a file, a row a point; what a school wrote itself is never touched."""

import threading
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from partners.models import Organisation
from reflections.models import (
    CodingDecision,
    Invitation,
    Look,
    Point,
    Reflection,
    Round,
    ThemeCount,
)
from tests import builders
from tests.form_reader import fill

pytestmark = pytest.mark.django_db
HEAD = "school_code,question,group,text,theme_key,district,school_size\n"


@pytest.fixture
def run(tmp_path, capsys):
    def run(text, slug="forum", *flags):
        path = tmp_path / "answers.csv"
        path.write_text(text)
        call_command("import_reflections", path, *flags, round=slug, language="en")
        return capsys.readouterr().out

    return run


@pytest.fixture
def school():
    return builders.build_school(code="46000001", district=builders.build_district("นามน"))


@pytest.fixture
def forum():
    return builders.build_round(Round.Status.CLOSED, slug="forum")


def test_a_school_is_invited_and_its_answer_counts_as_sent(run, forum, school):
    run(HEAD + "46000001,1,learner,อ่านคล่อง,,,\n46000001,3,,งบน้อย,,,\n")
    reflection = Reflection.objects.counted().get()
    assert (reflection.organisation, reflection.round) == (school, forum)
    assert reflection.district == school.district
    assert reflection.is_imported
    assert list(reflection.points.values_list("section", "sent_text")) == [
        ("learner", "อ่านคล่อง"),
        ("problems", "งบน้อย"),
    ]


def test_twice_adds_nothing(run, forum, school):
    text = HEAD + "46000001,3,,งบน้อย,,,\n46000001,3,, งบน้อย ,,,\n"
    run(text)
    assert "0 added, 0 changed, 2 unchanged" in run(text)
    assert Point.objects.count() == 1


def test_theme_keys_count_only_with_coded(run, forum, school):
    theme = builders.build_theme("problems", key="q3")
    text = HEAD + "46000001,3,,งบน้อย,q3,,\n46000001,3,,สวัสดี,none,,\n46000001,3,,อื่น,,,\n"
    run(text)
    assert Point.objects.uncoded().count() == 3
    run(text, "forum", "--coded")
    assert Point.objects.get(text="งบน้อย").theme == theme
    assert Point.objects.get(text="สวัสดี").is_set_aside
    assert Point.objects.uncoded().get().text == "อื่น"
    assert ThemeCount.objects.get().points == 1
    assert set(CodingDecision.objects.values_list("how", flat=True)) == {"import"}


def test_a_curators_coding_is_not_overwritten(run, forum, school):
    mine, theirs = builders.build_theme("problems"), builders.build_theme("problems", key="q3")
    run(HEAD + "46000001,3,,งบน้อย,,,\n")
    Point.objects.update(theme=mine)
    run(HEAD + f"46000001,3,,งบน้อย,{theirs.key},,\n", "forum", "--coded")
    assert Point.objects.get().theme == mine


def test_makes_the_round_and_the_schools_when_asked(run, settings, administrator):
    settings.CONTROLLER_NAME = "สำนักงานตัวอย่าง"
    builders.build_district("นามน")
    text = HEAD + "46000009,2,,ขอพี่เลี้ยง,,อ.นามน,small\n"
    flags = ["--create-round", "เวทีสะท้อนคิด", "--create-schools"]
    run(text, "2559-11-30", *flags)
    round = Round.objects.get()
    assert (round.slug, round.title_th, round.status) == (
        "2559-11-30",
        "เวทีสะท้อนคิด",
        "closed",
    )
    assert list(round.keepers) == [administrator.person]
    assert round.controller_name == "สำนักงานตัวอย่าง"
    assert (
        round.names_cut_on > timezone.localdate()
    )  # as with any round, names are not kept for ever
    made = Organisation.objects.schools().get()
    assert (made.name_th, made.name_unchecked, made.size()) == ("โรงเรียน 46000009", True, "small")
    assert made.district.name_th == "นามน"
    assert Reflection.objects.counted().get().size == "small"
    assert "0 added" in run(text, "2559-11-30", *flags)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("99,3,,ก,,,", "column school_code: No school has this code."),
        ("46000001,3,learner,ก,,,", "column group: Questions 2 and 3"),
        ("46000001,,,ก,,,", "column question: Nothing stands here."),
        ("46000001,3,,,,,", "column text: Nothing stands here."),
        ("46000001,3,," + "ก" * 501 + ",,,", "column text: Longer than 500"),
        ("46000001,3,,ก,nothing,,", "column theme_key: There is no theme with this key."),
        ("46000001,3,,ก,q2,,", "column theme_key: This theme belongs to another question."),
        ("46000001,3,,ก,,,huge", "column school_size: Unknown"),
    ],
)
def test_one_bad_row_stops_all_and_is_named(run, capsys, forum, school, row, problem):
    builders.build_theme("development", key="q2")
    with pytest.raises(CommandError):
        run(HEAD + "46000001,3,,ดี,,,\n" + row + "\n", "forum", "--coded")
    assert f"Line 3, {problem}" in capsys.readouterr().err
    assert not Point.objects.exists() and not Invitation.objects.exists()


def test_an_unknown_district_is_named_when_schools_are_made(run, capsys, forum):
    with pytest.raises(CommandError):
        run(HEAD + "46000009,3,,ก,,ไม่มีจริง,\n", "forum", "--create-schools")
    assert "column district: No district has this name." in capsys.readouterr().err


def test_what_a_school_wrote_itself_or_withdrew_is_not_touched(run, capsys, forum, school):
    builders.build_reflection(forum, school, texts=[("problems", "ของเรา")])
    with pytest.raises(CommandError):
        run(HEAD + "46000001,3,,ของไฟล์,,,\n")
    assert "wrote its answer itself" in capsys.readouterr().err
    Reflection.objects.update(status="withdrawn", withdrawn_at=forum.opened_at, is_imported=True)
    with pytest.raises(CommandError):
        run(HEAD + "46000001,3,,ของไฟล์,,,\n")
    assert "has withdrawn its answer" in capsys.readouterr().err


def test_an_imported_answer_is_the_schools_own_once_it_has_written_in_it(run, capsys, director):
    builders.build_round(slug="forum")
    row = f"{director.school.code},3,,งบน้อย,,,\n"
    run(HEAD + row)
    page = director.get(f"/reflections/forum/answer/{director.school.slug}/problems/")
    director.post(page.wsgi_request.path, fill(page, text=["งบประมาณมาช้า"]))
    director.post(f"/reflections/forum/answer/{director.school.slug}/send/")
    with pytest.raises(CommandError):
        run(HEAD + row)
    assert "wrote its answer itself" in capsys.readouterr().err
    assert [point.sent_text for point in Point.objects.sent()] == ["งบประมาณมาช้า"]


def test_an_answer_begun_anew_after_withdrawing_is_the_schools_own(run, capsys, director):
    builders.build_round(slug="forum")
    row = f"{director.school.code},3,,งบน้อย,,,\n"
    run(HEAD + row)
    Reflection.objects.get().withdraw()
    director.post(f"/reflections/forum/answer/{director.school.slug}/")
    with pytest.raises(CommandError):
        run(HEAD + row)
    assert "wrote its answer itself" in capsys.readouterr().err
    assert not Point.objects.exists()


def test_a_round_whose_names_are_cut_takes_no_more_answers(run, capsys, forum, school):
    row = HEAD + "46000001,3,,งบน้อย,,,\n"
    run(row)
    forum.cut_names()
    with pytest.raises(CommandError):
        run(row)
    assert "names have been cut" in capsys.readouterr().err
    assert Reflection.objects.counted().count() == 1


def test_a_school_whose_invitation_was_cancelled_is_not_asked_again_by_a_file(
    run, capsys, forum, school
):
    builders.invite(forum, school)
    forum.invitations.cancel()
    with pytest.raises(CommandError):
        run(HEAD + "46000001,3,,งบน้อย,,,\n")
    assert "column school_code: The invitation of this school" in capsys.readouterr().err
    assert not Point.objects.exists()


@pytest.mark.parametrize("code", ["ก-01", "4600/1", "46 01", "<b>", "²", "a_b"])
def test_a_school_is_made_only_with_a_code_that_can_stand_in_an_address(run, capsys, forum, code):
    with pytest.raises(CommandError):
        run(HEAD + f'"{code}",3,,งบน้อย,,,\n', "forum", "--create-schools")
    assert "Line 2, column school_code: Use letters a to z" in capsys.readouterr().err
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("title", ["ก" * 201, "\u200b", "   "])
def test_a_title_that_cannot_stand_is_refused(run, title):
    with pytest.raises(CommandError, match="--create-round"):
        run(HEAD + "46000001,3,,ก,,,\n", "fresh", "--create-round", title)


def test_the_address_of_a_deleted_round_is_not_taken(run, forum, capsys):
    Round.objects.delete_softly()
    with pytest.raises(CommandError):
        run(HEAD + "46000001,3,,ก,,,\n", "forum", "--create-round", "เวที")
    assert "deleted round" in capsys.readouterr().err


def test_needs_a_round_that_is_no_draft(run, capsys, school):
    with pytest.raises(CommandError):
        run(HEAD + "46000001,3,,ก,,,\n", "nothing")
    builders.build_round(Round.Status.DRAFT, slug="draft")
    with pytest.raises(CommandError):
        run(HEAD + "46000001,3,,ก,,,\n", "draft")
    with pytest.raises(CommandError):
        run(HEAD + "46000001,3,,ก,,,\n", "Bad Slug", "--create-round", "x")


def test_the_page_is_for_keepers_and_every_import_is_on_record(coordinator, keeper, school):
    round = builders.build_round(Round.Status.CLOSED, keepers=[keeper.person])
    address = f"/reflections/{round.slug}/import/"
    assert coordinator.get(address).status_code == 403
    file = SimpleUploadedFile("a.csv", (HEAD + "46000001,3,,งบน้อย,,,\n").encode())
    preview = keeper.post(address, {"file": file}, follow=True)
    outline = preview.context["run"].outline
    keeper.post(address, {"upload": preview.context["upload"].pk, "outline": outline})
    assert Point.objects.get().sent_text == "งบน้อย"
    look = Look.objects.get()
    assert (look.person, look.what) == (keeper.person, "import")


@pytest.mark.parametrize("schools", [1, 3])
def test_new_schools_cost_no_more_questions(run, forum, schools, django_assert_num_queries):
    rows = "".join(f"4600000{n},3,,งบน้อย,,,\n" for n in range(schools))
    with django_assert_num_queries(27):
        run(HEAD + rows, "forum", "--create-schools")
    assert Organisation.objects.count() == schools


@pytest.mark.django_db(transaction=True)
def test_what_a_command_wrote_is_on_record_as_its(run, forum):
    run(HEAD + "46000001,3,,งบน้อย,,,\n", "forum", "--create-schools")
    for model in (Organisation, Point):
        event = model.pgh_event_model.objects.get()
        assert event.pgh_context.metadata == {"command": "import_reflections"}


class Beginner:
    """A school that begins to write just when the import is about to write its answer."""

    def __init__(self, director, round):
        self.address = f"/reflections/{round.slug}/answer/{director.school.slug}/"
        self.director, self.answers = director, []
        self.thread = threading.Thread(target=self.begin)

    def __call__(self, execute, statement, *more):
        if statement.startswith('INSERT INTO "reflections_reflection"') and not self.thread.ident:
            self.thread.start()
            self.thread.join(timeout=1)  # it may have to wait for the import
        return execute(statement, *more)

    def begin(self):
        try:
            self.answers.append(self.director.post(self.address).status_code)
        finally:
            connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_school_that_begins_in_that_moment_goes_on_in_what_was_imported(run, director):
    round = builders.build_round(slug="forum")
    builders.invite(round, director.school)
    beginner = Beginner(director, round)
    with connection.execute_wrapper(beginner):
        run(HEAD + f"{director.school.code},3,,งบน้อย,,,\n")
    beginner.thread.join()
    assert beginner.answers == [302]
    assert Reflection.objects.get().is_sent
    assert Point.objects.get().sent_text == "งบน้อย"


def test_points_that_were_known_get_their_themes_all_at_once(run, forum, school):
    theme = builders.build_theme("problems", key="money")
    rows = "".join(f"46000001,3,,ข้อ {n},money,,\n" for n in range(3))
    rows += "46000001,3,,พักไว้,none,,\n"
    run(HEAD + rows)
    assert "0 added, 4 changed" in run(HEAD + rows + rows, "forum", "--coded")
    assert ThemeCount.objects.get().points == 3
    assert Point.objects.filter(is_set_aside=True).count() == 1
    assert CodingDecision.objects.filter(how="import").count() == 4
    assert {point.theme for point in Point.objects.exclude(theme=None)} == {theme}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_hundred_thousand_rows_in_under_two_minutes_and_known_again(run, forum):
    rows = "".join(f"46{n // 12:06},3,,ข้อความที่ {n},,,\n" for n in range(100_000))
    start = time.monotonic()
    run(HEAD + rows, "forum", "--create-schools")
    assert time.monotonic() - start < 120
    assert Point.objects.count() == 100_000
    assert "0 added" in run(HEAD + rows, "forum", "--create-schools")
