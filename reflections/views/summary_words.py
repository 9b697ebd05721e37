"""Words that people put beside the numbers: released texts, paraphrases, key sentences."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from partners.access import require
from reflections import publishing
from reflections.edition_pages import summary_of_edition
from reflections.forms.editions import KeySentenceForm, ParaphraseForm, TextForm
from reflections.key_sentences import headings, made_sentence
from reflections.models import KeySentence, Section, Theme, ThemeParaphrase
from reflections.views.proposals import proposal_or_404
from reflections.views.summary_points import one_page, round_and_summary


def release(request, slug, pk, key):
    """The texts of one theme, each to be released for the proposal or taken out again."""
    edition = proposal_or_404(request, slug, pk)
    require(request.user, "round.code", edition.round)
    line = summary_of_edition(edition).theme(key)
    if line is None:
        raise Http404
    points = publishing.releasable(edition).filter(theme__key=key)
    if request.method == "POST":
        return change_release(request, edition, points)
    listed, after = one_page(points, request.GET.get("after"))
    released = edition.texts.filter(removed_at=None, point__in=listed)
    context = {
        "edition": edition,
        "round": edition.round,
        "line": line,
        "points": listed,
        "after": after,
        "released": set(released.values_list("point", flat=True)),
        "help_topic": "coordinator#editions",
    }
    return render(request, "reflections/edition_words.html", context)


def change_release(request, edition, points):
    """Release one text, or take it back; then on with the same list."""
    form = TextForm(request.POST)
    if not form.is_valid():
        raise Http404
    point = get_object_or_404(points, public_id=form.cleaned_data["point"])
    try:
        if "take_back" in request.POST:
            publishing.take_text_back(edition, point)
        else:
            publishing.release(edition, point, request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{request.get_full_path()}#t-{point.public_id}")


def paraphrase(request, slug, key):
    """A theme of question 3 that k schools share, in other words; by those who code."""
    round, summary = round_and_summary(request, slug)
    require(request.user, "round.code", round)
    line = summary.theme(key)
    if line is None or line.section != Section.PROBLEMS or line.schools < round.k:
        raise Http404
    theme = get_object_or_404(Theme.everything, key=key)
    kept = ThemeParaphrase.objects.filter(round=round, theme=theme).first()
    kept = kept or ThemeParaphrase(round=round, theme=theme)
    form = ParaphraseForm(request.POST or None, kept, by=request.user)
    if form.try_save():
        messages.success(request, _("Saved."))
        return redirect("summary:theme", slug, key)
    context = {"round": round, "line": line, "form": form, "help_topic": "coordinator#paraphrase"}
    return render(request, "reflections/paraphrase_form.html", context)


def key_sentence(request, slug, question):
    """A question's key sentence: as it is made, in a coordinator's words, or hidden."""
    round, summary = round_and_summary(request, slug)
    require(request.user, "summary.reword")
    theme = summary.top(question)
    if theme is None:
        raise Http404
    kept = KeySentence.objects.filter(round=round, question=question).first()
    kept = kept or KeySentence(round=round, question=question)
    form = KeySentenceForm(request.POST or None, kept, by=request.user)
    if form.try_save():
        messages.success(request, _("Saved."))
        return redirect("summary:live", slug)
    context = {
        "round": round,
        "form": form,
        "about": headings()[question],
        "made": made_sentence(question, theme),
        "help_topic": "coordinator#key-sentences",
    }
    return render(request, "reflections/key_sentence_form.html", context)
