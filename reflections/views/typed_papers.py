"""A paper that has been typed in: taken out again where it was somebody else's; its photos."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from partners.access import find
from reflections.answering import in_parts
from reflections.models import Look, Paper
from reflections.taking_out import Rest, TakingOut
from reflections.taking_out import take_out as take_it_out
from reflections.views.keeping import round_of

HELP = "coordinator#typed"


@never_cache
def take_out(request, slug, pk):
    """Asks once more, with the words that go; what is sent twice finds it done."""
    round = round_of(request, slug)
    papers = Paper.objects.kept_in(round)
    if request.method == "POST":
        return _take_out(request, round, papers.to_take_out().filter(pk=pk).first())
    paper = find(request.user, papers, pk=pk)
    Look.at_a_part(paper.reflection, request.user)
    taking = TakingOut(paper)
    context = {
        "round": round,
        "paper": paper,
        "answer": paper.reflection,
        "points": taking.points,
        "parts": [part for part in in_parts(round, taking.points) if part.points],
        "reworded": taking.reworded,
        "photos": paper.photos.count(),
        "rest": taking.rest.value,
        "help_topic": HELP,
    }
    return render(request, "reflections/paper_out.html", context)


def _take_out(request, round, paper):
    rest = take_it_out(paper, request.user) if paper else None
    if rest is None:
        messages.info(request, _("This paper is in no answer any more."))
        return redirect("reflections:keeping", round.slug)
    said = _("The paper has been taken out of the answer: %(name)s.") % {"name": paper.reflection}
    again = reverse("reflections:typed", args=[round.slug])
    text = _("Type it in for those whose it is")
    messages.success(request, format_html('{} <a href="{}">{}</a>', said, again, text))
    if rest is Rest.SENT:
        return redirect("reflections:keeping_read", round.slug, paper.reflection.public_id)
    return redirect("reflections:keeping", round.slug)
