"""What has happened to a meeting with all that belongs to it, or to a goal, told to people."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meetings.models import Attendance, Goal, Meeting, Photo
from meetings.models.attendance import OrganisationCame
from partners.history import Source, entries
from thai.dates import PartialDate, format_date


def history_of(meeting):
    """Entries of the meeting, of who came, which organisations, and its photos."""
    return entries(
        Source(
            Meeting.pgh_event_model.objects.filter(pgh_obj=meeting),
            added=_("Written down for the first time"),
            words={"held_on": date_in_words},
            silent={"precision", "sequence", "published_by"},
            alone={"sequence": _("Moved in the order")},
        ),
        Source(
            Attendance.pgh_event_model.objects.filter(meeting=meeting),
            added=_("Added to those who came"),
            name=lambda row: row.name,
            silent={"meeting", "person", "organisation"},
        ),
        Source(
            OrganisationCame.pgh_event_model.objects.filter(meeting=meeting).select_related(
                "organisation"
            ),
            added=_("Added to the organisations that came"),
            name=lambda row: row.organisation.name,
        ),
        Source(
            Photo.pgh_event_model.objects.filter(meeting=meeting),
            added=_("Photo added"),
            name=lambda row: row.caption or _("Photo"),
            taken_away=_("Erased for good"),
            silent={"meeting", "image", "width", "height", "small", "small_width", "small_height"},
        ),
    )


def history_of_goal(goal):
    events = Goal.pgh_event_model.objects.filter(pgh_obj=goal)
    return entries(Source(events, added=_("Written down for the first time")))


def date_in_words(row):
    if not row.held_on:
        return ""
    return format_date(PartialDate(row.held_on, row.precision), get_language(), "short")
