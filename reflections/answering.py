"""One person at one school's answer in one round: what the pages of the form need to know."""

from collections import defaultdict
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from reflections import claims, tokens
from reflections.models import Invitation, NotAccepting, Reflection, Round
from reflections.steps import STEPS, Step
from reflections.writing import Saved, save_section


@dataclass
class Part:
    """One step with the points that stand in it."""

    step: Step
    heading: str
    points: list = field(default_factory=list)
    is_now: bool = False
    url: str = ""


@dataclass
class Answering:
    """A school's answer as its own people see it; `reflection` is None until it is begun.

    `token` is that of the link by which somebody without an account has come, '' for those who are
    signed in; `kind` says what this link opens, and `is_begun` that the school's own link meets an
    answer that others have begun: it stays unseen.
    """

    invitation: Invitation | None
    reflection: Reflection | None
    token: str = ""
    kind: tokens.Kind | None = None
    is_begun: bool = False

    @property
    def round(self) -> Round:
        return self.invitation.round if self.invitation else self.reflection.round

    @property
    def school(self):
        """The school, or None once names have been cut and only the writer's address leads here."""
        return self.invitation.school if self.invitation else self.reflection.organisation

    @property
    def is_standing(self) -> bool:
        """Whether the school is still asked."""
        if self.invitation:
            return self.invitation.is_standing
        return not self.reflection.invitation_cancelled

    @property
    def is_open(self) -> bool:
        """Whether words can be sent now."""
        return self.is_standing and self.round.accepts_answers

    @property
    def may_write(self) -> bool:
        """Whether its parts are open: without an account an answer begins with its first words."""
        return self.is_open and (self.is_written or bool(self.token))

    @property
    def state(self) -> str:
        """'fresh', 'draft', 'sent' or 'withdrawn'."""
        return self.reflection.status if self.reflection else "fresh"

    @property
    def is_written(self) -> bool:
        """Whether there are words that can be read and changed."""
        is_there = self.state in (Reflection.Status.DRAFT, Reflection.Status.SENT)
        return is_there and not self.is_taken_over

    @property
    def is_taken_over(self) -> bool:
        """Whether its points stand in the school's answer now, which this address does not read."""
        return bool(self.token and self.reflection and self.reflection.taken_into_id)

    def url(self, page="answer", *more) -> str:
        """The address of one page of the form, by the end of its name."""
        if self.token:
            return reverse(f"link:{page}", args=[self.token, *more])
        return reverse(f"reflections:{page}", args=[self.round.slug, self.school.slug, *more])

    @property
    def leave_url(self) -> str:
        """Where "not my school?" leads."""
        if not self.token:
            return reverse("reflections:answer_choose", args=[self.round.slug]) + "?all=1"
        if self.kind == tokens.Kind.CLAIM or self.is_provisional:
            return reverse("link:answer", args=[self.round.link_token])
        return self.url("not_mine")

    @property
    def is_provisional(self) -> bool:
        """Whether nobody has confirmed yet that the school wrote this."""
        return bool(self.reflection and self.reflection.is_provisional)

    @property
    def has_papers(self) -> bool:
        """Whether the school gets its papers, and may ask to be contacted: it has sent, and which
        school it is is certain."""
        is_sent = self.state == Reflection.Status.SENT and not self.is_taken_over
        return is_sent and not self.is_provisional and bool(self.school)

    @property
    def is_to_begin_anew(self) -> bool:
        """Whether this is the writer's own address of a withdrawn answer."""
        return self.kind == tokens.Kind.WRITER and self.state == Reflection.Status.WITHDRAWN

    def begin(self, keys=()):
        """Make the answer if there is none, for a page that made these keys. Raises NotAccepting.

        Who came by a link goes on at an address of their own.
        """
        if self.kind == tokens.Kind.WRITER and not self.is_to_begin_anew:
            raise NotAccepting
        if self.invitation is None:
            raise NotAccepting
        if not self.token:
            self.reflection = Reflection.objects.begin(self.invitation)
        elif self.is_to_begin_anew:
            self.reflection = claims.begin_anew(self.reflection, self.invitation)
        else:
            self.reflection = claims.begin(self.invitation, self.kind, keys)
            self.token, self.kind = self.reflection.writer_token, tokens.Kind.WRITER

    def save(self, section, written, keys) -> Saved:
        """Save these fields (a list of Written) of one part. Raises NotAccepting.

        `keys` are the identities that the page has made: see `begin`.
        """
        with nullcontext() if self.is_written else transaction.atomic():
            if not self._is_begun(written, keys):
                return Saved()
            return save_section(self.reflection, section, written)

    def _is_begun(self, written, keys):
        """Begin the answer if that is to be done: without an account only for the first words."""
        if self.is_written:
            return True
        if self.token and not any(each.text for each in written):
            return False
        if not self.is_taken_over and (self.reflection is None or self.token):
            self.begin(keys)
        return True

    def all_points(self) -> list:
        """Every point that may be read, deleted ones too, in the form's order; one query."""
        return self.reflection.points.every() if self.is_written else []

    def parts(self, points, now=None) -> list[Part]:
        """The six steps with these points; `now` is the step that is open."""
        parts = in_parts(self.round, points, now)
        for part in parts:
            part.url = self.url("answer_step", part.step.section)
        return parts

    def step_to_resume(self) -> Step:
        """Where its writer goes on: the last step with words in it, else the first."""
        written = {point.section for point in self.all_points() if not point.deleted_at}
        return next((step for step in reversed(STEPS) if step.section in written), STEPS[0])


def heading(round, step):
    """What stands above a step: its own heading, or the round's wording of the question."""
    return step.heading or round.question(step.section.question)


def in_parts(round, points, now=None) -> list[Part]:
    """The six steps of a round's form, each with its own of these points."""
    by_section = defaultdict(list)
    for point in points:
        by_section[point.section].append(point)
    return [
        Part(step, heading(round, step), by_section[step.section], is_now=step is now)
        for step in STEPS
    ]


def written(points):
    """Those that its writer sees."""
    return [point for point in points if not point.deleted_at]


def sent(points):
    """Those that count."""
    return [point for point in points if point.sent_text is not None]


def has_unsent_changes(points) -> bool:
    """Whether any of an answer's points differs from what was last sent."""
    return any(
        point.sent_text is not None if point.deleted_at else point.sent_text != point.text
        for point in points
    )


def saved_at(points) -> datetime | None:
    """When the writer last changed anything."""
    return max((point.updated_at for point in points), default=None)
