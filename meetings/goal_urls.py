"""Addresses of the network's goals."""

from django.urls import path

from meetings.views import goals

urlpatterns = [
    path("", goals.goals, name="goals"),
    path("new/", goals.new, name="goal_new"),
    path("<slug:slug>/", goals.goal, name="goal"),
    path("<slug:slug>/edit/", goals.edit, name="goal_edit"),
    path("<slug:slug>/move/", goals.move, name="goal_move"),
    path("<slug:slug>/delete/", goals.delete, name="goal_delete"),
    path("<slug:slug>/bring-back/", goals.bring_back, name="goal_bring_back"),
    path("<slug:slug>/history/", goals.history, name="goal_history"),
]
