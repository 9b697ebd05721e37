"""The schools of a round: filtered, by district in dictionary order, a page at a time."""

from urllib.parse import urlencode

from django import forms
from django.db.models import Case, Q, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.forms import PortalForm
from partners.models import Affiliation, District, SchoolCluster, SchoolSize
from reflections.models import Invitation, Progress
from reflections.models.opening import schools_to_ask
from thai.order import school_sort_key

PAGE = 100
CANCELLED = "cancelled"
EMAIL = [("", _("all")), ("yes", _("on record")), ("no", pgettext_lazy("e-mail", "none"))]
STATES = [*Progress.choices, (CANCELLED, pgettext_lazy("invitations", "cancelled"))]


def of_size(round, size):
    """A condition: schools of a SchoolSize by the round's thresholds, as Organisation.size."""
    at_most = {SchoolSize.SMALL: round.small_up_to, SchoolSize.MEDIUM: round.medium_up_to}
    above = {SchoolSize.MEDIUM: round.small_up_to, SchoolSize.LARGE: round.medium_up_to}
    counted = Q(pupils__isnull=False)
    if size in at_most:
        counted &= Q(pupils__lte=at_most[size])
    if size in above:
        counted &= Q(pupils__gt=above[size])
    return counted | Q(pupils=None, declared_size=size)


class SchoolFilter(PortalForm, forms.Form):
    """Which schools are meant; nothing chosen means all of them, what cannot be read nothing."""

    q = forms.CharField(
        label=_("Name or code"), required=False, max_length=100, widget=forms.SearchInput
    )
    district = forms.ChoiceField(label=_("District"), required=False)
    affiliation = forms.ChoiceField(label=_("Affiliation"), required=False)
    cluster = forms.ChoiceField(label=_("School cluster"), required=False)
    size = forms.ChoiceField(label=_("Size"), required=False)
    email = forms.ChoiceField(label=_("E-mail"), required=False, choices=EMAIL)
    show = forms.ChoiceField(required=False, choices=[("", ""), *STATES], widget=forms.HiddenInput)

    def __init__(self, round, data):
        super().__init__(data)
        self.round = round
        rows = {
            "district": self.districts,
            "affiliation": Affiliation.objects.all(),
            "cluster": SchoolCluster.objects.all(),
        }
        for name, places in rows.items():
            choices = [(str(place.pk), place.name) for place in places]
            self.fields[name].choices = [("", _("all")), *choices]
        self.fields["size"].choices = [("", _("all")), *SchoolSize.choices]
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-control" if name == "q" else "form-select"

    @cached_property
    def districts(self):
        """All districts in dictionary order."""
        return sorted(District.objects.all(), key=lambda place: school_sort_key(place.name_th))

    @cached_property
    def wanted(self):
        """{filter: value} of those that are set and can be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def selects(self):
        return [self[name] for name in ("district", "affiliation", "cluster", "size", "email")]

    @property
    def narrowed(self):
        """(label, value) of each filter that is set, as words; the state is told by its tab."""
        return [
            (self.fields[name].label, dict(getattr(self.fields[name], "choices", {})).get(v, v))
            for name, v in self.wanted.items()
            if name != "show"
        ]

    @property
    def shown(self):
        """The state that is wanted, or ''."""
        return self.wanted.get("show", "")

    def url(self, **changes):
        """This list's query with the filters that are set and `changes` ('' takes one away)."""
        query = {name: value for name, value in (self.wanted | changes).items() if value}
        return f"?{urlencode(query)}"

    def schools(self):
        """The schools that the filters leave, of those that the network asks."""
        return self._narrow(schools_to_ask())

    def fresh(self):
        """Those of them that this round has never asked."""
        return self.schools().exclude(pk__in=self.round.invitations.values("school"))

    def _narrow(self, schools):
        for name in {"district", "affiliation", "cluster"} & self.wanted.keys():
            schools = schools.filter(**{name: self.wanted[name]})
        if "size" in self.wanted:
            schools = schools.filter(of_size(self.round, self.wanted["size"]))
        if "email" in self.wanted:
            without = Q(email="")
            schools = schools.filter(without if self.wanted["email"] == "no" else ~without)
        return schools.search(self.wanted["q"]) if "q" in self.wanted else schools

    def invitations(self):
        """The invitations that the filters leave, with progress, in order; cancelled ones apart."""
        found = self.round.invitations.with_progress()
        if self.shown == CANCELLED:
            found = found.filter(state=Invitation.State.CANCELLED)
        else:
            found = found.standing()
            if self.shown and not self.round.names_cut_at:
                found = found.filter(progress=self.shown)
        if self.wanted.keys() - {"show"}:
            everybody = Invitation._meta.get_field("school").related_model.everything.all()
            found = found.filter(school__in=self._narrow(everybody))
        found = found.select_related("school__district", "school__affiliation", "school__cluster")
        return self.in_order(found, "school__")

    def in_order(self, found, prefix=""):
        """`found` by district, then by name, both in dictionary order; without district last."""
        places = [
            When(**{f"{prefix}district": district.pk}, then=Value(place))
            for place, district in enumerate(self.districts)
        ]
        placed = found.annotate(district_place=Case(*places, default=Value(len(places))))
        return placed.order_by("district_place", f"{prefix}sort_key", "pk")


def page_of(found, after, prefix="", size=None):
    """`size` rows (else PAGE) of `found`, see in_order, behind the row numbered `after`; and the
    next key or ''."""
    size = size or PAGE
    if after.isascii() and after.isdecimal():
        key = (
            found.filter(pk=after[:18])
            .values_list("district_place", f"{prefix}sort_key", "pk")
            .first()
        )
        if key:
            place, name, pk = key
            behind = Q(**{f"{prefix}sort_key__gt": name}) | Q(
                **{f"{prefix}sort_key": name}, pk__gt=pk
            )
            found = found.filter(Q(district_place__gt=place) | Q(district_place=place) & behind)
    rows = list(found[: size + 1])
    return rows[:size], rows[size - 1].pk if len(rows) > size else ""
