"""Addresses under /reflections/."""

from django.urls import path

from reflections import views

app_name = "reflections"
urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("<slug:slug>/", views.round_page, name="round"),
]
