"""The curator's operations: give points a theme, set them aside, take the last step back.

Whoever codes never sees school, district or order of entry: these functions know points only.
"""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from reflections.models import CodingDecision, Point, Reflection, Theme


class CodingError(ValueError):
    """The decision cannot be taken as asked; the message says why, for programmers."""


def codable(round):
    """The sent points of a round that curators work on: schools' and voices'."""
    return Point.objects.sent().filter(
        reflection__round=round,
        reflection__status=Reflection.Status.SENT,
        reflection__is_provisional=False,
        reflection__invitation_cancelled=False,
    )


def _locked(points):
    """The points that still count, under lock: reflections first and by id, as the kept counts
    lock them. What a school takes back in that moment is not among them."""
    keys = list(points.values_list("pk", flat=True))
    reflections = Reflection.objects.filter(points__in=keys).order_by("pk").values_list("pk")
    list(Reflection.objects.filter(pk__in=reflections).order_by("pk").select_for_update())
    return list(Point.objects.sent().filter(pk__in=keys).order_by("pk").select_for_update())


def _decide(points, by, how, now):
    """Write the points' new results and one decision for each, all in one batch (its UUID)."""
    batch = uuid.uuid4()
    for point in points:
        point.coded_by, point.coded_how, point.coded_at = by, how, now
        point.changed_since_coding = False
    Point.objects.bulk_update(
        points,
        ["theme", "is_set_aside", "coded_by", "coded_how", "coded_at", "changed_since_coding"],
    )
    CodingDecision.objects.bulk_create(
        CodingDecision(
            point=point,
            theme=point.theme,
            is_set_aside=point.is_set_aside,
            decided_by=by,
            how=how,
            batch=batch,
        )
        for point in points
    )
    return batch


@transaction.atomic
def assign(points, by, theme=None, set_aside=False, how=Point.How.CURATOR):
    """Give `points` (a queryset) the `theme`, or set them aside, or neither: not coded again.

    Returns the batch's UUID, None where `by` has decided so already (a second tap) or no point is
    there any more. Raises CodingError where a point belongs to another section than the theme, or
    where the theme is retired.
    """
    chosen = _locked(points)
    if theme and (set_aside or theme.retired_at or theme.deleted_at):
        raise CodingError("theme not to be used")
    if theme and any(point.section != theme.section for point in chosen):
        raise CodingError("another section")
    result = (theme.pk if theme else None, set_aside, by.pk, False)
    fresh = [point for point in chosen if result != _standing(point)]
    for point in fresh:
        point.theme, point.is_set_aside = theme, set_aside
    return _decide(fresh, by, how, timezone.now()) if fresh else None


def _standing(point):
    return point.theme_id, point.is_set_aside, point.coded_by_id, point.changed_since_coding


def _decisions(round, by):
    return CodingDecision.objects.filter(decided_by=by, point__reflection__round=round)


def last_batch(round, by):
    """The latest decisions of `by` in this round that can still be taken back: (UUID, how many)."""
    latest = _decisions(round, by).order_by("-pk").first()
    if latest is None:
        return None, 0
    return latest.batch, CodingDecision.objects.filter(batch=latest.batch).count()


def batch_of(round, by, key):
    """The batch's UUID that the text `key` names, if it is a step of `by` in this round."""
    try:
        return _decisions(round, by).filter(batch=key).values_list("batch", flat=True).first()
    except ValidationError:
        return None


@transaction.atomic
def undo(batch, by):
    """Take the decisions of one batch of `by` back; returns how many points went back.

    A point that somebody decided anew since then stays as it is. Undoing is itself on record,
    and an undo can be undone.
    """
    points = _locked(Point.objects.filter(decisions__batch=batch, decisions__decided_by=by))
    decisions = {}
    for decision in CodingDecision.objects.filter(point__in=points).order_by("point", "-pk"):
        decisions.setdefault(decision.point_id, []).append(decision)
    back = []
    for point in points:
        latest, *earlier = decisions[point.pk]
        if latest.batch != batch:
            continue
        before = earlier[0] if earlier else None
        point.theme_id = before.theme_id if before else None
        point.is_set_aside = bool(before and before.is_set_aside)
        back.append(point)
    if back:
        themes = Theme.everything.in_bulk({point.theme_id for point in back if point.theme_id})
        for point in back:
            point.theme = themes.get(point.theme_id)
        _decide(back, by, Point.How.CURATOR, timezone.now())
    return len(back)
