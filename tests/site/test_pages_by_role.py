"""Every page of the portal asked by every role, and how often each asks the database.

The rows stand in tests/site/pages/.
"""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse

from tests.site.pages import (
    OK,
    ROLES,
    SIGN_IN,
    accounts,
    coding,
    links,
    mailing,
    meetings,
    partners,
    people,
    portal,
    reflections,
    rounds,
    summaries,
)

pytestmark = pytest.mark.django_db

FILES = [
    portal,
    accounts,
    people,
    partners,
    meetings,
    reflections,
    links,
    coding,
    rounds,
    mailing,
    summaries,
]
PAGES = [page for file in FILES for page in file.PAGES]
# Django's administration answers for itself in test_administration.py
ELSEWHERE = {"admin"}
MOST_QUERIES = 12  # for one page, whoever reads it


def url_names(resolver=None, namespace=""):
    """Every name that `reverse` knows, with its namespace; `(address)` where a page has none."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace
            if inner not in ELSEWHERE:
                yield from url_names(pattern, f"{namespace}{inner}:" if inner else namespace)
        else:
            yield f"{namespace}{pattern.name or f'({pattern.pattern})'}"


def answer(client, page, address, data):
    """What the page answers: its status, or SIGN_IN; what the request changes is undone."""
    with transaction.atomic():
        with CaptureQueriesContext(connection) as asked:
            response = getattr(client, page.method)(address, data)
        transaction.set_rollback(True)
    if page.method == "get" and response.status_code == OK:
        assert len(queries(asked)) <= MOST_QUERIES, queries(asked)
    led_to = response.headers.get("Location", "")
    return SIGN_IN if led_to.startswith(reverse("account_login")) else response.status_code


def queries(asked):
    return [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_each_role_gets_its_answer(page, cast):
    address = reverse(page.name, args=page.args(cast))
    data = page.data(cast)
    assert {role: answer(cast[role], page, address, data) for role in ROLES} == page.answers


def test_no_page_is_missing_from_the_table():
    assert set(url_names()) - {page.name for page in PAGES} == set()


def test_no_row_is_for_a_page_that_is_gone():
    assert {page.name for page in PAGES} - set(url_names()) == set()
