"""Photos of a paper that has been typed in: added later, erased one by one. Both are on record."""

import hashlib
import uuid

from django.db import transaction

from reflections.models import Look, PaperPhoto, Round


class TooLate(Exception):
    """The paper is in no answer that keepers read, or names have been cut: no photo is kept."""


@transaction.atomic
def add(paper, pictures, key, by):
    """Keep these pictures (meetings.pictures.Picture) of `paper`. Raises TooLate.

    Each is kept once, however often the page with this `key` is sent.
    """
    paper = paper.held()
    # held as well, so that none is added while names are cut: those of groups go, too
    if paper is None or Round.everything.held_still(paper.reflection.round_id).names_cut_at:
        raise TooLate
    keys = {}
    for picture in pictures:
        digest = hashlib.sha256(picture.content).hexdigest()
        keys[uuid.uuid5(key, f"{paper.pk}-{digest}")] = picture
    known = PaperPhoto.objects.filter(form_key__in=keys).values_list("form_key", flat=True)
    fresh = keys.keys() - set(known)
    for form_key, picture in keys.items():
        if form_key in fresh:
            PaperPhoto(paper=paper, form_key=form_key).keep(picture)
    if fresh:
        paper.reflection.looks.create(person=by, what=Look.What.PHOTOS_ADDED)


@transaction.atomic
def erase(photo, by):
    """Erase one picture for good; twice erased is once erased."""
    paper = photo.paper.held()
    found = PaperPhoto.objects.filter(pk=photo.pk)
    if paper and found.exists():
        found.erase()
        paper.reflection.looks.create(person=by, what=Look.What.PHOTO_ERASED)
