"""Which answers: those that count, a school's own, those to erase; and how one is begun."""

import uuid
from datetime import timedelta

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from reflections.codes import school_code
from reflections.models.forgetting import forget_names
from reflections.models.invitations import Invitation
from reflections.models.rounds import Round

ERASED_AFTER = timedelta(days=30)


class NotAccepting(Exception):
    """Nothing can be begun or sent: the round is not open, or the school is asked no longer."""


class ReflectionQuerySet(models.QuerySet):
    def counted(self):
        """The sent answers of invited schools: what every number rests on."""
        return self.filter(
            kind=self.model.Kind.SCHOOL,
            status=self.model.Status.SENT,
            is_provisional=False,
            invitation_cancelled=False,
        )

    def voices(self):
        """Sent answers of partners and groups: shown beside the schools, never added."""
        return self.filter(status=self.model.Status.SENT).exclude(kind=self.model.Kind.SCHOOL)

    def heard(self):
        """All that a summary tells of: the counted answers and the voices beside them."""
        return self.counted() | self.voices()

    def of_school(self, school_pk):
        """The school's own answers, by the keyed code where names have been cut."""
        return self.filter(
            models.Q(organisation=school_pk) | models.Q(school_code=school_code(school_pk))
        )

    def named_and_sent(self):
        """Schools' sent answers that still carry a name, in dictionary order."""
        return self.filter(
            kind=self.model.Kind.SCHOOL,
            status=self.model.Status.SENT,
            is_provisional=False,
            organisation__isnull=False,
        ).order_by("organisation__sort_key", "pk")

    def read_by_keepers(self):
        """What keepers read: schools' sent answers that carry a name, and the voices."""
        is_named = models.Q(is_provisional=False, organisation__isnull=False)
        is_no_school = ~models.Q(kind=self.model.Kind.SCHOOL)
        return self.filter(is_named | is_no_school, status=self.model.Status.SENT)

    def saying_how_they_came(self):
        """Each with `came_on_paper`: whether a keeper typed in what came on paper."""
        papers = apps.get_model("reflections.Paper").objects
        typed = papers.filter(reflection=models.OuterRef("pk"))
        return self.annotate(came_on_paper=models.Exists(typed))

    def being_written(self):
        """Schools' drafts that carry a name, in dictionary order."""
        drafts = self.filter(kind=self.model.Kind.SCHOOL, status=self.model.Status.DRAFT)
        named = drafts.filter(is_provisional=False, organisation__isnull=False)
        return named.order_by("organisation__sort_key", "pk")

    def to_erase(self):
        """Withdrawn long enough ago for their words to be erased for good."""
        return self.filter(erased_at=None, withdrawn_at__lte=timezone.now() - ERASED_AFTER)

    @transaction.atomic
    def cut_names(self, now):
        """Put the keyed code in the place of each school's name and forget who wrote."""
        named = self.filter(kind=self.model.Kind.SCHOOL, organisation__isnull=False)
        forget_names(list(named.select_for_update().order_by("pk")), now)

    def erase_photos(self):
        """Erase the pictures of these answers' papers: handwriting shows who wrote."""
        photos = apps.get_model("reflections.PaperPhoto").objects
        photos.filter(paper__reflection__in=self.values("pk")).erase()

    @transaction.atomic
    def begin(self, invitation, public_id=None, keeps_address=False):
        """The school's answer to write in: made once, or emptied and begun anew once withdrawn.

        `public_id` is the identity it gets if it is made. One that others begin anew has another
        address than before, unless its own writer does so (`keeps_address`).
        Raises NotAccepting where the round is not open or the invitation has been cancelled.
        """
        round = Round.everything.held_still(invitation.round_id)
        invitation = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
        if not (round.accepts_answers and invitation.is_standing):
            raise NotAccepting
        public_id = public_id or uuid.uuid4()
        own = round.reflections.of_school(invitation.school_id)
        found = own.filter(is_provisional=False).first()
        if found is None:
            return self.create(
                round=round,
                invitation=invitation,
                organisation_id=invitation.school_id,
                public_id=public_id,
            )
        if found.status == self.model.Status.WITHDRAWN:
            found.begin_anew()
            if not keeps_address:
                found.end_address(public_id)
        return found
