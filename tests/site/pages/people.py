"""Rows of joining, the people of an organisation, and administrators."""

from partners.models import MembershipInvitation, Role
from tests import builders
from tests.site.pages import HIDDEN, MOVED, Page, everyone, only

ADMINISTRATOR = {"administrator"}
# the director looks after the people of their school, coordinators after everybody's
LOOKING_AFTER = {"director", "coordinator"} | ADMINISTRATOR


def school(cast):
    return [cast["director"].school.slug]


def organisation(cast):
    return [builders.build_organisation().slug]


def invitation(cast):
    school = cast["director"].school
    return [school.slug, builders.build_invitation(school).pk]


def membership(cast):
    school = cast["director"].school
    person = builders.build_person(role=Role.MEMBER, organisation=school)
    return [school.slug, person.memberships.get().pk]


def to_administrator(cast):
    fields = {"is_administrator": True, "name": "นิด", "email": "nid@example.org"}
    return [MembershipInvitation.objects.create(**fields).pk]


PAGES = [
    Page("people:join", everyone(), args=lambda cast: [builders.build_invitation().token]),
    Page("people:join", everyone(HIDDEN), args=lambda cast: ["x" * 22], note="unknown link"),
    Page("people:people", only(LOOKING_AFTER), args=school, note="of the director's school"),
    Page("people:people", only(LOOKING_AFTER - {"director"}), args=organisation, note="elsewhere"),
    Page("people:invite", only(LOOKING_AFTER), args=school),
    Page("people:renew_invitation", only(LOOKING_AFTER), args=invitation, method="post"),
    Page("people:withdraw_invitation", only(LOOKING_AFTER, MOVED), args=invitation, method="post"),
    Page("people:membership", only(LOOKING_AFTER), args=membership),
    Page("people:administrators", only(ADMINISTRATOR)),
    Page("people:invite_administrator", only(ADMINISTRATOR)),
    Page(
        "people:withdraw_administrator",
        only(ADMINISTRATOR, MOVED),
        args=to_administrator,
        method="post",
    ),
    Page(
        "people:dismiss_administrator",
        only(ADMINISTRATOR, MOVED),
        args=lambda cast: [builders.build_person(is_superuser=True).pk],
        method="post",
    ),
    Page(
        "people:person",
        only(ADMINISTRATOR),
        args=lambda cast: [cast["member"].person.pk],
    ),
    Page(
        "people:password_link",
        only(ADMINISTRATOR),
        args=lambda cast: [cast["member"].person.pk],
        method="post",
    ),
    Page(
        "people:password_link",
        only(set()),
        args=lambda cast: [cast["administrator"].person.pk],
        method="post",
        note="for an administrator",
    ),
]
