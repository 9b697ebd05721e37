"""A list of schools to invite: pasted, from a file, or both."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.forms import PortalForm
from partners.spreadsheets import FileProblem
from reflections.listed import lines_of_file

MOST_LINES = 5000


class SchoolListForm(PortalForm, forms.Form):
    """What is typed comes back as it was typed, with the lines of the file behind it."""

    names = forms.CharField(
        label=gettext_lazy("Names or codes of schools, one a line"),
        required=False,
        strip=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("Where two schools share a name: name, district."),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file (CSV or XLSX)"),
        required=False,
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        help_text=gettext_lazy("With the columns code or school, or one school a row."),
    )

    def clean_file(self):
        """The lines of the file."""
        file = self.cleaned_data["file"]
        if not file:
            return []
        try:
            return lines_of_file(file)
        except FileProblem as problem:
            raise ValidationError(str(problem.reason)) from problem

    def clean(self):
        typed = self.cleaned_data.get("names", "").splitlines()
        lines = [line for line in typed + self.cleaned_data.get("file", []) if line.strip()]
        if len(lines) > MOST_LINES:
            text = _("At most %(n)s lines at once.") % {"n": f"{MOST_LINES:,}"}
            self.add_error("names", text)
        elif not lines and not self.errors:
            self.add_error("names", _("Write or paste schools here, or choose a file."))
        self.cleaned_data["lines"] = "\n".join(lines)
        return self.cleaned_data
