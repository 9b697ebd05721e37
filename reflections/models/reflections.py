"""One school's answer in one round, and voices that are not a school's."""

import uuid

import pghistory
from django.db import models, transaction
from django.utils import timezone
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
from reflections import tokens
from reflections.models.invitations import Invitation
from reflections.models.reflection_queries import NotAccepting, ReflectionQuerySet
from reflections.models.rounds import Round


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
    # raised when the writer's own address is withdrawn and made anew
    writer_version = models.PositiveIntegerField(default=1, editable=False)
    # a provisional answer that came by the school's own link or showed the school's code
    is_vouched = models.BooleanField(default=False, editable=False)
    # the school's answer that took the points of this provisional one over
    taken_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="took_over"
    )

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
            models.UniqueConstraint(
                fields=["round", "school_code"],
                condition=~models.Q(school_code="") & models.Q(is_provisional=False),
                name="reflection_one_a_code_and_round",
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
        return str(self.organisation or self.group_name or _("a school whose name has been cut"))

    @property
    def writer_token(self):
        """The writer's own address: whoever holds it reads and changes this answer."""
        return tokens.make(tokens.Kind.WRITER, self.pk, self.writer_version)

    @property
    def way_back_code(self):
        """Leads back to this answer from a link that only invites; as it is read out: 1234 5678."""
        digits = tokens.code(tokens.Kind.WRITER, self.pk, self.writer_version)
        return f"{digits[:4]} {digits[4:]}"

    @property
    def is_sent(self):
        return self.status == self.Status.SENT

    @property
    def is_withdrawn(self):
        return self.status == self.Status.WITHDRAWN

    def lock(self):
        """Read this answer anew and hold it: nobody else saves, sends or withdraws meanwhile."""
        self.refresh_from_db(from_queryset=Reflection.objects.select_for_update(no_key=True))

    @property
    def renewed_id(self):
        """The identity that this answer has once its way back was made anew."""
        return tokens.identity("renewed", self.public_id)

    @transaction.atomic
    def withdraw_way_back(self):
        """Make the writer's address and code anew; the old ones open nothing from now on.

        Nor do the identities of pages and points that were seen there: by these a page finds what
        it began. Two at once make one.
        """
        known = self.public_id
        self.lock()
        if self.public_id == known:
            self.end_address(self.renewed_id)
            self.version += 1
            self.save(update_fields=["version"])

    def has_unsent_changes(self):
        """Whether anything differs from what was last sent."""
        return self.points.unsent().exists()

    @transaction.atomic
    def send(self):
        """Make the words being written the words that count, all in one go.

        Sent twice without a change is sent once. Raises NotAccepting.
        """
        self.lock()
        round = Round.everything.held_still(self.round_id)
        if self.is_withdrawn or self.invitation_cancelled or not round.accepts_answers:
            raise NotAccepting
        changed = self.points.send()
        if self.is_sent and not changed:
            return
        if not self.is_sent:
            self.copy_from_school(round)
        self.status, self.sent_at = self.Status.SENT, timezone.now()
        self.version += 1
        self.save()

    def copy_from_school(self, round):
        school = self.organisation
        if school is None:
            return
        self.district, self.affiliation = school.district, school.affiliation
        self.zone = school.district and school.district.zone
        self.cluster = school.cluster
        self.size = school.size(round.small_up_to, round.medium_up_to)

    @transaction.atomic
    def withdraw(self):
        """Take the whole answer back, at any time: it counts and is read nowhere from now on."""
        self.lock()
        if self.is_withdrawn or self.taken_into_id:  # the words are the school's to withdraw now
            return
        self.editions.model.forget(self)
        self.contact_wishes.all().delete()
        self.points.update(sent_text=None)
        self.status, self.withdrawn_at = self.Status.WITHDRAWN, timezone.now()
        self.version += 1
        self.save()

    @transaction.atomic
    def erase(self):
        """Erase the words of a withdrawn answer for good, history and copies included.

        What stays: that there was an answer, when it was withdrawn, and who looked at it.
        """
        self.lock()
        if not self.is_withdrawn:
            raise ValueError("only a withdrawn answer is erased")
        self.points.erase()
        Reflection.objects.filter(pk=self.pk).erase_photos()
        self.papers.all().delete()
        self.erased_at = timezone.now()
        self.save(update_fields=["erased_at"])

    def belongs_to_its_school(self):
        """The school has written here itself: no file touches this answer from now on."""
        if self.is_imported:
            self.is_imported, self.entered_by = False, None
            self.save(update_fields=["is_imported", "entered_by"])

    def waits_again(self):
        """Written on after the school's answer took it over: these points wait like the first."""
        self.taken_into = None
        self.save(update_fields=["taken_into"])

    def end_address(self, public_id):
        """Others begin anew here: the address of whoever wrote before, and its pages, end."""
        self.public_id = public_id
        self.writer_version += 1
        self.save(update_fields=["public_id", "writer_version"])

    def stand_aside(self):
        """Leave the place of its school's answer to another; this one stays on record."""
        self.is_provisional, self.invitation = True, None
        self.save(update_fields=["is_provisional", "invitation"])

    def begin_anew(self):
        """Turn a withdrawn answer into an empty one; the old words are erased at once."""
        self.erase()
        self.is_imported = False
        self.become_draft()

    def become_draft(self):
        """Be as if nobody had sent it, by hand or by paper; the words being written stay."""
        self.entered_by = None
        self.status, self.withdrawn_at, self.erased_at = self.Status.DRAFT, None, None
        self.sent_at = self.district = self.zone = self.affiliation = self.cluster = None
        self.size = ""
        self.version += 1
        self.save()

    def responsible_organisations(self):
        return {self.organisation_id} - {None}
