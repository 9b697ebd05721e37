"""What waits for those who look after meetings, the directory and the portal itself."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kalasin_network.my_work.shapes import Task
from meetings.models import Meeting
from partners.models import Organisation, Person
from partners.permissions import STAFF, can

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


def records(person):
    """Schools that an import has named; one query, none for those who cannot mend it."""
    if not can(person, "organisation.add"):
        return
    unchecked = Organisation.objects.filter(name_unchecked=True).count()
    if unchecked:
        title = _("Names of schools to be checked")
        text = _("An import knew only their codes. Open each, write its name, save.")
        label = ngettext("%(n)d school", "%(n)d schools", unchecked) % {"n": unchecked}
        yield Task(reverse("partners:directory"), title, text, "waiting", label)


def administration(person):
    """What is not set up yet; one query, none for those who are no administrators."""
    if not person.is_superuser:
        return
    help_address = reverse("help_page", args=["running"])
    if not settings.EMAIL_IS_SENT:
        text = _("Codes and invitations cannot be sent; mail lies in files beside the portal.")
        yield Task(
            help_address + "#mail", _("Mail is not set up"), text, "waiting", _("to be set up")
        )
    if not settings.CONTROLLER_NAME:
        text = _("No round can be opened for real before the data controller is named.")
        title = _("The data controller is not named")
        yield Task(help_address + "#settings", title, text, "waiting", _("to be set up"))
    two_step = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    without = (
        Person.objects.filter(is_superuser=True, is_active=True).exclude(Exists(two_step)).count()
    )
    if without:
        text = _("They reach only the page that sets it up.")
        label = ngettext("%(n)d person", "%(n)d people", without) % {"n": without}
        yield Task(
            reverse("mfa_index"),
            _("Administrators without two-step sign-in"),
            text,
            "waiting",
            label,
        )
