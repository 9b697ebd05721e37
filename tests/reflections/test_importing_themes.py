"""The theme book comes from a file, all or nothing, and a second time changes nothing."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from reflections.models import Theme
from tests import builders

pytestmark = pytest.mark.django_db
HEAD = "theme_key,question,group,label_th,label_en,parent\n"


@pytest.fixture
def run(tmp_path, capsys):
    """Import a text as a file; what was said on the error channel."""

    def run(text, encoding="utf-8", language="en"):
        path = tmp_path / "themes.csv"
        path.write_bytes(text.encode(encoding))
        call_command("import_themes", path, language=language)
        return capsys.readouterr()

    return run


def test_themes_and_sub_themes_in_the_order_of_the_file(run):
    run(HEAD + "sub,2,,ย่อย,Sub,top\n" + "top,2,,ใหญ่,Top,\n" + "kind,1,learner,มีน้ำใจ,,\n")
    book = Theme.objects.in_book_order()
    assert [(t.key, t.section, t.parent and t.parent.key) for t in book] == [
        ("sub", "development", "top"),
        ("top", "development", None),
        ("kind", "learner", None),
    ]
    assert Theme.objects.get(key="kind").label == "มีน้ำใจ"


def test_old_spreadsheets_in_windows_874_and_a_missing_parent_column(run):
    run("theme_key,question,group,label_th,label_en\na,3,,งบไม่พอ,No budget\n", "cp874")
    assert Theme.objects.get().label_th == "งบไม่พอ"


def test_twice_adds_nothing(run):
    text = HEAD + "a,3,,งบไม่พอ,No budget,\nb,3,,ย่อย,Sub,a\n"
    run(text)
    said = run(text)
    assert "0 added, 0 changed, 2 unchanged" in said.out
    assert set(Theme.objects.values_list("version", flat=True)) == {1}


def test_a_known_key_gets_its_labels_anew_and_keeps_its_place(run):
    theme = builders.build_theme("problems", "เดิม", key="a", label_en="Old", order=7)
    run("theme_key,question,group,label_th\na,3,,ใหม่\n")
    theme.refresh_from_db()
    assert (theme.label_th, theme.label_en, theme.order) == ("ใหม่", "Old", 7)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("..,3,,ก,,\n", "Line 2, column theme_key: This key cannot stand in an address"),
        ("a/../b,3,,ก,,\n", "Line 2, column theme_key: This key cannot stand in an address"),
        ("/a,3,,ก,,\n", "Line 2, column theme_key: This key cannot stand in an address"),
        ("a,4,,ก,,\n", "Line 2, column question"),
        ("a,1,,ก,,\n", "Line 2, column group: Question 1 needs a group."),
        ("a,2,teacher,ก,,\n", "Line 2, column group: Questions 2 and 3 have no groups."),
        ("a,1,parents,ก,,\n", "Line 2, column group: Unknown"),
        ("a,2,,,,\n", "Line 2, column label_th"),
        ("a,2,," + "ก" * 121 + ",,\n", "Line 2, column label_th"),
        (",2,,ก,,\n", "Line 2, column theme_key"),
        ("none,2,,ก,,\n", "Line 2, column theme_key: This key is kept"),
        ("a,2,,ก,,\na,2,,ข,,\n", "Line 3, column theme_key: This key stands in the file twice."),
        ("a,2,,ก,,b\n", "Line 2, column parent: There is no theme with this key."),
        ("a,2,,ก,,a\n", "Line 2, column parent: A sub-theme stands under"),
        ("a,2,,ก,,\nb,2,,ข,,a\nc,2,,ค,,b\n", "Line 4, column parent: A sub-theme stands under"),
        ("a,2,,ก,,\nb,3,,ข,,a\n", "Line 3, column parent: This theme belongs to another question."),
    ],
)
def test_one_bad_row_stops_all_and_is_named(run, capsys, rows, problem):
    with pytest.raises(CommandError):
        run(HEAD + "good,3,,ดี,,\n" + rows.replace("Line", ""))
    said = capsys.readouterr().err
    line, rest = problem.split(",", 1) if "," in problem else (problem, "")
    number = int(line.removeprefix("Line ")) + 1
    assert f"Line {number},{rest}" in said
    assert not Theme.objects.exists()


def test_a_theme_does_not_move_to_another_question(run, capsys):
    builders.build_theme("problems", key="a")
    with pytest.raises(CommandError):
        run(HEAD + "a,2,,ก,,\n")
    assert "This theme belongs to another question already." in capsys.readouterr().err


def test_the_page_previews_then_writes(coordinator, member):
    from django.core.files.uploadedfile import SimpleUploadedFile

    address = "/reflections/themes/import/"
    assert member.get(address).status_code == 403
    assert coordinator.get(address).status_code == 200
    file = SimpleUploadedFile("themes.csv", (HEAD + "a,3,,งบไม่พอ,,\n").encode())
    preview = coordinator.post(address, {"file": file}, follow=True)
    assert "งบไม่พอ" in preview.content.decode()
    assert not Theme.objects.exists()
    upload = preview.context["upload"]
    outline = preview.context["run"].outline
    coordinator.post(address, {"upload": upload.pk, "outline": outline})
    assert Theme.objects.get().key == "a"


def test_no_sub_theme_comes_into_use_under_a_retired_theme(run, capsys):
    retired = builders.build_theme("problems", key="a", retired_at=timezone.now())
    builders.build_theme("problems", "เดิม", key="b", parent=retired, retired_at=timezone.now())
    for row in ("c,3,,ใหม่,,a\n", "d,3,,อยู่,,a\n"):
        builders.build_theme("problems", "อยู่", key="d") if row[0] == "d" else None
        with pytest.raises(CommandError):
            run(HEAD + row)
        assert "Line 2, column parent: This theme is retired." in capsys.readouterr().err
    run(HEAD + "b,3,,ชื่อใหม่,,a\n")  # what is retired already gets its label anew
    assert Theme.objects.get(key="b").label_th == "ชื่อใหม่"
