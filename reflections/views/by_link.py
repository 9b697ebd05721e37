"""The form without an account: what stands before its pages, and the pages that only links have.

The address is the secret: no cookie is needed or set, and nothing that a robot fetches changes
anything. A link that invites shows nothing that was written.
"""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from reflections import claims, tries
from reflections.answering import written
from reflections.choosing import SchoolChoice
from reflections.doors import Withdrawn, opened
from reflections.models import Round
from reflections.tokens import Kind
from reflections.views import answering as pages

HELP = "director#link"


def by_link(view):
    """Give the view what the token of its address opens (an Answering); a friendly 404 or 410."""

    @login_not_required
    @csrf_exempt
    @never_cache
    @gzip_page
    @wraps(view)
    def inner(request, token, **more):
        try:
            response = view(request, opened(token), **more)
        except Withdrawn as gone:
            context = {"round": gone.round, "help_topic": HELP}
            response = render(request, "reflections/link/withdrawn.html", context, status=410)
        except Http404:
            context = {"help_topic": HELP}
            response = render(request, "reflections/link/unknown.html", context, status=404)
        response["X-Robots-Tag"] = "noindex"
        return response

    return inner


def of_answer(view):
    """`view` for links that lead to one school; the round's one link goes to its own page."""

    @wraps(view)
    def inner(request, found, **more):
        if isinstance(found, Round):
            return redirect("link:answer", found.link_token)
        return view(request, found, **more)

    return by_link(inner)


@by_link
def start(request, found):
    """The first page: of a school, or of the round whose school is still to be chosen."""
    if isinstance(found, Round):
        return choose(request, found)
    if found.is_taken_over:
        return render(request, "reflections/link/taken_over.html", _context(found))
    if found.is_begun and request.method == "GET":
        return render(request, "reflections/link/begun.html", _context(found))
    return pages.start(request, found)


@by_link
def nowhere(request, found, rest):
    """Something was lost or added behind the token: the same friendly page, and as private."""
    raise Http404


def _context(answering, **more):
    return {"answering": answering, "round": answering.round, "help_topic": HELP} | more


def choose(request, round, **more):
    """Find the school by letters of its name, or by district; nothing of any answer is told."""
    choice = SchoolChoice(round, request.GET)
    context = {"round": round, "choice": choice, "help_topic": HELP} | more
    return render(request, "reflections/link/choose.html", context)


@of_answer
def not_mine(request, answering):
    """Another school's link has come to me: whom to ask."""
    return render(request, "reflections/link/not_mine.html", _context(answering))


@by_link
def way_back(request, found):
    """The way-back code, typed where a link only invites, leads to the writer's own address."""
    is_round = isinstance(found, Round)
    if not is_round and found.kind != Kind.SCHOOL:
        return redirect(found.url())
    if request.method != "POST":  # the page that told of a wrong code is opened again
        return redirect("link:answer", found.link_token if is_round else found.token)
    answers = found.reflections if is_round else found.round.reflections
    if not is_round:
        answers = answers.filter(organisation=found.school)
    # a code is guessed at one school's link, or among a whole round's from one place
    if is_round:
        counted = tries.take(f"round-{found.pk}-{tries.place(request)}", tries.MOST_OF_A_PLACE)
    else:
        counted = tries.take(f"way-back-{found.invitation.pk}")
    error, typed = "", request.POST.get("code", "")
    if not counted:
        error = _("This code was wrong too often. Try again in an hour, or ask for a new one.")
    elif answer := claims.written_by(answers, typed):
        tries.give_back(counted)
        return redirect("link:answer", answer.writer_token)
    else:
        error = _("This is not the code. It has 8 digits and stands on the page of what was sent.")
    if is_round:
        return choose(request, found, code=typed, code_error=error)
    if not found.is_begun:  # the page of a wrong code says that an answer has been begun
        return redirect(found.url())
    context = _context(found, code=typed, code_error=error)
    return render(request, "reflections/link/begun.html", context)


@of_answer
def confirm(request, answering):
    """The writer of a provisional answer shows by a code or a telephone that this is the school."""
    if not (answering.is_provisional and answering.is_written and answering.invitation):
        return redirect(answering.url())
    error, typed = "", request.POST.get("code", "")
    if request.method == "POST":
        counted = tries.take(f"confirm-{answering.invitation.pk}")
        if not counted:
            error = _("This was wrong too often. Try again in an hour, or wait for the keeper.")
        elif claims.shows_its_school(answering.invitation, typed):
            tries.give_back(counted)
            claims.vouch(answering.reflection)
            return redirect(answering.url())
        else:
            error = _("Neither the school's code nor the last digits of a telephone that we know.")
    context = _context(answering, code=typed, code_error=error)
    return render(request, "reflections/link/confirm.html", context)


@of_answer
def further(request, answering):
    """What others of the school have written through its link: the holder takes it over or not."""
    if answering.kind != Kind.WRITER or not answering.is_written or answering.is_provisional:
        return redirect(answering.url())
    waiting = claims.further(answering.reflection)
    if request.method == "POST":
        return _decide(answering, waiting, request.POST)
    found = [(each, answering.parts(written(each.points.all()))) for each in waiting]
    return render(request, "reflections/link/further.html", _context(answering, found=found))


def _decide(answering, waiting, data):
    key = data.get("take") or data.get("leave") or ""
    provisional = next((each for each in waiting if str(each.public_id) == key), None)
    if provisional and "take" in data:
        claims.confirm(provisional)
    elif provisional:
        provisional.withdraw()
    return redirect(answering.url("further"))
