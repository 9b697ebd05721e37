"""Two people edited one record: what differs, who was first, and what the second one decides."""

from contextlib import suppress
from dataclasses import dataclass

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from partners.models import Person

MINE, THEIRS, BOTH = "mine", "theirs", "both"


@dataclass(frozen=True)
class Difference:
    """One field of the form: my text, the stored one, and whether both can be kept."""

    name: str
    label: str
    mine: str
    theirs: str
    is_long: bool


class Conflict:
    """The form's record was stored by somebody else since `opened` (a version, as text).

    Made while the instance still holds what is stored. `differences` are the fields where what I
    typed and what is stored are two texts; `taken_over` those that only the other person changed:
    the form shows their text, because mine was merely the old one.
    """

    def __init__(self, form, opened):
        self.form = form
        self.data = form.data
        self.opened = opened

    @cached_property
    def stored(self):
        """What the database holds, by field of the form."""
        return self._held_by(self.form.instance)

    def _held_by(self, record):
        """What `record`, the instance or a row of its history, holds, by field of the form."""
        held = {}
        for name in self.form.fields:
            with suppress(FieldDoesNotExist):
                held[name] = self.form.value_of(record, name)
        return held

    @cached_property
    def differences(self):
        settled = self._untouched_by_me | self._untouched_by_them
        return [self._difference(name) for name in self._differing if name not in settled]

    @cached_property
    def taken_over(self):
        return [self._difference(name) for name in self._differing if name in self._untouched_by_me]

    @cached_property
    def _events(self):
        model = getattr(type(self.form.instance), "pgh_event_model", None)
        if model is None:
            return Person.objects.none()
        return model.objects.filter(pgh_obj_id=self.form.instance.pk).order_by("-pgh_id")

    @cached_property
    def _last_event(self):
        return self._events.select_related("pgh_context").first()

    @property
    def when(self):
        """When the stored version was written; None where no history is kept."""
        return self._last_event and self._last_event.pgh_created_at

    @cached_property
    def who(self):
        """The person who wrote the stored version; None for an import or a command."""
        context = self._last_event and self._last_event.pgh_context
        return context and Person.everything.filter(pk=context.metadata.get("user")).first()

    @property
    def is_deleted(self):
        return getattr(self.form.instance, "deleted_at", None) is not None

    @property
    def is_typed_in(self):
        """Whether I changed anything that is not stored."""
        return bool(set(self._differing) - self._untouched_by_me)

    @property
    def notice(self):
        if self.is_deleted:
            return _("Somebody has deleted this meanwhile. Nothing was saved.")
        return _("Somebody else has changed this meanwhile. Nothing was saved yet.")

    @cached_property
    def _differing(self):
        return [
            name
            for name, value in self.stored.items()
            if self._field(name).has_changed(value, self._typed(name))
        ]

    @cached_property
    def _base(self):
        """What the form showed when I opened it, by field; empty where no history is kept."""
        is_number = self.opened.isdecimal()
        event = self._events.filter(version=self.opened).first() if is_number else None
        held = self._held_by(event) if event else {}
        return {name: held[name] for name in self._differing if name in held}

    @cached_property
    def _untouched_by_me(self):
        return {
            name
            for name, value in self._base.items()
            if not self._field(name).has_changed(value, self._typed(name))
        }

    @cached_property
    def _untouched_by_them(self):
        return {name for name, value in self._base.items() if value == self.stored[name]}

    def merged(self):
        """The posted data with the new version, and the other's text where I changed nothing."""
        data = self.data.copy()
        data[self.form.add_prefix("version")] = str(self.form.instance.version)
        for name in self._untouched_by_me:
            self._fill(data, name, self.stored[name])
        return data

    def decided(self):
        """The posted data after the choices (`keep-<field>`) made in the notice of two texts."""
        data = self.data
        for name in self.form.fields:
            key = f"keep-{self.form.add_prefix(name)}"
            if data.get(key) not in (THEIRS, BOTH) or name not in self.stored:
                continue
            data = data.copy()
            value = self.stored[name]
            if data.pop(key) in (BOTH, [BOTH]):
                value = f"{value}\n{self._typed(name)}"
            self._fill(data, name, value)
        return data

    def _field(self, name):
        return self.form.fields[name]

    def _typed(self, name):
        form = self.form
        return self._field(name).widget.value_from_datadict(
            self.data, form.files, form.add_prefix(name)
        )

    def _difference(self, name):
        field = self._field(name)
        return Difference(
            name=self.form.add_prefix(name),
            label=self.form[name].label,
            mine=shown(field, self._typed(name)),
            theirs=shown(field, self.stored[name]),
            is_long=isinstance(field.widget, forms.Textarea),
        )

    def _fill(self, data, name, value):
        """Put `value` into posted `data` as the field's widget would have posted it."""
        widget, html_name = self._field(name).widget, self.form.add_prefix(name)
        value = self._field(name).prepare_value(value)
        if isinstance(widget, forms.MultiWidget):
            for suffix, part in zip(widget.widgets_names, widget.decompress(value), strict=True):
                data[html_name + suffix] = "" if part is None else part
        elif isinstance(widget, forms.CheckboxInput):
            data[html_name] = "on" if value else ""
        else:
            posted = widget.format_value(value)
            if isinstance(posted, list):
                data.setlist(html_name, posted)
            else:
                data[html_name] = "" if posted is None else posted


def shown(field, value):
    """A field's value (typed or stored) as a text for people; '' where there is none."""
    if isinstance(field, forms.BooleanField):
        return str(_("yes")) if value not in (False, "", None) else str(_("no"))
    if isinstance(field, forms.ModelChoiceField):
        values = value if isinstance(value, list | tuple) else [value]
        wanted = [getattr(v, "pk", v) for v in values if str(getattr(v, "pk", v)).isdecimal()]
        return ", ".join(str(thing) for thing in field.queryset.filter(pk__in=wanted))
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.widget.choices).get(value, value or ""))
    formatted = field.widget.format_value(field.prepare_value(value))
    return "" if formatted is None else str(formatted)
