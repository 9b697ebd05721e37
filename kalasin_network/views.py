"""Pages that compose several apps, and the portal's own."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static

from kalasin_network import help, story
from kalasin_network.my_work import my_work
from meetings.models import Goal
from meetings.views import reading
from reflections.models import Edition, Round

PLAIN = "text/plain; charset=utf-8"


@login_not_required
def home(request):
    """The network's story; for somebody who is signed in what waits for them comes first."""
    context = {
        "latest": story.latest_edition(),
        "goals": Goal.objects.all(),
        "help_topic": "member#home",
    }
    if request.user.is_authenticated:
        context["work"] = my_work(request.user)
        return render(request, "my_work.html", context)
    context["partners"], context["more_partners"] = story.partners()
    context["meetings"] = story.meetings()
    return render(request, "home.html", context)


@login_not_required
def meeting(request, pk):
    """A meeting with the rounds that belong to it, and what has been published of them."""
    rounds = Round.objects.visible_to(request.user).filter(meeting=pk)
    editions = Edition.objects.public().filter(round__meeting=pk, round__deleted_at=None)
    more = {"rounds": rounds, "editions": editions.newest_first().select_related("round")}
    return reading.meeting(request, pk, "meeting_with_rounds.html", more)


@login_not_required
def help_index(request):
    """All guides with their sections."""
    return render(request, "help/index.html", {"pages": help.help_pages(request.LANGUAGE_CODE)})


@login_not_required
def help_page(request, page):
    """One guide; 404 for a name that is none."""
    try:
        found = help.help_page(page, request.LANGUAGE_CODE)
    except KeyError as error:
        raise Http404 from error
    others = [other for other in help.help_pages(request.LANGUAGE_CODE) if other != found]
    return render(request, "help/page.html", {"page": found, "others": others})


@login_not_required
def robots(request):
    """What search engines leave alone: signing in, and what is for members."""
    return render(request, "robots.txt", content_type=PLAIN)


@login_not_required
def favicon(request):
    """Browsers and messengers ask for it here, whatever the page says."""
    return redirect(static("img/icon-180.png"))


@login_not_required
def healthz(request):
    """200 `ok` when the database answers, 503 when not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database does not answer", status=503, content_type=PLAIN)
    return HttpResponse("ok", content_type=PLAIN)
