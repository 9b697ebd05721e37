"""Typing in what came on paper: for whom, then the six parts on one page; photos for keepers."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from partners.access import find
from partners.models import Organisation
from partners.permissions import can
from reflections.choosing import PaperChoice
from reflections.forms.typed_in import GroupForm, TypedForm
from reflections.models import Look, PaperPhoto
from reflections.typed_in import Writers
from reflections.views.keeping import round_of

HELP = "coordinator#typed"


@never_cache
def whom(request, slug):
    """For whom is typed: a school or partner, found by letters of its name, or a group."""
    round = round_of(request, slug)
    context = {
        "round": round,
        "reason": Writers(round).in_the_way(None, None),
        "choice": PaperChoice(round, request.GET),
        "may_invite": can(request.user, "round.invite", round),
        "help_topic": HELP,
    }
    return render(request, "reflections/typed_whom.html", context)


@never_cache
def organisation(request, slug, of):
    """What a school or a partner organisation has handed in on paper."""
    round = round_of(request, slug)
    found = find(request.user, Organisation.objects.select_related("district"), slug=of)
    return _type_in(request, Writers(round, found), TypedForm)


@never_cache
def group(request, slug):
    """What a group has said, with its name and the number of its people."""
    return _type_in(request, Writers(round_of(request, slug)), GroupForm)


def _type_in(request, writers, form_class):
    form = form_class(writers, request.POST or None, request.FILES or None)
    paper = form.try_save(request.user)
    if paper:
        messages.success(request, _saved(writers, paper, len(form.points)))
        return redirect("reflections:typed", writers.round.slug)
    invitation = writers.invitation() if writers.is_school else None
    answer = writers.answer()
    context = {
        "round": writers.round,
        "writers": writers,
        "form": form,
        "answer": answer,
        "reason": writers.in_the_way(invitation, answer),
        "may_invite": can(request.user, "round.invite", writers.round),
        "help_topic": HELP,
    }
    return render(request, "reflections/typed_in.html", context)


def _saved(writers, paper, number):
    text = ngettext(
        "Saved and counted as sent: %(name)s (%(n)d point).",
        "Saved and counted as sent: %(name)s (%(n)d points).",
        number,
    )
    address = reverse(
        "reflections:keeping_read", args=[writers.round.slug, paper.reflection.public_id]
    )
    said = text % {"name": writers.organisation or writers.group_name, "n": number}
    return format_html('{} <a href="{}">{}</a>', said, address, _("Open the answer"))


@never_cache
@require_GET
def photo(request, slug, public_id, pk):
    """A picture of a paper, for the round's keepers while they may read the answer."""
    round = round_of(request, slug)
    answer = find(request.user, round.reflections.read_by_keepers(), public_id=public_id)
    found = find(request.user, PaperPhoto.objects.filter(paper__reflection=answer), pk=pk)
    try:
        file = found.image.open()
    except FileNotFoundError as error:  # a backup that came back without its files
        raise Http404 from error
    Look.at_a_part(answer, request.user)
    response = FileResponse(file, content_type="image/jpeg", filename=f"paper-{pk}.jpg")
    response["X-Robots-Tag"] = "noindex"
    return response
