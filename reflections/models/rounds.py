"""One opening of the three questions: who is asked, until when, who may do what."""

import re

import pghistory
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from partners.models import Organisation, Person
from partners.models.base import LivingManager, Record, in_reader_language
from reflections import defaults, tokens
from reflections.models.forgetting import forget_addresses
from reflections.models.opening import NAMES_ARE_CUT, schools_to_ask, what_opening_lacks
from reflections.models.promises import PROMISES_KEPT, default_cut
from reflections.models.round_queries import RoundQuerySet

REFUSED_ADDRESSES = ["new", "network", "themes", "import", "contact-wishes"]
ADDRESS_IS_TAKEN = _("Another round has this address.")


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
    question_1_th = models.CharField(
        _("question 1"), max_length=300, default=defaults.QUESTIONS_TH[1]
    )
    question_2_th = models.CharField(
        _("question 2"), max_length=300, default=defaults.QUESTIONS_TH[2]
    )
    question_3_th = models.CharField(
        _("question 3"), max_length=300, default=defaults.QUESTIONS_TH[3]
    )
    question_1_en = models.CharField(_("question 1 in English"), max_length=300, blank=True)
    question_2_en = models.CharField(_("question 2 in English"), max_length=300, blank=True)
    question_3_en = models.CharField(_("question 3 in English"), max_length=300, blank=True)
    k = models.PositiveSmallIntegerField(
        _("smallest number of schools that is shown (k)"),
        default=defaults.K,
        validators=[MinValueValidator(3), MaxValueValidator(10)],
    )
    small_up_to = models.PositiveIntegerField(
        _("small school: pupils up to"), default=defaults.SMALL_UP_TO
    )
    medium_up_to = models.PositiveIntegerField(
        _("medium school: pupils up to"), default=defaults.MEDIUM_UP_TO
    )
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
    # raised when the round's one link is withdrawn and made anew
    link_version = models.PositiveIntegerField(default=1, editable=False)
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
            models.CheckConstraint(
                name="round_open_has_a_controller",
                condition=~models.Q(status="open")
                | ~models.Q(controller_name="") & models.Q(names_cut_on__isnull=False),
                violation_error_message=_(
                    "An open round names a data controller and the day on which names are cut."
                ),
            ),
        ]
        triggers = [PROMISES_KEPT]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reflections:round", args=[self.slug])

    @property
    def title(self):
        return in_reader_language(self.title_th, self.title_en)

    @property
    def holds_demo_data(self):
        """Whether it is of the demo, or asks schools of the demo: its files are marked."""
        return self.is_demo or self.invited.filter(is_demo=True).exists()

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
    def phase(self):
        """'draft', 'open' or 'closed', by hand or by the clock."""
        if self.status == self.Status.DRAFT:
            return "draft"
        return "open" if self.accepts_answers else "closed"

    @property
    def ended_at(self):
        """When it stopped accepting answers: closed by hand, or its time was over."""
        return self.closed_at or self.closes_at

    @property
    def link_token(self):
        """The round's one link, for a LINE group: every school is chosen through it."""
        return tokens.make(tokens.Kind.ROUND, self.pk, self.link_version)

    @property
    def keepers(self):
        """The people who alone see text and school's name together."""
        return Person.objects.filter(round_rights__round=self, round_rights__right="keep")

    def keeper_names(self):
        """The keepers as the schools read them: name organisation · name organisation."""
        return " · ".join(self.rights.keeper_names())

    @property
    def controller_reached(self):
        """How to reach the data controller; a bare number is said to be a telephone's."""
        contact = self.controller_contact
        if contact and not re.search(r"[^\d\s()+-]", contact):
            return gettext("tel. %(number)s") % {"number": contact}
        return contact

    def has_right(self, person, right):
        """Whether `person` holds invite, code or keep by name in this round."""
        return any((held.person_id, held.right) == (person.pk, right) for held in self.rights.all())

    def is_begun(self):
        """Whether any answer stands in this round: what it asks and promises is then fixed."""
        return self.reflections.exists()

    def has_own_words(self):
        """Whether a school has begun here itself, trusting in those whom the form names."""
        return self.reflections.filter(is_imported=False).exists()

    def lock(self):
        """Read this round anew and hold it: nobody opens, closes or changes it meanwhile."""
        self.refresh_from_db(from_queryset=Round.everything.select_for_update(no_key=True))

    @transaction.atomic
    def open(self, closes_at, by=None, invite_all=False):
        """Accept answers until `closes_at`, for the first time or again.

        Raises ValidationError with what is lacking, or where it is open already. Returns how many
        schools were invited.
        """
        self.lock()
        if self.accepts_answers:
            raise ValidationError(_("This round is open already."), code="open")
        lacking = what_opening_lacks(self, closes_at)
        if lacking:
            raise ValidationError(lacking)
        self.status, self.closes_at, self.closed_at = self.Status.OPEN, closes_at, None
        self.opened_at = self.opened_at or timezone.now()
        self.names_cut_on = self.names_cut_on or default_cut(closes_at)
        self._save_state("opened_at", "closes_at", "names_cut_on")
        if not invite_all:
            return 0
        # whose invitation was cancelled on purpose stays so when a round opens again
        return self.invite(schools_to_ask().exclude(invitations_to_rounds__round=self), by)

    @transaction.atomic
    def close(self):
        """Accept no more answers; what is being written is kept, and stays unsent."""
        self.lock()
        if self.status == self.Status.OPEN:
            self.status, self.closed_at = self.Status.CLOSED, timezone.now()
            self._save_state()

    def _save_state(self, *fields):
        self.version += 1
        self.save(update_fields=["status", "closed_at", "version", "updated_at", *fields])

    @transaction.atomic
    def invite(self, schools, by):
        """Invite `schools` (a queryset), cancelled ones again; returns how many were added."""
        self.lock()
        if self.names_cut_at:
            raise ValidationError(NAMES_ARE_CUT, code="round")
        kind = self.invitations.model
        again = self.invitations.filter(school__in=schools, state=kind.State.CANCELLED)
        added = again.update(state=kind.State.INVITED, invited_by=by, invited_at=timezone.now())
        fresh = schools.exclude(invitations_to_rounds__round=self)
        made = [kind(round=self, school=school, invited_by=by) for school in fresh]
        kind.objects.bulk_create(made, ignore_conflicts=True)
        return added + len(made)

    @transaction.atomic
    def withdraw_links(self):
        """Make all links that invite anew, the one for the group too; writers' own ones stay."""
        self.lock()
        self.link_version += 1
        self.save(update_fields=["link_version", "updated_at"])
        self.invitations.all().withdraw_links()

    @transaction.atomic
    def cut_names(self):
        """Cut the schools' names from the answers: no person's view can tell them any more.

        What is left is a keyed code that the school's own account or link can follow. E-mails to
        the schools lose their addresses, and reminders go: they tell who had not answered.
        """
        self.names_cut_at = timezone.now()
        self.reflections.cut_names(self.names_cut_at)
        forget_addresses(self)
        self.save(update_fields=["names_cut_at", "updated_at"])
        self.reflections.erase_photos()  # last: whoever adds one meanwhile is waited for, or waits
