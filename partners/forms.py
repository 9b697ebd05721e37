"""What the portal's forms do for everybody: clean what was typed, lose nothing, save once.

A view needs three lines:

    form = MeetingForm(request.POST or None, instance=meeting)
    if form.try_save():
        return redirect(form.instance)

and its template `<form method="post">{% csrf_token %}{% crispy form %}` with its own buttons.
"""

import uuid

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from partners.conflicts import Conflict
from partners.fields import SeenLength
from thai.words import clean

TAKEN = _("A record that was deleted holds this address, code or name. Bring it back instead.")


class StaleRecord(Exception):
    """Somebody saved the record between this form's validation and its saving."""


def cleaning(field):
    """Let a form's text field clean what it gets (see thai.words.clean) before it is judged.

    Its length is then judged as people see it.
    """
    judge = field.to_python
    multiline = isinstance(field.widget, forms.Textarea)
    field.to_python = lambda value: judge(
        clean(value, multiline=multiline) if isinstance(value, str) else value
    )
    if field.max_length:
        field.validators = [v for v in field.validators if not isinstance(v, MaxLengthValidator)]
        field.validators.append(
            SeenLength(field.max_length, None if multiline else field.max_length)
        )
        # the attribute would cut off a longer text that is pasted, without a word
        field.widget.attrs.pop("maxlength", None)


def naming_the_empty_choice(field):
    """Say in words what Django shows as a row of dashes."""
    [(_key, dashes)] = BLANK_CHOICE_DASH
    name = _("Choose") if field.required else _("not said")
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = name if field.empty_label == dashes else field.empty_label
    else:
        pairs = field.choices
        field.choices = [(key, name if label == dashes else label) for key, label in pairs]


class PortalForm(forms.BaseForm):
    """For forms and model forms: cleaned text, crispy markup without its own form tag.

    `sections`, where given, is a list of (heading, field names) in the page's order.
    """

    sections = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.CharField) and field.strip:
                cleaning(field)
            if isinstance(field, forms.ChoiceField):
                naming_the_empty_choice(field)
            if name.endswith(("_th", "_en")):  # which language is written there
                field.widget.attrs.setdefault("lang", name[-2:])

    @cached_property
    def helper(self):
        """How crispy shows this form: the notice of two texts first, then sections or fields."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        notice = HTML('{% include "_conflict.html" %}')
        if self.sections is None:
            helper.layout = Layout(notice, *self.fields)
            return helper
        in_sections = {name for heading, names in self.sections for name in names}
        helper.layout = Layout(
            notice,
            *[name for name in self.fields if name not in in_sections],
            *[
                Fieldset(
                    heading,
                    *[name for name in names if name in self.fields],
                    css_class="form-section",
                )
                for heading, names in self.sections
            ],
        )
        return helper


class VersionedForm(PortalForm, forms.ModelForm):
    """Creates a record once, and changes it only where nobody else has changed it meanwhile.

    A creation carries a hidden `form_key`: the same page posted twice leads to the record made
    first. A change carries the `version` that was opened: an older one saves nothing, the form
    comes back with both texts side by side (`conflict`) and the version that stands now.
    """

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.conflict = None
        if self.instance._state.adding:
            del self.fields["version"]
            self.initial.setdefault("form_key", uuid.uuid4())
        else:
            del self.fields["form_key"]
            self.initial["version"] = self.instance.version

    def value_of(self, record, name):
        """What `record` (the instance or a row of its history) holds for the form's field `name`.

        A form with a field that is no field of its model says so itself. Raises FieldDoesNotExist.
        """
        field = record._meta.get_field(name)
        if not field.editable:
            raise FieldDoesNotExist(name)
        return field.value_from_object(record)

    def try_save(self):
        """Validate and write in one transaction; whether the record now stands.

        After a repeated creation `instance` is the record that was made first. A clash with
        somebody who saved in the same moment shows beside its field, as if they had come before.
        """
        if not self.is_bound or getattr(self.data, "is_kept", False):
            # words that come back after an ended sign-in are shown, not saved
            return False
        try:
            return self._validate_and_write()
        except IntegrityError:
            self._errors = None
        try:
            return self._validate_and_write()
        except IntegrityError:  # no living record is in the way, but one that was deleted
            self.add_error(None, TAKEN)
            return False

    @transaction.atomic
    def _validate_and_write(self):
        if self._was_made_before():
            return True
        if not self.instance._state.adding:
            stored = type(self.instance)._base_manager.select_for_update(of=("self",))
            self.instance.refresh_from_db(from_queryset=stored)
        if not self.is_valid():
            return False
        self.save()
        return True

    def full_clean(self):
        if self.is_bound and not self.instance._state.adding:
            if self._posted("version") != str(self.instance.version):
                self.conflict = Conflict(self, self._posted("version"))
                self.data = self.conflict.merged()
            else:
                self.data = Conflict(self, self._posted("version")).decided()
        super().full_clean()
        if self.conflict and self._errors is not None:
            self.add_error(None, self.conflict.notice)

    def save(self, commit=True):
        if self.instance._state.adding:
            if hasattr(self.instance, "form_key"):
                self.instance.form_key = self.cleaned_data.get("form_key")
            return super().save(commit)
        with transaction.atomic():
            opened = self.instance.version
            current = type(self.instance)._base_manager.select_for_update(of=("self",))
            if not current.filter(pk=self.instance.pk, version=opened).exists():
                raise StaleRecord(self.instance)
            self.instance.version = opened + 1
            return super().save(commit)

    def _posted(self, name):
        return str(self.data.get(self.add_prefix(name), ""))

    def _was_made_before(self):
        """Whether this very page was posted before; `instance` is then what that made."""
        if not self.instance._state.adding or not hasattr(self.instance, "form_key"):
            return False
        try:
            key = uuid.UUID(self._posted("form_key"))
        except ValueError:
            return False
        made = type(self.instance)._base_manager.filter(form_key=key).first()
        if made is None:
            return False
        self.instance = made
        return True
