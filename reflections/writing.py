"""Saving one part of an answer: the same rules for the form, a link and a phone out of signal."""

import hashlib
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from reflections.claims import taken_id
from reflections.models import NotAccepting, Point

DIGEST_LENGTH = 12
# of one answer: nobody writes as many, and the school's papers could not be made of more
MOST_POINTS = 500


def digest(text):
    """A short mark of a text, by which a page tells later whether its writer changed it."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]


@dataclass(frozen=True)
class Written:
    """One field as it came: `revision` and `base` (a digest) are what the page had been given.

    A fresh field has revision 0. Without `base` the writer is taken to have changed the text.
    `was` are texts that the same page has sent before and of which it has never heard again.
    """

    client_id: UUID
    text: str
    revision: int = 0
    base: str = ""
    was: frozenset = frozenset()

    @property
    def is_untouched(self):
        return not self.was and self.base == digest(self.text)

    def follows(self, point):
        """Whether nobody else has changed what stands since this was written."""
        return self.revision == point.revision or point.text in self.was


@dataclass(frozen=True)
class Clash:
    """A point that was changed in two places; nothing has been written over."""

    mine: Written
    other: Point

    @property
    def other_is_deleted(self):
        return self.other.deleted_at is not None


@dataclass
class Saved:
    """What became of a save: how many points changed, and those that somebody must decide.

    `standing` has those of the points that were written which stand now, by their client ids.
    """

    changed: int = 0
    clashes: list = field(default_factory=list)
    standing: dict = field(default_factory=dict)


@transaction.atomic
def save_section(reflection, section, written):
    """Save the fields `written` (a list) of one section under the answer's lock.

    An empty field that was never saved is nothing; clearing a saved one deletes the point. The
    same POST twice changes nothing the second time. Raises NotAccepting once withdrawn, or full.
    """
    written = list({each.client_id: each for each in written}.values())
    points, end = reflection.points.held(each.client_id for each in written)
    if reflection.is_withdrawn:
        raise NotAccepting
    if reflection.is_provisional:
        written = _without_taken_over(reflection, written)
    known = {point.client_id: point for point in points}
    result, fresh, changed = Saved(), [], []
    for each in written:
        point = known.get(each.client_id)
        if _says_nothing_new(each, point):
            continue
        if point is None:
            fresh.append(Point(client_id=each.client_id, text=each.text))
        elif not each.follows(point):
            result.clashes.append(Clash(each, point))
        else:
            changed.append(_changed(point, each.text))
    if fresh and end + len(fresh) > MOST_POINTS:
        raise NotAccepting
    reflection.points.write_at(end, section, fresh)
    for point in changed:
        point.save(update_fields=["text", "revision", "deleted_at", "updated_at"])
    result.changed = len(fresh) + len(changed)
    result.standing = known | {point.client_id: point for point in fresh}
    if result.changed:
        reflection.belongs_to_its_school()
        if reflection.taken_into_id:
            reflection.waits_again()
    return result


def _without_taken_over(reflection, written):
    """Leave out what stands word for word in the school's answer, which took it over from here."""
    school = {
        "reflection__round": reflection.round_id,
        "reflection__organisation": reflection.organisation_id,
        "reflection__is_provisional": False,
    }
    ids = [taken_id(each.client_id) for each in written]
    taken = dict(Point.objects.filter(client_id__in=ids, **school).values_list("client_id", "text"))
    return [each for each in written if taken.get(taken_id(each.client_id)) != each.text]


def _says_nothing_new(each, point):
    """Whether saving it would only repeat what stands, or bring back what its page had shown."""
    if point is None or point.deleted_at:
        return not each.text or each.is_untouched
    return each.text == point.text or (each.is_untouched and each.revision < point.revision)


def _changed(point, text):
    now = timezone.now()
    point.revision += 1
    point.text, point.updated_at = text, now
    point.deleted_at = None if text else now
    return point


def decide(each, choice, seen, spare):
    """What `each` becomes once its writer has chosen between the two texts shown.

    `seen` is the revision of the other text on the page, `spare` the id of the point that a
    second text gets. Returns a list: nothing for 'other', else what is to be saved.
    """
    if choice == "mine":
        return [replace(each, revision=seen, base="")]
    if choice == "both":
        return [Written(client_id=spare, text=each.text)]
    return []
