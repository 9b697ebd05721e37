"""Addresses under /partners/. The page of one organisation is the last of them: it composes
several apps and stands in kalasin_network/urls.py."""

from django.urls import path

from partners.views import directory, history, importing, organisations

app_name = "partners"
urlpatterns = [
    path("", directory.directory, name="directory"),
    path("new/", organisations.new, name="new"),
    path("deleted/", directory.deleted, name="deleted"),
    path("import/", importing.OrganisationImportPage.as_view(), name="import"),
    path("<slug:slug>/edit/", organisations.edit, name="edit"),
    path("<slug:slug>/delete/", organisations.delete, name="delete"),
    path("<slug:slug>/bring-back/", organisations.bring_back, name="bring_back"),
    path("<slug:slug>/history/", history.history, name="history"),
]
