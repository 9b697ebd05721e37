"""The words behind a summary's numbers: without names, in an order that tells nothing."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import render

from partners.access import find
from partners.permissions import can
from reflections import exports
from reflections.downloads import CSV
from reflections.models import Point, Reflection, Round, Section
from reflections.views.summaries import live_file, live_or_edition, summary_for

PAGE = 50


def reads_question_3(person, round):
    """Whether `person` reads question 3 word for word: those who code, and the keepers."""
    return can(person, "round.code", round) or can(person, "round.keep", round)


def round_and_summary(request, slug):
    """The round whose live numbers the reader may see, and its Summary; 404 below k answers."""
    round = find(request.user, Round.objects.with_live_summary_for(request.user), slug=slug)
    summary = summary_for(request.user, round)
    if not summary.is_shown:
        raise Http404
    return round, summary


def theme(request, slug, key):
    """A theme's numbers and the words behind them, its sub-themes' included."""
    round, summary = round_and_summary(request, slug)
    line = summary.theme(key)
    if line is None:
        raise Http404
    voices = next((voice for voice in summary.voices if voice.key == key), None)
    paraphrases = round.paraphrases.texts_for(summary)
    context = {
        "line": line,
        "below": [sub for sub in summary.themes if sub.parent == key],
        "voice_points": voices.points if voices else 0,
        "paraphrase": paraphrases.get(key, ""),
        "may_paraphrase": line.section == Section.PROBLEMS
        and line.schools >= round.k
        and can(request.user, "round.code", round),
    }
    points = Point.objects.sent().of_theme(key)
    return words_page(request, round, summary, Section(line.section), points, context)


def uncoded(request, slug, section):
    """A section's texts that wait for a curator."""
    round, summary = round_and_summary(request, slug)
    context = {"is_uncoded": True}
    points = Point.objects.uncoded()
    return words_page(request, round, summary, section_or_404(section), points, context)


def set_aside(request, slug, section):
    """A section's texts that a curator set aside."""
    round, summary = round_and_summary(request, slug)
    context = {"is_set_aside": True}
    points = Point.objects.sent().filter(is_set_aside=True)
    return words_page(request, round, summary, section_or_404(section), points, context)


def section_or_404(section):
    if section not in Section.values:
        raise Http404
    return Section(section)


def words_page(request, round, summary, section, points, context):
    """The page of `points` (of any round, narrowed here), if the reader may read the section."""
    of_voices = request.GET.get("of") == "voices"
    answers = round.reflections.voices() if of_voices else round.reflections.counted()
    points = points.filter(section=section, reflection__in=answers)
    may_read = section != Section.PROBLEMS or reads_question_3(request.user, round)
    listed, after = one_page(points, request.GET.get("after")) if may_read else ([], "")
    context |= {
        "round": round,
        "summary": summary,
        "section": section,
        "may_read": may_read,
        "points": listed,
        "after": after,
        "of_voices": of_voices,
        "help_topic": "supervisor#words",
    }
    return render(request, "reflections/summary_points.html", context)


def one_page(points, after):
    """PAGE points after a public id, in the order of those random ids; the next page's key."""
    points = points.order_by("public_id")
    try:
        points = points.filter(public_id__gt=UUID(after)) if after else points
    except ValueError as error:
        raise Http404 from error
    found = list(points.select_related("theme")[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].public_id) if len(found) > PAGE else ""


@live_or_edition
def live_points_csv(request, round):
    """Every text that the reader may read, with the key that it was given."""
    summary = summary_for(request.user, round)
    answers = round.reflections.counted() if summary.is_shown else Reflection.objects.none()
    points = Point.objects.sent().filter(reflection__in=answers)
    if not reads_question_3(request.user, round):
        points = points.exclude(section=Section.PROBLEMS)
    rows = points.order_by("public_id").values_list(
        "theme__key", "section", "sent_text", "is_set_aside"
    )
    places = {line.key: place for place, line in enumerate(summary.themes)}
    places |= {"": len(places) + 1, "none": len(places) + 2}
    sections = Section.values
    keyed = [("none" if aside else key or "", *rest) for key, *rest, aside in rows]
    keyed.sort(key=lambda row: (sections.index(row[1]), places.get(row[0], len(places) - 2)))
    return live_file(round, exports.points_csv(keyed), CSV, f"{round.slug}-points.csv")
