"""Organisations from a file, in the browser."""

from django.urls import reverse

from partners.import_pages import ImportPage
from partners.organisation_import import OrganisationImport


class OrganisationImportPage(ImportPage):
    import_class = OrganisationImport
    action = "organisation.import"
    template_name = "partners/import.html"

    def get_success_url(self):
        return reverse("partners:directory") + "?view=all"
