"""A paper that has been typed in: taken out again where it was somebody else's; its photos."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from partners.access import find
from reflections import paper_photos
from reflections.answering import in_parts
from reflections.forms.paper_photos import MorePhotosForm
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
        return _take_out(request, round, papers.filter(pk=pk).first())
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


@never_cache
def photos(request, slug, pk):
    """The photos of one paper: further ones are added, each can be erased."""
    round = round_of(request, slug)
    paper = Paper.objects.kept_in(round).filter(pk=pk).first()
    form = MorePhotosForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and (paper is None or form.is_ready()):
        return _add(request, round, paper, form)
    if paper is None:
        raise Http404
    context = {
        "round": round,
        "paper": paper,
        "answer": paper.reflection,
        "form": form,
        "photos": paper.photos.all(),
        "help_topic": HELP,
    }
    return render(request, "reflections/paper_photos.html", context)


def _add(request, round, paper, form):
    try:
        if paper is None:
            raise paper_photos.TooLate
        paper_photos.add(paper, form.cleaned_data["photos"], form.cleaned_data["key"], request.user)
    except paper_photos.TooLate:
        text = _("No photo was added: the paper is in no answer any more, or names have been cut.")
        messages.warning(request, text)
        return redirect("reflections:keeping", round.slug)
    number = len(form.cleaned_data["photos"])
    text = ngettext("%(n)d photo has been added.", "%(n)d photos have been added.", number)
    messages.success(request, text % {"n": number})
    return redirect("reflections:paper_photos", round.slug, paper.pk)


@never_cache
def erase_photo(request, slug, paper, pk):
    """Asks once more; what is sent twice finds it done."""
    round = round_of(request, slug)
    paper = find(request.user, Paper.objects.kept_in(round), pk=paper)
    if request.method == "POST":
        for photo in paper.photos.filter(pk=pk):
            paper_photos.erase(photo, request.user)
        messages.success(request, _("Erased for good"))
        return redirect("reflections:paper_photos", slug, paper.pk)
    context = {
        "round": round,
        "paper": paper,
        "answer": paper.reflection,
        "photo": find(request.user, paper.photos, pk=pk),
        "help_topic": HELP,
    }
    return render(request, "reflections/paper_photo_erase.html", context)
