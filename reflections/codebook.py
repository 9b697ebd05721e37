"""What a new portal begins with: the forum's theme book."""

import csv
from pathlib import Path

from reflections.models import Section, Theme

BOOK = Path(__file__).parent / "data" / "themes.csv"


def make_book(is_demo=False):
    """Create the themes and sub-themes in the book's order; returns them by key."""
    themes = {}
    with BOOK.open(encoding="utf-8") as file:
        for order, row in enumerate(csv.DictReader(file), start=1):
            themes[row["theme_key"]] = Theme.objects.create(
                key=row["theme_key"],
                section=Section.from_file(row["question"], row["group"]),
                label_th=row["label_th"],
                label_en=row["label_en"],
                parent=themes.get(row["parent"]),
                order=order,
                is_demo=is_demo,
            )
    return themes
