"""Nobody is kept out: every page against WCAG 2.2 AA and for thumbs, on a phone and wide."""

import pytest
from django.urls import reverse

from tests.browser.window import DESKTOP, PHONE, PROJECTOR
from tests.site.pages import OK
from tests.site.pages.reflections import my_answer
from tests.site.test_pages_by_role import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# who shows a page: those who see most on it first
READERS = ["coordinator", "director", "keeper", "administrator", "supervisor", "member", "visitor"]
TO_READ = [page for page in PAGES if page.method == "get" and OK in page.answers.values()]


def reader_of(page):
    return next(role for role in READERS + ["outsider"] if page.answers[role] == OK)


@pytest.mark.parametrize("page", TO_READ, ids=str)
def test_keeps_nobody_out(page, cast, window):
    client = cast[reader_of(page)]
    address = reverse(page.name, args=page.args(cast))
    if "html" not in client.get(address).headers["Content-Type"]:
        return  # a file, not a page
    found = {}
    for language, width in (("th", PHONE), ("en", DESKTOP)):
        window.resize(width)
        assert window.open(client, f"{address}?lang={language}") == 200
        found[language] = window.violations()
        found[language] += [f"too wide by {window.overflow()} px"] if window.overflow() else []
        found[language] += window.untidy()
    assert found == {"th": [], "en": []}
    assert (window.outside, window.errors) == ([], [])


def test_a_long_button_covers_nothing_beside_it(cast, window):
    my_answer(status="draft")(cast)
    window.resize(PHONE)
    window.open(cast["director"], reverse("reflections:rounds") + "?lang=en")
    assert "Continue writing" in window.page.content()
    assert window.untidy() == []


@pytest.mark.parametrize("language", ["th", "en"])
def test_name_and_menu_stand_in_one_line_on_a_projector(cast, window, language):
    window.resize(PROJECTOR)
    window.open(cast["coordinator"], reverse("meetings:list") + f"?lang={language}")
    top = window.page.locator(".site-header")
    assert top.bounding_box()["height"] < 80
    assert top.locator(".wordmark > span").evaluate("e => e.getClientRects().length") == 1
    assert window.overflow() == 0
