"""How far a round has come: three calm counts, and where a person's own schools stand.

Counted from the answers and the invitations apart, so that it holds after names have been cut.
"""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from partners.models import Organisation, Role
from reflections.codes import school_code
from reflections.models import Invitation, Reflection, Round


@dataclass(frozen=True)
class Counts:
    """Of the invited schools: how many have sent and how many are writing."""

    invited: int = 0
    sent: int = 0
    writing: int = 0

    @property
    def waiting(self):
        """Not yet received, withdrawn ones among them."""
        return max(self.invited - self.sent - self.writing, 0)


def with_counts(rounds):
    """`rounds` (a queryset), each with the numbers `asked`, `sent` and `writing`."""
    answers = Reflection.objects.filter(
        kind=Reflection.Kind.SCHOOL, invitation_cancelled=False, is_provisional=False
    )
    return rounds.annotate(
        asked=_number_of(Invitation.objects.standing()),
        sent=_number_of(answers.filter(status=Reflection.Status.SENT)),
        writing=_number_of(answers.filter(status=Reflection.Status.DRAFT)),
    )


def _number_of(records):
    """How many of `records` belong to a round, as a subquery of rounds."""
    mine = records.filter(round=OuterRef("pk")).order_by().values("round")
    return Coalesce(Subquery(mine.annotate(number=Count("pk")).values("number")), 0)


def counts_of(rounds):
    """{round's number: Counts} of each of `rounds`; one query."""
    found = with_counts(Round.everything.filter(pk__in=[round.pk for round in rounds]))
    return {round.pk: Counts(round.asked, round.sent, round.writing) for round in found.order_by()}


@dataclass(frozen=True)
class OwnSchool:
    """A school for which the reader acts, invited to a round; `state` is a Reflection.Status
    value, or '' where nothing has been written."""

    round: Round
    school: Organisation
    state: str

    @property
    def is_sent(self):
        return self.state == Reflection.Status.SENT

    @property
    def is_being_written(self):
        return self.state == Reflection.Status.DRAFT

    @property
    def is_withdrawn(self):
        return self.state == Reflection.Status.WITHDRAWN


def own_schools(person, rounds):
    """{round's number: [OwnSchool]} for the schools that `person` directs; two queries at most.

    Schools whose invitation was cancelled are not among them.
    """
    own = person.organisations_as(Role.DIRECTOR)
    if not own:
        return {}
    by_number = {round.pk: round for round in rounds}
    codes = {school_code(school): school for school in own}
    answers = Reflection.objects.filter(round__in=by_number, is_provisional=False)
    mine = answers.filter(Q(organisation__in=own) | Q(school_code__in=codes))
    states = {
        (round, school or codes.get(code)): state
        for round, school, code, state in mine.values_list(
            "round", "organisation", "school_code", "status"
        )
    }
    invited = Invitation.objects.standing().filter(round__in=by_number, school__in=own)
    found = {}
    for invitation in invited.select_related("school"):
        state = states.get((invitation.round_id, invitation.school_id), "")
        own_school = OwnSchool(by_number[invitation.round_id], invitation.school, state)
        found.setdefault(invitation.round_id, []).append(own_school)
    return found
