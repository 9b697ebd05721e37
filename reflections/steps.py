"""The six steps of the form: one section each, in the words that the writer reads."""

from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reflections.models import Section


@dataclass(frozen=True)
class Step:
    """One page of the form. Without a `heading` the round's own wording stands above it."""

    section: Section
    name: str
    heading: str = ""
    examples: tuple = ()

    @property
    def number(self):
        """1 to 6."""
        return STEPS.index(self) + 1

    @property
    def previous(self):
        return STEPS[self.number - 2] if self.number > 1 else None

    @property
    def next(self):
        return STEPS[self.number] if self.number < len(STEPS) else None

    @property
    def next_label(self):
        """What the main button says."""
        if self.next is None:
            return _("Check, then send")
        return format_lazy(_("Next: {step}"), step=self.next.name)

    @property
    def is_open_hearted(self):
        """Question 3, where it is always said who reads the words."""
        return self.section == Section.PROBLEMS


STEPS = (
    Step(
        Section.LEARNER,
        _("learners"),
        _("How would we like to see our learners?"),
        (
            _("They read fluently and like to read on by themselves"),
            _("They dare to ask, and are not afraid of a wrong answer"),
        ),
    ),
    Step(
        Section.TEACHER,
        _("teachers"),
        _("How would we like to see our teachers?"),
        (
            _("They have time for each child, every day"),
            _("They prepare lessons together and visit each other's classes"),
        ),
    ),
    Step(
        Section.DIRECTOR,
        _("school director"),
        _("How would we like to see the school director?"),
        (
            _("Listens to teachers and parents before deciding"),
            _("Turns many policies into one piece of work that fits the school"),
        ),
    ),
    Step(
        Section.COMMUNITY,
        _("community"),
        _("How would we like to see the community?"),
        (
            _("Grandparents come and teach weaving and the old games"),
            _("Parents ask what their child has learned, not only about marks"),
        ),
    ),
    Step(
        Section.DEVELOPMENT,
        _("development and needs"),
        examples=(
            _("We would like a mentor who works with us for a whole year"),
            _("We want to see how a school of our size teaches several grades together"),
        ),
    ),
    Step(
        Section.PROBLEMS,
        _("problems, obstacles and suffering"),
        examples=(
            _("There are fewer teachers than classes, so every room is shared"),
            _("Reports for many projects take the time that was meant for teaching"),
        ),
    ),
)
BY_SECTION = {step.section.value: step for step in STEPS}
