"""The answers with the schools' names: for the round's keepers, every look on record."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from partners.access import find, require
from reflections.answering import in_parts
from reflections.claims import waiting
from reflections.models import Look, Round

HELP = "coordinator#keeping"


def round_of(request, slug):
    """The round, if the person keeps its answers (else sign-in, 404 or 403)."""
    round = find(request.user, Round.objects.visible_to(request.user), slug=slug)
    require(request.user, "round.keep", round)
    return round


@never_cache
def keeping(request, slug):
    """Whose answers have been sent, schools in dictionary order, then the voices; no text here."""
    round = round_of(request, slug)
    sent = round.reflections.saying_how_they_came().select_related("organisation__district")
    claimed = waiting(round).filter(organisation__isnull=False).count()
    context = {"round": round, "claimed": claimed, "help_topic": HELP}
    context["answers"] = sent.named_and_sent()
    context["voices"] = sent.voices().order_by("kind", "organisation__sort_key", "group_name", "pk")
    context["drafts"] = round.reflections.being_written().select_related("organisation")
    context["taken_out"] = Look.objects.taking_out(round)
    return render(request, "reflections/keeping.html", context)


@never_cache
@require_GET
def read(request, slug, public_id):
    """One school's, partner's or group's sent words. Reading them is on record.

    A school can read that record.
    """
    round = round_of(request, slug)
    answers = round.reflections.read_by_keepers().select_related("organisation__district")
    answer = find(request.user, answers, public_id=public_id)
    answer.looks.create(person=request.user)
    parts = in_parts(round, answer.points.sent().order_by("position", "pk"))
    context = {"round": round, "answer": answer, "parts": parts, "help_topic": HELP}
    context["papers"] = papers = answer.papers.with_photos()
    context["photos"] = [photo for paper in papers for photo in paper.photos.all()]
    return render(request, "reflections/keeping_read.html", context)


@never_cache
def withdraw_voice(request, slug, public_id):
    """Takes a partner's or group's answer back for them, who have no page of it; asks once more."""
    round = round_of(request, slug)
    voices = round.reflections.voices().select_related("organisation")
    answer = find(request.user, voices, public_id=public_id)
    if request.method == "POST":
        answer.withdraw()
        messages.success(request, _("The answer has been withdrawn."))
        return redirect("reflections:keeping", slug)
    context = {"round": round, "answer": answer, "help_topic": "coordinator#typed"}
    return render(request, "reflections/voice_withdraw.html", context)
