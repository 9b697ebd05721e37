"""The directory: its three views, its filters, and its pages by key."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from partners.forms import PortalForm
from partners.models import Affiliation, District, Organisation, SchoolCluster, SchoolSize

PAGE_LENGTH = 50
MOST_COUNTED = 1000
FILTERS = {
    "partners": ["kind", "district", "left"],
    "schools": ["district", "affiliation", "cluster", "size", "model_school", "left"],
    "all": ["kind", "district", "affiliation", "partner", "left"],
}
LABELS = {
    "partners": _("Partners of the network"),
    "schools": _("Schools"),
    "all": _("All organisations"),
}


def any_of(choices):
    return [("", _("all")), *choices]


class DirectoryForm(PortalForm, forms.Form):
    """What a reader of the directory looks for, in one of the views of FILTERS."""

    q = forms.CharField(
        label=_("Name or code"), required=False, max_length=100, widget=forms.SearchInput
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=any_of(Organisation.Kind.choices)
    )
    district = forms.ModelChoiceField(
        District.objects.all(),
        label=_("District"),
        required=False,
        to_field_name="key",
        empty_label=_("all"),
    )
    affiliation = forms.ModelChoiceField(
        Affiliation.objects.all(),
        label=_("Affiliation"),
        required=False,
        to_field_name="key",
        empty_label=_("all"),
    )
    cluster = forms.ModelChoiceField(
        SchoolCluster.objects.all(),
        label=_("School cluster"),
        required=False,
        to_field_name="key",
        empty_label=_("all"),
    )
    size = forms.ChoiceField(label=_("Size"), required=False, choices=any_of(SchoolSize.choices))
    model_school = forms.ChoiceField(
        label=_("Model school"),
        required=False,
        choices=any_of([("any", _("any kind")), *Organisation.ModelSchool.choices]),
    )
    partner = forms.ChoiceField(
        label=_("Partner"),
        required=False,
        choices=any_of([("yes", _("partners")), ("no", _("not partners"))]),
    )
    left = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("current")), ("yes", _("have left"))],
    )

    def __init__(self, data, view):
        super().__init__(data)
        self.view = view
        for name in set(self.fields) - set(FILTERS[view]) - {"q"}:
            del self.fields[name]
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-control" if name == "q" else "form-select"

    @cached_property
    def wanted(self):
        """The filters that hold a usable value; what cannot be read filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def filters(self):
        """The fields beside the search."""
        return [field for field in self if field.name != "q"]

    @property
    def active(self):
        """(label, value) of each filter that is on, as words."""
        return [
            (self[name].label, dict(self.fields[name].choices).get(value, value))
            if isinstance(value, str)
            else (self[name].label, value)
            for name, value in self.wanted.items()
            if name != "q"
        ]

    def filtered(self):
        """The organisations of this view and these filters, the search left out."""
        wanted = self.wanted
        found = Organisation.objects.select_related("district", "affiliation", "cluster")
        if self.view == "partners":
            found = found.filter(is_partner=True)
        elif self.view == "schools":
            found = found.schools()
        found = found.filter(left_on__isnull="left" not in wanted)
        for name in {"kind", "district", "affiliation", "cluster"} & wanted.keys():
            found = found.filter(**{name: wanted[name]})
        if "partner" in wanted:
            found = found.filter(is_partner=wanted["partner"] == "yes")
        if "size" in wanted:
            found = found.of_size(wanted["size"])
        if wanted.get("model_school") == "any":
            found = found.exclude(model_school="")
        elif "model_school" in wanted:
            found = found.filter(model_school=wanted["model_school"])
        return found

    def found(self):
        return self.filtered().search(self.wanted.get("q", ""))

    def similar(self):
        """Organisations named nearly as what is searched for, as a list."""
        return self.filtered().similar(self.wanted.get("q", ""))


@dataclass
class Directory:
    """One page of the directory as a template shows it."""

    form: DirectoryForm
    address: str
    after: str = ""

    @cached_property
    def _rows(self):
        found = self.form.found()
        if self.after.isascii() and self.after.isdecimal():
            found = found.after(int(self.after[:18]))
        return list(found[: PAGE_LENGTH + 1])

    @property
    def organisations(self):
        return self._rows[:PAGE_LENGTH]

    @cached_property
    def similar(self):
        """Instead of an empty first page of a search: what is named nearly so."""
        if self._rows or self.after or "q" not in self.form.wanted:
            return []
        return self.form.similar()

    @cached_property
    def count(self):
        """How many there are in all pages, counted up to MOST_COUNTED."""
        if not self.after and len(self._rows) <= PAGE_LENGTH:
            return len(self._rows)
        return self.form.found()[: MOST_COUNTED + 1].count()

    @property
    def has_more_than_counted(self):
        return self.count > MOST_COUNTED

    @property
    def next_url(self):
        if len(self._rows) <= PAGE_LENGTH:
            return ""
        return self.url(after=self._rows[PAGE_LENGTH - 1].pk)

    @property
    def first_url(self):
        return self.url() if self.after else ""

    @property
    def cleared_url(self):
        return self.url(keep=["q"])

    @property
    def everywhere_url(self):
        return self.url(keep=["q"], view="all")

    @property
    def views(self):
        """(address, label, whether it is this one) of the three views."""
        return [
            (self.url(keep=["q"], view=view), label, view == self.form.view)
            for view, label in LABELS.items()
        ]

    def url(self, keep=None, **changes):
        """This list's address with the filters of `keep` (all, if none) and `changes`."""
        query = {
            name: self.form.data[name]
            for name in self.form.fields
            if self.form.data.get(name) and (keep is None or name in keep)
        }
        return f"{self.address}?{urlencode({'view': self.form.view} | query | changes)}"
