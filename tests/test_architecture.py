"""The house stands as drawn: apps know each other in one direction, files stay small."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ORDER = ["thai", "partners", "meetings", "reflections", "kalasin_network"]


def python_files(app):
    return [path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]


def imported_roots(path):
    """The first part of every absolute import of a file, wherever it stands in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("app", ORDER)
def test_no_app_knows_one_above_it(app):
    above = set(ORDER[ORDER.index(app) + 1 :])
    upward = {
        (str(path.relative_to(ROOT)), root)
        for path in python_files(app)
        for root in imported_roots(path)
        if root in above
    }
    assert upward == set()


def test_thai_knows_no_django():
    assert {
        path.name for path in python_files("thai") if "django" in set(imported_roots(path))
    } == set()


UPWARD_NAMES = {
    "partners": r"\b(meetings|attendances|rounds|reflections|invitations_to_rounds|round_rights)\b",
    "meetings": r"\b(rounds|reflections)\b",
}


@pytest.mark.parametrize("app", UPWARD_NAMES)
def test_templates_of_a_lower_app_do_not_reach_up_by_reverse_names(app):
    found = [
        (path.name, tag)
        for path in (ROOT / "templates" / app).rglob("*.html")
        for tag in re.findall(r"\{[{%].*?[%}]\}", path.read_text())
        if re.search(r"\." + UPWARD_NAMES[app], tag)
    ]
    assert found == []


def test_python_files_stay_readable():
    long = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for app in ORDER
        for path in python_files(app)
        if len(path.read_text().splitlines()) > 300
    }
    assert long == {}


def test_nothing_of_ours_is_a_drawer():
    names = {path.name for app in ORDER for path in (ROOT / app).rglob("*")}
    assert names.isdisjoint({"utils.py", "common", "common.py", "helpers.py", "services.py"})


def test_templates_hold_no_inline_script_or_style():
    inline = re.compile(r"<style|\sstyle=|<script>|\son[a-z]+=\"")
    assert [
        str(path)
        for path in (ROOT / "templates").rglob("*.html")
        if inline.search(path.read_text())
    ] == []
