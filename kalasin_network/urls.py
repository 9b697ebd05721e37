"""The map of the portal: each app's addresses, and the pages that compose several apps."""

from django.contrib import admin
from django.urls import include, path

from kalasin_network import kept_post, partner_pages, views
from partners.urls import urlpatterns as partner_addresses

# the page of one organisation shows what several apps know of it
partner_addresses = [
    *partner_addresses,
    path("<slug:slug>/", partner_pages.organisation, name="organisation"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    # asked for most, so they stand first
    path("summary/", include("reflections.summary_urls")),
    path("r/", include("reflections.link_urls")),
    path("reflections/", include("reflections.urls")),
    path("help/", views.help_index, name="help"),
    path("help/<slug:page>/", views.help_page, name="help_page"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("kept/", kept_post.kept_words, name="kept_words"),
    path("accounts/", include("partners.people.account_urls")),
    path("", include("partners.people.urls")),
    path("admin/", admin.site.urls),
    path("partners/", include((partner_addresses, "partners"))),
    # the page of meetings:meeting, with its rounds
    path("meetings/<int:pk>/", views.meeting, name="meeting_with_rounds"),
    path("", include("meetings.urls")),
]

handler403 = "kalasin_network.errors.not_allowed"
handler404 = "kalasin_network.errors.not_found"
