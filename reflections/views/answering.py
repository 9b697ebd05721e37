"""The form for a school's own people, signed in: first page, six steps, review, send."""

import uuid
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST

from partners.access import find, require
from reflections import claims
from reflections.answering import Answering, has_unsent_changes, heading, saved_at, sent, written
from reflections.forms.answering import FIELDS_AT_FIRST, Row, SectionForm, keys_of
from reflections.models import (
    Invitation,
    Look,
    NotAccepting,
    Reflection,
    Round,
    Section,
    form_records,
)
from reflections.outcomes import outcomes_of
from reflections.steps import BY_SECTION, STEPS

HELP = "director#answer"


def of_my_school(view):
    """Give the view the Answering of this round and school, if the person acts for the school."""

    @never_cache
    @gzip_page
    @wraps(view)
    def inner(request, slug, school, **more):
        return view(request, answering_of(request.user, slug, school), **more)

    return inner


def answering_of(person, slug, school):
    """The Answering of this round and school; 404 for who does not act for it."""
    invitation = form_records.mine(person, slug, school)
    if invitation is None:
        raise Http404
    return Answering(invitation, invitation.find_reflection())


def choose(request, slug):
    """Leads on to the one invited school of mine, or shows which there are (`?all=1` always)."""
    round = find(request.user, Round.objects.visible_to(request.user), slug=slug)
    require(request.user, "answer.write", round)
    mine = Invitation.objects.answerable_by(request.user).with_round_and_school()
    invitations = list(mine.filter(round=round).with_progress())
    if len(invitations) == 1 and "all" not in request.GET:
        return redirect(Answering(invitations[0], None).url())
    context = {"round": round, "invitations": invitations, "help_topic": HELP}
    return render(request, "reflections/answer/choose.html", context)


def start(request, answering):
    """Who invites, until when, who sees it; then begin or go on. POST begins."""
    if request.method == "POST":
        return _begin(request, answering)
    if answering.state == Reflection.Status.SENT:
        return redirect(answering.url("answer_receipt"))
    points = answering.all_points()
    context = {
        "answering": answering,
        "round": answering.round,
        "keepers": answering.round.keeper_names(),
        "parts": answering.parts(written(points)) if answering.is_written else [],
        "help_topic": HELP,
    }
    return render(request, "reflections/answer/start.html", context)


def _begin(request, answering):
    """Without an account nothing is made yet: an answer begins with its first words."""
    try:
        if not answering.token or answering.is_to_begin_anew:
            answering.begin()
    except NotAccepting:
        return redirect(answering.url())
    return redirect(answering.url("answer_step", answering.step_to_resume().section))


def step(request, answering, section):
    """One part of the answer. Whichever button is pressed, what was written is saved first."""
    here = BY_SECTION[section]
    if request.method == "POST":
        return save(request, answering, here)
    if not answering.may_write:
        return redirect(answering.url())
    if request.POST:
        # what was written when the sign-in had ended: shown again, not saved
        form = SectionForm(answering, section, request.POST)
        return _show(request, answering, here, form, rows=form.rows_as_typed())
    wanted = request.GET.get("fields", "")
    form = SectionForm(answering, section, wanted=int(wanted) if wanted.isdecimal() else 0)
    return _show(request, answering, here, form)


def save(request, answering, here):
    """Save what was written in one part and lead on."""
    form = SectionForm(answering, here.section, request.POST, len(request.POST.getlist("id")))
    try:
        refused, is_clear = False, form.save()
    except NotAccepting:
        refused, is_clear = True, False
    if not (refused or answering.is_open):
        return redirect(answering.url())
    if not is_clear:
        return _show(request, answering, here, form, refused=refused)
    return HttpResponseRedirect(_where_to(request.POST, answering, here))


def _where_to(data, answering, here):
    """The address that the pressed button leads to."""
    go = data.get("go", "")
    if go in ("next", "skip"):
        go = here.next.section if here.next else "review"
    if go == "back":
        go = here.previous.section if here.previous else "start"
    if go in BY_SECTION:
        return answering.url("answer_step", go)
    if go in ("review", "start"):
        return answering.url("answer_review" if go == "review" else "answer")
    fields = len(data.getlist("id")) + (go == "add")
    more = f"?fields={fields}" if fields > FIELDS_AT_FIRST else ""
    return answering.url("answer_step", here.section) + more + ("#more" if go == "add" else "")


