"""Pictures of a meeting: several at once, captions, order, who may see them."""

import hashlib
import re
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from meetings.forms.rows import RowForm, rows
from meetings.models import Meeting, Photo
from meetings.pictures import make_pictures
from partners.forms import PortalForm

AT_ONCE = 12


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else []


class PhotoForm(RowForm):
    """One picture that is there: caption, order, whether it may be public."""

    class Meta:
        model = Photo
        fields = ["caption", "order", "may_be_public"]
        labels = {
            "may_be_public": _(
                "May be public: the people in the picture, and the parents of pupils in it,"
                " have agreed."
            )
        }


class UploadForm(PortalForm, forms.Form):
    """New pictures; `pictures` holds those that are good, also beside bad ones."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    files = forms.Field(
        label=_("Add pictures"),
        required=False,
        widget=SeveralFiles(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_(
            "JPEG, PNG or WebP, up to 12 at once and 20 MB each. They are made smaller, and the"
            " place where they were taken is removed from them."
        ),
    )

    def clean_files(self):
        self.pictures = []
        files = self.cleaned_data["files"] or []
        if len(files) > AT_ONCE:
            self.add_error("files", self._too_many(files[AT_ONCE].name))
        for file in files[:AT_ONCE]:
            try:
                self.pictures.append(make_pictures(file))
            except ValidationError as error:
                self.add_error("files", f"{file.name}: {' '.join(error.messages)}")
        return files

    def _too_many(self, name):
        return ValidationError(
            _("Only the first %(number)d were taken. Choose again from %(name)s on."),
            params={"number": AT_ONCE, "name": name},
        )

    def save(self, meeting):
        """Store the good pictures, each only once however often the page is posted."""
        last = meeting.photos.aggregate(last=models.Max("order"))["last"] or 0
        for number, pictures in enumerate(self.pictures, 1):
            digest = hashlib.sha256(pictures.large.content).hexdigest()
            form_key = uuid.uuid5(self.cleaned_data["key"], digest)
            if not Photo.everything.filter(form_key=form_key).exists():
                Photo(meeting=meeting, order=last + number, form_key=form_key).keep(pictures)


class PhotosPage:
    """All that the page of photos holds: a form for each picture, and the new ones.

    Good pictures are stored even where another one or a caption is not in order, for a browser
    does not send a file twice.
    """

    def __init__(self, meeting, data=None, files=None):
        self.meeting, self.data, self.files = meeting, data, files
        self.upload = UploadForm(data, files)

    @cached_property
    def rows(self):
        return rows(PhotoForm, self._all, self.data, "photo")

    @property
    def _all(self):
        return Photo.everything.filter(meeting=self.meeting)

    @property
    def deleted(self):
        return self._all.deleted()

    @property
    def to_erase(self):
        """The photo whose button "Erase for good" was pressed, or None."""
        return self._chosen(self._all, "erase").first()

    def _chosen(self, photos, button):
        """Those of `photos` (at most one) that the button of this name stands beside."""
        pk = self.data.get(button, "")
        return photos.filter(pk=pk) if re.fullmatch(r"\d{1,18}", pk) else photos.none()

    def try_save(self):
        """Whether everything was in order and now stands."""
        if self.data is None:
            return False
        good = self.upload.is_valid()
        with transaction.atomic():
            Meeting.objects.select_for_update().get(pk=self.meeting.pk)
            self._chosen(self.deleted, "bring_back").bring_back()
            touched = [row for row in self.rows if row.is_touched]
            in_order = not [row for row in touched if not row.is_valid()]
            for row in touched if in_order else []:
                row.save()
            if "key" in self.upload.cleaned_data:
                self.upload.save(self.meeting)
        if not good or not in_order:
            # what is stored now, new pictures among it, and what was typed and is not stored yet
            typed = {row.instance.pk: row for row in touched if not in_order}
            stored = rows(PhotoForm, self._all, None, "photo")
            self.rows = [typed.pop(row.instance.pk, row) for row in stored] + [*typed.values()]
        return good and in_order
