"""What those who invite print or show in a hall. It all invites; none of it reads an answer."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from reflections import letters, line_messages
from reflections import slips as slips_of_paper
from reflections.documents import DOCX
from reflections.downloads import download
from reflections.inviting import SchoolFilter, page_of
from reflections.models.opening import NAMES_ARE_CUT
from reflections.progress import counts_of
from reflections.qr import qr_svg
from reflections.views.invitations import HELP, round_of


@never_cache
def slips(request, slug):
    """A sheet of slips to print and cut apart, for the schools that the filters leave."""
    round = round_of(request, slug)
    if round.names_cut_at:
        messages.error(request, NAMES_ARE_CUT)
        return redirect("reflections:invitations", slug)
    filters = SchoolFilter(round, request.GET)
    asked = filters.invitations().standing().filter(school__deleted_at=None)
    rows, after = page_of(asked, request.GET.get("after", ""), "school__", slips_of_paper.MOST)
    with translation.override("th"):
        sheets = slips_of_paper.sheets(rows)
    context = {
        "round": round,
        "filters": filters,
        "sheets": sheets,
        "number": len(rows),
        "is_demo": round.holds_demo_data,
        "next_url": filters.url(after=after) if after else "",
        "first_url": filters.url() if "after" in request.GET else "",
        "warns_of_loopback": line_messages.work_here_only(),
        "help_topic": HELP,
    }
    return render(request, "reflections/slips.html", context)


@never_cache
def projector(request, slug):
    """The round's one link for a hall, and how many schools have sent; never who has not."""
    round = round_of(request, slug)
    if round.names_cut_at:
        messages.error(request, NAMES_ARE_CUT)
        return redirect("reflections:invitations", slug)
    address = line_messages.link_address(round.link_token)
    context = {
        "round": round,
        "counts": counts_of([round])[round.pk],
        "address": address,
        "qr": qr_svg(address, _("QR code of the round's link")),
        "is_demo": round.holds_demo_data,
        "warns_of_loopback": line_messages.work_here_only(),
        "help_topic": HELP,
    }
    return render(request, "reflections/projector.html", context)


def letter(request, slug):
    """The body of the letter that invites, for the office's own head and number; as DOCX."""
    round = round_of(request, slug)
    is_demo = round.holds_demo_data
    content = letters.invitation_letter(round, is_demo=is_demo)
    return download(content, DOCX, f"letter-{round.slug}.docx", is_demo=is_demo)


def paper_form(request, slug):
    """The questions on paper, with lines to write on; as DOCX."""
    round = round_of(request, slug)
    is_demo = round.holds_demo_data
    content = letters.blank_form(round, is_demo=is_demo)
    return download(content, DOCX, f"paper-form-{round.slug}.docx", is_demo=is_demo)