def parts(request, answering):
    """All six parts as they stand, for the page's script: without a line it opens them from here.

    JSON: by section `title` and `html`, the part with the bar below it.
    """
    if not answering.may_write:
        raise Http404
    points = answering.all_points()
    around, told = _around(answering, points), {}
    for here in STEPS:
        part = _part(answering, here, points, SectionForm(answering, here.section))
        html = render_to_string("reflections/answer/part.html", around | part, request)
        title = f"{part['heading']} · {_('Kalasin Education Partner Network')}"
        told[here.section] = {"title": title, "html": html}
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def _show(request, answering, here, form, refused=False, rows=None):
    points = answering.all_points()
    page = _part(answering, here, points, form)
    if rows or refused:
        page["rows"] = rows or form.rows_as_typed()
    context = _around(answering, points) | page | {"refused": refused}
    return render(request, "reflections/answer/step.html", context)


def _part(answering, here, points, form):
    """What is one part's own on its page."""
    standing = [point for point in written(points) if point.section == here.section]
    return {
        "step": here,
        "heading": heading(answering.round, here),
        "parts": answering.parts(written(points), now=here),
        "rows": form.rows(standing),
    }


def _around(answering, points):
    """What the pages of all parts share."""
    return {
        "answering": answering,
        "round": answering.round,
        "question_1": answering.round.question(1),
        "steps": STEPS,
        "fresh": Row(),
        "saved_at": saved_at(points),
        "is_unsent": answering.state == Reflection.Status.SENT and has_unsent_changes(points),
        "keepers": answering.round.keeper_names(),
        "help_topic": HELP,
    }


def review(request, answering):
    """All six parts as they would be sent."""
    if not answering.may_write or answering.is_taken_over:
        return redirect(answering.url())
    points = answering.all_points()
    context = {
        "answering": answering,
        "round": answering.round,
        "parts": answering.parts(written(points)),
        "question_1": answering.round.question(1),
        "how_many": len(written(points)),
        "key": uuid.uuid4(),
        "saved_at": saved_at(points),
        "is_unsent": answering.state == Reflection.Status.SENT and has_unsent_changes(points),
        "help_topic": HELP,
    }
    return render(request, "reflections/answer/review.html", context)


@require_POST
def send(request, answering):
    """Send the school's answer: all words at once."""
    try:
        if answering.reflection is None or (answering.token and not answering.is_written):
            answering.begin(keys_of(request.POST))
        answering.reflection.send()
    except NotAccepting:
        return redirect(answering.url())
    return redirect(answering.url("answer_receipt"))


def receipt(request, answering):
    """What was sent and when, who has looked at it, and what can still be done."""
    if answering.state != Reflection.Status.SENT or answering.is_taken_over:
        return redirect(answering.url())
    points = answering.all_points()
    parts = answering.parts(sent(points))
    for point, outcome in outcomes_of(answering.round, sent(points)):
        point.outcome = outcome
    context = {
        "answering": answering,
        "round": answering.round,
        "parts": parts,
        "how_many": len(sent(points)),
        "has_problems": any(point.section == Section.PROBLEMS for point in sent(points)),
        "is_unsent": has_unsent_changes(points),
        "looks": Look.objects.readable_with(answering.reflection).with_names(),
        "papers": answering.reflection.papers.select_related("typed_by"),
        "keepers": answering.round.keeper_names(),
        "help_topic": "director#receipt",
    }
    if answering.token:
        context["way_back"] = settings.SITE_URL + answering.url()
        context["further"] = (
            0 if answering.is_provisional else claims.further(answering.reflection).count()
        )
    return render(request, "reflections/answer/receipt.html", context)


def withdraw(request, answering):
    """Asks once more, then takes the whole answer back."""
    if not answering.is_written:
        return redirect(answering.url())
    if request.method == "POST":
        answering.reflection.withdraw()
        if not answering.token:  # a message would be a cookie; the page that follows says so
            messages.success(request, _("The answer has been withdrawn."))
        return redirect(answering.url())
    context = {"answering": answering, "round": answering.round, "help_topic": "director#withdraw"}
    return render(request, "reflections/answer/withdraw.html", context)
