"""What belongs to a meeting and has a page of its own: who came, photos."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from meetings.forms.people import PeoplePage
from meetings.forms.photos import PhotosPage
from meetings.views.editing import find_to


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
        messages.success(request, _("Saved"))
        return redirect("meetings:photos", pk)
    context = {"meeting": meeting, "page": page, "help_topic": "coordinator#meetings-photos"}
    return render(request, "meetings/photos.html", context)
