"""What the home page tells a person, as values for its template."""

from dataclasses import dataclass, field
from datetime import datetime

from meetings.models import Meeting
from partners.models import Organisation
from reflections.models import Round


@dataclass(frozen=True)
class Task:
    """Something to do: where, what, how it stands. `state` is done, waiting, open or quiet."""

    url: str
    title: str
    text: str
    state: str
    label: str


@dataclass(frozen=True)
class Answer:
    """A school's answer in an open round, for those who act for the school."""

    school: Organisation
    round: Round
    until: datetime | None
    state: str
    label: str
    url: str
    action: str

    @property
    def is_sent(self):
        return self.state == "done"


@dataclass(frozen=True)
class MyWork:
    """All that waits for a person; `starts` are (address, words) of what they may begin."""

    answers: list[Answer] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    kept_rounds: list[Round] = field(default_factory=list)
    next_meetings: list[Meeting] = field(default_factory=list)
    starts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def has_aside(self):
        return bool(self.kept_rounds or self.next_meetings or self.starts)

    @property
    def is_empty(self):
        return not (self.answers or self.tasks)
