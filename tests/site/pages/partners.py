"""Rows of the directory and its organisations."""

from tests import builders
from tests.site.pages import Page, everyone


def organisation(cast):
    return [builders.build_organisation().slug]


PAGES = [
    Page("partners:directory", everyone()),
    Page("partners:organisation", everyone(), args=organisation),
]
