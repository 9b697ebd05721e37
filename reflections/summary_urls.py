"""Addresses under /summary/."""

from django.urls import path

from reflections import views

app_name = "summary"
urlpatterns = [
    path("", views.latest_summary, name="latest"),
    path("<slug:slug>/<int:number>/", views.latest_summary, name="edition"),
]
