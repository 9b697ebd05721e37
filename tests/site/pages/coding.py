"""Rows of grouping the texts, the theme book and the imports."""

from tests import builders
from tests.site.pages import HIDDEN, MOVED, OK, Page, only
from tests.site.pages.reflections import KEEPERS, open_round

COORDINATOR = frozenset({"coordinator"})
# by role or by name; who does not see the round finds nothing
CODERS = only(COORDINATOR) | {"outsider": HIDDEN}


def theme(cast):
    return [builders.build_theme().pk]


PAGES = [
    Page("reflections:coding", CODERS, args=open_round),
    Page("reflections:coding_section", CODERS, args=lambda cast: [*open_round(cast), "learner"]),
    Page(
        "reflections:coding_undo",
        only(COORDINATOR, MOVED) | {"outsider": HIDDEN},
        args=open_round,
        method="post",
    ),
    Page("reflections:codebook", only(COORDINATOR)),
    Page("reflections:theme_add", only(COORDINATOR)),
    Page("reflections:theme_edit", only(COORDINATOR), args=theme),
    Page("reflections:theme_move", only(COORDINATOR, MOVED), args=theme, method="post"),
    Page("reflections:theme_retire", only(COORDINATOR, MOVED), args=theme, method="post"),
    Page("reflections:theme_import", only(COORDINATOR | {"administrator"}, OK)),
    Page("reflections:import", KEEPERS, args=open_round),
]
