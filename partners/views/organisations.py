"""Creating, changing, deleting and bringing back an organisation."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from partners.access import find, require
from partners.models import Organisation
from partners.organisation_forms import OrganisationForm


def new(request):
    require(request.user, "organisation.add")
    form = OrganisationForm(request.POST or None, person=request.user)
    if form.try_save():
        messages.success(request, _("%(name)s stands in the directory.") % {"name": form.instance})
        return redirect(form.instance)
    return render(request, "partners/organisation_form.html", {"form": form})


def edit(request, slug):
    organisation = find(request.user, Organisation.objects, slug=slug)
    require(request.user, "organisation.edit", organisation)
    name = organisation.name
    form = OrganisationForm(request.POST or None, instance=organisation, person=request.user)
    if form.try_save():
        messages.success(request, _("Saved."))
        return redirect(form.instance)
    # the form writes what was typed into the record, even where it cannot be saved
    context = {"form": form, "organisation": organisation, "slug": slug, "name": name}
    return render(request, "partners/organisation_form.html", context)


def delete(request, slug):
    organisation = find(request.user, Organisation.objects, slug=slug)
    require(request.user, "organisation.delete", organisation)
    if request.method == "POST":
        Organisation.objects.filter(pk=organisation.pk).delete_softly()
        messages.success(request, _("%(name)s was deleted.") % {"name": organisation})
        return redirect("partners:deleted")
    people = organisation.memberships.current().count()
    context = {"organisation": organisation, "people": people}
    return render(request, "partners/organisation_delete.html", context)


def bring_back(request, slug):
    require(request.user, "organisation.delete")
    organisation = find(request.user, Organisation.everything.deleted(), slug=slug)
    if request.method == "POST":
        Organisation.everything.deleted().filter(pk=organisation.pk).bring_back()
        messages.success(request, _("%(name)s is back in the directory.") % {"name": organisation})
        return redirect(organisation)
    return render(request, "partners/organisation_bring_back.html", {"organisation": organisation})
