"""Changing a meeting: write, order, publish, delete and bring back, and its history."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from meetings.forms.meetings import MeetingForm
from meetings.history import history_of
from meetings.models import Meeting, Photo
from partners.access import find, require


def find_to(person, action, pk, meetings=None):
    """The meeting `pk` where `person` may do `action` to it, else sign-in, 404 or 403."""
    visible = (meetings or Meeting.objects).visible_to(person)
    meeting = find(person, visible.select_related("host", "district"), pk=pk)
    require(person, action, meeting)
    return meeting


def new(request):
    require(request.user, "meeting.add")
    form = MeetingForm(request.POST or None, person=request.user)
    if form.try_save():
        messages.success(request, _("Saved. It can be seen by members; add photos if there are."))
        return redirect(form.instance)
    context = {"form": form, "help_topic": "coordinator#meetings-new"}
    return render(request, "meetings/form.html", context)


def edit(request, pk):
    meeting = find_to(request.user, "meeting.edit", pk)
    form = MeetingForm(request.POST or None, instance=meeting, person=request.user)
    if form.try_save():
        messages.success(request, _("Saved"))
        return redirect(form.instance)
    context = {"form": form, "meeting": meeting, "help_topic": "coordinator#meetings-new"}
    return render(request, "meetings/form.html", context)


@require_POST
def move(request, pk):
    """One place earlier or later in the order, past the neighbour."""
    meeting = find_to(request.user, "meeting.edit", pk)
    earlier = request.POST.get("to") == "earlier"
    beside = Meeting.objects.before if earlier else Meeting.objects.after
    neighbour = beside(meeting.sequence, meeting.pk).first()
    moved = neighbour and (meeting.move_before if earlier else meeting.move_after)(neighbour)
    if not moved:
        messages.warning(request, _("It stays where it is: the dates leave no other order."))
    return redirect(f"{meeting.get_absolute_url()}#order")


def publish(request, pk):
    """Shows what becomes public; everybody may read it once that is confirmed."""
    meeting = find_to(request.user, "meeting.publish", pk)
    if request.method == "POST":
        meeting.publish(request.user)
        messages.success(request, _("Published. Everybody can read it now."))
        return redirect(meeting)
    context = {
        "meeting": meeting,
        "organisations": meeting.organisations.order_by("-is_partner", "sort_key", "pk"),
        "people_came": meeting.attendances.count(),
        "photos": Photo.objects.filter(meeting=meeting, may_be_public=True),
        "photos_kept_back": Photo.objects.filter(meeting=meeting, may_be_public=False).count(),
        "help_topic": "coordinator#meetings-publish",
    }
    return render(request, "meetings/publish.html", context)


def unpublish(request, pk):
    meeting = find_to(request.user, "meeting.publish", pk)
    if request.method == "POST":
        meeting.unpublish()
        messages.success(request, _("No longer published. Members can still read it."))
        return redirect(meeting)
    context = {"meeting": meeting, "help_topic": "coordinator#meetings-publish"}
    return render(request, "meetings/unpublish.html", context)


def delete(request, pk):
    """Asks first. What is published is taken back first, by those who may."""
    meeting = find_to(request.user, "meeting.edit", pk)
    if meeting.is_published:
        require(request.user, "meeting.publish", meeting)
    if request.method == "POST":
        Meeting.objects.filter(pk=pk).delete_softly()
        messages.success(request, _("Deleted. It can be brought back from “Deleted meetings”."))
        return redirect("meetings:list")
    context = {"meeting": meeting, "help_topic": "coordinator#meetings-delete"}
    return render(request, "meetings/delete.html", context)


def deleted(request):
    require(request.user, "meeting.edit")
    meetings = Meeting.everything.deleted().select_related("host")[:100]
    context = {"meetings": meetings, "help_topic": "coordinator#meetings-delete"}
    return render(request, "meetings/deleted.html", context)


@require_POST
def bring_back(request, pk):
    meeting = find_to(request.user, "meeting.edit", pk, Meeting.everything)
    Meeting.everything.filter(pk=pk).exclude(deleted_at=None).bring_back()
    messages.success(request, _("Brought back"))
    return redirect(meeting)


def history(request, pk):
    meeting = find_to(request.user, "meeting.edit", pk)
    context = {
        "meeting": meeting,
        "history": history_of(meeting),
        "help_topic": "coordinator#meetings-history",
    }
    return render(request, "meetings/history.html", context)
