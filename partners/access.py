"""The guard at the door of a page: who may not come in is told who may, and whom to ask.

    meeting = find(request.user, Meeting.objects.visible_to(request.user), pk=pk)
    require(request.user, "meeting.edit", meeting)

A visitor is led to sign-in, whether or not the record exists; somebody signed in gets 404 for what
is not visible and 403 for what is visible without the right.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.models import Membership, Person, Role
from partners.permissions import EVERYONE, RULES, can

NAMES = {
    Role.COORDINATOR: gettext_lazy("coordinators"),
    Role.SUPERVISOR: gettext_lazy("supervisors and provincial officers"),
    Role.DIRECTOR: gettext_lazy("school directors (or acting heads)"),
    Role.MEMBER: gettext_lazy("members"),
}
RIGHTS = {
    "invite": gettext_lazy("those named in the round to invite schools"),
    "code": gettext_lazy("those named in the round to group the texts"),
    "keep": gettext_lazy("the keepers of the round's answers"),
}


class SignInFirst(PermissionDenied):
    """A visitor asks for something that is not public; the 403 handler leads to sign-in."""


class NotAllowed(PermissionDenied):
    """`person` may not do `action` to `thing`; tells `who` may and whom to ask (`contact`)."""

    def __init__(self, person, action, thing=None):
        super().__init__(f"{action} is not for person {person.pk}")
        self.person, self.thing, self.rule = person, thing, RULES[action]

    @property
    def who(self):
        """Those who have the right, as words in the language that is active now."""
        rule = self.rule
        if rule.anywhere == EVERYONE:
            return _("those who hold a role in the network")
        words = [NAMES[role] for role in NAMES if role in rule.anywhere]
        own = [str(NAMES[role]) for role in NAMES if role in rule.own - rule.anywhere]
        if self._is_unclaimed:
            words += [NAMES[role] for role in NAMES if role in rule.unclaimed]
        elif own:
            words.append(
                _("%(roles)s of the organisation concerned") % {"roles": _(" or ").join(own)}
            )
        if rule.right:
            words.append(RIGHTS[rule.right])
        return _(" or ").join(str(word) for word in words) or _("administrators")

    @property
    def _is_unclaimed(self):
        """Whether others than a responsible organisation's people may, for want of one."""
        responsible = getattr(self.thing, "responsible_organisations", None)
        return bool(self.rule.unclaimed and responsible and not responsible())

    @property
    def contact(self):
        """Whom to ask, as 'name, tel. number' (e-mail where no number is known), or ''."""
        if getattr(self.thing, "contact", ""):
            return self.thing.contact
        person = self._somebody_with_the_right()
        if person is None:
            return ""
        if person.phone:
            return _("%(name)s, tel. %(phone)s") % {"name": person, "phone": person.unbroken_phone}
        return f"{person}, {person.email}"

    def _somebody_with_the_right(self):
        """Of the organisation concerned first, else a coordinator, else an administrator."""
        rule = self.rule
        holders = Membership.objects.current().exclude(person=self.person)
        holders = holders.filter(person__is_active=True, person__deleted_at=None)
        holders = holders.select_related("person").order_by("started_on", "pk")
        places = getattr(self.thing, "responsible_organisations", set)()
        own = holders.filter(role__in=rule.own, organisation__in=places)
        anywhere = holders.filter(role__in=(rule.anywhere | rule.own) & {Role.COORDINATOR})
        found = own.first() or anywhere.exclude(person__phone="").first() or anywhere.first()
        return found.person if found else administrator_to_ask()


def administrator_to_ask():
    """The administrator whom people turn to: with a telephone number if any has one, or None."""
    living = Person.objects.filter(is_superuser=True, is_active=True)
    return living.exclude(phone="").order_by("pk").first() or living.order_by("pk").first()


def require(person, action, thing=None):
    """Return when `person` may do `action` to `thing`, else raise what leads to sign-in or 403."""
    if not person.is_authenticated:
        raise SignInFirst
    if not can(person, action, thing):
        raise NotAllowed(person, action, thing)


def find(person, records, **lookup):
    """The one record of `records` (those that `person` may see), else sign-in or 404.

    What cannot be a key at all is the key of none.
    """
    try:
        return records.get(**lookup)
    except (records.model.DoesNotExist, ValidationError):
        if not person.is_authenticated:
            raise SignInFirst from None
        raise Http404 from None
