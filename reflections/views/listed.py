"""Inviting by a pasted or uploaded list: look who was recognised, then invite in one step."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reflections.forms.listed import SchoolListForm
from reflections.listed import SchoolList
from reflections.models.opening import NAMES_ARE_CUT
from reflections.views.invitations import HELP, round_of


def invite_listed(request, slug):
    """POST shows which line is which school; with `invite`, and unchanged since, invites them."""
    round = round_of(request, slug)
    if round.names_cut_at:
        messages.error(request, NAMES_ARE_CUT)
        return redirect("reflections:invitations", slug)
    form, found = SchoolListForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        found = SchoolList(round, form.cleaned_data["lines"])
        text = form.cleaned_data["lines"]
        if "invite" in request.POST and _invited(request, found):
            if not found.refused:
                return redirect("reflections:invitations", slug)
            text = found.left_over
            found = SchoolList(round, text)
        form = SchoolListForm(initial={"names": text})
    context = {"round": round, "form": form, "found": found, "help_topic": HELP}
    return render(request, "reflections/invite_listed.html", context)


def _invited(request, found):
    """Whether the schools of the list were invited: only those that were shown before."""
    if request.POST.get("outline") != found.outline:
        messages.warning(request, _("Something has changed meanwhile. Look again."))
        return False
    added = found.invite(request.user)
    text = ngettext("%(n)d school was invited.", "%(n)d schools were invited.", added)
    messages.success(request, text % {"n": added})
    return True
