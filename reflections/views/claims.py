"""For keepers: answers whose school is still to be confirmed; a new way back for a writer."""

from itertools import groupby

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from partners.access import find
from reflections import claims as rules
from reflections.line_messages import link_address
from reflections.models import Look, Reflection
from reflections.views.keeping import round_of

HELP = "coordinator#claims"


@never_cache
def claims(request, slug):
    """Which schools they were claimed as, two of one school side by side; POST confirms one.

    No text is shown here.
    """
    round = round_of(request, slug)
    waiting = rules.waiting(round).filter(organisation__isnull=False)
    if request.method == "POST":
        found = find(request.user, waiting, public_id=request.POST.get("confirm") or None)
        rules.confirm(found).looks.create(person=request.user, what=Look.What.CONFIRMED)
        text = _("The answer counts as that of %(school)s now.")
        messages.success(request, text % {"school": found.organisation})
        return redirect("reflections:claims", slug)
    by_school = groupby(with_counts(waiting), lambda claim: claim.organisation)
    schools = [(school, list(claims)) for school, claims in by_school]
    context = {"round": round, "schools": schools, "help_topic": HELP}
    return render(request, "reflections/claims.html", context)


def with_counts(waiting):
    """In dictionary order of the schools, each with its number of points."""
    return (
        waiting.select_related("organisation__district")
        .annotate(how_many=Count("points", filter=Q(points__deleted_at=None)))
        .order_by("organisation__sort_key", "organisation", "started_at")
    )


@never_cache
def new_way_back(request, slug, public_id):
    """Asks once more; POST withdraws the writer's address and shows the new one, on record.

    That changes the identity in this page's address, too: sent twice, it is known by the next one.
    """
    round = round_of(request, slug)
    answers = round.reflections.filter(organisation__isnull=False).exclude(
        status=Reflection.Status.WITHDRAWN
    )
    ids = [public_id, Reflection(public_id=public_id).renewed_id]
    answer = find(request.user, answers.select_related("organisation"), public_id__in=ids)
    is_made = answer.public_id != public_id
    if request.method != "POST" and is_made:
        return redirect("reflections:new_way_back", slug, answer.public_id)
    context = {"round": round, "answer": answer, "help_topic": HELP}
    if request.method == "POST":
        if not is_made:
            answer.withdraw_way_back()
            answer.looks.create(person=request.user, what=Look.What.WAY_BACK)
        context["way_back"] = link_address(answer.writer_token)
    return render(request, "reflections/new_way_back.html", context)
