"""What a new portal begins with: the network's five goals."""

from pathlib import Path

import yaml

from meetings.models import Goal

GOALS = Path(__file__).parent / "data" / "goals.yaml"


def make_goals(is_demo=False):
    """Create the five goals in their order; returns them."""
    rows = yaml.safe_load(GOALS.read_text(encoding="utf-8"))
    return [
        Goal.objects.create(order=order, is_demo=is_demo, **row)
        for order, row in enumerate(rows, start=1)
    ]
