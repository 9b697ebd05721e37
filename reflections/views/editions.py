"""Published editions: the same bytes for everybody in the same language."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404

from partners.prepared import Prepared
from reflections import exports, stored_pages
from reflections.downloads import CSV, JSON, download
from reflections.edition_pages import edition_context, released_texts, summary_of_edition
from reflections.models import Edition
from reflections.views.summaries import alternates

STORED_FIELDS = [
    "id",
    "state",
    "words_version",
    "words_changed_at",
    "published_at",
    "waiting_since",
]
# asked for each time an edition is read
STORED = Prepared(
    "stored_edition",
    "text, numeric",  # an address may hold any number
    f"""
    SELECT {", ".join("e." + name for name in STORED_FIELDS)} FROM reflections_edition e
    JOIN reflections_round r ON r.id = e.round_id WHERE r.slug = $1 AND e.number = $2
    """,
)


def stored_edition(slug, number):
    """The public edition with STORED_FIELDS only, else 404."""
    row = STORED.first(slug, number)
    edition = row and Edition(**dict(zip(STORED_FIELDS, row, strict=True)))
    if not edition or not edition.is_public:
        raise Http404
    return edition


def frozen(make):
    """A view that sends what `make(request, edition)` (a response) once made, as long as no
    words leave the edition; every process keeps its own copy."""

    @login_not_required
    def view(request, slug, number):
        edition = stored_edition(slug, number)
        order = "book" if request.GET.get("order") == "book" else ""
        key = (make.__name__, edition.pk, edition.words_version, request.LANGUAGE_CODE, order)
        stored = stored_pages.kept(
            key, lambda: make(request, Edition.objects.select_related("round").get(pk=edition.pk))
        )
        return stored_pages.answer(
            request, stored, edition.words_changed_at or edition.public_since
        )

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
    content = exports.summary_json(summary_of_edition(edition))
    return edition_file(edition, content, JSON, ".json", opens=True)


@frozen
def edition_csv(request, edition):
    return edition_file(edition, exports.summary_csv(summary_of_edition(edition)), CSV, ".csv")


@frozen
def edition_points_csv(request, edition):
    """The texts that were released, and only those."""
    return edition_file(edition, exports.points_csv(released_texts(edition)), CSV, "-points.csv")


def edition_file(edition, content, content_type, ending, **how):
    """A file of the edition, marked where it was made from demonstration data."""
    name = f"{edition.round.slug}-{edition.number}{ending}"
    return download(content, content_type, name, is_demo=edition.snapshot["is_demo"], **how)
