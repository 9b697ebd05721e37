"""Pages that compose several apps, and the portal's own."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import render


@login_not_required
def home(request):
    return render(request, "home.html")


@login_not_required
def help_page(request):
    return render(request, "help.html")


@login_not_required
def healthz(request):
    """200 `ok` when the database answers, 503 when not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database does not answer", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
