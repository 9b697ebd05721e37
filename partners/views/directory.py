"""The directory, and what was deleted from it."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from partners.access import require
from partners.directory import FILTERS, Directory, DirectoryForm
from partners.models import Organisation
from partners.permissions import can


@login_not_required
def directory(request):
    view = request.GET.get("view")
    default = "all" if request.GET.get("q") else "partners"
    form = DirectoryForm(request.GET, view if view in FILTERS else default)
    context = {
        "form": form,
        "directory": Directory(form, request.path, request.GET.get("after", "")),
        "can_add": can(request.user, "organisation.add"),
        "can_import": can(request.user, "organisation.import"),
    }
    return render(request, "partners/directory.html", context)


def deleted(request):
    require(request.user, "organisation.delete")
    found = Organisation.everything.deleted()[:200]
    return render(request, "partners/deleted.html", {"organisations": found})
