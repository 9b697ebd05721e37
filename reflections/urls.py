"""Addresses under /reflections/."""

from django.urls import path

from reflections.views import rounds

app_name = "reflections"
urlpatterns = [
    path("", rounds.rounds, name="rounds"),
    path("<slug:slug>/", rounds.round_page, name="round"),
]
