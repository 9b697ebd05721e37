"""One person at one school's answer in one round: what the pages of the form need to know."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from reflections.models import Invitation, Reflection, Round
from reflections.steps import STEPS, Step


@dataclass
class Part:
    """One step with the points that stand in it."""

    step: Step
    heading: str
    points: list = field(default_factory=list)
    is_now: bool = False


@dataclass
class Answering:
    """A school's answer as its own people see it; `reflection` is None until it is begun."""

    invitation: Invitation
    reflection: Reflection | None

    @property
    def round(self) -> Round:
        return self.invitation.round

    @property
    def school(self):
        return self.invitation.school

    @property
    def is_open(self) -> bool:
        """Whether words can be sent now."""
        return self.invitation.is_standing and self.round.accepts_answers

    @property
    def state(self) -> str:
        """'fresh', 'draft', 'sent' or 'withdrawn'."""
        return self.reflection.status if self.reflection else "fresh"

    @property
    def is_written(self) -> bool:
        """Whether there are words that can be read and changed."""
        return self.state in (Reflection.Status.DRAFT, Reflection.Status.SENT)

    def url(self, page="answer", *more) -> str:
        """The address of one page of the form, by the end of its name."""
        return reverse(f"reflections:{page}", args=[self.round.slug, self.school.slug, *more])

    def begin(self):
        """Make the answer if there is none. Raises NotAccepting."""
        self.reflection = Reflection.objects.begin(self.invitation)

    def all_points(self) -> list:
        """Every point of the answer, deleted ones too, in the form's order; one query."""
        return list(self.reflection.points.order_by("position", "pk")) if self.reflection else []

    def parts(self, points, now=None) -> list[Part]:
        """The six steps with these points; `now` is the step that is open."""
        return in_parts(self.round, points, now)

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
