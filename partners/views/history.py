"""Who changed what of an organisation, and when."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from partners.history import Source, entries
from partners.models import Organisation
from partners.permissions import can


@login_not_required
def history(request, slug):
    organisation = get_object_or_404(Organisation.objects, slug=slug)
    is_member = can(request.user, "member.read")
    source = Source(
        Organisation.pgh_event_model.objects.filter(pgh_obj=organisation),
        added=_("Added to the directory"),
        silent=set() if is_member else {"email", "phone"},
    )
    context = {
        "organisation": organisation,
        "history": entries(source),
        "names_hidden": not is_member,
    }
    return render(request, "partners/organisation_history.html", context)
