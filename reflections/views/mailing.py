"""E-mail to the schools of a round, and what was sent: for those with the right to invite."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from partners.access import find
from reflections.inviting import SchoolFilter
from reflections.mailing import Mailing, obstacle, try_again
from reflections.models import InvitationMail
from reflections.views.invitations import round_of

HELP = "coordinator#mailing"
PAGE = 100


@never_cache
def mail(request, slug, kind):
    """To how many, and what each would read; POST puts the mails into the queue, each once."""
    round = round_of(request, slug)
    if kind not in InvitationMail.Kind.values:
        raise Http404
    filters = SchoolFilter(round, request.GET)
    mailing = Mailing(round, kind, filters.invitations())
    if request.method == "POST":
        return _put_down(request, mailing)
    context = {
        "round": round,
        "filters": filters,
        "mailing": mailing,
        "is_reminder": kind == InvitationMail.Kind.REMINDER,
        "obstacle": obstacle(round),
        "without_address_url": filters.url(email="no"),
        "help_topic": HELP,
    }
    return render(request, "reflections/mail.html", context)


def _put_down(request, mailing):
    slug, hindered = mailing.round.slug, obstacle(mailing.round)
    number = 0 if hindered else mailing.put_down(request.user)
    if not number:
        text = hindered or _("Nobody is left to be mailed: each school gets this e-mail once.")
        messages.info(request, text)
        return redirect(request.get_full_path())
    text = ngettext(
        "%(n)d e-mail is on its way.",
        "%(n)d e-mails are on their way, one after the other.",
        number,
    )
    messages.success(request, text % {"n": number})
    return redirect("reflections:mails", slug)


@never_cache
def mails(request, slug):
    """To which school and address, when, by whom, and what became of it; the newest first."""
    round = round_of(request, slug)
    found = InvitationMail.objects.of_round(round).with_names()
    before = request.GET.get("before", "")
    if before.isascii() and before.isdecimal():
        found = found.filter(pk__lt=before[:18])
    rows = list(found[: PAGE + 1])
    context = {
        "round": round,
        "rows": rows[:PAGE],
        "obstacle": obstacle(round),
        "next_url": f"?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        "first_url": "?" if before else "",
        "help_topic": HELP,
    }
    return render(request, "reflections/mails.html", context)


@never_cache
def mail_sent(request, slug, pk):
    """One e-mail as it was sent, but for the secrets in it."""
    round = round_of(request, slug)
    found = find(request.user, InvitationMail.objects.of_round(round).with_names(), pk=pk)
    context = {"round": round, "mail": found, "obstacle": obstacle(round), "help_topic": HELP}
    return render(request, "reflections/mail_sent.html", context)


@require_POST
def mail_again(request, slug, pk):
    """Try an e-mail again that was not sent."""
    round = round_of(request, slug)
    hindered = obstacle(round)
    if hindered:
        messages.info(request, hindered)
    elif try_again(round, pk):
        messages.success(request, _("The e-mail is tried again."))
    return redirect("reflections:mails", slug)
