"""The directory and a page for each organisation."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render

from partners.models import Organisation


@login_not_required
def directory(request):
    return render(request, "partners/directory.html", {"organisations": Organisation.objects.all()})


@login_not_required
def organisation(request, slug):
    found = get_object_or_404(Organisation.objects, slug=slug)
    return render(request, "partners/organisation.html", {"organisation": found})
