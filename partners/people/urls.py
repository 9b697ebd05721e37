"""Addresses of people: joining, the people of an organisation, administrators."""

from django.urls import path

from partners.people import administrators, joining, memberships

app_name = "people"
urlpatterns = [
    path("join/<str:token>/", joining.join, name="join"),
    path("partners/<slug:slug>/people/", memberships.people, name="people"),
    path("partners/<slug:slug>/people/invite/", memberships.invite, name="invite"),
    path(
        "partners/<slug:slug>/people/invitations/<int:pk>/renew/",
        memberships.renew,
        name="renew_invitation",
    ),
    path(
        "partners/<slug:slug>/people/invitations/<int:pk>/withdraw/",
        memberships.withdraw,
        name="withdraw_invitation",
    ),
    path("partners/<slug:slug>/people/<int:pk>/", memberships.membership, name="membership"),
    path("accounts/administrators/", administrators.administrators, name="administrators"),
    path("accounts/administrators/invite/", administrators.invite, name="invite_administrator"),
    path(
        "accounts/administrators/invitations/<int:pk>/withdraw/",
        administrators.withdraw,
        name="withdraw_administrator",
    ),
    path(
        "accounts/administrators/<int:pk>/dismiss/",
        administrators.dismiss,
        name="dismiss_administrator",
    ),
    path("accounts/people/<int:pk>/", administrators.person, name="person"),
    path(
        "accounts/people/<int:pk>/password-link/",
        administrators.password_link,
        name="password_link",
    ),
]
