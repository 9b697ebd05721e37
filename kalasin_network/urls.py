"""The map of the portal: each app's addresses, and the pages that compose several apps."""

from django.contrib import admin
from django.urls import include, path

from kalasin_network import kept_post, views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("help/", views.help_index, name="help"),
    path("help/<slug:page>/", views.help_page, name="help_page"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("kept/", kept_post.kept_words, name="kept_words"),
    path("accounts/", include("partners.people.account_urls")),
    path("", include("partners.people.urls")),
    path("admin/", admin.site.urls),
    path("partners/", include("partners.urls")),
    # the page of meetings:meeting, with its rounds
    path("meetings/<int:pk>/", views.meeting, name="meeting_with_rounds"),
    path("", include("meetings.urls")),
    path("reflections/", include("reflections.urls")),
    path("summary/", include("reflections.summary_urls")),
]

handler403 = "kalasin_network.errors.not_allowed"
