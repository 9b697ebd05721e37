"""Addresses under /meetings/ (goals are mounted beside them)."""

from django.urls import path

from meetings import views

app_name = "meetings"
urlpatterns = [
    path("", views.meeting_list, name="list"),
    path("<int:pk>/", views.meeting, name="meeting"),
]
