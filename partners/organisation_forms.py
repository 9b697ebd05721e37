"""The form of an organisation."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partners.addresses import make_address
from partners.fields import ThaiDateField
from partners.forms import VersionedForm
from partners.models import Organisation
from partners.permissions import can

NAMES = ["kind", "name_th", "name_en", "short_name", "former_names", "code", "slug"]
PLACE = ["province", "district", "subdistrict"]
SCHOOL = ["affiliation", "cluster", "pupils", "declared_size", "model_school"]
CONTACT = ["website", "email", "phone"]
PARTNER = ["contribution", "is_partner", "joined_on", "left_on"]
# what only those may write who look after the whole directory
DECIDED = ["kind", "code", "slug", "model_school", "is_partner", "joined_on", "left_on"]


class WebsiteField(forms.URLField):
    """An address of the web; one typed without its beginning gets https."""

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", **kwargs)


class OrganisationForm(VersionedForm):
    """Creates and changes an organisation; `person` decides which fields there are."""

    sections = [
        (_("Name"), NAMES),
        (_("Place"), PLACE),
        (_("School"), SCHOOL),
        (_("Contact"), CONTACT),
        (_("In the network"), PARTNER),
    ]

    class Meta:
        model = Organisation
        fields = NAMES + PLACE + SCHOOL + CONTACT + PARTNER
        field_classes = {
            "joined_on": ThaiDateField,
            "left_on": ThaiDateField,
            "website": WebsiteField,
        }
        widgets = {"former_names": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "slug": _("Last part of the page's address. Left empty, it is made from the name."),
            "code": _("For a school the ministry's code."),
            "pupils": _("A school's size follows from it."),
            "email": _("Shown to members only."),
            "phone": _("Shown to members only."),
            "left_on": _("Empty while it takes part."),
        }

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        if not can(person, "organisation.decide", self.instance):
            for name in DECIDED:
                del self.fields[name]

    def clean_code(self):
        code = self.cleaned_data["code"]
        holder = self._others().filter(code__iexact=code).first() if code else None
        if holder and holder.deleted_at:
            raise ValidationError(_("A deleted organisation has this code. Bring it back instead."))
        if holder:
            raise ValidationError(_("Another organisation has this code."))
        return code

    def clean_slug(self):
        return self.cleaned_data["slug"].lower()

    def clean(self):
        """What the database holds by constraints is said here beside its field."""
        cleaned = super().clean()
        if cleaned.get("model_school") and cleaned.get("kind") != Organisation.Kind.SCHOOL:
            self.add_error("model_school", _("Only a school can be a model school."))
        joined, left = cleaned.get("joined_on"), cleaned.get("left_on")
        if joined and left and left < joined:
            self.add_error("left_on", _("The day of leaving is before the day of joining."))
        if "slug" in cleaned:
            self._clean_address(cleaned)
        if "name_th" in self.changed_data:
            self.instance.name_unchecked = False  # somebody has looked at what an import named
        return cleaned

    def _clean_address(self, cleaned):
        if not cleaned["slug"]:
            wishes = [cleaned.get(name, "") for name in ["name_en", "short_name", "code"]]
            cleaned["slug"] = make_address(wishes, self._is_taken)
        elif self._is_taken(cleaned["slug"]):
            self.add_error("slug", _("Another organisation has this address."))

    def _others(self):
        return Organisation.everything.exclude(pk=self.instance.pk)

    def _is_taken(self, address):
        return self._others().filter(slug=address).exists()
