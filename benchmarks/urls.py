"""The portal's addresses and two bare ones to compare them with."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

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


urlpatterns = [
    path("benchmark/bare/", bare),
    path("benchmark/insert/", insert),
    path("", include("kalasin_network.urls")),
]
