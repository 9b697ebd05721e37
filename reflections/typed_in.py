"""Typing in what came on paper: a form or flipchart of a school, a partner or a group.

It counts as sent at once, for whoever wrote has handed it in. Where there is an answer already its
points are put behind those that stand, and nothing is written over: what a school has written and
not sent stays unsent beside them. As with an import, only for keepers, in a closed round too, for
paper comes late, and never for a school that has withdrawn.
"""

import hashlib
import json
import uuid
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation
from reflections.models import Look, Paper, PaperPhoto, Point, Reflection, Round
from reflections.models.opening import NAMES_ARE_CUT

NOT_OPENED = _("The round is still being prepared; open it first.")
NOT_INVITED = _("This school is not invited to the round. Invite it first.")
INVITED_NO_LONGER = _("The invitation of this school has been cancelled. Invite it again first.")
WITHDRAWN = _(
    "This school has withdrawn its answer. Nobody can type in for it; through its own link the"
    " school itself can begin anew."
)
SAVED_ALREADY = _(
    "This page was saved before, with other words. If this is a further paper, save once more;"
    " its points will be put behind the first ones."
)


class SavedAlready(ValidationError):
    """The page was sent before, with other words: perhaps somebody went back in the browser."""

    def __init__(self):
        super().__init__(SAVED_ALREADY)


@dataclass(frozen=True)
class Sheet:
    """What was typed on one page: `key` is the page's own identity, `points` are (section, text)
    in the form's order, `pictures` meetings.pictures.Picture."""

    key: uuid.UUID
    points: list
    pictures: list = field(default_factory=list)

    def key_for(self, writers):
        """The identity of this page when it is typed for `writers`."""
        whose = writers.organisation.pk if writers.organisation else "group"
        return uuid.uuid5(self.key, f"{writers.round.pk}-{whose}")

    def digest(self, writers):
        """A mark of what was typed, by which a repeated page is told from a further one."""
        words = [[str(section), text] for section, text in self.points]
        typed = json.dumps([writers.group_name, writers.group_people, words])
        return hashlib.sha256(typed.encode()).hexdigest()


@dataclass
class Writers:
    """Those for whom is typed, in one round: an organisation, or a group with its people."""

    round: Round
    organisation: Organisation | None = None
    group_name: str = ""
    group_people: int | None = None

    @property
    def kind(self):
        if self.organisation is None:
            return Reflection.Kind.GROUP
        is_school = self.organisation.is_school
        return Reflection.Kind.SCHOOL if is_school else Reflection.Kind.PARTNER

    @property
    def is_school(self):
        return self.kind == Reflection.Kind.SCHOOL

    def invitation(self):
        """The school's invitation, cancelled or not, or None."""
        return self.round.invitations.filter(school=self.organisation).first()

    def answer(self):
        """What they have in this round already, or None: each group is new."""
        if self.organisation is None:
            return None
        own = self.round.reflections.filter(
            kind=self.kind, organisation=self.organisation, is_provisional=False
        )
        if not self.is_school:
            own = own.exclude(status=Reflection.Status.WITHDRAWN)
        return own.order_by("pk").first()

    def in_the_way(self, invitation, answer):
        """Why nothing can be typed in for them, as a sentence, or ''."""
        if self.round.status == Round.Status.DRAFT:
            return NOT_OPENED
        if self.round.names_cut_at:
            return NAMES_ARE_CUT
        if self.is_school and invitation is None:
            return NOT_INVITED
        if self.is_school and not invitation.is_standing:
            return INVITED_NO_LONGER
        return WITHDRAWN if answer and answer.is_withdrawn else ""


@transaction.atomic
def type_in(writers, sheet, by):
    """The Paper that these words became; the same page twice becomes one.

    Raises ValidationError with what is in the way, SavedAlready where the page comes back with
    other words.
    """
    invitation, answer = _held(writers)
    key, digest = sheet.key_for(writers), sheet.digest(writers)
    made = Paper.objects.filter(form_key=key).first()
    if made and made.digest != digest:
        raise SavedAlready
    if made:
        return made
    reason = writers.in_the_way(invitation, answer)
    if reason:
        raise ValidationError(reason)
    if answer:
        answer.belongs_to_its_school()
    else:
        answer = _begun(writers, invitation, by)
    paper = Paper.objects.create(
        reflection=answer,
        typed_by=by,
        form_key=key,
        digest=digest,
        made_it_count=not answer.is_sent,
    )
    _put_behind(answer, writers.round, sheet.points, paper)
    answer.looks.create(person=by, what=Look.What.TYPED)
    for picture in sheet.pictures:
        PaperPhoto(paper=paper).keep(picture)
    return paper


def _held(writers):
    """(invitation, answer), held so that two pages at once do not both begin one.

    In the order of whoever begins an answer: the round, the invitation, the answer.
    """
    if not writers.is_school:
        writers.round.lock()
        answer = writers.answer()
        if answer:
            answer.lock()
        return None, None if answer and answer.is_withdrawn else answer
    writers.round = Round.everything.held_still(writers.round.pk)
    asked = writers.round.invitations.select_for_update(no_key=True)
    invitation = asked.filter(school=writers.organisation).first()
    answer = writers.answer()
    if answer:
        answer.lock()
    return invitation, answer


def _begun(writers, invitation, by):
    return Reflection.objects.create(
        round=writers.round,
        kind=writers.kind,
        invitation=invitation,
        organisation=writers.organisation,
        group_name=writers.group_name,
        group_people=writers.group_people,
        entered_by=by,
    )


def _put_behind(answer, round, points, paper):
    """Add the points behind those that stand, as sent ones; the answer counts as sent."""
    fresh = [
        Point(section=section, text=text, sent_text=text, paper=paper) for section, text in points
    ]
    _, end = answer.points.held([])
    answer.points.add_at(end, fresh)
    if not answer.is_sent:
        if answer.kind == Reflection.Kind.SCHOOL:
            answer.copy_from_school(round)
        answer.status, answer.sent_at = Reflection.Status.SENT, paper.typed_at
    answer.version += 1
    answer.save()
