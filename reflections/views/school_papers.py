"""Papers for the school that has answered: only its own people get them."""

from django.http import Http404

from reflections import school_papers
from reflections.downloads import download
from reflections.pdf import PDF


def thanks(request, answering):
    """The letter of thanks, as PDF."""
    is_demo = _checked(answering)
    content = school_papers.letter_of_thanks(answering, is_demo=is_demo)
    return download(content, PDF, f"thanks-{answering.round.slug}.pdf", is_demo=is_demo)


def points(request, answering):
    """The school's own points, as PDF."""
    is_demo = _checked(answering)
    content = school_papers.sheet_of_points(answering, answering.all_points(), is_demo=is_demo)
    return download(content, PDF, f"points-{answering.round.slug}.pdf", is_demo=is_demo)


def _checked(answering):
    """Whether it is demonstration data; 404 where no paper is due."""
    if not answering.has_papers:
        raise Http404
    return answering.round.holds_demo_data
