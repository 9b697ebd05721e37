"""What an import of answers writes, in bulk: round, schools, invitations, answers, points."""

from django.conf import settings
from django.utils import timezone

from partners.bulk import copy_changed, copy_new
from partners.models import Organisation, Person
from reflections.defaults import wording
from reflections.models import (
    CodingDecision,
    Invitation,
    Look,
    Point,
    Reflection,
    Round,
    RoundRight,
)
from reflections.models.promises import default_cut

BATCH = 5000


def keeper_of_a_new_round(person):
    """Whoever imports in the browser sees text and school together; else an administrator."""
    administrators = Person.objects.filter(is_superuser=True, is_active=True)
    return person or administrators.order_by("pk").first()


def make_round(slug, title, person, form_key):
    """A closed round of today, with its keeper; the controller is that of the settings."""
    now = timezone.now()
    round = Round(
        slug=slug,
        title_th=title,
        form_key=form_key,
        status=Round.Status.CLOSED,
        opened_at=now,
        closes_at=now,
        closed_at=now,
        names_cut_on=default_cut(now),
        controller_name=settings.CONTROLLER_NAME,
        controller_contact=settings.CONTROLLER_CONTACT,
        **wording(),
    )
    round.save()
    keeper = keeper_of_a_new_round(person)
    if keeper:
        RoundRight.objects.create(round=round, person=keeper, right=RoundRight.Right.KEEP)
    return round


def hold(round, schools):
    """Hold the round, the invitations of `schools` (a queryset) and their answers until the end of
    the transaction, in the order in which whoever begins an answer holds them."""
    Round.everything.held_still(round.pk)
    schools = schools.order_by().values("pk")
    invitations = round.invitations.filter(school__in=schools)
    answers = round.reflections.filter(organisation__in=schools, is_provisional=False)
    for rows in (invitations, answers):
        list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def slug_of(code):
    """The address of a school of which only the code is known."""
    return f"school-{code.lower()}"


def unnamed_school(code, district, size):
    """A school of which only the code is known (not saved)."""
    school = Organisation(
        slug=slug_of(code),
        code=code,
        name_th=f"โรงเรียน {code}",
        kind=Organisation.Kind.SCHOOL,
        district=district,
        declared_size=size,
        name_unchecked=True,
    )
    school.derive()
    return school


def add_schools(schools):
    """Save the new schools; {code in capitals: school}."""
    made = Organisation.objects.bulk_create(schools.values(), batch_size=BATCH)
    return {school.code.upper(): school for school in made}


def invite(round, school_keys, person):
    """Invite the schools that are not invited yet; {school's key: Invitation}."""
    known = set(round.invitations.values_list("school_id", flat=True))
    Invitation.objects.bulk_create(
        (
            Invitation(round=round, school_id=key, invited_by=person)
            for key in school_keys
            if key not in known
        ),
        batch_size=BATCH,
    )
    return {row.school_id: row for row in round.invitations.all()}


def make_reflections(round, schools, invitations, person):
    """Sent answers of `schools`, with their values copied; {school's key: Reflection}."""
    now = timezone.now()
    made = Reflection.objects.bulk_create(
        (
            Reflection(
                round=round,
                organisation=school,
                invitation=invitations[school.pk],
                status=Reflection.Status.SENT,
                sent_at=now,
                is_imported=True,
                entered_by=person,
                district_id=school.district_id,
                zone_id=school.district.zone_id if school.district else None,
                affiliation_id=school.affiliation_id,
                cluster_id=school.cluster_id,
                size=school.size(round.small_up_to, round.medium_up_to),
            )
            for school in schools
        ),
        batch_size=BATCH,
    )
    return {reflection.organisation_id: reflection for reflection in made}


def add_points(reflections, fresh, person):
    """`fresh`: school's key -> {(section, text): (theme or None, set aside)}."""
    now = timezone.now()
    points = [
        Point(
            reflection=reflections[key],
            section=section,
            text=text,
            sent_text=text,
            position=position,
            theme=theme,
            is_set_aside=set_aside,
            coded_how=Point.How.IMPORT if theme or set_aside else "",
            coded_by=person if theme or set_aside else None,
            coded_at=now if theme or set_aside else None,
        )
        for key, rows in fresh.items()
        for position, ((section, text), (theme, set_aside)) in enumerate(rows.items())
    ]
    copy_new(Point, points, with_keys=True)
    _record([point for point in points if point.coded_how], person)


def code_points(points, person):
    """Known points that had no theme get the file's."""
    now = timezone.now()
    for point in points:
        point.coded_how, point.coded_by, point.coded_at = Point.How.IMPORT, person, now
    fields = ["theme", "is_set_aside", "coded_how", "coded_by", "coded_at"]
    copy_changed(Point, points, fields)
    _record(points, person)


def _record(points, person):
    decisions = [
        CodingDecision(
            point=point,
            theme_id=point.theme_id,
            is_set_aside=point.is_set_aside,
            decided_by=person,
            how=Point.How.IMPORT,
        )
        for point in points
    ]
    copy_new(CodingDecision, decisions)


def put_on_record(reflections, person):
    """Whoever imports in the browser has seen text and name together: the schools can read that."""
    Look.objects.bulk_create(
        (
            Look(reflection=reflection, person=person, what=Look.What.IMPORTED)
            for reflection in reflections
        ),
        batch_size=BATCH,
    )
