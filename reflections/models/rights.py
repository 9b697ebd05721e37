"""Who may do what in one round, by name."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation, Person
from reflections.models.rounds import Round


class RoundRightQuerySet(models.QuerySet):
    def keeping(self):
        return self.filter(right=RoundRight.Right.KEEP)

    def with_names(self):
        return self.select_related("person", "organisation")


@pghistory.track()
class RoundRight(models.Model):
    """A right that a person holds in one round. Coordinators may invite and code anyway."""

    class Right(models.TextChoices):
        INVITE = "invite", _("invite")
        CODE = "code", _("group the texts")
        KEEP = "keep", _("keep the answers")

    round = models.ForeignKey(Round, models.CASCADE, related_name="rights")
    person = models.ForeignKey(Person, models.CASCADE, related_name="round_rights")
    right = models.CharField(_("right"), max_length=6, choices=Right)
    # for whom the keeper acts, as the schools read it beside the name
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = RoundRightQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person", "right"],
                name="round_right_given_once",
                violation_error_message=_("This person holds this right already."),
            )
        ]

    def __str__(self):
        return f"{self.person} · {self.get_right_display()}"

    @property
    def name_and_organisation(self):
        """As the schools read it in the three lines."""
        return f"{self.person} {self.organisation}" if self.organisation else str(self.person)
