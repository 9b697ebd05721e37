"""Opening and closing a round: each asks once more and says what follows."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.access import require
from reflections.forms.opening import OpeningForm
from reflections.models.promises import default_cut
from reflections.progress import counts_of
from reflections.views.rounds import find_round

HELP = "coordinator#rounds"


def _round_to_open(request, slug):
    round = find_round(request.user, slug)
    require(request.user, "round.open", round)
    return round


def open_round(request, slug):
    """Says who will see what and which schools are asked; POST opens the round."""
    round = _round_to_open(request, slug)
    if round.accepts_answers:
        messages.info(request, _("This round is open already."))
        return redirect(round)
    form = OpeningForm(round, request.POST or None)
    invited = form.open(request.user) if request.method == "POST" else None
    if invited is not None:
        text = ngettext(
            "The round is open. %(n)d school has been invited.",
            "The round is open. %(n)d schools have been invited.",
            invited,
        )
        messages.success(request, text % {"n": invited} if invited else _("The round is open."))
        return redirect(round)
    if not round.names_cut_on and round.closes_at:
        round.names_cut_on = default_cut(round.closes_at)
    context = {
        "round": round,
        "form": form,
        "keepers": round.keeper_names(),
        "help_topic": HELP,
    }
    return render(request, "reflections/round_open.html", context)


def close_round(request, slug):
    """Says what stays possible afterwards; POST closes the round."""
    round = _round_to_open(request, slug)
    if not round.opened_at:
        return redirect(round)
    if request.method == "POST":
        round.close()
        messages.success(request, _("The round is closed. What schools were writing is kept."))
        return redirect(round)
    context = {"round": round, "counts": counts_of([round])[round.pk], "help_topic": HELP}
    return render(request, "reflections/round_close.html", context)
