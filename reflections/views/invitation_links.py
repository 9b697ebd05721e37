"""Each school's own link and code, for those with the right to invite. A link invites only."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from partners.access import find
from reflections import line_messages
from reflections.views.invitations import HELP, round_of


@never_cache
def school_link(request, slug, pk):
    """The link, the code and the message for one school; POST withdraws them and makes new ones."""
    round = round_of(request, slug)
    asked = round.invitations.standing().select_related("school__district", "round__inviting")
    invitation = find(request.user, asked, pk=pk)
    if request.method == "POST":
        round.invitations.filter(pk=pk).withdraw_links()
        messages.success(request, _("The old link works no longer; here is the new one."))
        return redirect("reflections:school_link", slug, pk)
    context = {
        "round": round,
        "invitation": invitation,
        "address": line_messages.link_address(invitation.link_token),
        "short_address": line_messages.short_address(),
        "text": line_messages.for_school(invitation),
        "help_topic": HELP,
    }
    return render(request, "reflections/school_link.html", context)


@require_POST
def new_links(request, slug):
    """Withdraw every link of the round that invites, the round's one link included."""
    round = round_of(request, slug)
    round.withdraw_links()
    messages.success(
        request, _("All old links of this round work no longer. Send out the new ones.")
    )
    return redirect("reflections:invitations", slug)
