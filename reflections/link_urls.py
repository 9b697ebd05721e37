"""Addresses under /r/: the short one to type, and /r/<token>/, the form without an account."""

from django.urls import include, path

from reflections import converters  # noqa: F401  (registers <section:...>)
from reflections.views import answering, by_code, by_link, contact, saving, school_papers, sentences
from reflections.views.by_link import of_answer

app_name = "link"
of_token = [
    path("", by_link.start, name="answer"),
    path("not-mine/", by_link.not_mine, name="not_mine"),
    path("back/", by_link.way_back, name="way_back"),
    path("confirm/", by_link.confirm, name="confirm"),
    path("further/", by_link.further, name="further"),
    path("<section:section>/", of_answer(answering.step), name="answer_step"),
    path("parts/", of_answer(answering.parts), name="answer_parts"),
    path("points/", of_answer(saving.save_points), name="answer_points"),
    path("review/", of_answer(answering.review), name="answer_review"),
    path("send/", of_answer(answering.send), name="answer_send"),
    path("receipt/", of_answer(answering.receipt), name="answer_receipt"),
    path("withdraw/", of_answer(answering.withdraw), name="answer_withdraw"),
    path("contact/", of_answer(contact.contact), name="answer_contact"),
    path("thanks.pdf", of_answer(school_papers.thanks), name="answer_thanks"),
    path("points.pdf", of_answer(school_papers.points), name="answer_sheet"),
    path("sentences/", of_answer(sentences.sentences), name="answer_sentences"),
    path("<path:rest>/", by_link.nowhere, name="nowhere"),
]
urlpatterns = [
    path("", by_code.by_code, name="by_code"),
    path("<str:token>/", include(of_token)),
]
