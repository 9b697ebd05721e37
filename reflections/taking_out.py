"""Taking one typed-in paper out of an answer again: it was typed in for somebody else.

What came by it goes for good. What its school has written itself since stays: words sent by the
school, as they are; a point that the school has reworded and not sent, as a draft. An answer that
nobody has sent but by this paper is a draft again, and where nothing else has come it leaves its
place: the school can answer by its link, or be typed in for.
"""

import uuid
from enum import Enum

from django.db import transaction
from django.utils.functional import cached_property

from reflections import claims
from reflections.models import Edition, Invitation, Look, Reflection


class Rest(Enum):
    """What an answer is once a paper has been taken out of it."""

    SENT = "sent"
    DRAFT = "draft"
    NOTHING = "nothing"


class TakingOut:
    """What taking `paper` out would do."""

    def __init__(self, paper):
        self.paper, self.answer = paper, paper.reflection
        standing = self.answer.points.every()
        self.points = [point for point in standing if point.paper_id == paper.pk]
        self._others = [point for point in standing if point.paper_id != paper.pk]

    @property
    def reworded(self):
        """Its points for which the school has other words by now: these stay, unsent."""
        return [p for p in self.points if not p.deleted_at and p.text != p.sent_text]

    @cached_property
    def rest(self) -> Rest:
        papers = list(self.answer.papers.all())
        taken_over, wishes = self._what_hangs_on_it()
        if (
            not self._is_sent_by(papers)
            or len(papers) > 1
            or any(point.sent_text is not None for point in self._others)
            or Reflection.Status.SENT in taken_over
        ):
            return Rest.SENT
        if (
            any(point.deleted_at is None for point in self._others)
            or self.reworded
            or taken_over
            or wishes
        ):
            return Rest.DRAFT
        return Rest.NOTHING

    def _what_hangs_on_it(self):
        """The states of the answers that this one took over; who is to contact the school."""
        rows = Reflection.objects.filter(pk=self.answer.pk)
        rows = rows.values_list("took_over__status", "contact_wishes__person")
        taken_over, wishes = zip(*rows, strict=True)
        return set(taken_over) - {None}, set(wishes) - {None}

    def _is_sent_by(self, papers):
        """Whether the writer has sent nothing since one of the papers made it count."""
        sent_at = self.answer.sent_at
        return any(paper.made_it_count and paper.typed_at >= sent_at for paper in papers)


@transaction.atomic
def take_out(paper, by):
    """Take this paper out of its answer for good; the Rest, or None where it is out already.

    None as well where the answer has been withdrawn, or its school's name cut, meanwhile.
    """
    invited = paper.reflection.invitation_id
    if invited:  # held as by whoever begins an answer: none begins beside this one
        Invitation.objects.select_for_update(no_key=True).get(pk=invited)
    paper = paper.held()
    if paper is None or not paper.knows_its_points:
        return None
    answer, taking = paper.reflection, TakingOut(paper)
    rest = taking.rest
    if rest is not Rest.SENT:
        Edition.forget(answer)
    _erase(paper, taking.reworded)
    answer.looks.create(person=by, what=Look.What.TAKEN_OUT)
    if rest is Rest.SENT:
        _go_on(answer, paper)
    elif rest is Rest.DRAFT:
        answer.become_draft()
    else:
        _leave(answer)
    return rest


def _erase(paper, reworded):
    """The paper, its photos, its points and their copies; the school's own unsent words stay."""
    paper.points.filter(pk__in=[point.pk for point in reworded]).forget_sent()
    paper.points.all().erase()
    paper.photos.all().erase()
    paper.delete()


def _go_on(answer, paper):
    """Sent it stays: by the school itself, or by the next of its papers."""
    following = answer.papers.first()
    if following and paper.made_it_count and paper.typed_at >= answer.sent_at:
        following.made_it_count = True
        following.save(update_fields=["made_it_count"])
        answer.sent_at = following.typed_at
    if following is None:
        answer.entered_by = None
    answer.version += 1
    answer.save()


def _leave(answer):
    """Make room: as if nothing had come. That it was here, and who took it out, stays on record."""
    answer.withdraw()
    answer.erase()
    if answer.kind != Reflection.Kind.SCHOOL:
        return
    answer.end_address(uuid.uuid4())
    answer.stand_aside()
    # what came by the school's link meanwhile waited only because the paper was there
    waiting = claims.waiting(answer.round).filter(
        organisation=answer.organisation_id, is_vouched=True
    )
    first = waiting.order_by("pk").first()
    if first:
        claims.confirm(first)
