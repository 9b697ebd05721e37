"""Who came to a meeting, as they were on that day."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.meetings import Meeting
from partners.models import Organisation, Person
from partners.models.base import Record
from thai.order import person_sort_key


@pghistory.track(exclude=["sort_key"])
class Attendance(Record):
    """Somebody who came, with name, position and organisation as of that day.

    `organisation_name` holds the words of that day; `organisation` the record they mean, if known.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="attendances"
    )
    name = models.CharField(_("name"), max_length=240)
    position = models.CharField(_("position"), max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    organisation_name = models.CharField(_("organisation"), max_length=200, blank=True)
    sort_key = models.TextField(editable=False, db_collation="C")

    class Meta:
        verbose_name = _("person who came")
        verbose_name_plural = _("people who came")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=models.Q(deleted_at=None),
                name="attendance_of_a_person_once",
                violation_error_message=_("This person is among those who came already."),
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_key = person_sort_key(self.name)
        super().save(*args, **kwargs)
