"""What belongs to a meeting and has a page of its own: who came, photos."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from meetings.forms.people import PeoplePage
from meetings.forms.photos import PhotosPage
from meetings.models import Photo
from meetings.views.editing import find_to
from partners.access import find


def people(request, pk):
    meeting = find_to(request.user, "meeting.edit", pk)
    page = PeoplePage(meeting, request.POST or None)
    if page.try_save():
        messages.success(request, _("Saved"))
        stays = {"stay", "bring_back"} & set(request.POST)
        return redirect("meetings:people", pk) if stays else redirect(meeting)
    context = {"meeting": meeting, "page": page, "help_topic": "coordinator#meetings-people"}
    return render(request, "meetings/people.html", context)


def photos(request, pk):
    meeting = find_to(request.user, "meeting.edit", pk)
    page = PhotosPage(meeting, request.POST or None, request.FILES or None)
    if page.try_save():
        if page.to_erase:
            return redirect("meetings:photo_erase", pk, page.to_erase.pk)
        messages.success(request, _("Saved"))
        return redirect("meetings:photos", pk)
    context = {"meeting": meeting, "page": page, "help_topic": "coordinator#meetings-photos"}
    return render(request, "meetings/photos.html", context)


def photo_erase(request, pk, photo):
    """Asks first; what is sent twice finds it done."""
    meeting = find_to(request.user, "meeting.edit", pk)
    found = Photo.everything.filter(meeting=meeting)
    if request.method == "POST":
        for one in found.filter(pk=photo):
            one.erase()
        messages.success(request, _("Erased for good"))
        return redirect("meetings:photos", pk)
    context = {
        "meeting": meeting,
        "photo": find(request.user, found, pk=photo),
        "help_topic": "coordinator#meetings-photos",
    }
    return render(request, "meetings/photo_erase.html", context)
