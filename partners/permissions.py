"""Who may do what: the one place. Roles and action names only; objects say whose they are.

An object may offer `responsible_organisations()` (a set of organisation ids) and, for rounds,
`has_right(person, right)`. A rule lets a person in by any of its ways.
"""

from dataclasses import dataclass

from partners.models.memberships import Role

EVERYONE = frozenset(Role.values)
STAFF = frozenset({Role.COORDINATOR, Role.SUPERVISOR})
COORDINATORS = frozenset({Role.COORDINATOR})
NOBODY = frozenset()


@dataclass(frozen=True)
class Rule:
    """`anywhere`: these roles in any organisation; `own`: these roles in a responsible one;
    `unclaimed`: these roles in any, where none is responsible; `right`: a named right on the
    object; `administrator`: administrators too."""

    anywhere: frozenset = NOBODY
    own: frozenset = NOBODY
    unclaimed: frozenset = NOBODY
    right: str = ""
    administrator: bool = True


RULES = {
    # partners
    "member.read": Rule(anywhere=EVERYONE),
    "organisation.add": Rule(anywhere=COORDINATORS),
    "organisation.edit": Rule(anywhere=COORDINATORS, own=EVERYONE - {Role.MEMBER}),
    "organisation.decide": Rule(anywhere=COORDINATORS),
    "organisation.delete": Rule(anywhere=COORDINATORS),
    "organisation.import": Rule(anywhere=COORDINATORS),
    "person.invite": Rule(own=STAFF | {Role.DIRECTOR}, anywhere=COORDINATORS),
    "membership.end": Rule(own=STAFF | {Role.DIRECTOR}, anywhere=COORDINATORS),
    "administrator.invite": Rule(),
    "person.help": Rule(),
    "portal.administer": Rule(),
    # meetings
    "meeting.add": Rule(anywhere=STAFF),
    "meeting.edit": Rule(own=STAFF, anywhere=COORDINATORS),
    "meeting.publish": Rule(own=STAFF, unclaimed=COORDINATORS),
    "goal.edit": Rule(anywhere=COORDINATORS),
    # reflections
    "round.add": Rule(anywhere=COORDINATORS),
    "round.edit": Rule(anywhere=COORDINATORS),
    "round.open": Rule(anywhere=COORDINATORS),
    "round.invite": Rule(anywhere=COORDINATORS, right="invite", administrator=False),
    "round.code": Rule(anywhere=COORDINATORS, right="code", administrator=False),
    "round.keep": Rule(right="keep", administrator=False),
    "answer.write": Rule(anywhere=frozenset({Role.DIRECTOR}), administrator=False),
    "contact.receive": Rule(anywhere=STAFF, administrator=False),
    "theme.edit": Rule(anywhere=COORDINATORS, administrator=False),
    "theme.import": Rule(anywhere=COORDINATORS),
    "summary.live": Rule(anywhere=STAFF),
    "summary.every_theme": Rule(anywhere=STAFF, right="keep"),
    "summary.reword": Rule(anywhere=COORDINATORS, administrator=False),
    "edition.read": Rule(anywhere=STAFF),
    "edition.propose": Rule(anywhere=COORDINATORS, administrator=False),
    "edition.agree": Rule(anywhere=STAFF, administrator=False),
}


def can(person, action, thing=None):
    """Whether `person` (possibly anonymous) may do `action` to `thing`; unknown actions raise."""
    rule = RULES[action]
    if not person.is_authenticated or not person.is_active:
        return False
    if rule.administrator and person.is_superuser:
        return True
    if rule.anywhere & person.roles:
        return True
    if thing is None:
        return False
    if rule.own:
        responsible = set(thing.responsible_organisations())
        if person.organisations_as(*rule.own) & responsible:
            return True
        if not responsible and rule.unclaimed & person.roles:
            return True
    return bool(rule.right and thing.has_right(person, rule.right))


def grantable_roles(person, organisation):
    """The roles that `person` may give in `organisation`, take back or change, as Role values.

    Coordinators give every role, others their own and membership: nobody is given more than the
    giver holds. Only schools have directors, only others supervisors.
    """
    fitting = EVERYONE - {Role.SUPERVISOR if organisation.is_school else Role.DIRECTOR}
    if person.is_superuser or Role.COORDINATOR in person.roles:
        return fitting
    own = {m.role for m in person.current_memberships if m.organisation_id == organisation.pk}
    own &= {Role.SUPERVISOR, Role.DIRECTOR}
    return (own | {Role.MEMBER}) & fitting if own else frozenset()
