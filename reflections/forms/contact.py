"""Whom a school asks to be contacted by, and how it is reached."""

from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.forms import PortalForm
from reflections.models import ContactWish
from reflections.models.contact_wishes import ask, who_can_be_asked


class WhomField(forms.ModelChoiceField):
    """Coordinators and supervisors, each with the organisation for which they act."""

    def label_from_instance(self, membership):
        return f"{membership.person} · {membership.organisation}"


class ContactForm(PortalForm, forms.ModelForm):
    whom = WhomField(who_can_be_asked(), label=_("Who shall contact you?"))

    class Meta:
        model = ContactWish
        fields = ["whom", "how", "reach", "name"]
        widgets = {"how": forms.RadioSelect}

    field_order = ["whom", "how", "reach", "name"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        whom = self.fields["whom"]
        whom.queryset = who_can_be_asked()
        whom.choices = [("", whom.empty_label), *_by_role(whom)]
        self.fields["how"].choices = ContactWish.How.choices
        self.fields["name"].label = _("Whom to ask for (may be left out)")

    def ask(self, reflection):
        """Put the wish on record; returns it."""
        values = self.cleaned_data
        wish = {name: values[name] for name in ("how", "reach", "name")}
        return ask(reflection, values["whom"], **wish)


def _by_role(field):
    """The choices of `field` under the names of the roles."""
    for role, members in groupby(field.queryset, lambda each: each.get_role_display()):
        yield role, [(each.pk, field.label_from_instance(each)) for each in members]
