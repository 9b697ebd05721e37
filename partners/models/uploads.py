"""A file between the two steps of an import in the browser: looked at, then confirmed."""

import io
import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone

from partners.models.people import Person

KEPT_FOR = timedelta(hours=2)


class ImportUploadQuerySet(models.QuerySet):
    def kept(self):
        """Uploads that can still be confirmed."""
        return self.filter(created_at__gt=timezone.now() - KEPT_FOR)

    def forget_old(self):
        """Erase what nobody confirmed in time; returns how many."""
        return self.filter(created_at__lte=timezone.now() - KEPT_FOR).delete()[0]


class ImportUpload(models.Model):
    """A file that `owner` uploaded for the import `purpose`, with the choices made beside it.

    Erased when it is confirmed, and after two hours: it may hold what schools wrote.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Person, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    options = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ImportUploadQuerySet.as_manager()

    def __str__(self):
        return self.name

    def open(self):
        """The content as a file for reading, with the name that it came with."""
        file = io.BytesIO(self.content)
        file.name = self.name
        return file
