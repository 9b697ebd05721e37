"""The portal's addresses and three bare ones to compare them with."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.urls import include, path
from django.utils.html import format_html, format_html_join
from django.views.decorators.csrf import csrf_exempt

from reflections.defaults import QUESTIONS_TH
from reflections.steps import STEPS

ROWS = "CREATE TABLE benchmark_row (id bigserial PRIMARY KEY, text text NOT NULL)"


@login_not_required
def bare(request):
    return HttpResponse("ok", content_type="text/plain")


@csrf_exempt
@login_not_required
def insert(request):
    """A bare view that inserts one row."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO benchmark_row (text) VALUES (%s)", [request.POST["text"]])
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def plain_form(request):
    """The form's six parts in plain HTML, three fields each: the floor under its first visit."""
    headings = [step.heading or QUESTIONS_TH[step.section.question] for step in STEPS]
    fields = "<textarea name=text></textarea>" * 3
    parts = format_html_join("", "<h2>{}</h2>" + fields, ([heading] for heading in headings))
    return HttpResponse(format_html("<!doctype html><form>{}<button>ส่ง</button></form>", parts))


urlpatterns = [
    path("benchmark/bare/", bare),
    path("benchmark/form/", plain_form),
    path("benchmark/insert/", insert),
    path("", include("kalasin_network.urls")),
]
