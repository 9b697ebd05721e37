"""What waits for those who invite, group, keep and publish."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kalasin_network.my_work.shapes import Task
from partners.models import Role
from partners.permissions import STAFF, can
from partners.templatetags.thai import thai_date_short
from reflections.coding import codable
from reflections.models import Edition, Round
from reflections.progress import Counts, with_counts
from reflections.publishing import second_organisations


def rounds(person):
    """(Tasks of rounds: three calm counts, texts to group; the Rounds kept); two queries."""
    texts = codable(OuterRef("pk")).filter(theme=None, is_set_aside=False).order_by()
    left = texts.values("reflection__round").annotate(number=Count("pk")).values("number")
    found = with_counts(Round.objects.visible_to(person)).annotate(left=Coalesce(Subquery(left), 0))
    found = list(found.prefetch_related("rights"))
    return (
        [task for round in found for task in round_tasks(person, round)],
        [round for round in found if is_kept_by(person, round)],
    )


def is_kept_by(person, round):
    """Whether `person` may look up there which school wrote what, once somebody has written."""
    return bool(round.opened_at and not round.names_cut_at) and can(person, "round.keep", round)


def round_tasks(person, round):
    """The Tasks that a round with its counts brings to `person`, by the rights held in it."""
    if can(person, "round.invite", round) and round.status == Round.Status.DRAFT:
        url = round.get_absolute_url()
        yield Task(url, _("Prepare the round"), round.title, "quiet", _("being prepared"))
    if can(person, "round.invite", round) and round.accepts_answers:
        yield tracking(round)
    if round.left and can(person, "round.code", round):
        url = reverse("reflections:coding", args=[round.slug])
        label = ngettext("%(n)s text left", "%(n)s texts left", round.left)
        label %= {"n": intcomma(round.left)}
        yield Task(url, _("Group the texts"), round.title, "waiting", label)


def tracking(round):
    """How many schools have sent, are writing, have not been received; nothing finer."""
    text = _("%(sent)s schools have sent, %(writing)s are writing, %(waiting)s not yet received")
    counts = Counts(round.asked, round.sent, round.writing)
    numbers = {
        "sent": intcomma(counts.sent),
        "writing": intcomma(counts.writing),
        "waiting": intcomma(counts.waiting),
    }
    label = _("open")
    if round.closes_at:
        label = _("open until %(day)s") % {"day": thai_date_short(round.closes_at)}
    url = reverse("reflections:invitations", args=[round.slug])
    return Task(url, round.title, text % numbers, "open", label)


def editions(person):
    """Proposals that wait for my organisation's word, and my own that wait for another's."""
    if not person.roles & STAFF:
        return
    waiting = Edition.objects.filter(state=Edition.State.PROPOSED).defer("snapshot")
    for edition in waiting.select_related("round", "proposed_for"):
        if edition.is_waiting:
            yield from edition_tasks(person, edition)


def edition_tasks(person, edition):
    """One Task where the person can agree, or belongs to those who proposed; else none."""
    if second_organisations(edition, person):
        text = _(
            "%(round)s. Proposed by %(organisation)s; public on %(day)s if nobody holds it back"
        )
        state, label = "waiting", _("waits for your yes")
    elif edition.proposed_for_id in person.organisations_as(Role.COORDINATOR):
        text = _("%(round)s. Waits for a second organisation, at the latest until %(day)s")
        state, label = "quiet", _("proposed")
    else:
        return
    title = _("Edition %(number)d") % {"number": edition.number}
    text %= {
        "round": edition.round.title,
        "organisation": edition.proposed_for.name,
        "day": thai_date_short(edition.silence_ends_at),
    }
    yield Task(edition.get_absolute_url(), title, text, state, label)
