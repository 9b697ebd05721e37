"""How an edition comes about: proposed, looked at, agreed, held back or taken back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partners.access import find, require
from partners.permissions import can
from reflections import publishing
from reflections.edition_pages import edition_context, summary_of_edition
from reflections.forms.editions import AgreeForm, HoldBackForm, ProposeForm
from reflections.models import Edition, Round


@login_not_required
def editions(request, slug):
    """The round's editions; to staff also what is proposed and what was held back."""
    round = get_object_or_404(Round.everything, slug=slug)
    found = list(
        Edition.objects.visible_to(request.user)
        .filter(round=round)
        .select_related("agreed_for", "proposed_for", "held_back_by")
        .newest_first()
    )
    may_read_live = Round.objects.with_live_summary_for(request.user).filter(pk=round.pk).exists()
    if not found and not may_read_live:
        raise Http404
    context = {
        "round": round,
        "public": [edition for edition in found if edition.is_public],
        "others": [edition for edition in found if not edition.is_public],
        "may_read_live": may_read_live,
        "may_propose": can(request.user, "edition.propose"),
        "help_topic": "coordinator#editions",
    }
    return render(request, "reflections/editions.html", context)


def propose(request, slug):
    round = find(request.user, Round.objects.with_live_summary_for(request.user), slug=slug)
    require(request.user, "edition.propose")
    form = ProposeForm(request.POST or None, request.user, round)
    if edition := form.decide():
        messages.success(request, _("Proposed. Look at what becomes public."))
        return redirect(edition)
    context = {"round": round, "form": form, "help_topic": "coordinator#editions"}
    return render(request, "reflections/edition_propose.html", context)


def proposal_or_404(request, slug, pk):
    """A proposal that the person may see; sign-in or 404 otherwise."""
    editions = Edition.objects.visible_to(request.user).select_related("round", "proposed_for")
    return find(request.user, editions, round__slug=slug, pk=pk)


def proposal(request, slug, pk):
    """Exactly what becomes public, and what the reader can do about it."""
    return preview(request, proposal_or_404(request, slug, pk))


def preview(request, edition, agree=None, hold_back=None):
    """The preview page; the forms come back here with what is wrong in them."""
    if edition.is_public:
        return redirect(edition)
    person = request.user
    is_second = can(person, "edition.agree") and publishing.second_organisations(edition, person)
    context = edition_context(edition) | {
        "round": edition.round,
        "may_decide": edition.is_waiting and is_second,
        "may_take_back": edition.is_waiting
        and edition.proposed_for_id in person.organisations_as("coordinator"),
        "releasable": releasable_lines(edition)
        if edition.is_waiting and can(person, "round.code", edition.round)
        else [],
        "agree": agree or AgreeForm(None, person, edition),
        "hold_back": hold_back or HoldBackForm(None, person, edition),
        "help_topic": "coordinator#editions",
    }
    return render(request, "reflections/edition_preview.html", context)


def releasable_lines(edition):
    """(ThemeLine, number of texts) of the themes whose texts a curator may release."""
    found = publishing.releasable(edition).values_list("theme__key").order_by()
    texts = dict(found.annotate(n=Count("pk")))
    lines = summary_of_edition(edition).themes
    return [(line, texts[line.key]) for line in lines if line.key in texts]


@require_POST
def agree(request, slug, pk):
    """The yes of a second organisation."""
    edition = proposal_or_404(request, slug, pk)
    require(request.user, "edition.agree")
    form = AgreeForm(request.POST, request.user, edition)
    if published := form.decide():
        messages.success(
            request, _("Edition %(number)d is published.") % {"number": published.number}
        )
        return redirect("summary:editions", slug)
    return preview(request, edition, agree=form)


@require_POST
def hold_back(request, slug, pk):
    edition = proposal_or_404(request, slug, pk)
    require(request.user, "edition.agree")
    form = HoldBackForm(request.POST, request.user, edition)
    if form.decide():
        messages.success(request, _("Held back. The reason stands beside the proposal."))
        return redirect("summary:editions", slug)
    return preview(request, edition, hold_back=form)


@require_POST
def take_back(request, slug, pk):
    edition = proposal_or_404(request, slug, pk)
    require(request.user, "edition.propose")
    try:
        publishing.take_back(edition, request.user)
        messages.success(request, _("The proposal is taken back."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("summary:editions", slug)
