"""Addresses of the meetings, and of the network's goals beside them."""

from django.urls import include, path

from meetings.views import editing, parts, reading

app_name = "meetings"
meetings = [
    path("", reading.meeting_list, name="list"),
    path("new/", editing.new, name="new"),
    path("deleted/", editing.deleted, name="deleted"),
    path("photos/<int:pk>/<str:size>/", reading.photo, name="photo"),
    path("<int:pk>/", reading.meeting, name="meeting"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/people/", parts.people, name="people"),
    path("<int:pk>/photos/", parts.photos, name="photos"),
    path("<int:pk>/photos/<int:photo>/erase/", parts.photo_erase, name="photo_erase"),
    path("<int:pk>/move/", editing.move, name="move"),
    path("<int:pk>/publish/", editing.publish, name="publish"),
    path("<int:pk>/unpublish/", editing.unpublish, name="unpublish"),
    path("<int:pk>/delete/", editing.delete, name="delete"),
    path("<int:pk>/bring-back/", editing.bring_back, name="bring_back"),
    path("<int:pk>/history/", editing.history, name="history"),
]
urlpatterns = [
    path("meetings/", include(meetings)),
    path("goals/", include("meetings.goal_urls")),
]
