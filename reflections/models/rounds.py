"""One opening of the three questions: who is asked, until when, who may do what."""

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from partners.models import Organisation, Person
from partners.models.base import LivingManager, Record, RecordQuerySet, in_reader_language

REFUSED_ADDRESSES = ["new", "network", "themes", "import"]


class RoundQuerySet(RecordQuerySet):
    def visible_to(self, person):
        """Rounds are for whoever holds a role, drafts only for those who prepare them."""
        if not person.is_authenticated:
            return self.none()
        if person.is_superuser or "coordinator" in person.roles:
            return self
        if not person.roles:
            return self.none()
        return self.exclude(status=Round.Status.DRAFT)


@pghistory.track()
class Round(Record):
    """A round of reflection. Accepts answers while it is open and now is before `closes_at`."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("being prepared")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    slug = models.CharField(
        _("address"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(
                r"^(?!(?:" + "|".join(REFUSED_ADDRESSES) + r")$)[a-z0-9][a-z0-9-]*$",
                _("Use small letters a to z, digits and -; some words are taken."),
            )
        ],
    )
    title_th = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    status = models.CharField(_("state"), max_length=6, choices=Status, default=Status.DRAFT)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    closes_at = models.DateTimeField(_("accepts answers until"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    school_year = models.PositiveSmallIntegerField(
        _("school year"), null=True, blank=True, help_text=_("Common Era")
    )
    term = models.PositiveSmallIntegerField(
        _("term"), null=True, blank=True, choices=[(1, "1"), (2, "2")]
    )
    meeting = models.ForeignKey(
        Meeting,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("meeting"),
    )
    question_1_th = models.CharField(_("question 1"), max_length=300)
    question_2_th = models.CharField(_("question 2"), max_length=300)
    question_3_th = models.CharField(_("question 3"), max_length=300)
    question_1_en = models.CharField(_("question 1 in English"), max_length=300, blank=True)
    question_2_en = models.CharField(_("question 2 in English"), max_length=300, blank=True)
    question_3_en = models.CharField(_("question 3 in English"), max_length=300, blank=True)
    k = models.PositiveSmallIntegerField(
        _("smallest number of schools that is shown (k)"),
        default=5,
        validators=[MinValueValidator(3), MaxValueValidator(10)],
    )
    small_up_to = models.PositiveIntegerField(_("small school: pupils up to"), default=120)
    medium_up_to = models.PositiveIntegerField(_("medium school: pupils up to"), default=300)
    controller_name = models.CharField(_("data controller"), max_length=200, blank=True)
    controller_contact = models.CharField(_("how to reach it"), max_length=200, blank=True)
    names_cut_on = models.DateField(_("school names are cut on"), null=True, blank=True)
    names_cut_at = models.DateTimeField(null=True, blank=True, editable=False)
    inviting = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("organisation that invites"),
    )
    contact = models.CharField(_("whom to ask (name, telephone)"), max_length=200, blank=True)
    invited = models.ManyToManyField(
        Organisation, through="Invitation", related_name="rounds_invited_to"
    )

    objects = LivingManager.from_queryset(RoundQuerySet)()
    everything = models.Manager.from_queryset(RoundQuerySet)()

    class Meta:
        verbose_name = _("reflection round")
        verbose_name_plural = _("reflection rounds")
        ordering = [models.F("opened_at").desc(nulls_first=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                name="round_k_from_3_to_10",
                condition=models.Q(k__gte=3, k__lte=10),
                violation_error_message=_("k lies between 3 and 10."),
            ),
            models.CheckConstraint(
                name="round_open_has_begun",
                condition=models.Q(status="draft") | models.Q(opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="round_size_thresholds_ascend",
                condition=models.Q(small_up_to__lt=models.F("medium_up_to")),
                violation_error_message=_("Small must be below medium."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reflections:round", args=[self.slug])

    @property
    def title(self):
        return in_reader_language(self.title_th, self.title_en)

    def question(self, number):
        """The wording of question 1, 2 or 3 in the reader's language."""
        return in_reader_language(
            getattr(self, f"question_{number}_th"), getattr(self, f"question_{number}_en")
        )

    @property
    def accepts_answers(self):
        """Judged at each request; no timer closes a round."""
        return self.status == self.Status.OPEN and (
            self.closes_at is None or timezone.now() < self.closes_at
        )

    @property
    def is_closed(self):
        """Closed by hand or because its time is over."""
        return self.status != self.Status.DRAFT and not self.accepts_answers

    @property
    def keepers(self):
        """The people who alone see text and school's name together."""
        return Person.objects.filter(round_rights__round=self, round_rights__right="keep")

    def has_right(self, person, right):
        """Whether `person` holds invite, code or keep by name in this round."""
        return self.rights.filter(person=person, right=right).exists()


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
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person", "right"], name="round_right_given_once"
            )
        ]

    def __str__(self):
        return f"{self.person} · {self.get_right_display()}"


@pghistory.track()
class Invitation(models.Model):
    """This school is asked in this round."""

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        CANCELLED = "cancelled", _("invitation cancelled")

    round = models.ForeignKey(Round, models.CASCADE, related_name="invitations")
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations_to_rounds")
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.INVITED)
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    # raised when the school's link is withdrawn and made anew
    link_version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["school__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "school"], name="invitation_once_a_round")
        ]
        indexes = [models.Index(fields=["round", "state"], name="invitation_of_round")]

    def __str__(self):
        return f"{self.school} · {self.round}"
