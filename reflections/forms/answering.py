"""One step of the reflection form: as many fields as wanted, one point in each."""

import uuid
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from django import forms
from django.utils.functional import cached_property

from partners.fields import CleanTextField
from reflections.models.points import DATABASE_LENGTH_LIMIT, LENGTH_LIMIT
from reflections.writing import Clash, Written, decide, digest
from thai.words import clean

FIELDS_AT_FIRST, FIELDS_OFFERED = 3, 30


class PointForm(forms.Form):
    """One field of the step, with what the page had been given."""

    id = forms.UUIDField()
    revision = forms.IntegerField(min_value=0)
    base = forms.CharField(required=False, max_length=64)
    text = CleanTextField(required=False, max_length=LENGTH_LIMIT, max_stored=DATABASE_LENGTH_LIMIT)

    @cached_property
    def written(self):
        """What came; a broken id makes it a fresh field, a text too long for us is as typed."""
        self.full_clean()
        values = self.cleaned_data
        return Written(
            client_id=values.get("id") or uuid.uuid4(),
            text=values.get("text", self.data["text"]),
            revision=values.get("revision") or 0,
            base=values.get("base", ""),
        )


class ShownForm(forms.Form):
    """What a page with two texts to choose from had shown."""

    seen = forms.IntegerField(min_value=0)
    spare = forms.UUIDField()


def keys_of(data):
    """The identities that a page gave beside those of its points: a list of UUIDs."""
    keys = KeyForm.base_fields["key"]
    return [keys.clean(key) for key in data.getlist("key") if KeyForm({"key": key}).is_valid()]


class KeyForm(forms.Form):
    """An identity that a page has made."""

    key = forms.UUIDField()


@dataclass
class Row:
    """What the page shows in one field."""

    client_id: uuid.UUID = field(default_factory=uuid.uuid4)
    revision: int = 0
    base: str = ""
    text: str = ""
    errors: list = field(default_factory=list)
    clash: Clash | None = None
    spare: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def is_saved(self):
        return self.revision > 0 and not self.errors and not self.clash

    @property
    def is_both_offered(self):
        return bool(self.text) and not self.clash.other_is_deleted

    @classmethod
    def of(cls, point):
        return cls(point.client_id, point.revision, digest(point.text), point.text)

    @classmethod
    def as_typed(cls, each, **more):
        return cls(each.client_id, each.revision, each.base, each.text, **more)


class SectionForm:
    """The fields of one step. `save` keeps all that can be kept, whatever else is wrong."""

    def __init__(self, answering, section, data=None, wanted=FIELDS_AT_FIRST):
        self.answering, self.section, self.data = answering, section, data
        self.wanted = max(FIELDS_AT_FIRST, min(wanted, FIELDS_OFFERED))
        self.clashes = {}
        self.posted = [] if data is None else self._posted()

    def _posted(self):
        names = PointForm.base_fields
        rows = zip_longest(*(self.data.getlist(name) for name in names), fillvalue="")
        return [PointForm(dict(zip(names, row, strict=True))) for row in rows]

    def save(self):
        """Keep what was written; whether nothing is left to mend or to choose.

        Raises NotAccepting where the answer has been withdrawn meanwhile, or none can be begun.
        """
        meant = [each for form in self.posted for each in self._meant(form)]
        saved = self.answering.save(self.section, meant, self._keys(meant))
        self.clashes = {clash.mine.client_id: clash for clash in saved.clashes}
        return not (saved.clashes or any(self._must_be_mended(form) for form in self.posted))

    def _keys(self, meant):
        """The identities that the page made, those of pages whose words it brings along first."""
        return [*keys_of(self.data), *(each.client_id for each in meant)]

    def _meant(self, form):
        """What a field asks to be saved, with the button that was pressed: a list."""
        each = replace(form.written, was=self._sent_before(form.written.client_id))
        key, _, choice = self.data.get("choose", "").partition(":")
        if self._is_deleted(form):
            return [replace(each, text="")]
        if "text" in form.errors:
            return []
        if key == str(each.client_id):
            return decide(each, choice, *self._shown(key))
        return [each]

    def _sent_before(self, key):
        """Texts of this point that the page's script sent, and of which it has never heard."""
        return frozenset(clean(text, multiline=True) for text in self.data.getlist(f"was-{key}"))

    def _is_deleted(self, form):
        return self.data.get("delete") == str(form.written.client_id)

    def _must_be_mended(self, form):
        return "text" in form.errors and not self._is_deleted(form)

    def _shown(self, key):
        """The other text's revision that the page showed, and the id it offered for a second."""
        shown = ShownForm(
            {"seen": self.data.get(f"seen-{key}"), "spare": self.data.get(f"spare-{key}")}
        )
        values = shown.cleaned_data if shown.is_valid() else {}
        return values.get("seen", 0), values.get("spare", uuid.uuid4())

    def rows(self, points):
        """The page's fields: what stands (`points` of this section), what waits, empty ones."""
        standing = {point.client_id: Row.of(point) for point in points}
        rows = []
        for form in self.posted:
            each = form.written
            stands = standing.pop(each.client_id, None)
            if self._must_be_mended(form):
                rows.append(Row.as_typed(each, errors=form.errors["text"]))
            elif each.client_id in self.clashes:
                rows.append(Row.as_typed(each, clash=self.clashes[each.client_id]))
            elif stands:
                rows.append(stands)
        return self._with_empty_ones(rows + list(standing.values()))

    def rows_as_typed(self):
        """The page's fields with nothing saved."""
        return self._with_empty_ones([Row.as_typed(form.written) for form in self.posted])

    def _with_empty_ones(self, rows):
        empty = max(self.wanted - len(rows), 1 if len(rows) < FIELDS_OFFERED else 0)
        return rows + [Row() for _ in range(empty)]
