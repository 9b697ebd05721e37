"""Who is asked in a round, and what has come of it: for those with the right to invite."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from partners.access import find, require
from partners.models import Organisation
from reflections import line_messages
from reflections.downloads import XLSX, download
from reflections.invitation_sheet import sheet, state_in_words
from reflections.inviting import STATES, SchoolFilter, page_of
from reflections.models import Round
from reflections.models.opening import NAMES_ARE_CUT
from reflections.progress import counts_of

HELP = "coordinator#invitations"


def round_of(request, slug):
    """The round, if the person may invite in it (else sign-in, 404 or 403)."""
    visible = Round.objects.visible_to(request.user).select_related("inviting")
    round = find(request.user, visible, slug=slug)
    require(request.user, "round.invite", round)
    return round


def invitations(request, slug):
    """Three calm counts, and the schools by district: no step, no time, no text."""
    round = round_of(request, slug)
    filters = SchoolFilter(round, request.GET)
    counts = counts_of([round])[round.pk]
    rows, after = page_of(filters.invitations(), request.GET.get("after", ""), "school__")
    context = {
        "round": round,
        "filters": filters,
        "counts": counts,
        "tabs": _tabs(round, filters, counts),
        "rows": [(each, state_in_words(round, each)) for each in rows],
        "next_url": filters.url(after=after) if after else "",
        "first_url": filters.url() if "after" in request.GET else "",
        "invitation_text": line_messages.invitation(round),
        "reminder_text": line_messages.reminder(round, counts),
        "warns_of_loopback": line_messages.work_here_only(),
        "help_topic": HELP,
    }
    return render(request, "reflections/invitations.html", context)


def _tabs(round, filters, counts):
    """(address, label, number or None, whether it is this one) of the states that can be shown."""
    numbers = {"sent": counts.sent, "writing": counts.writing, "waiting": counts.waiting}
    shown = [row for row in STATES if row[0] == "cancelled" or not round.names_cut_at]
    return [
        (filters.url(show=state), label, numbers.get(state), filters.shown == state)
        for state, label in [("", _("all")), *shown]
    ]


def invite(request, slug):
    """Choose schools and see at once how many they are; POST invites all of them or the ticked."""
    round = round_of(request, slug)
    filters = SchoolFilter(round, request.GET)
    fresh = filters.fresh()
    if request.method == "POST":
        return _invite(request, round, fresh)
    found = filters.in_order(fresh.select_related("district", "affiliation"))
    rows, after = page_of(found, request.GET.get("after", ""))
    context = {
        "round": round,
        "filters": filters,
        "number": fresh.count(),
        "rows": rows,
        "next_url": filters.url(after=after) if after else "",
        "first_url": filters.url() if "after" in request.GET else "",
        "help_topic": HELP,
    }
    return render(request, "reflections/invite.html", context)


def _invite(request, round, fresh):
    if "all" not in request.POST:
        ticked = [
            key for key in request.POST.getlist("school") if key.isascii() and key.isdecimal()
        ]
        fresh = fresh.filter(pk__in=[int(key[:18]) for key in ticked])
    if round.names_cut_at:
        messages.error(request, NAMES_ARE_CUT)
        return redirect("reflections:invitations", round.slug)
    added = round.invite(fresh, request.user)
    if not added:
        messages.info(request, _("Nobody was invited: tick schools, or choose other filters."))
        return redirect(request.get_full_path())
    text = ngettext("%(n)d school was invited.", "%(n)d schools were invited.", added)
    messages.success(request, text % {"n": added})
    return redirect("reflections:invitations", round.slug)


def cancel(request, slug, pk):
    """Says what follows when a school is asked no longer; POST cancels its invitation."""
    round = round_of(request, slug)
    found = round.invitations.standing().with_progress().select_related("school")
    invitation = find(request.user, found, pk=pk)
    if round.names_cut_at:
        messages.error(request, NAMES_ARE_CUT)
        return redirect("reflections:invitations", round.slug)
    if request.method == "POST":
        round.invitations.filter(pk=pk).cancel()
        text = _("The invitation of %(school)s is cancelled. The school can be invited again.")
        messages.success(request, text % {"school": invitation.school})
        return redirect("reflections:invitations", round.slug)
    context = {"round": round, "invitation": invitation, "help_topic": HELP}
    return render(request, "reflections/invitation_cancel.html", context)


@require_POST
def invite_again(request, slug, pk):
    """Take a cancelled invitation up again; what the school has sent counts again."""
    round = round_of(request, slug)
    invitation = find(request.user, round.invitations.select_related("school"), pk=pk)
    if round.names_cut_at:
        messages.error(request, NAMES_ARE_CUT)
    else:
        round.invite(Organisation.objects.filter(pk=invitation.school_id), request.user)
        text = _("%(school)s is invited again.")
        messages.success(request, text % {"school": invitation.school})
    return redirect("reflections:invitations", round.slug)


def spreadsheet(request, slug):
    """The invited schools that the filters leave, with the addresses of their forms, as XLSX."""
    round = round_of(request, slug)
    content = sheet(round, SchoolFilter(round, request.GET).invitations())
    name = f"invitations-{round.slug}.xlsx"
    return download(content, XLSX, name, is_demo=round.holds_demo_data)
