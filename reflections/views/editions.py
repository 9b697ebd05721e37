"""Published editions: the same bytes for everybody in the same language."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404

from reflections import exports, stored_pages
from reflections.edition_pages import edition_context, released_texts, summary_of_edition
from reflections.models import Edition
from reflections.models.editions import SILENCE
from reflections.views.summaries import alternates, csv_response, json_response

STORED_FIELDS = ["pk", "words_version", "words_changed_at", "published_at", "waiting_since"]


def frozen(make):
    """A view that sends what `make(request, edition)` (a response) once made, as long as no
    words leave the edition; every process keeps its own copy."""

    @login_not_required
    def view(request, slug, number):
        editions = Edition.objects.public().filter(round__slug=slug, number=number)
        row = editions.values_list(*STORED_FIELDS).first()
        if row is None:
            raise Http404
        pk, words_version, words_changed_at, published_at, waiting_since = row
        order = "book" if request.GET.get("order") == "book" else ""
        key = (make.__name__, pk, words_version, request.LANGUAGE_CODE, order)
        stored = stored_pages.kept(
            key, lambda: make(request, Edition.objects.select_related("round").get(pk=pk))
        )
        changed_at = words_changed_at or published_at or waiting_since + SILENCE
        return stored_pages.answer(request, stored, changed_at)

    return view


@frozen
def edition(request, edition):
    context = edition_context(edition, in_book_order=request.GET.get("order") == "book")
    context["help_topic"] = "supervisor#editions"
    response = stored_pages.render_for_everybody("reflections/edition.html", context, request)
    response["Link"] = alternates("summary:edition", edition.round.slug, edition.number)
    return response


@frozen
def edition_json(request, edition):
    return json_response(exports.summary_json(summary_of_edition(edition)))


@frozen
def edition_csv(request, edition):
    name = f"{edition.round.slug}-{edition.number}"
    return csv_response(exports.summary_csv(summary_of_edition(edition)), name)


@frozen
def edition_points_csv(request, edition):
    """The texts that were released, and only those."""
    name = f"{edition.round.slug}-{edition.number}-points"
    return csv_response(exports.points_csv(released_texts(edition)), name)
