"""Rounds: the list, each one's page, preparing and changing one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from partners.access import find, require
from partners.permissions import can
from reflections.forms.rounds import RoundForm
from reflections.models import Round
from reflections.models.opening import what_opening_lacks
from reflections.progress import counts_of, own_schools

HELP = "coordinator#rounds"
ORDER = {"open": 0, "closed": 1, "draft": 2}


def find_round(person, slug):
    """The round, if `person` may see it, with its rights and what its pages name."""
    visible = Round.objects.visible_to(person).prefetch_related("rights")
    return find(person, visible.select_related("meeting", "inviting"), slug=slug)


def rounds(request):
    """Open ones first, then closed ones, the latest first, then those being prepared."""
    person = request.user
    found = list(Round.objects.visible_to(person).prefetch_related("rights"))
    found.sort(key=lambda round: ORDER[round.phase])
    counts = counts_of([round for round in found if can(person, "round.invite", round)])
    own = own_schools(person, found)
    context = {
        "rows": [(round, counts.get(round.pk), own.get(round.pk, [])) for round in found],
        "to_answer": [
            school for round in found if round.accepts_answers for school in own.get(round.pk, [])
        ],
        "may_add": can(person, "round.add"),
        "may_read_codebook": can(person, "theme.edit"),
        "help_topic": HELP if can(person, "round.add") else "director#answer",
    }
    return render(request, "reflections/rounds.html", context)


def round_page(request, slug):
    """What the round is, and what the reader may do in it."""
    person = request.user
    round = find_round(person, slug)
    may_invite = can(person, "round.invite", round)
    lacking = [] if round.opened_at else what_opening_lacks(round, round.closes_at)
    context = {
        "round": round,
        "questions": [round.question(number) for number in (1, 2, 3)],
        "keepers": round.rights.keeping().with_names(),
        "counts": counts_of([round])[round.pk] if may_invite else None,
        "own": own_schools(person, [round]).get(round.pk, []),
        "may_invite": may_invite,
        "may_code": can(person, "round.code", round),
        "may_keep": can(person, "round.keep", round),
        "may_edit": can(person, "round.edit", round),
        "may_open": can(person, "round.open", round),
        "may_read_summary": can(person, "summary.live", round),
        "lacking": [(error.message, error.code) for error in lacking],
        "help_topic": HELP if may_invite else "director#answer",
    }
    return render(request, "reflections/round.html", context)


def add(request):
    """Prepare a new round; next its keepers are named."""
    require(request.user, "round.add")
    form = RoundForm(request.POST or None, person=request.user)
    if form.try_save():
        messages.success(request, _("The round is prepared. Now name its keepers."))
        return redirect("reflections:rights", form.instance.slug)
    return render(request, "reflections/round_form.html", {"form": form, "help_topic": HELP})


def edit(request, slug):
    """Change a round; what schools were asked and promised stays as it is."""
    round = find_round(request.user, slug)
    require(request.user, "round.edit", round)
    name = round.title
    form = RoundForm(request.POST or None, instance=round, person=request.user)
    if form.try_save():
        messages.success(request, _("Saved."))
        return redirect(form.instance)
    # the form writes what was typed into the record, even where it cannot be saved
    context = {"form": form, "round": round, "slug": slug, "name": name, "help_topic": HELP}
    return render(request, "reflections/round_form.html", context)
