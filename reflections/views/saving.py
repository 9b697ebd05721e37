"""Saving points as they are written: JSON in and out, as little as a weak signal can carry.

In: `{"section": "learner", "points": [{"id", "revision", "base", "text", "was"}], "keys": []}`, the
first four as the form posts them; `was` are texts sent before of which the page has never heard
again, `keys` further identities of the pages on which the points were written.
Out: `at` (the time in words), what became of each point, `note` (a sentence, where something
stands in the way) and, once an answer was begun by it, `address`, the writer's own.
"""

import json
from dataclasses import replace
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partners.templatetags.thai import thai_time
from reflections.forms.answering import PointForm
from reflections.models import NotAccepting
from reflections.steps import BY_SECTION
from reflections.writing import digest
from thai.words import clean

MOST_POINTS, MOST_BEFORE = 100, 40


@require_POST
def save_points(request, answering):
    """Save what came, by the rules of the form, and say what became of each point."""
    section, forms, keys = _read(request.body)
    token = answering.token
    answer = {"at": thai_time(timezone.now())}
    try:
        saved = answering.save(section, [each for form, each in forms if not form.errors], keys)
        answer["points"] = [_outcome(form, each, saved) for form, each in forms]
    except NotAccepting:
        answer["points"] = [{"id": each.client_id, "state": "refused"} for _form, each in forms]
        answer["note"] = _not_saved()
    else:
        if not answering.is_open:
            answer["note"] = _closed(answering.round)
    if answering.token != token:
        answer["address"] = answering.url()
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _read(body):
    """The section; for each point its form and the Written; all keys. Raises BadRequest."""
    try:
        data = json.loads(body)
        section, points = data["section"], data["points"]
        if section not in BY_SECTION or len(points) > MOST_POINTS:
            raise BadRequest("no such part, or too many points")
        forms = [_read_point(point) for point in points]
        keys = [UUID(key) for key in data.get("keys", [])[:MOST_POINTS]]
        return section, forms, [*keys, *(each.client_id for _form, each in forms)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadRequest("not a list of points") from error


def _read_point(point):
    form = PointForm({name: point.get(name, "") for name in PointForm.base_fields})
    each = form.written
    if "id" in form.errors:
        # an id of our own making would be another point at each retry
        raise BadRequest("a point without an id")
    was = frozenset(clean(text, multiline=True) for text in point.get("was", [])[-MOST_BEFORE:])
    return form, replace(each, was=was)


def _outcome(form, each, saved):
    """What became of one point."""
    told = {"id": each.client_id}
    if form.errors:
        return told | {"state": "refused", "message": _mended(form)}
    clash = next((clash for clash in saved.clashes if clash.mine.client_id == each.client_id), None)
    point = saved.standing.get(each.client_id)
    if point is None:
        return told | {"state": "saved", "revision": 0, "base": ""}
    stands = {"revision": point.revision, "base": digest(point.text)}
    if clash:
        other = {"text": point.text, "time": thai_time(point.updated_at)}
        return told | stands | {"state": "clash"} | other
    if point.text != each.text:
        return told | stands | {"state": "other", "text": point.text}
    return told | stands | {"state": "saved"}


def _mended(form):
    errors = [str(error) for errors in form.errors.values() for error in errors]
    return " ".join([*errors, _("It can be split into two.")])


def _not_saved():
    return _(
        "This has not been saved: the answer has been withdrawn, it holds as many points as it can,"
        " or the round accepts no answers now. What you typed still stands below; copy it if you"
        " need it."
    )


def _closed(round):
    return _(
        "This round is closed. What you wrote is all still here; if you would like to send it,"
        " ask %(contact)s."
    ) % {"contact": round.contact}
