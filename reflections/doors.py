"""What an address without an account opens: a token becomes an Answering, a Round, or nothing."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from reflections import short_codes, tokens
from reflections.answering import Answering
from reflections.models import Invitation, Round, form_records
from reflections.tokens import Kind


class Withdrawn(Exception):
    """The link was good once; `round` says whom to ask for another."""

    def __init__(self, round):
        super().__init__()
        self.round = round


def opened(text):
    """The Round or the Answering that the token `text` opens. Raises Http404 or Withdrawn."""
    token = tokens.read(text)
    if token is None:
        raise Http404
    return OPENED[token.kind](token, text)


def invited_by(code):
    """The standing link's Invitation that 8 digits mean, None for nobody's. Raises Withdrawn."""
    numbers, version = short_codes.read(code)
    asked = Invitation.objects.select_related("round").filter(pk__in=numbers)
    asked = asked.filter(round__deleted_at=None).exclude(round__status=Round.Status.DRAFT)
    found = list(asked.order_by("-pk"))
    behind = [(each.link_version - version) % short_codes.VERSIONS for each in found]
    if 0 in behind:
        return found[behind.index(0)]
    for invitation, versions in zip(found, behind, strict=True):
        if versions < invitation.link_version:
            raise Withdrawn(invitation.round)
    return None


def _checked(token, version, round):
    if round.deleted_at or round.status == Round.Status.DRAFT:
        raise Http404
    if not token.fits(version):
        if token.fitted(version):
            raise Withdrawn(round)
        raise Http404


def _still_there(invitation):
    """A school that has been taken off the directory is invited no more."""
    if invitation.school.deleted_at:
        raise Withdrawn(invitation.round)


def _round(token, text):
    round = get_object_or_404(Round.objects.select_related("inviting"), pk=token.number)
    _checked(token, round.link_version, round)
    return round


def _invited(number):
    invitation = form_records.invited(number)
    if invitation is None:
        raise Http404
    return invitation


def _of_school(token, text):
    """The school's own link: an answer that others have begun stays unseen."""
    invitation = _invited(token.number)
    _checked(token, invitation.link_version, invitation.round)
    _still_there(invitation)
    answer = invitation.find_reflection()
    is_begun = bool(answer) and not answer.is_withdrawn
    return Answering(invitation, None, text, token.kind, is_begun)


def _claim(token, text):
    invitation = _invited(token.number)
    _checked(token, invitation.round.link_version, invitation.round)
    _still_there(invitation)
    return Answering(invitation, None, text, token.kind)


def _writer(token, text):
    answer, invitation = form_records.written(token.number)
    if answer is None:
        raise Http404
    _checked(token, answer.writer_version, answer.round)
    return Answering(invitation, answer, text, token.kind)


OPENED = {
    Kind.ROUND: _round,
    Kind.SCHOOL: _of_school,
    Kind.CLAIM: _claim,
    Kind.WRITER: _writer,
}
