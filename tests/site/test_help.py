"""The guides: both languages say the same, and every page's help leads to its paragraph."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.urls import reverse

from kalasin_network.help import PAGES, help_page, help_pages
from tests.site.pages import OK
from tests.site.test_pages_by_role import PAGES as PORTAL

DOCS = Path(settings.BASE_DIR) / "docs"
APPS = ["partners", "meetings", "reflections", "kalasin_network"]
LANGUAGES = ["th", "en"]


def topics_in_the_code():
    """Every paragraph that a view or a template names, such as 'coordinator#coding'."""
    named = re.compile(rf"""["']((?:{"|".join(PAGES)})#[a-z-]+)["']""")
    files = [path for app in APPS for path in Path(settings.BASE_DIR, app).rglob("*.py")]
    files += Path(settings.BASE_DIR, "templates").rglob("*.html")
    return sorted({topic for path in files for topic in named.findall(path.read_text())})


def anchors(page):
    """Every place of a guide that an address can name."""
    return set(re.findall(r' id="([^"]+)"', page.html))


def test_the_code_names_topics():
    assert "coordinator#coding" in topics_in_the_code()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", topics_in_the_code())
def test_the_paragraph_of_a_pages_help_exists(topic, language):
    name, _hash, anchor = topic.partition("#")
    assert anchor in anchors(help_page(name, language))


@pytest.mark.parametrize("name", PAGES)
def test_a_guide_has_the_same_parts_in_both_languages(name):
    thai, english = help_page(name, "th"), help_page(name, "en")
    assert anchors(thai) == anchors(english)
    assert [anchor for anchor, _heading in thai.sections] == [a for a, _heading in english.sections]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_guide_stands_in_the_index(language):
    assert {path.stem for path in (DOCS / language).glob("*.md")} == set(PAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_addresses_of_parts_are_chosen_and_stay(name, language):
    text = (DOCS / language / f"{name}.md").read_text()
    headings = re.findall(r"^##+ .*", text, re.M)
    assert [heading for heading in headings if not re.search(r"\{#[a-z0-9-]+\}$", heading)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_links_between_guides_lead_somewhere(name, language):
    known = {reverse("help_page", args=[page]): page for page in PAGES}
    for address, anchor in re.findall(r'href="([^"#]*)#?([^"]*)"', help_page(name, language).html):
        if address.startswith(("http", settings.STATIC_URL)):
            continue
        page = help_page(known[address], language) if address else help_page(name, language)
        assert not anchor or anchor in anchors(page)


def pictures(page):
    """(file, alternative text) of a guide's pictures, in their order."""
    tags = re.findall(r"<img [^>]*>", page.html)
    return [
        (re.search(r'src="[^"]*/([^"/]+)"', t)[1], re.search(r'alt="([^"]*)"', t)[1]) for t in tags
    ]


def test_pictures_weigh_at_most_60_kb():
    found = list((DOCS / "pictures").iterdir())
    assert found and [path.name for path in found if path.stat().st_size > 60 * 1024] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "role", ["director", "member", "coordinator", "supervisor", "administrator"]
)
def test_a_roles_guide_shows_its_pages_in_the_readers_language(role, language):
    found = pictures(help_page(role, language))
    assert 1 <= len(found) <= 2
    for name, told in found:
        assert name.startswith(f"{role}-") and name.endswith(f"-{language}.webp")
        assert len(told) > 20  # what is to be seen, for those who cannot


def test_no_picture_is_kept_that_nobody_sees():
    told = [
        (DOCS / language / f"{page}.md").read_text() for language in LANGUAGES for page in PAGES
    ]
    told.append(Path(settings.BASE_DIR, "README.md").read_text())
    kept = [path.name for path in (DOCS / "pictures").iterdir()]
    assert [name for name in kept if not any(f"pictures/{name})" in text for text in told)] == []


def test_a_tap_on_a_wide_picture_opens_it_at_full_size():
    html = help_page("supervisor", "th").html
    addresses = re.findall(r'<a class="screen" href="([^"]+)"><img [^>]*src="([^"]+)"', html)
    assert addresses and all(link == picture for link, picture in addresses)


def test_guides_hold_no_inline_style_or_script():
    for language in LANGUAGES:
        for page in help_pages(language):
            assert re.findall(r"<style|\sstyle=|<script|\son[a-z]+=", page.html) == []


def test_thai_words_in_an_english_guide_are_marked():
    assert '<span lang="th">ภาษาไทย</span>' in help_page("member", "en").html


class TestWhereHelpLeads:
    def test_to_its_paragraph(self):
        template = Template("{% load frame %}{{ help_topic|help_address }}")
        address = template.render(Context({"help_topic": "coordinator#coding"}))
        assert address == "/help/coordinator/#coding"

    def test_to_the_whole_guide(self):
        template = Template("{% load frame %}{{ help_topic|help_address }}")
        assert template.render(Context({"help_topic": "running"})) == "/help/running/"

    def test_to_the_index_from_a_page_without_a_topic(self):
        assert (
            Template("{% load frame %}{{ help_topic|help_address }}").render(Context()) == "/help/"
        )


@pytest.mark.django_db
class TestThePages:
    def test_the_index_leads_to_every_part_of_every_guide(self, visitor):
        text = visitor.get("/help/").content.decode()
        for page in help_pages("th"):
            for anchor, _heading in page.sections:
                assert f'href="/help/{page.name}/#{anchor}"' in text

    def test_a_guide_is_read_in_the_readers_language(self, visitor):
        assert "คู่มือสมาชิกภาคี" in words(visitor.get("/help/member/"))
        assert "Guide for members" in words(visitor.get("/help/member/?lang=en"))

    def test_a_pages_help_opens_its_paragraph(self, coordinator):
        text = coordinator.get("/reflections/themes/").content.decode()
        assert 'href="/help/coordinator/#themes"' in text

    def test_it_does_so_from_every_page_of_the_portal(self, cast):
        """But from help itself, and from the wall of a hall, which has no menu."""
        without = {"help", "help_page", "reflections:projector"}
        lacking = []
        for page in PORTAL:
            role = next((role for role, answer in page.answers.items() if answer == OK), None)
            if role is None or page.method != "get" or page.name in without:
                continue
            response = cast[role].get(reverse(page.name, args=page.args(cast)), page.data(cast))
            if response["Content-Type"].startswith("text/html"):
                found = re.search(r'href="/help/[a-z]+/#', response.content.decode())
                lacking += [] if found else [page.name]
        assert lacking == []

    def test_no_query_but_who_is_reading(self, visitor, django_assert_num_queries):
        with django_assert_num_queries(0):
            visitor.get("/help/coordinator/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_a_command_ends_within_an_option(language):
    for name in ["running", "administrator"]:
        assert '<span class="word">--email</span>' in help_page(name, language).html


def words(response):
    """A page's text without the marks that hold Thai words whole."""
    return re.sub(r"<wbr>|</?span[^>]*>", "", response.content.decode())
