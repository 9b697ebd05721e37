"""Rows of the portal's own pages."""

from tests.site.pages import Page, everyone

PAGES = [
    Page("home", everyone()),
    Page("help", everyone()),
    Page("healthz", everyone()),
]
