"""The desk: texts without school, a theme for each. Built from points only."""

import re
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from partners.access import require
from reflections import coding
from reflections.forms.coding import CodingForm
from reflections.models import Round, Section, Theme

PAGE = 25


def round_to_code(request, slug):
    """The round, if the person may group its texts (else 404 or 403)."""
    round = get_object_or_404(Round.objects.visible_to(request.user), slug=slug)
    require(request.user, "round.code", round)
    return round


def progress(round):
    """Per section: (Section, texts in all, still to group), in the order of the form; one query."""
    found = {
        row["section"]: row
        for row in coding.codable(round)
        .values("section")
        .annotate(all=Count("pk"), left=Count("pk", filter=Q(theme=None, is_set_aside=False)))
        .order_by()
    }
    empty = {"all": 0, "left": 0}
    return [
        (section, found.get(section, empty)["all"], found.get(section, empty)["left"])
        for section in Section
    ]


def desk(request, slug):
    """Where the grouping stands, question by question."""
    round = round_to_code(request, slug)
    rows = progress(round)
    texts, left = sum(row[1] for row in rows), sum(row[2] for row in rows)
    context = {
        "round": round,
        "rows": rows,
        "texts": texts,
        "left": left,
        "percent": 100 * (texts - left) // texts if texts else 0,
        "help_topic": "coordinator#coding",
    }
    return render(request, "reflections/coding.html", context)


def shown(points, show):
    """The points of one heap: uncoded ones, a theme's (by number), set aside, changed since."""
    if show == "aside":
        return points.filter(is_set_aside=True)
    if show == "changed":
        return points.filter(changed_since_coding=True)
    if re.fullmatch("[0-9]{1,18}", show):
        return points.filter(theme=show)
    return points.filter(theme=None, is_set_aside=False)


def page_of(points, after):
    """PAGE points after a public id, in an order that tells nothing; the next page's key."""
    points = points.order_by("public_id")
    try:
        points = points.filter(public_id__gt=UUID(after)) if after else points
    except ValueError as error:
        raise Http404 from error
    found = list(points[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].public_id) if len(found) > PAGE else ""


def section(request, slug, section):
    """One question's texts on the left, its themes on the right."""
    round = round_to_code(request, slug)
    if section not in Section.values:
        raise Http404
    points = coding.codable(round).filter(section=section)
    themes = book(section, points)
    is_sent = request.method == "POST"  # what comes back after an ended sign-in is only shown
    form = CodingForm(request.POST if is_sent else request.POST or None, points, themes, section)
    if is_sent and form.is_valid():
        gone = form.save(request.user)
        if gone:
            text = ngettext(
                "%(n)d text is no longer there: its school has taken it back.",
                "%(n)d texts are no longer there: their schools have taken them back.",
                gone,
            )
            messages.warning(request, text % {"n": gone})
        return redirect(request.get_full_path())
    show = request.GET.get("show", "uncoded")
    listed, after = page_of(shown(points, show), request.GET.get("after"))
    batch, batch_size = coding.last_batch(round, request.user)
    context = {
        "round": round,
        "section": Section(section),
        "rows": progress(round),
        "points": listed,
        "after": after,
        "show": show,
        "themes": themes,
        "form": form,
        "checked": set(request.POST.getlist("points")),
        "batch": batch,
        "batch_size": batch_size,
        "help_topic": "coordinator#coding",
    }
    return render(request, "reflections/coding_section.html", context)


def book(section, points):
    """The section's themes in use, each followed by its sub-themes, with `texts` of this round."""
    counts = dict(
        points.exclude(theme=None).values_list("theme").annotate(n=Count("pk")).order_by()
    )
    themes = list(Theme.objects.in_use().filter(section=section).in_book_order())
    for theme in themes:
        theme.texts = counts.get(theme.pk, 0)
    return [
        row
        for top in themes
        if top.parent_id is None
        for row in [top, *(sub for sub in themes if sub.parent_id == top.pk)]
    ]


@require_POST
def undo(request, slug):
    """Take this curator's step `batch` in this round back; a second tap finds it taken back."""
    round = round_to_code(request, slug)
    batch = coding.batch_of(round, request.user, request.POST.get("batch", ""))
    taken_back = coding.undo(batch, request.user) if batch else 0
    text = ngettext("%(n)d text was taken back.", "%(n)d texts were taken back.", taken_back)
    messages.success(request, text % {"n": taken_back} if taken_back else _("Nothing to undo."))
    back = request.POST.get("section")
    if back in Section.values:
        return redirect("reflections:coding_section", slug, back)
    return redirect("reflections:coding", slug)
