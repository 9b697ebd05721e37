"""Whoever has many pages open, or hears the title first, knows which page this is."""

import re

import pytest
from django.urls import reverse

from tests.site.pages import OK, ROLES
from tests.site.test_pages_by_role import PAGES

pytestmark = pytest.mark.django_db
READ = [page for page in PAGES if page.method == "get" and OK in page.answers.values()]
# one page reached in two ways: by password or by code, by each address that needs mail; the form's
# pages by an account or by a link
SAME = [{"account_reauthenticate", "mfa_reauthenticate"}] + [
    {f"link:answer{page}", f"reflections:answer{page}"}
    for page in ["", "_step", "_review", "_receipt", "_withdraw", "_sentences", "_contact"]
]
WITHOUT_MAIL = "on a portal without mail"
READ = [page for page in READ if page.note != WITHOUT_MAIL]


def title(page, cast, language):
    """The title of `page` for the first role that may read it, or None of a file."""
    client = cast[next(role for role in ROLES if page.answers[role] == OK)]
    response = client.get(reverse(page.name, args=page.args(cast)), {"lang": language})
    if "html" not in response.headers["Content-Type"]:
        return None
    return re.search(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)[1].strip()


@pytest.mark.parametrize("language", ["th", "en"])
def test_no_two_pages_have_the_same_title(language, cast):
    names = {}
    for page in READ:
        names.setdefault(title(page, cast, language), set()).add(page.name)
    del names[None]
    shared = [pages for pages in names.values() if len(pages) > 1]
    assert [pages for pages in shared if pages not in SAME] == []
    assert [words for words in names if words.startswith("·")] == []
