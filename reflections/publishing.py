"""How a summary becomes public: proposed, looked at, agreed by a second organisation.

Every refusal is a ValidationError in the reader's language. Rows are locked in one order: round,
answers, edition.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.models import Role
from reflections.counting import summary_of
from reflections.exports import to_snapshot
from reflections.key_sentences import in_both_languages, rewordings_of
from reflections.models import Edition, EditionText, Point, Round, Section, SentenceRelease


@transaction.atomic
def propose(round, person, organisation):
    """Freeze what `round` says now into an Edition that waits for a second organisation."""
    if organisation.pk not in person.organisations_as(Role.COORDINATOR):
        raise ValidationError(_("Choose an organisation whose coordinator you are."))
    round = Round.objects.select_for_update().get(pk=round.pk)
    Edition.publish_silent()
    editions = Edition.objects.filter(round=round)
    if editions.filter(state=Edition.State.PROPOSED).exists():
        raise ValidationError(_("An edition of this round is proposed already."))
    # under lock no answer is withdrawn, and no text of it grouped, while the numbers are taken
    answers = list(round.reflections.counted().order_by("pk").select_for_update())
    refuse_small_steps(round, {answer.pk for answer in answers})
    last = editions.aggregate(last=Max("number"))["last"] or 0
    summary = summary_of(
        round,
        every_theme=False,
        edition=last + 1,
        heard=round.reflections.filter(pk__in=[a.pk for a in answers]) | round.reflections.voices(),
    )
    edition = Edition.objects.create(
        round=round,
        number=last + 1,
        snapshot=snapshot_of(round, summary, organisation),
        proposed_by=person,
        proposed_for=organisation,
    )
    edition.reflections.set(answers)
    return edition


def snapshot_of(round, summary, proposed_for):
    """All that an edition's page says beside released texts, as plain values."""
    return {
        "summary": to_snapshot(summary),
        "sentences": in_both_languages(summary, rewordings_of(round)),
        "paraphrases": paraphrases_for(round, summary),
        "proposed_for": names_of(proposed_for),
        "agreed_for": None,
        "is_demo": round.holds_demo_data,
    }


def refuse_small_steps(round, answers):
    """Raise where fewer than k schools could be told apart; `answers` are ids of reflections."""
    if len(answers) < round.k:
        raise ValidationError(
            ngettext(
                "An edition needs the answers of at least %(k)d school.",
                "An edition needs the answers of at least %(k)d schools.",
                round.k,
            )
            % {"k": round.k}
        )
    for edition in round.editions.filter(Edition.IS_PUBLISHED):
        before = set(edition.reflections.values_list("pk", flat=True))
        if 0 < len(before ^ answers) < round.k:
            raise ValidationError(
                _(
                    "Since edition %(number)d fewer than %(k)d schools came or went: comparing the"
                    " two would show what these few said. Wait until more have answered."
                )
                % {"number": edition.number, "k": round.k}
            )


def paraphrases_for(round, summary):
    """Theme key -> {'th', 'en'} for the themes of question 3 that may show one."""
    found = round.paraphrases.shared(summary).select_related("theme")
    return {p.theme.key: {"th": p.text_th, "en": p.text_en} for p in found}


def names_of(organisation):
    return {"th": organisation.name_th, "en": organisation.name_en}


def second_organisations(edition, person):
    """Ids of the person's organisations that may agree to the edition or hold it back."""
    if person.pk == edition.proposed_by_id:
        return set()
    return person.organisations_as(Role.COORDINATOR, Role.SUPERVISOR) - {edition.proposed_for_id}


def _waiting(edition, seen_version=None):
    """The edition under lock while it still waits; `seen_version` is what the person looked at."""
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    if edition.is_public:
        raise ValidationError(_("This edition has been published meanwhile."))
    if not edition.is_waiting:
        raise ValidationError(_("This proposal has been held back or taken back meanwhile."))
    if seen_version is not None and edition.version != seen_version:
        raise ValidationError(
            _("This proposal has changed since you opened it. Look at it again, then decide.")
        )
    return edition


def _decided(edition, **changes):
    for name, value in changes.items():
        setattr(edition, name, value)
    edition.version += 1
    edition.save()
    return edition


def _require_second(edition, person, organisation):
    if person.pk == edition.proposed_by_id:
        raise ValidationError(_("Whoever proposes an edition cannot agree to it too."))
    if organisation.pk not in second_organisations(edition, person):
        raise ValidationError(_("A second organisation has to agree."))


@transaction.atomic
def agree(edition, person, organisation, seen_version):
    """Publish, by the yes of a coordinator or supervisor of a second organisation."""
    edition = _waiting(edition, seen_version)
    _require_second(edition, person, organisation)
    edition.snapshot["agreed_for"] = names_of(organisation)
    return _decided(
        edition,
        state=Edition.State.PUBLISHED,
        agreed_by=person,
        agreed_for=organisation,
        published_at=timezone.now(),
    )


@transaction.atomic
def hold_back(edition, person, organisation, reason):
    """Stop the proposal, with a reason, for a second organisation."""
    edition = _waiting(edition)
    _require_second(edition, person, organisation)
    return _decided(
        edition,
        state=Edition.State.HELD_BACK,
        number=None,
        held_back_by=person,
        held_back_reason=reason,
    )


@transaction.atomic
def take_back(edition, person):
    """End one's own organisation's proposal."""
    edition = _waiting(edition)
    if edition.proposed_for_id not in person.organisations_as(Role.COORDINATOR):
        raise ValidationError(_("Only the organisation that proposed it can take it back."))
    return _decided(edition, state=Edition.State.TAKEN_BACK, number=None)


def releasable(edition):
    """The points whose words a curator may release for `edition`, one by one.

    Questions 1 and 2: those of its answers, grouped under a theme that it shows. Question 3: only
    sentences that their own school released.
    """
    shown = [line["key"] for line in edition.snapshot["summary"]["themes"]]
    points = Point.objects.sent().filter(
        reflection__in=edition.reflections.counted(), theme__key__in=shown
    )
    own = SentenceRelease.objects.filter(removed_at=None).values("point")
    return points.filter(~Q(section=Section.PROBLEMS) | Q(pk__in=own))


@transaction.atomic
def release(edition, point, person):
    """Put one text into the edition; the three days begin again, for others have not seen it."""
    answer = edition.reflections.select_for_update().filter(points=point).first()
    edition = _waiting(edition)
    point = releasable(edition).select_related("theme").filter(pk=point.pk).first()
    if answer is None or point is None:
        raise ValidationError(_("This text cannot be released for this edition."))
    own = SentenceRelease.objects.filter(point=point, removed_at=None).first()
    EditionText.objects.update_or_create(
        edition=edition,
        point=point,
        defaults={
            "theme": point.theme,
            "text": own.text if own else point.sent_text,
            "released_by": person,
            "released_at": timezone.now(),
            "removed_at": None,
        },
    )
    Edition.objects.filter(pk=edition.pk).update(
        version=F("version") + 1, waiting_since=timezone.now()
    )


@transaction.atomic
def take_text_back(edition, point):
    """Take one released text out of a proposal again."""
    edition = _waiting(edition)
    edition.texts.filter(point=point).take_out()
    Edition.objects.filter(pk=edition.pk).update(version=F("version") + 1)
