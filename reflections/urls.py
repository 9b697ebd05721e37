"""Addresses under /reflections/: rounds, answering, invitations, keeping, coding, themes."""

from django.urls import include, path

from reflections.views import (
    claims,
    coding,
    contact,
    importing,
    invitation_links,
    invitations,
    keeping,
    listed,
    mailing,
    opening,
    papers,
    rights,
    rounds,
    themes,
    typed_in,
    typed_papers,
)

app_name = "reflections"
urlpatterns = [
    # the form stands first: it is asked for most
    path("<slug:slug>/answer/", include("reflections.answer_urls")),
    # rounds
    path("", rounds.rounds, name="rounds"),
    path("new/", rounds.add, name="round_add"),
    path("new/import/", importing.RoundImportPage.as_view(), name="round_import"),
    # schools that ask whoever is signed in to get in touch
    path("contact-wishes/", contact.wishes, name="contact_wishes"),
    path("contact-wishes/<uuid:public_id>/", contact.received, name="contact_received"),
    # the codebook
    path("themes/", themes.codebook, name="codebook"),
    path("themes/import/", importing.ThemeImportPage.as_view(), name="theme_import"),
    path("themes/new/", themes.add, name="theme_add"),
    path("themes/<int:pk>/edit/", themes.edit, name="theme_edit"),
    path("themes/<int:pk>/move/", themes.move, name="theme_move"),
    path("themes/<int:pk>/retire/", themes.retire, name="theme_retire"),
    # one round
    path("<slug:slug>/", rounds.round_page, name="round"),
    path("<slug:slug>/edit/", rounds.edit, name="round_edit"),
    path("<slug:slug>/open/", opening.open_round, name="round_open"),
    path("<slug:slug>/close/", opening.close_round, name="round_close"),
    path("<slug:slug>/rights/", rights.rights, name="rights"),
    path("<slug:slug>/rights/<int:pk>/take/", rights.take_right, name="right_take"),
    # who is asked
    path("<slug:slug>/invitations/", invitations.invitations, name="invitations"),
    path("<slug:slug>/invitations.xlsx", invitations.spreadsheet, name="invitations_xlsx"),
    path("<slug:slug>/invitations/new/", invitations.invite, name="invite"),
    path("<slug:slug>/invitations/list/", listed.invite_listed, name="invite_listed"),
    path("<slug:slug>/invitations/<int:pk>/cancel/", invitations.cancel, name="invitation_cancel"),
    path("<slug:slug>/invitations/<int:pk>/again/", invitations.invite_again, name="invite_again"),
    path(
        "<slug:slug>/invitations/<int:pk>/link/", invitation_links.school_link, name="school_link"
    ),
    path("<slug:slug>/invitations/links/", invitation_links.new_links, name="new_links"),
    path("<slug:slug>/invitations/slips/", papers.slips, name="slips"),
    path("<slug:slug>/invitations/mail/<slug:kind>/", mailing.mail, name="mail"),
    path("<slug:slug>/invitations/mails/", mailing.mails, name="mails"),
    path("<slug:slug>/invitations/mails/<int:pk>/", mailing.mail_sent, name="mail_sent"),
    path("<slug:slug>/invitations/mails/<int:pk>/again/", mailing.mail_again, name="mail_again"),
    path("<slug:slug>/projector/", papers.projector, name="projector"),
    path("<slug:slug>/letter.docx", papers.letter, name="letter"),
    path("<slug:slug>/paper-form.docx", papers.paper_form, name="paper_form"),
    path("<slug:slug>/import/", importing.ReflectionImportPage.as_view(), name="import"),
    # the answers with the schools' names
    path("<slug:slug>/keeping/", keeping.keeping, name="keeping"),
    path("<slug:slug>/keeping/claims/", claims.claims, name="claims"),
    path(
        "<slug:slug>/keeping/<uuid:public_id>/way-back/", claims.new_way_back, name="new_way_back"
    ),
    path("<slug:slug>/keeping/<uuid:public_id>/", keeping.read, name="keeping_read"),
    path(
        "<slug:slug>/keeping/<uuid:public_id>/photos/<int:pk>/", typed_in.photo, name="paper_photo"
    ),
    path(
        "<slug:slug>/keeping/<uuid:public_id>/withdraw/",
        keeping.withdraw_voice,
        name="voice_withdraw",
    ),
    path("<slug:slug>/keeping/papers/<int:pk>/out/", typed_papers.take_out, name="paper_out"),
    path("<slug:slug>/keeping/papers/<int:pk>/photos/", typed_papers.photos, name="paper_photos"),
    path(
        "<slug:slug>/keeping/papers/<int:paper>/photos/<int:pk>/erase/",
        typed_papers.erase_photo,
        name="paper_photo_erase",
    ),
    path("<slug:slug>/keeping/typed/", typed_in.whom, name="typed"),
    path("<slug:slug>/keeping/typed/group/", typed_in.group, name="typed_group"),
    path("<slug:slug>/keeping/typed/for/<slug:of>/", typed_in.organisation, name="typed_for"),
    # grouping the texts
    path("<slug:slug>/coding/", coding.desk, name="coding"),
    path("<slug:slug>/coding/undo/", coding.undo, name="coding_undo"),
    path("<slug:slug>/coding/<slug:section>/", coding.section, name="coding_section"),
]
