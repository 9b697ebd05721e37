"""Rows of the portal's own pages."""

from tests.site.pages import HIDDEN, MOVED, SIGNED_IN, Page, everyone, only

PAGES = [
    Page("home", everyone()),
    Page("help", everyone()),
    Page("help_page", everyone(), args=lambda cast: ["director"]),
    Page("help_page", everyone(HIDDEN), args=lambda cast: ["no-guide"], note="unknown"),
    Page("robots", everyone()),
    Page("favicon", everyone(MOVED)),
    Page("healthz", everyone()),
    Page("kept_words", only(SIGNED_IN)),
]
