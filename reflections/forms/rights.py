"""Who keeps, invites and groups in a round: people who sign in, found by name."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from partners.fields import CleanCharField
from partners.forms import PortalForm
from partners.models import Membership, Organisation, Person, Role
from partners.permissions import STAFF
from reflections.models import RoundRight

FOUND_AT_MOST = 20


def people():
    """Those who may sign in, with `roles_now`: their memberships of today."""
    now = Membership.objects.current().select_related("organisation")
    living = Person.objects.filter(is_active=True, deleted_at=None)
    return living.prefetch_related(Prefetch("memberships", now, to_attr="roles_now"))


class PeopleSearch(PortalForm, forms.Form):
    """Finds people by their own name or their organisation's; without a word, the staff."""

    q = CleanCharField(
        label=_("Name of a person or an organisation"), required=False, max_length=100
    )

    def __init__(self, data):
        super().__init__(data)
        self.fields["q"].widget.attrs["class"] = "form-control"

    def found(self):
        """At most FOUND_AT_MOST people in dictionary order."""
        wanted = self.cleaned_data["q"] if self.is_valid() else ""
        current = Membership.objects.current()
        if not wanted:
            staff = current.filter(role__in=STAFF).values("person")
            return people().filter(pk__in=staff)[:FOUND_AT_MOST]
        theirs = current.filter(organisation__in=Organisation.objects.search(wanted))
        by_name = Q()
        for word in wanted.split():
            by_name &= Q(first_name__icontains=word) | Q(last_name__icontains=word)
        named = Q(pk__in=theirs.exclude(role=Role.DIRECTOR).values("person"))
        return people().filter(by_name | named)[:FOUND_AT_MOST]


class RightForm(PortalForm, forms.Form):
    """Names a person for one right, acting for one of the person's organisations."""

    person = forms.ModelChoiceField(Person.objects.none())
    right = forms.ChoiceField(choices=RoundRight.Right)
    organisation = forms.ModelChoiceField(Organisation.objects.none(), required=False)

    def __init__(self, round, data):
        super().__init__(data)
        self.round = round
        self.fields["person"].queryset = people()
        self.fields["organisation"].queryset = Organisation.objects.all()

    def clean(self):
        cleaned = super().clean()
        person = cleaned.get("person")
        if person is None:
            return cleaned
        own = [membership.organisation for membership in person.roles_now]
        if cleaned.get("organisation") not in own:
            cleaned["organisation"] = own[0] if own else None
        return cleaned

    def give(self):
        """The right that was given, or None with the reason in `errors`."""
        if not self.is_valid():
            return None
        values = self.cleaned_data
        try:
            return RoundRight.objects.give(
                self.round, values["person"], values["right"], values["organisation"]
            )
        except ValidationError as refused:
            self.add_error(None, refused)
            return None
