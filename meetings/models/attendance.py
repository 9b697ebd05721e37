"""Who came to a meeting, as they were on that day."""

from dataclasses import dataclass

import pghistory
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from meetings.models.meetings import Meeting
from partners.models import Organisation, Person
from partners.models.base import LivingManager, Record, RecordQuerySet
from thai.order import person_sort_key, school_sort_key
from thai.words import normalise


@dataclass(frozen=True)
class Somebody:
    """Who came, in the words of the day, before it is a record."""

    name: str
    position: str = ""
    organisation_name: str = ""
    person: Person | None = None

    @property
    def key(self):
        """The same for the same person of the same organisation, however it was typed."""
        return normalise(self.name), normalise(self.organisation_name)


def known_organisations(names):
    """The organisations that `names` (full or short, as written) mean without doubt, by name."""
    names = set(names) - {""}
    wanted = models.Q(name_th__in=names) | models.Q(short_name__in=names)
    found = {}
    for organisation in Organisation.objects.filter(wanted | models.Q(name_en__in=names)):
        own = {organisation.name_th, organisation.short_name, organisation.name_en}
        for name in own & names:
            found.setdefault(name, []).append(organisation)
    return {name: meant[0] for name, meant in found.items() if len(meant) == 1}


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent(), obj_field=None)
class OrganisationCame(Meeting.organisations.through):
    """An organisation that came to a meeting; here only so that its history is kept."""

    class Meta:
        proxy = True


class AttendanceQuerySet(RecordQuerySet):
    @transaction.atomic
    def write_down(self, meeting, people):
        """Add those of `people` (Somebody) who are not written down yet; returns them.

        Organisations that are known by the name given count as having come.
        """
        there = self.filter(meeting=meeting, deleted_at=None)
        keys = {Somebody(a.name, organisation_name=a.organisation_name).key for a in there}
        persons = {attendance.person_id for attendance in there} - {None}
        known = known_organisations(somebody.organisation_name for somebody in people)
        new = []
        for somebody in people:
            if somebody.key in keys or (somebody.person and somebody.person.pk in persons):
                continue
            keys.add(somebody.key)
            organisation = known.get(somebody.organisation_name)
            new.append(Attendance(meeting=meeting, organisation=organisation, **vars(somebody)))
            new[-1].derive()
        meeting.organisations.add(*{a.organisation for a in new if a.organisation})
        return self.bulk_create(new)

    def by_organisation(self):
        """A list in Thai order of their organisations, those without one last."""
        return sorted(
            self, key=lambda a: (not a.organisation_name, school_sort_key(a.organisation_name))
        )


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

    objects = LivingManager.from_queryset(AttendanceQuerySet)()
    everything = models.Manager.from_queryset(AttendanceQuerySet)()

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
        self.derive()
        super().save(*args, **kwargs)

    def derive(self):
        """Fill what follows from the name; bulk writers call it themselves."""
        self.sort_key = person_sort_key(self.name)
