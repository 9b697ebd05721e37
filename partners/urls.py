"""Addresses under /partners/."""

from django.urls import path

from partners import views

app_name = "partners"
urlpatterns = [
    path("", views.directory, name="directory"),
    path("<slug:slug>/", views.organisation, name="organisation"),
]
