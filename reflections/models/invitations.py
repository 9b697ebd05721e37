"""Which schools a round asks, and what has come of it."""

import pghistory
import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models import Membership, Organisation, Person, Role
from reflections import short_codes, tokens
from reflections.models.rounds import Round


class Progress(models.TextChoices):
    """What those who invite may know of a school's answer: no step, no time, no text."""

    SENT = "sent", _("has sent")
    WRITING = "writing", _("is writing")
    WAITING = "waiting", _("not yet received")


class InvitationQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(state=Invitation.State.INVITED)

    def answerable_by(self, person):
        """The invitations of the schools for which `person` acts as director today."""
        if not person.is_authenticated:
            return self.none()
        prepared = models.Q(round__status=Round.Status.DRAFT)
        acting = Membership.objects.current().filter(person=person, role=Role.DIRECTOR)
        mine = self.filter(school__in=acting.order_by().values("organisation"))
        return mine.filter(~prepared, round__deleted_at=None)

    def with_round_and_school(self):
        """With what the form's pages show, the answer (if it carries a name) included."""
        return self.select_related("round", "school__district", "reflection")

    def with_progress(self):
        """Each with `progress`; a withdrawn answer looks like one that was not received."""
        return self.annotate(
            progress=models.Case(
                models.When(reflection__status="sent", then=models.Value(Progress.SENT)),
                models.When(reflection__status="draft", then=models.Value(Progress.WRITING)),
                default=models.Value(Progress.WAITING),
                output_field=models.CharField(),
            )
        )

    def counts(self):
        """{Progress value: number of standing invitations}, every value there; one query."""
        found = self.standing().with_progress().order_by().values_list("progress")
        return dict.fromkeys(Progress.values, 0) | dict(found.annotate(models.Count("pk")))

    def withdraw_links(self):
        """Make new links and codes for these schools; the old ones say whom to ask."""
        return self.update(link_version=models.F("link_version") + 1)

    def cancel(self):
        """Ask these schools no longer; what they have sent stops counting. Returns how many."""
        return self.standing().update(state=Invitation.State.CANCELLED)


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

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["school__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "school"], name="invitation_once_a_round")
        ]
        indexes = [models.Index(fields=["round", "state"], name="invitation_of_round")]
        triggers = [
            # counting needs no join, and the mirror survives the cut of names
            pgtrigger.Trigger(
                name="invitation_state_is_mirrored",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
                func="""
                    UPDATE reflections_reflection
                    SET invitation_cancelled = (NEW.state = 'cancelled')
                    WHERE invitation_id = NEW.id;
                    RETURN NULL;
                """,
            )
        ]

    def __str__(self):
        return f"{self.school} · {self.round}"

    @property
    def link_token(self):
        """The school's own link: it invites, and shows nothing that was written."""
        return tokens.make(tokens.Kind.SCHOOL, self.pk, self.link_version)

    @property
    def short_code(self):
        """8 digits that can be read out, or typed at the short address, in the link's place."""
        return short_codes.make(self.pk, self.link_version)

    def claim_token(self):
        """What the round's one link leads to once this school is chosen."""
        return tokens.make(tokens.Kind.CLAIM, self.pk, self.round.link_version)

    @property
    def is_standing(self):
        return self.state == self.State.INVITED

    def find_reflection(self):
        """The school's answer in this round or None, found after the cut of names too."""
        if not self.round.names_cut_at:
            return getattr(self, "reflection", None)
        own = self.round.reflections.of_school(self.school_id)
        return own.filter(is_provisional=False).first()

    def responsible_organisations(self):
        return {self.school_id}
