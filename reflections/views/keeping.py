"""The answers with the schools' names: for the round's keepers, every look on record."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from partners.access import find, require
from reflections.answering import in_parts
from reflections.claims import waiting
from reflections.models import Round

HELP = "coordinator#keeping"


def round_of(request, slug):
    """The round, if the person keeps its answers (else sign-in, 404 or 403)."""
    round = find(request.user, Round.objects.visible_to(request.user), slug=slug)
    require(request.user, "round.keep", round)
    return round


@never_cache
def keeping(request, slug):
    """The schools whose answer has been sent, in dictionary order; no text here."""
    round = round_of(request, slug)
    answers = round.reflections.named_and_sent().select_related("organisation__district")
    claimed = waiting(round).filter(organisation__isnull=False).count()
    context = {"round": round, "answers": answers, "claimed": claimed, "help_topic": HELP}
    drafts = round.reflections.being_written().select_related("organisation")
    context["drafts"] = drafts
    return render(request, "reflections/keeping.html", context)


@never_cache
@require_GET
def read(request, slug, public_id):
    """One school's sent words. Reading them is on record, and the school can read that record."""
    round = round_of(request, slug)
    answers = round.reflections.named_and_sent().select_related("organisation__district")
    answer = find(request.user, answers, public_id=public_id)
    answer.looks.create(person=request.user)
    parts = in_parts(round, answer.points.sent().order_by("position", "pk"))
    context = {"round": round, "answer": answer, "parts": parts, "help_topic": HELP}
    return render(request, "reflections/keeping_read.html", context)
