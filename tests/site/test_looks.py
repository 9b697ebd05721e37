"""The portal's look: one light stylesheet, own fonts, nothing inline, both languages."""

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template

BASE_DIR = Path(settings.BASE_DIR)
STYLES = (BASE_DIR / "static/css/portal.css").read_text()
TEMPLATES = sorted((BASE_DIR / "templates").rglob("*.html"))
INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.I)


def named(path):
    return str(path.relative_to(BASE_DIR))


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_no_template_carries_style_or_script(template):
    assert INLINE.findall(template.read_text()) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_every_file_that_a_template_asks_for_exists(template):
    asked = re.findall(r"{% static ['\"]([^'\"]+)['\"]", template.read_text())
    assert [name for name in asked if not finders.find(name)] == []


@pytest.mark.parametrize("sheet", ["portal.css", "administration.css"])
def test_every_file_that_a_stylesheet_asks_for_exists(sheet):
    styles = (BASE_DIR / "static/css" / sheet).read_text()
    asked = re.findall(r'url\("(?!data:)([^"]+)"\)', styles)
    assert len(asked) >= 5
    assert [name for name in asked if not (BASE_DIR / "static/css" / name).exists()] == []


def test_the_stylesheet_of_papers_adds_at_most_2_kb():
    styles = BASE_DIR / "static/css/papers.css"
    assert len(brotli.compress(styles.read_bytes())) <= 2 * 1024


def test_the_stylesheet_weighs_at_most_14_kb_over_the_wire():
    assert len(brotli.compress(STYLES.encode())) <= 14 * 1024


@pytest.mark.parametrize("script", sorted((BASE_DIR / "static/js").glob("*.js")), ids=named)
def test_a_script_is_small(script):
    assert len(brotli.compress(script.read_bytes())) <= 1024


def test_the_scripts_of_the_form_stay_far_below_25_kb():
    scripts = [*(BASE_DIR / "static/js/answer").glob("*.js"), BASE_DIR / "static/js/points.js"]
    scripts.append(BASE_DIR / "static/js/sending.js")
    assert sum(len(brotli.compress(script.read_bytes())) for script in scripts) <= 12 * 1024


def test_the_fonts_come_with_their_licence_and_are_all_in_use():
    folder = BASE_DIR / "static/fonts"
    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "OFL.txt").read_text()
    fonts = {path.name for path in folder.glob("*.woff2")}
    assert fonts == set(re.findall(r"fonts/([\w-]+\.woff2)", STYLES))


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TOKENS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", STYLES)) | {"card": "#ffffff"}
TEXT_ON_GROUND = [
    *[(text, ground) for text in ("ink", "muted") for ground in ("paper", "card", "sunk", "tint")],
    ("crimson-ink", "tint"),
    ("card", "crimson"),
    ("teal", "teal-tint"),
    ("teal", "paper"),
    ("amber", "amber-tint"),
    ("error", "error-tint"),
]


@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_is_readable_on_its_ground(text, ground):
    assert contrast(TOKENS[text], TOKENS[ground]) >= 4.5


@pytest.mark.parametrize(("edge", "ground"), [("field-line", "card"), ("needs", "card")])
def test_a_field_and_a_bar_stand_out_from_their_ground(edge, ground):
    assert contrast(TOKENS[edge], TOKENS[ground]) >= 3


@pytest.mark.django_db
class TestTheFrame:
    def test_a_page_is_marked_as_thai_and_leads_to_english(self, visitor):
        text = visitor.get("/accounts/login/").content.decode()
        assert '<html lang="th">' in text
        assert "lang=en" in text
        assert "เข้าสู่ระบบ" in text
        assert "ข้ามไปที่เนื้อหา" in text

    def test_a_page_is_marked_as_english_and_leads_to_thai(self, visitor):
        text = visitor.get("/accounts/login/?lang=en").content.decode()
        assert '<html lang="en">' in text
        assert "lang=th" in text
        assert "Skip to the content" in text

    def test_the_menu_says_where_the_reader_is(self, coordinator):
        text = coordinator.get("/partners/no-such-partner/").content.decode()
        assert '<a href="/partners/" aria-current="page">' in text
        assert '<a href="/meetings/">' in text

    def test_the_account_menu_names_the_person(self, coordinator):
        text = coordinator.get("/accounts/email/").content.decode()
        assert str(coordinator.person) in text
        assert "ออกจากระบบ" in text
        english = coordinator.get("/accounts/email/?lang=en").content.decode()
        assert f'Signed in as <span lang="th">{coordinator.person}</span>' in english

    def test_the_note_that_the_facts_come_from_is_credited_on_every_page(self, visitor):
        text = visitor.get("/accounts/login/").content.decode()
        assert "ดร. นุชรัตน์ ประสิทธิศิลป์ชัย" in text
        assert "CC BY-NC-ND" in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/partners/new/", "/meetings/new/", "/reflections/new/", "/reflections/themes/new/"]
)
def test_an_empty_choice_says_what_it_means(coordinator, address):
    page = coordinator.get(address).content.decode()
    assert "<option" in page
    assert "---------" not in page


@pytest.mark.django_db
def test_djangos_administration_wears_the_portals_colours(administrator):
    page = administrator.get("/admin/").content.decode()
    assert "css/administration" in page
    assert "theme-toggle" not in page


class TestErrors:
    @pytest.mark.parametrize("name", ["500.html"])
    def test_a_page_of_last_resort_needs_nothing_and_speaks_both_languages(self, name):
        text = get_template(name).render()
        assert '<div lang="th">' in text
        assert '<div lang="en">' in text
        assert "css/portal.css" in text

    @pytest.mark.django_db
    def test_a_page_that_is_not_there_says_so_in_both_languages(self, member):
        response = member.get("/no-such-page/")
        text = response.content.decode()
        assert response.status_code == 404
        assert "ไม่พบหน้านี้ " in text.replace("</h1>", " ")
        assert "Page not found" in text

    @pytest.mark.django_db
    def test_what_broke_says_first_that_nothing_saved_is_lost(self):
        assert "ข้อความที่บันทึกแล้วยังอยู่" in get_template("500.html").render()


ACCOUNT_PAGES = [
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/logout/",
    "/accounts/2fa/",
    "/accounts/reauthenticate/",
]
ENTRANCES = ["/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/"]


@pytest.mark.django_db
class TestSigningIn:
    @pytest.mark.parametrize("address", ENTRANCES)
    def test_the_way_in_looks_like_the_portal(self, visitor, address):
        text = visitor.get(address).content.decode()
        assert 'class="card account-card"' in text
        assert INLINE.findall(text) == []

    @pytest.mark.parametrize("address", ACCOUNT_PAGES)
    def test_an_account_page_looks_like_the_portal(self, coordinator, address):
        text = coordinator.get(address).content.decode()
        assert 'class="card account-card"' in text
        assert INLINE.findall(text) == []

    def test_the_sign_in_packages_speak_the_portals_thai(self, coordinator):
        text = coordinator.get("/accounts/reauthenticate/").content.decode()
        assert "ยืนยันว่าเป็นท่าน" in text
        assert "AddrAccess" not in text
