"""The live summary of a round: page, JSON and CSV."""

from dataclasses import replace
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, F, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from partners.permissions import can
from reflections import exports, stored_pages
from reflections.counting import summary_of
from reflections.downloads import CSV, JSON, download
from reflections.key_sentences import key_sentences, rewordings_of
from reflections.models import Edition, Reflection, Round
from reflections.summary_parts import page_of


@login_not_required
def latest(request):
    """On to the newest summary that this reader may read; if there is none, say so."""
    counted = Reflection.objects.counted().values("pk")
    answered = Count("reflections", filter=Q(reflections__in=counted))
    rounds = Round.objects.with_live_summary_for(request.user).exclude(opened_at=None)
    enough = rounds.annotate(answered=answered).filter(answered__gte=F("k"))
    found = enough.order_by("-opened_at", "-pk").first()
    if found:
        return redirect("summary:live", found.slug)
    edition = Edition.objects.public().select_related("round").newest_first().first()
    if edition:
        return redirect("summary:edition", edition.round.slug, edition.number)
    return render(request, "reflections/summary_none.html", {"help_topic": "supervisor#summary"})


def live_or_edition(view):
    """Give `view` the Round, if the reader may see its live numbers; else lead everybody to the
    same page or file of its latest edition, or 404."""

    @login_not_required
    @wraps(view)
    def guarded(request, slug):
        round = Round.objects.with_live_summary_for(request.user).filter(slug=slug).first()
        if round:
            return view(request, round)
        edition = Edition.objects.public().filter(round__slug=slug).newest_first().first()
        if edition is None:
            raise Http404
        name = request.resolver_match.view_name.replace("live", "edition")
        return redirect(name, slug, edition.number)

    return guarded


def summary_for(person, round):
    """The live Summary of `round`, as `person` may see it."""
    return summary_of(round, every_theme=can(person, "summary.every_theme", round))


@live_or_edition
def live(request, round):
    summary = summary_for(request.user, round)
    sentences = key_sentences(summary, rewordings_of(round))
    context = {
        "round": round,
        "summary": summary,
        "in_book_order": request.GET.get("order") == "book",
        "sentences": sentences,
        "live_url": reverse("summary:live", args=[round.slug]),
        "may_reword": can(request.user, "summary.reword"),
        "help_topic": "supervisor#summary",
    }
    context["body"] = body_of(context, round.paraphrases.texts_for(summary))
    response = render(request, "reflections/summary.html", context)
    response["Link"] = alternates("summary:live", round.slug)
    return response


def body_of(context, paraphrases):
    """The rendered numbers; as long as none of them changes they are not rendered again."""
    summary, in_book_order = context["summary"], context["in_book_order"]
    depends_on = (
        get_language(),
        replace(summary, as_of=None),
        tuple(context["sentences"]),
        tuple(paraphrases.items()),
        in_book_order,
        context["may_reword"],
    )

    def rendered():
        page = page_of(summary, in_book_order, paraphrases)
        return render_to_string("reflections/_summary_body.html", context | {"page": page})

    return stored_pages.remembered(depends_on, rendered)


def alternates(name, *place):
    """The value of a Link header to the same numbers as JSON and CSV."""
    kinds = {"json": "application/json", "csv": "text/csv"}
    return ", ".join(
        f'<{reverse(f"{name}_{kind}", args=place)}>; rel="alternate"; type="{mime}"'
        for kind, mime in kinds.items()
    )


@live_or_edition
def live_json(request, round):
    content = exports.summary_json(summary_for(request.user, round))
    return live_file(round, content, JSON, f"{round.slug}.json", opens=True)


@live_or_edition
def live_csv(request, round):
    content = exports.summary_csv(summary_for(request.user, round))
    return live_file(round, content, CSV, f"{round.slug}.csv")


def live_file(round, content, content_type, name, **how):
    """A file of what `round` says now, marked where that is demonstration data."""
    return download(content, content_type, name, is_demo=round.holds_demo_data, **how)
