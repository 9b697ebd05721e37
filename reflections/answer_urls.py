"""Addresses under /reflections/<slug>/answer/: a school's answer, by its own people."""

from django.urls import path

from reflections import converters  # noqa: F401  (registers <section:...>)
from reflections.views import answering, contact, saving, school_papers, sentences
from reflections.views.answering import of_my_school

urlpatterns = [
    path("", answering.choose, name="answer_choose"),
    path("<slug:school>/", of_my_school(answering.start), name="answer"),
    path("<slug:school>/<section:section>/", of_my_school(answering.step), name="answer_step"),
    path("<slug:school>/parts/", of_my_school(answering.parts), name="answer_parts"),
    path("<slug:school>/points/", of_my_school(saving.save_points), name="answer_points"),
    path("<slug:school>/review/", of_my_school(answering.review), name="answer_review"),
    path("<slug:school>/send/", of_my_school(answering.send), name="answer_send"),
    path("<slug:school>/receipt/", of_my_school(answering.receipt), name="answer_receipt"),
    path("<slug:school>/withdraw/", of_my_school(answering.withdraw), name="answer_withdraw"),
    path("<slug:school>/contact/", of_my_school(contact.contact), name="answer_contact"),
    path("<slug:school>/thanks.pdf", of_my_school(school_papers.thanks), name="answer_thanks"),
    path("<slug:school>/points.pdf", of_my_school(school_papers.points), name="answer_sheet"),
    path("<slug:school>/sentences/", of_my_school(sentences.sentences), name="answer_sentences"),
]
