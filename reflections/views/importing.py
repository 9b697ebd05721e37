"""The imports of themes and of answers in the browser."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.import_pages import ImportForm, ImportPage
from reflections.importing.answers import ReflectionImport
from reflections.importing.themes import ThemeImport
from reflections.models import Round


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
