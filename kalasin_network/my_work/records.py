"""What waits for those who look after meetings, the directory and the portal itself."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Count, Exists, Min, OuterRef, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kalasin_network.my_work.shapes import Task
from meetings.models import Meeting
from partners.models import Organisation, Person
from partners.permissions import STAFF, can
from reflections.models import ContactWish

SHOWN, READ = 3, 12


def meetings(person):
    """(Tasks of mine that nobody has published yet, the next Meetings); one query."""
    if not person.roles:
        return [], []
    mine = person.organisations_as(*STAFF)
    came = Exists(
        Meeting.organisations.through.objects.filter(meeting=OuterRef("pk"), organisation__in=mine)
    )
    to_publish = Q(status=Meeting.Status.HELD, published_at=None) & (
        Q(host__in=mine) | Q(came, host=None)
    )
    found = Meeting.objects.visible_to(person).filter(to_publish | is_coming())[:READ]
    held = [meeting for meeting in found if meeting.status == Meeting.Status.HELD]
    planned = [meeting for meeting in found if meeting.status == Meeting.Status.PLANNED]
    return [publishing(meeting) for meeting in held[:SHOWN]], planned[::-1][:SHOWN]


def is_coming():
    """Planned, and its day, month or year is not over."""
    today = timezone.localdate()
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    return Q(status=Meeting.Status.PLANNED) & (
        Q(held_on=None)
        | Q(held_on__gte=today)
        | Q(precision=Meeting.Precision.MONTH, held_on__gte=month)
        | Q(precision=Meeting.Precision.YEAR, held_on__gte=year)
    )


def publishing(meeting):
    """The Task to look at a record once more and publish it."""
    return Task(
        meeting.get_absolute_url(),
        meeting.title,
        meeting.get_kind_display(),
        "quiet",
        _("not published"),
    )


def numbers(person):
    """{'contact': schools that ask `person` to get in touch, 'names': schools that an import has
    named, 'two_step': administrators without a second step}: each a number and the address of one
    of them; one query."""
    wishes = ContactWish.objects.filter(person=person).not_received().order_by()
    counted = [wishes.values(what=Value("contact")).annotate(number=Count("pk"), one=Value(""))]
    if can(person, "organisation.add"):
        names = Organisation.objects.filter(name_unchecked=True).order_by()
        of_names = names.values(what=Value("names"))
        counted.append(of_names.annotate(number=Count("pk"), one=Min("slug")))
    if person.is_superuser:
        totp = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
        people = Person.objects.filter(~Exists(totp), is_superuser=True, is_active=True).order_by()
        of_people = people.values(what=Value("two_step"))
        counted.append(of_people.annotate(number=Count("pk"), one=Value("")))
    first, *others = counted
    rows = first.union(*others, all=True)
    return {row["what"]: (row["number"], row["one"]) for row in rows if row["number"]}


def records(person):
    """What schools ask for, what the directory and the portal's settings need; one query, none
    for most people."""
    if not (can(person, "contact.receive") or can(person, "organisation.add")):
        return
    found = numbers(person)
    if "contact" in found and can(person, "contact.receive"):
        yield wishes_to_receive(found["contact"][0])
    if "names" in found:
        yield names_to_check(*found["names"])
    if person.is_superuser:
        yield from settings_to_make(found.get("two_step", (0, ""))[0])


def wishes_to_receive(number):
    """Schools that ask for a call."""
    label = ngettext("%(n)d school", "%(n)d schools", number) % {"n": number}
    title = _("Schools that ask you to get in touch")
    return Task(
        reverse("reflections:contact_wishes"), title, _("Only you see this."), "waiting", label
    )


def names_to_check(number, school):
    """One after another: it leads to the form of one of them, by its address."""
    text = _("An import knew only their codes. Write the name and save; the next one follows here.")
    label = ngettext("%(n)d school", "%(n)d schools", number) % {"n": number}
    url = reverse("partners:edit", args=[school])
    return Task(url, _("Names of schools to be checked"), text, "waiting", label)


def settings_to_make(without_two_step):
    """What an administrator has not set up yet."""
    if not settings.EMAIL_IS_SENT:
        text = _("Codes and invitations are not sent; they lie in files beside the portal.")
        yield to_set_up("mail", _("Mail is not set up"), text)
    if not settings.CONTROLLER_NAME:
        text = _("Before it is named, no round can be opened.")
        yield to_set_up("settings", _("The data controller is not named"), text)
    if without_two_step:
        title = _("Administrators without two-step sign-in")
        text = _("They reach only the page that sets it up.")
        label = ngettext("%(n)d person", "%(n)d people", without_two_step) % {"n": without_two_step}
        yield Task(reverse("people:administrators"), title, text, "waiting", label)


def to_set_up(anchor, title, text):
    address = f"{reverse('help_page', args=['running'])}#{anchor}"
    return Task(address, title, text, "waiting", _("to be set up"))
