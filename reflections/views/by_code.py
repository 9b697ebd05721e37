"""The short address that slips and letters name: a school's code leads to the school's own link.

Whoever guesses a code gets what a slip gives: a link that invites, and reads nothing.
"""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from reflections import short_codes, tries
from reflections.doors import Withdrawn, invited_by

HELP = "director#link"


@login_not_required
@csrf_exempt
@never_cache
def by_code(request):
    """A field for the 8 digits; a wrong code is told beside it and stays in it."""
    typed, error = request.POST.get("code", "")[:100], ""
    if request.method == "POST":
        try:
            invitation, error = _invited(request, short_codes.digits(typed))
        except Withdrawn as gone:
            context = {"round": gone.round, "help_topic": HELP}
            return render(request, "reflections/link/withdrawn.html", context, status=410)
        if invitation:
            return redirect("link:answer", invitation.link_token)
    context = {"code": typed, "code_error": error, "help_topic": HELP}
    return render(request, "reflections/link/by_code.html", context)


def _invited(request, digits):
    """(Invitation or None, what was wrong). Only wrong codes count, for the place and for all."""
    if len(digits) != short_codes.DIGITS:
        return None, _("The school's code has 8 digits, such as 1234 5678.")
    of_place = tries.take(f"code-{tries.place(request)}", tries.MOST_OF_A_PLACE)
    of_all = of_place and tries.take_of_all("code")
    if not of_all:
        tries.give_back(of_place)
        return None, _(
            "Codes were wrong too often. Try again in an hour, or use the QR code or the link."
        )
    try:
        invitation = invited_by(digits)
    except Withdrawn:
        tries.give_back(of_place, of_all)
        raise
    if invitation:
        tries.give_back(of_place, of_all)
        return invitation, ""
    return None, _("No school has this code. Look again at the slip, or ask where it came from.")
