"""Who keeps a round's answers, and who else may invite or group: by name, on record."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from partners.access import find, require
from partners.models import Person
from reflections.forms.rights import PeopleSearch, RightForm
from reflections.models import RoundRight
from reflections.models.opening import KEEPERS_AT_MOST
from reflections.views.rounds import find_round

HELP = "coordinator#keepers"


def _round(request, slug):
    round = find_round(request.user, slug)
    require(request.user, "round.edit", round)
    return round


def rights(request, slug):
    """Who holds what, and a search for people; POST names somebody."""
    round = _round(request, slug)
    form = RightForm(round, request.POST or None)
    given = form.give() if request.method == "POST" else None
    if given:
        messages.success(request, _("Named: %(right)s") % {"right": given})
        return redirect("reflections:rights", round.slug)
    held = list(round.rights.with_names())
    keepers = [right for right in held if right.right == RoundRight.Right.KEEP]
    search = PeopleSearch(request.GET)
    taken = {(right.person_id, right.right) for right in held}
    is_fixed = round.has_own_words()
    may_add_keeper = not is_fixed and len(keepers) < KEEPERS_AT_MOST
    context = {
        "round": round,
        "form": form,
        "keepers": keepers,
        "others": [right for right in held if right.right != RoundRight.Right.KEEP],
        "is_fixed": is_fixed,
        "may_add_keeper": may_add_keeper,
        "search": search,
        "found": [(person, offers(person, taken, may_add_keeper)) for person in search.found()],
        "changes": changes(round),
        "help_topic": HELP,
    }
    return render(request, "reflections/rights.html", context)


def offers(person, taken, may_add_keeper):
    """The rights that can be given to `person`: those not held yet, keeping only while it can."""
    order = [RoundRight.Right.KEEP, RoundRight.Right.INVITE, RoundRight.Right.CODE]
    return [
        right
        for right in order
        if (person.pk, right.value) not in taken
        and (may_add_keeper or right != RoundRight.Right.KEEP)
    ]


def changes(round):
    """What was changed about the keepers, the latest first: (event, who was named, by whom)."""
    events = RoundRight.pgh_event_model.objects.filter(round=round.pk, right="keep")
    events = list(events.select_related("pgh_context").order_by("-pgh_id")[:50])
    by = {
        event.pk: (event.pgh_context and event.pgh_context.metadata.get("user")) for event in events
    }
    wanted = {*by.values(), *(event.person_id for event in events)} - {None}
    names = Person.everything.in_bulk(wanted)
    return [(event, names.get(event.person_id), names.get(by[event.pk])) for event in events]


def take_right(request, slug, pk):
    """Says what follows when a right is taken away; POST takes it."""
    round = _round(request, slug)
    right = find(request.user, round.rights.with_names(), pk=pk)
    if request.method == "POST":
        try:
            right.take_away()
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _("Taken away: %(right)s") % {"right": right})
        return redirect("reflections:rights", round.slug)
    context = {"round": round, "right": right, "is_fixed": round.has_own_words()}
    return render(request, "reflections/right_take.html", {**context, "help_topic": HELP})
