"""Reading: the list, a meeting, its pictures."""

import re
from decimal import Decimal

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from meetings.forms.filters import MeetingFilter
from meetings.models import Meeting, Photo
from partners.access import find
from partners.permissions import can

ON_A_PAGE = 25
PLACE = re.compile(r"(-?\d{1,14}(?:\.\d{1,6})?)_(\d{1,18})")


@login_not_required
def meeting_list(request):
    """The meetings by month, the latest first; paged by place in the order."""
    visible = Meeting.objects.visible_to(request.user)
    chosen = MeetingFilter(request.GET, visible)
    found = with_first_photo(chosen.apply().counting_organisations(), request.user)
    if place := PLACE.fullmatch(request.GET.get("after", "")):
        found = found.before(Decimal(place[1]), int(place[2]))
    page = list(found[: ON_A_PAGE + 1])
    context = {
        "meetings": page[:ON_A_PAGE],
        "filter": chosen,
        "next_url": address_after(request, page[ON_A_PAGE - 1]) if page[ON_A_PAGE:] else "",
        "first_url": address_after(request, None) if place else "",
        "may_add": can(request.user, "meeting.add"),
        "may_edit": can(request.user, "meeting.edit"),
        "help_topic": "coordinator#meetings-list",
    }
    return render(request, "meetings/list.html", context)


def with_first_photo(meetings, person):
    """With host, district and, in `first_photo`, the first picture that `person` may see."""
    first = Photo.objects.visible_to(person).first_of_each_meeting()
    meetings = meetings.select_related("host", "district")
    return meetings.prefetch_related(Prefetch("photos", first, to_attr="first_photo"))


def address_after(request, meeting):
    """The address of what follows `meeting` (None: of the beginning), under the same filters."""
    query = request.GET.copy()
    query.pop("after", None)
    if meeting:
        query["after"] = f"{meeting.sequence}_{meeting.pk}"
    return f"?{query.urlencode()}"


@login_not_required
def meeting(request, pk, template="meetings/meeting.html", more=None):
    """A meeting; whoever mounts it higher up brings a template and `more` to show."""
    visible = Meeting.objects.visible_to(request.user)
    found = find(request.user, visible.select_related("host", "district"), pk=pk)
    reads_names = can(request.user, "member.read")
    context = {
        "meeting": found,
        "organisations": found.organisations.order_by("-is_partner", "sort_key", "pk"),
        "people": found.attendances.by_organisation() if reads_names else [],
        "people_came": found.attendances.count() if not reads_names else None,
        "photos": Photo.objects.visible_to(request.user).filter(meeting=found),
        "reads_names": reads_names,
        "may_edit": can(request.user, "meeting.edit", found),
        "may_publish": can(request.user, "meeting.publish", found),
        "help_topic": "coordinator#meetings-page",
        **neighbours(found, visible),
        **(more or {}),
    }
    return render(request, template, context)


def neighbours(meeting, visible):
    """Those before and after it, and with which of them it may change places."""
    earlier, later = visible.beside(meeting)
    return {
        "earlier": earlier,
        "later": later,
        "earlier_is_open": earlier and meeting.may_change_places_with(earlier),
        "later_is_open": later and meeting.may_change_places_with(later),
    }


@login_not_required
def photo(request, pk, size):
    """A picture, `large` or `small`, to whoever may see it; public ones may be kept by caches."""
    if size not in ("large", "small"):
        raise Http404
    found = Photo.objects.public().filter(pk=pk).first()
    is_public = found is not None
    if not is_public:
        found = find(request.user, Photo.objects.visible_to(request.user), pk=pk)
    file = found.image if size == "large" else found.small
    etag = f'"{file.name.rpartition("/")[2]}"'
    response = get_conditional_response(request, etag=etag) or FileResponse(
        opened(file), content_type="image/jpeg", filename=f"meeting-{found.meeting_id}-{pk}.jpg"
    )
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=3600" if is_public else "private, no-cache"
    return response


def opened(file):
    """The stored picture; 404 where a backup came back without its files."""
    try:
        return file.open()
    except FileNotFoundError as error:
        raise Http404 from error
