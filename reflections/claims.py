"""Answers that are begun without an account, and how a provisional one becomes the school's.

Through a school's own link the first to write begins the school's answer. Whoever comes through the
round's one link, or comes when an answer has been begun, writes a provisional answer beside it: it
counts nowhere until the school's code, its telephone, its holder or a keeper confirms it. Then it
becomes the school's answer, or, if there is one, that takes its points over and loses nothing.
"""

import re
import uuid

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from reflections import short_codes, tokens
from reflections.models import Invitation, NotAccepting, Point, Reflection, Round

LAST_DIGITS, SHORTEST_PHONE = 4, 9


@transaction.atomic
def begin(invitation, kind, keys):
    """The answer that a page begins for somebody without an account.

    To be called in the transaction that saves its points. `keys` are the UUIDs that the page made,
    for its points or else for the answer: nobody else knows them, so that a page that is sent twice
    finds what it began before, and only that. Raises NotAccepting.
    """
    identities = [tokens.identity(invitation.pk, key) for key in keys] or [uuid.uuid4()]
    round = Round.everything.held_still(invitation.round_id)
    invitation = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    written = round.reflections.filter(organisation=invitation.school_id)
    again = written.filter(public_id__in=identities).first()
    if again:
        return again
    if not (round.accepts_answers and invitation.is_standing):
        raise NotAccepting
    if kind == tokens.Kind.SCHOOL:
        own = round.reflections.of_school(invitation.school_id).filter(is_provisional=False).first()
        if own is None or own.is_withdrawn:
            return Reflection.objects.begin(invitation, identities[0])
    return Reflection.objects.create(
        round=round,
        organisation_id=invitation.school_id,
        is_provisional=True,
        is_vouched=kind == tokens.Kind.SCHOOL,
        public_id=identities[0],
    )


@transaction.atomic
def begin_anew(answer, invitation):
    """Empty a withdrawn answer for its writer, at the same address. Raises NotAccepting."""
    if not answer.is_provisional:
        return Reflection.objects.begin(invitation, keeps_address=True)
    round = Round.everything.held_still(invitation.round_id)
    invitation = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    if not (round.accepts_answers and invitation.is_standing):
        raise NotAccepting
    answer.lock()
    if answer.is_withdrawn:
        answer.begin_anew()
    return answer


def waiting(round):
    """Provisional answers with words in them whose points nobody has taken over yet."""
    written = Point.objects.filter(reflection=OuterRef("pk"), deleted_at=None)
    found = round.reflections.filter(Exists(written), is_provisional=True, taken_into=None)
    return found.exclude(status=Reflection.Status.WITHDRAWN)


def further(answer):
    """What waits for the yes of this answer's holder: it came from the same school."""
    same = waiting(answer.round).filter(organisation=answer.organisation_id, is_vouched=True)
    return same.exclude(pk=answer.pk) if answer.organisation_id else same.none()


def written_by(answers, typed):
    """The answer of `answers` whose way-back code `typed` is, or None."""
    living = answers.filter(organisation__isnull=False).exclude(status="withdrawn")
    found = (
        answer
        for answer in living.only("writer_version")
        if tokens.same_code(typed, tokens.Kind.WRITER, answer.pk, answer.writer_version)
    )
    return next(found, None)


def shows_its_school(invitation, typed):
    """Whether `typed` is the school's short code or ends the telephone number that we know."""
    if short_codes.is_of(typed, invitation.pk, invitation.link_version):
        return True
    numbers = [re.sub(r"\D", "", number) for number in re.split("[,;/]", invitation.school.phone)]
    ends = [number[-LAST_DIGITS:] for number in numbers if len(number) >= SHORTEST_PHONE]
    return short_codes.digits(typed) in ends


@transaction.atomic
def vouch(provisional):
    """Its school's code was shown: it becomes the school's, or waits for the holder's yes."""
    provisional.is_vouched = True
    provisional.save(update_fields=["is_vouched"])
    own = provisional.round.reflections.of_school(provisional.organisation_id)
    if not own.filter(is_provisional=False).exclude(status="withdrawn").exists():
        confirm(provisional)


@transaction.atomic
def confirm(provisional):
    """Make a provisional answer the school's, or let the school's take its points over.

    Returns the answer that holds them now. Twice confirmed is once confirmed; what was withdrawn
    stays so.
    """
    invitation = Invitation.objects.select_for_update(no_key=True).get(
        round=provisional.round_id, school=provisional.organisation_id
    )
    provisional.lock()
    if provisional.taken_into_id:
        return provisional.taken_into
    if provisional.is_withdrawn or not provisional.is_provisional:
        return provisional
    own = provisional.round.reflections.of_school(invitation.school_id)
    own = own.filter(is_provisional=False).first()
    if own:
        own.lock()
    if own and own.is_withdrawn:
        # it stands aside until it is erased: whoever withdrew reads nothing of the other's words
        own.stand_aside()
        own = None
    return _take_over(own, provisional) if own else _become(provisional, invitation)


def _become(provisional, invitation):
    provisional.is_provisional, provisional.invitation = False, invitation
    provisional.invitation_cancelled = not invitation.is_standing
    if provisional.is_sent:
        provisional.copy_from_school(provisional.round)
    provisional.version += 1
    provisional.save()
    return provisional


def taken_id(client_id):
    """A point's identity once it is taken over: by the first one its writer's address is found,
    and whoever holds the answer sees it."""
    return tokens.identity("taken", client_id)


def _take_over(own, provisional):
    """Move the points behind those that stand; what was not sent, or cannot count, waits."""
    points = provisional.points.order_by("position", "pk")
    if not own.is_sent:
        points.update(sent_text=None)
    last = own.points.aggregate(last=Max("position"))["last"]
    known = set(own.points.values_list("client_id", flat=True))
    for position, point in enumerate(points, start=0 if last is None else last + 1):
        point.reflection, point.position = own, position
        point.client_id = taken_id(point.client_id)
        if point.client_id in known:  # written on after it had been taken over once
            point.client_id = uuid.uuid4()
        point.save(update_fields=["reflection", "position", "client_id"])
    own.belongs_to_its_school()
    provisional.taken_into = own
    provisional.version += 1
    provisional.save()
    own.version += 1
    own.save()
    return own
