"""A school may let a single sentence of question 3 be shown, and take that back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reflections.models import Reflection, Section


def sentences(request, answering):
    """The sent sentences of question 3; POST releases one (`release`) or takes it back."""
    if answering.state != Reflection.Status.SENT:
        return redirect(answering.url())
    points = answering.reflection.points.sent().filter(section=Section.PROBLEMS)
    if request.method == "POST":
        return _decide(request, answering, points)
    context = {
        "answering": answering,
        "round": answering.round,
        "points": points.select_related("release"),
        "help_topic": "director#sentence",
    }
    return render(request, "reflections/answer/sentences.html", context)


def _decide(request, answering, points):
    key = request.POST.get("release") or request.POST.get("take_back")
    point = next((point for point in points if str(point.client_id) == key), None)
    if point is None:
        raise Http404
    if "release" in request.POST:
        point.release_sentence(None if answering.token else request.user)
        done = _("This sentence may be shown in the next edition.")
    else:
        points.filter(pk=point.pk).unpublish_sentences()
        done = _("The sentence is shown no longer.")
    if not answering.token:  # a message would be a cookie; the page itself tells it
        messages.success(request, done)
    return redirect(answering.url("answer_sentences"))
