"""An import in the browser, in two steps: upload and look, then confirm.

class OrganisationImportPage(ImportPage):
    import_class = OrganisationImport
    action = "organisation.import"
    template_name = "partners/import.html"      # extends import.html

    def get_success_url(self): ...
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from partners.access import require
from partners.forms import PortalForm
from partners.import_command import imported
from partners.models import ImportUpload
from partners.spreadsheets import MEGABYTE, PAGE
from thai.words import clean

SHOWN_PROBLEMS, SHOWN_RECORDS = 50, 20


class ImportForm(PortalForm, forms.Form):
    """The file; a subclass adds the choices beside it (their values must fit into JSON)."""

    file = forms.FileField(
        label=gettext_lazy("File (CSV or XLSX)"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        help_text=gettext_lazy("Up to 5 MB and 20,000 rows. First you see what would change."),
        allow_empty_file=True,  # the import itself says that it is empty
        max_length=200,
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > PAGE.size:
            raise ValidationError(
                _("The file is larger than %(size)s MB.") % {"size": PAGE.size // MEGABYTE}
            )
        return file

    @property
    def choices(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


class ImportPage(View):
    """GET asks for a file; POST keeps it and leads to `?upload=...`, which shows what would
    change; POST `upload` writes it, if that still is what was shown. `?again=...` asks for a
    mended file, with the choices of that upload."""

    import_class = None
    form_class = ImportForm
    action = ""
    template_name = "import.html"

    def get_thing(self):
        """What the right is asked for; None where the action needs no object."""
        return None

    def get_import(self, **choices):
        return self.import_class(person=self.request.user, **choices)

    def get_success_url(self):
        raise NotImplementedError

    def get_context(self):
        """What the page's own template needs beside the import."""
        return {}

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.thing = self.get_thing()
        require(request.user, self.action, self.thing)

    def get(self, request, **kwargs):
        ImportUpload.objects.forget_old()
        if "upload" not in request.GET:
            return self.page(form=self._form_to_fill())
        upload = self._upload(request.GET["upload"])
        if upload is None:
            messages.warning(request, _("This file is no longer here. Please choose it again."))
            return redirect(request.path)
        return self.preview(upload, self.get_import(**upload.options))

    def post(self, request, **kwargs):
        if "upload" in request.POST:
            return self.confirm(request.POST["upload"])
        form = self.form_class(request.POST, request.FILES)
        if not form.is_valid():
            if "file" in form.cleaned_data:
                form.add_error("file", _("Choose the file once more: browsers do not keep it."))
            return self.page(form=form)
        upload = ImportUpload.objects.create(
            owner=request.user,
            purpose=self._purpose,
            name=clean(form.cleaned_data["file"].name)[-200:],
            content=form.cleaned_data["file"].read(),
            options=form.choices,
        )
        return redirect(f"{request.path}?upload={upload.pk}")

    def _form_to_fill(self):
        """Empty, with the choices made beside an earlier file, or with words that came back."""
        came_back = None if "upload" in self.request.POST else self.request.POST or None
        earlier = self._upload(self.request.GET["again"]) if "again" in self.request.GET else None
        return self.form_class(came_back, initial=earlier and earlier.options)

    @transaction.atomic
    def confirm(self, key):
        upload = self._upload(key, locked=True)
        if upload is None:  # confirmed already, by a second tap; or too late
            messages.info(self.request, _("This file has been dealt with already."))
            return redirect(self.get_success_url())
        run = self.get_import(**upload.options)
        if not run.run(upload.open(), PAGE, expected=self.request.POST.get("outline")):
            messages.warning(self.request, _("Something has changed meanwhile. Look again."))
            return redirect(f"{self.request.path}?upload={upload.pk}")
        upload.delete()
        messages.success(self.request, imported(run))
        return redirect(self.get_success_url())

    def preview(self, upload, run):
        run.read(upload.open(), PAGE)
        return self.page(
            upload=upload,
            run=run,
            problems=run.problems[:SHOWN_PROBLEMS],
            more_problems=max(0, len(run.problems) - SHOWN_PROBLEMS),
            added=run.added[:SHOWN_RECORDS],
            more_added=max(0, len(run.added) - SHOWN_RECORDS),
            changed=run.changed[:SHOWN_RECORDS],
            more_changed=max(0, len(run.changed) - SHOWN_RECORDS),
            nothing_to_do=not (run.added or run.changed),
        )

    def page(self, **context):
        columns = self.import_class.columns
        context |= self.get_context() | {"columns": columns, "thing": self.thing}
        return render(self.request, self.template_name, context)

    @property
    def _purpose(self):
        """The address: an upload is for this import of this very thing."""
        return self.request.path[:120]

    def _upload(self, key, locked=False):
        uploads = ImportUpload.objects.kept().filter(owner=self.request.user, purpose=self._purpose)
        try:
            return (uploads.select_for_update() if locked else uploads).filter(pk=key).first()
        except ValidationError as error:
            raise Http404 from error
