"""Photos of a paper: chosen while it is typed in, or added to it later."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.forms.photos import SeveralFiles
from meetings.pictures import make_pictures
from partners.forms import PortalForm

AT_ONCE = 6
PAPER = gettext_lazy("Photos of the paper")
MAY_BE_LEFT_OUT = gettext_lazy(
    "May be left out. JPEG, PNG or WebP, up to 6 and 20 MB each. The place where they were taken is"
    " removed. Only this round's keepers see them, and they are erased when the school names are"
    " cut or the answer's words are erased."
)
HOW_MANY = gettext_lazy(
    "JPEG, PNG or WebP, up to 6 at once and 20 MB each. The place where they were taken is removed."
    " Only this round's keepers see them, and they are erased when the school names are cut or the"
    " answer's words are erased."
)


class PhotosField(forms.Field):
    """Several pictures, made safe; those that are not in order are named."""

    default_error_messages = {"required": gettext_lazy("No photo has been chosen yet.")}

    def __init__(self, label=PAPER, **more):
        super().__init__(
            label=label,
            widget=SeveralFiles(attrs={"accept": "image/jpeg,image/png,image/webp"}),
            **more,
        )
        self.help_text = HOW_MANY if self.required else MAY_BE_LEFT_OUT

    def clean(self, files):
        files, pictures, errors = super().clean(files) or [], [], []
        if len(files) > AT_ONCE:
            text = _("At most %(n)d photos at once. Choose the clearest ones.")
            raise ValidationError(text % {"n": AT_ONCE})
        for file in files:
            try:
                pictures.append(make_pictures(file).large)
            except ValidationError as error:
                errors.append(f"{file.name}: {' '.join(error.messages)}")
        if errors:
            raise ValidationError(errors)
        return pictures


class MorePhotosForm(PortalForm, forms.Form):
    """Photos for a paper that has been typed in; `key` is the page's own identity."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    photos = PhotosField(label=gettext_lazy("Add pictures"))

    def is_ready(self):
        """Whether good pictures have come with it; a page that came back by itself has none."""
        return not getattr(self.data, "is_kept", False) and self.is_valid()
