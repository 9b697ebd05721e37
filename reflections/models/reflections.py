"""One school's answer in one round, and voices that are not a school's."""

import uuid

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models import (
    Affiliation,
    District,
    Organisation,
    Person,
    SchoolCluster,
    SchoolSize,
    Zone,
)
from reflections.models.rounds import Invitation, Round


class ReflectionQuerySet(models.QuerySet):
    def counted(self):
        """The sent answers of invited schools: what every number rests on."""
        return self.filter(
            kind=Reflection.Kind.SCHOOL,
            status=Reflection.Status.SENT,
            is_provisional=False,
            invitation_cancelled=False,
        )

    def voices(self):
        """Sent answers of partners and groups: shown beside the schools, never added."""
        return self.filter(status=Reflection.Status.SENT).exclude(kind=Reflection.Kind.SCHOOL)

    def heard(self):
        """All that a summary tells of: the counted answers and the voices beside them."""
        return self.counted() | self.voices()


@pghistory.track(fields=["status", "sent_at", "withdrawn_at", "is_provisional", "version"])
class Reflection(models.Model):
    """An answer: draft, sent or withdrawn. Confidential, not anonymous."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("school")
        PARTNER = "partner", _("partner")
        GROUP = "group", _("group")

    class Status(models.TextChoices):
        DRAFT = "draft", _("being written")
        SENT = "sent", _("sent")
        WITHDRAWN = "withdrawn", _("withdrawn")

    round = models.ForeignKey(Round, models.PROTECT, related_name="reflections")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.SCHOOL)
    invitation = models.OneToOneField(
        Invitation, models.PROTECT, null=True, blank=True, related_name="reflection"
    )
    # mirrors invitation.state, so that counting needs no join and survives the cut of names
    invitation_cancelled = models.BooleanField(default=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="reflections"
    )
    group_name = models.CharField(_("name of the group"), max_length=200, blank=True)
    group_people = models.PositiveIntegerField(_("number of people"), null=True, blank=True)
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    is_provisional = models.BooleanField(_("school still to be confirmed"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entered_by = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("who typed it for them; empty where the school wrote itself"),
    )
    is_imported = models.BooleanField(default=False)
    started_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    names_cut_at = models.DateTimeField(null=True, blank=True)
    school_code = models.CharField(max_length=64, blank=True, editable=False)

    # copied from the school when the answer is sent; only a recorded correction changes them
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True)
    zone = models.ForeignKey(Zone, models.PROTECT, null=True, blank=True)
    affiliation = models.ForeignKey(Affiliation, models.PROTECT, null=True, blank=True)
    cluster = models.ForeignKey(SchoolCluster, models.PROTECT, null=True, blank=True)
    size = models.CharField(max_length=10, choices=SchoolSize, blank=True)

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "organisation"],
                condition=models.Q(kind="school", is_provisional=False),
                name="reflection_one_a_school_and_round",
            ),
            models.CheckConstraint(
                name="reflection_of_a_school_was_invited",
                condition=~models.Q(kind="school")
                | models.Q(invitation__isnull=False, organisation__isnull=False)
                | models.Q(is_provisional=True)
                | models.Q(names_cut_at__isnull=False),
            ),
            models.CheckConstraint(
                name="reflection_of_a_group_has_name_and_people",
                condition=models.Q(
                    kind="group",
                    organisation=None,
                    group_people__isnull=False,
                    group_people__gte=1,
                )
                & ~models.Q(group_name="")
                | ~models.Q(kind="group") & models.Q(group_name="", group_people=None),
            ),
            models.CheckConstraint(
                name="reflection_sent_has_a_time",
                condition=~models.Q(status="sent") | models.Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="reflection_withdrawn_has_a_time",
                condition=~models.Q(status="withdrawn") | models.Q(withdrawn_at__isnull=False),
            ),
        ]
        indexes = [
            # the answers that a summary counts
            models.Index(
                fields=["round", "id"],
                name="reflection_counted",
                condition=models.Q(
                    kind="school", status="sent", is_provisional=False, invitation_cancelled=False
                ),
            )
        ]

    def __str__(self):
        return str(self.organisation or self.group_name)


class Look(models.Model):
    """A keeper looked at a school's text together with its name; the school can read this."""

    reflection = models.ForeignKey(Reflection, models.CASCADE, related_name="looks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    looked_at = models.DateTimeField(auto_now_add=True)
    what = models.CharField(max_length=40, default="answer")

    class Meta:
        ordering = ["-looked_at"]
        indexes = [models.Index(fields=["reflection", "-looked_at"], name="looks_at_an_answer")]

    def __str__(self):
        return f"{self.person} {self.looked_at:%Y-%m-%d}"
