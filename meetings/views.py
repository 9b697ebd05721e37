"""Meetings: list and read."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render

from meetings.models import Meeting


@login_not_required
def meeting_list(request):
    meetings = Meeting.objects.visible_to(request.user)
    return render(request, "meetings/list.html", {"meetings": meetings})


@login_not_required
def meeting(request, pk):
    found = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    return render(request, "meetings/meeting.html", {"meeting": found})
