"""Compiling translations without gettext, and finding those that are missing."""

import gettext
import shutil

import pytest

from kalasin_network.translations import compile_catalog

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: th\\n"\n'
HEAD += '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'


@pytest.fixture
def catalog(tmp_path):
    """Writes entries to a .po file and returns what translates by its .mo."""

    def compiled(entries):
        po = tmp_path / "th" / "LC_MESSAGES" / "django.po"
        po.parent.mkdir(parents=True, exist_ok=True)
        po.write_text(HEAD + entries)
        with compile_catalog(po).open("rb") as file:
            return gettext.GNUTranslations(file)

    return compiled


def test_a_translation_is_found_with_context_and_plural(catalog):
    translations = catalog(
        'msgid "Save"\nmsgstr "บันทึก"\n\nmsgctxt "month"\nmsgid "May"\nmsgstr "พฤษภาคม"\n\n'
        '#, python-format\nmsgid "%(n)s school"\nmsgid_plural "%(n)s schools"\n'
        'msgstr[0] "%(n)s โรงเรียน"\n'
    )
    assert translations.gettext("Save") == "บันทึก"
    assert translations.pgettext("month", "May") == "พฤษภาคม"
    assert translations.ngettext("%(n)s school", "%(n)s schools", 5) == "%(n)s โรงเรียน"


def test_no_line_of_a_translation_begins_with_a_repetition_mark(catalog):
    translations = catalog(
        'msgid "Others"\nmsgstr "เรื่องอื่น ๆ"\n\nmsgid "day"\nmsgid_plural "days"\nmsgstr[0] "นาน ๆ"\n'
    )
    assert translations.gettext("Others") == "เรื่องอื่น\u00a0ๆ"
    assert translations.ngettext("day", "days", 2) == "นาน\u00a0ๆ"


def test_an_uncertain_translation_is_not_shown(catalog):
    translations = catalog('#, fuzzy\nmsgid "Send"\nmsgstr "บันทึก"\n')
    assert translations.gettext("Send") == "Send"


def test_a_catalogue_whose_head_is_uncertain_is_still_used(catalog, tmp_path):
    po = tmp_path / "th" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text("#, fuzzy\n" + HEAD + 'msgid "Save"\nmsgstr "บันทึก"\n')
    with compile_catalog(po).open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Save") == "บันทึก"


def test_braces_are_no_error(catalog):
    translations = catalog('#, python-brace-format\nmsgid "{a} {b}"\nmsgstr "{b} {a}"\n')
    assert translations.gettext("{a} {b}") == "{b} {a}"


def test_a_translation_that_would_break_the_page_is_refused_by_line(catalog):
    with pytest.raises(ValueError, match=r"django.po:\d+: .*nr"):
        catalog('#, python-format\nmsgid "%(n)s schools"\nmsgstr "%(nr)s โรงเรียน"\n')


@pytest.mark.skipif(not shutil.which("msgattrib"), reason="make lint gets gettext itself")
def test_lint_finds_what_is_untranslated_or_uncertain(tmp_path):
    from tests.lint_translations import strings_in_disorder

    (tmp_path / "page.html").write_text(
        "{% load i18n %}{% translate 'Known' %}{% translate 'New here' %}{% translate 'Unsure' %}"
    )
    po = tmp_path / "locale" / "th" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(HEAD + 'msgid "Known"\nmsgstr "รู้"\n\n#, fuzzy\nmsgid "Unsure"\nmsgstr "ไม่แน่"\n')
    entries = strings_in_disorder(tmp_path)
    assert len(entries) == 2
    found = "\n".join(entries)
    assert "New here" in found
    assert "Unsure" in found
    assert "Known" not in found
