"""Addresses under /summary/."""

from django.urls import path

from reflections.views import summaries

app_name = "summary"
urlpatterns = [
    path("", summaries.latest_summary, name="latest"),
    path("<slug:slug>/<int:number>/", summaries.latest_summary, name="edition"),
]
