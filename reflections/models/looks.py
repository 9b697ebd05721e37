"""Who looked at a school's words together with its name."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Person
from reflections.models.reflections import Reflection

ONE_LOOK = timedelta(minutes=10)


class LookQuerySet(models.QuerySet):
    def with_names(self):
        return self.select_related("person")

    def taking_out(self, round):
        """At which answers of this round that carry a name a paper was taken out, newest first."""
        named = models.Q(reflection__organisation__isnull=False)
        named |= ~models.Q(reflection__kind=Reflection.Kind.SCHOOL)
        found = self.filter(named, what=Look.What.TAKEN_OUT, reflection__round=round)
        return found.select_related("person", "reflection__organisation")

    def readable_with(self, answer):
        """Those that the writer of `answer` reads: its own, and those at what was typed in for
        the same school by mistake and has been taken out."""
        own = models.Q(reflection=answer)
        if answer.is_provisional or answer.organisation_id is None:
            return self.filter(own)
        mistaken = Reflection.objects.filter(
            round=answer.round_id,
            organisation=answer.organisation_id,
            is_provisional=True,
            looks__what=Look.What.TAKEN_OUT,
        )
        return self.filter(own | models.Q(reflection__in=mistaken.values("pk")))


class Look(models.Model):
    """A keeper looked at a school's text together with its name; the school can read this."""

    class What(models.TextChoices):
        ANSWER = "answer", _("opened it")
        CONFIRMED = "confirmed", _("confirmed the school")
        WAY_BACK = "way back", _("made a new way back")
        TYPED = "typed", _("typed in a paper answer")
        TAKEN_OUT = "taken out", _("took a paper answer out that was typed in for the wrong school")
        PHOTOS_ADDED = "photos added", _("added photos of a paper")
        PHOTO_ERASED = "photo erased", _("erased a photo of a paper")
        IMPORTED = "import", _("brought in a file")

    reflection = models.ForeignKey(Reflection, models.CASCADE, related_name="looks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    looked_at = models.DateTimeField(auto_now_add=True)
    what = models.CharField(max_length=40, choices=What, default=What.ANSWER)

    objects = LookQuerySet.as_manager()

    class Meta:
        ordering = ["-looked_at"]
        indexes = [models.Index(fields=["reflection", "-looked_at"], name="looks_at_an_answer")]

    def __str__(self):
        return f"{self.person} {self.looked_at:%Y-%m-%d}"

    @classmethod
    def at_a_part(cls, reflection, person):
        """Note that `person` sees a paper of it, or its picture; with its page it is one look."""
        just_now = timezone.now() - ONE_LOOK
        if not reflection.looks.filter(person=person, looked_at__gt=just_now).exists():
            cls.objects.create(reflection=reflection, person=person)
