"""Who may do what in one round, by name."""

import pghistory
import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation, Person
from partners.prepared import Prepared
from reflections.models.opening import KEEPERS_AT_MOST
from reflections.models.rounds import Round

# The schools that write are promised who alone sees text and name together: three people at most,
# and nobody more once a school has begun.
KEEPERS_PROMISED = pgtrigger.Trigger(
    name="round_keepers_are_promised",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Q(new__right="keep"),
    func="""
        IF TG_OP = 'UPDATE' AND (NEW.round_id, NEW.person_id, NEW."right")
                = (OLD.round_id, OLD.person_id, OLD."right") THEN
            RETURN NEW;
        END IF;
        PERFORM 1 FROM reflections_round WHERE id = NEW.round_id FOR NO KEY UPDATE;
        IF (SELECT count(*) FROM reflections_roundright
            WHERE round_id = NEW.round_id AND "right" = 'keep' AND id <> NEW.id) >= 3
            OR EXISTS (SELECT 1 FROM reflections_reflection
                       WHERE round_id = NEW.round_id AND NOT is_imported)
        THEN
            RAISE EXCEPTION 'the keepers that were promised stay as they are'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'round_keepers_are_promised';
        END IF;
        RETURN NEW;
    """,
)


# asked for by each page of the form
KEEPERS = Prepared(
    "keepers",
    "bigint",
    """
    SELECT p.title, p.first_name, p.last_name, o.name_th, o.name_en
    FROM reflections_roundright held JOIN partners_person p ON p.id = held.person_id
    LEFT JOIN partners_organisation o ON o.id = held.organisation_id
    WHERE held.round_id = $1 AND held."right" = 'keep' ORDER BY held.id
    """,
)


class RoundRightQuerySet(models.QuerySet):
    def keeping(self):
        return self.filter(right=RoundRight.Right.KEEP)

    def with_names(self):
        """With the names of person and organisation, and nothing else of them."""
        person = [f"person__{name}" for name in ("title", "first_name", "last_name")]
        organisation = [f"organisation__{name}" for name in ("name_th", "name_en")]
        found = self.select_related("person", "organisation")
        return found.only("round", "right", *person, *organisation)

    @transaction.atomic
    def give(self, round, person, right, organisation=None):
        """Give `person` a right in `round`, acting for `organisation`; raises ValidationError."""
        round.lock()
        if round.has_right(person, right):
            raise ValidationError(_("This person holds this right already."))
        if right == RoundRight.Right.KEEP:
            if round.has_own_words():
                raise ValidationError(RoundRight.NO_MORE_KEEPERS)
            if round.rights.keeping().count() >= KEEPERS_AT_MOST:
                raise ValidationError(_("A round has three keepers at most."))
        return self.create(round=round, person=person, right=right, organisation=organisation)


class RoundRightManager(models.Manager.from_queryset(RoundRightQuerySet)):
    def keeper_names(self):
        """The names of a round's keepers (called on its `rights`): a list."""
        return [
            RoundRight(
                person=Person(title=title, first_name=first_name, last_name=last_name),
                organisation=Organisation(name_th=name_th, name_en=name_en) if name_th else None,
            ).name_and_organisation
            for title, first_name, last_name, name_th, name_en in KEEPERS.all(self.instance.pk)
        ]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class RoundRight(models.Model):
    """A right that a person holds in one round. Coordinators may invite and code anyway."""

    class Right(models.TextChoices):
        INVITE = "invite", _("invite")
        CODE = "code", _("group the texts")
        KEEP = "keep", _("keep the answers")

    NO_MORE_KEEPERS = _(
        "A school has begun to write here, trusting that only those named see text and name"
        " together. Nobody can be added any more."
    )

    round = models.ForeignKey(Round, models.CASCADE, related_name="rights")
    person = models.ForeignKey(Person, models.CASCADE, related_name="round_rights")
    right = models.CharField(_("right"), max_length=6, choices=Right)
    # for whom the keeper acts, as the schools read it beside the name
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = RoundRightManager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person", "right"],
                name="round_right_given_once",
                violation_error_message=_("This person holds this right already."),
            )
        ]
        triggers = [KEEPERS_PROMISED]

    def __str__(self):
        return f"{self.person} · {self.get_right_display()}"

    @property
    def name_and_organisation(self):
        """As the schools read it in the three lines."""
        return f"{self.person} {self.organisation}" if self.organisation else str(self.person)

    @transaction.atomic
    def take_away(self):
        """End this right. Raises ValidationError where the answers would have no keeper left."""
        self.round.lock()
        is_last = self.right == self.Right.KEEP and self.round.rights.keeping().count() == 1
        if is_last and self.round.opened_at:
            raise ValidationError(_("A round that has been opened keeps at least one keeper."))
        self.delete()
