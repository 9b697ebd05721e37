"""The imports of themes and of answers in the browser."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.import_pages import ImportForm, ImportPage
from reflections.importing.answers import ReflectionImport
from reflections.importing.themes import ThemeImport
from reflections.models import Round
from reflections.models.rounds import ADDRESS_IS_TAKEN


class ThemeImportPage(ImportPage):
    import_class = ThemeImport
    action = "theme.import"
    template_name = "reflections/import.html"

    def get_success_url(self):
        return reverse("reflections:codebook")

    def get_context(self):
        return {
            "title": _("Import themes"),
            "back_url": self.get_success_url(),
            "back_label": _("The codebook"),
            "intro": _("New themes come to the end of the book; a known key gets its labels anew."),
            "help_topic": "coordinator#themes",
        }


class ReflectionImportForm(ImportForm):
    create_schools = forms.BooleanField(
        required=False, label=gettext_lazy("Make schools that the portal does not know")
    )
    coded = forms.BooleanField(
        required=False, label=gettext_lazy("Take the column theme_key as the grouping")
    )


class ReflectionImportPage(ImportPage):
    """For the round's keepers: who imports sees text and school's name together."""

    import_class = ReflectionImport
    form_class = ReflectionImportForm
    action = "round.keep"
    template_name = "reflections/import.html"

    def get_thing(self):
        visible = Round.objects.visible_to(self.request.user)
        return get_object_or_404(visible, slug=self.kwargs["slug"])

    def get_import(self, **choices):
        return super().get_import(round=self.thing.slug, **choices)

    def get_success_url(self):
        return self.thing.get_absolute_url()

    def get_context(self):
        return {
            "title": _("Import answers"),
            "back_url": self.get_success_url(),
            "back_label": self.thing.title,
            "intro": _(
                "A row a point. What a school wrote itself is never touched. You see text and"
                " school together here: the import is on record, and the schools can read that."
            ),
            "help_topic": "coordinator#import",
        }


class RoundImportForm(ReflectionImportForm):
    """What the command asks for, by the same rules: the round's title and address, and the file."""

    title = forms.CharField(
        label=gettext_lazy("Title of the round"),
        max_length=Round._meta.get_field("title_th").max_length,
        widget=forms.TextInput(attrs={"lang": "th"}),
    )
    round = forms.CharField(
        required=False,
        label=gettext_lazy("Address of the round"),
        max_length=Round._meta.get_field("slug").max_length,
        help_text=gettext_lazy(
            "Small letters a to z, digits and -, such as 2559-11-30: it stays as it is. Left empty"
            " it is made from today's date."
        ),
    )
    field_order = ["title", "round"]

    def clean_round(self):
        slug = self.cleaned_data["round"] or Round.everything.free_address(timezone.localdate())
        if Round.everything.filter(slug=slug).exists():  # deleted rounds keep their addresses
            raise ValidationError(ADDRESS_IS_TAKEN)
        return Round._meta.get_field("slug").clean(slug, None)


class RoundImportPage(ImportPage):
    """Makes the round with its answers; whoever imports becomes the keeper of what they saw."""

    import_class = ReflectionImport
    form_class = RoundImportForm
    action = "round.add"
    template_name = "reflections/import.html"

    def get_import(self, **choices):
        # the upload names the round that it makes: a second tap finds it made
        form_key = self.request.POST.get("upload")
        return super().get_import(is_new=True, form_key=form_key, **choices)

    def get_success_url(self):
        made = Round.objects.filter(form_key=self.request.POST.get("upload")).first()
        return made.get_absolute_url() if made else reverse("reflections:rounds")

    def get_context(self):
        return {
            "title": _("A round from a file"),
            "back_url": reverse("reflections:rounds"),
            "back_label": _("Reflection rounds"),
            "intro": _(
                "For a forum written on paper, or a round from before the portal: the file makes a"
                " closed round with its answers, a row a point. You see text and school together"
                " here, so you become the keeper of its answers; the import is on record, and the"
                " schools can read that."
            ),
            "help_topic": "coordinator#import",
        }
