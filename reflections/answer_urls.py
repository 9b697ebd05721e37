"""Addresses under /reflections/<slug>/answer/: a school's answer, by its own people."""

from django.urls import path, register_converter

from reflections.models import Section
from reflections.views import answering, sentences


class SectionConverter:
    """One of the six sections."""

    regex = "|".join(Section.values)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return str(value)


register_converter(SectionConverter, "section")

urlpatterns = [
    path("", answering.choose, name="answer_choose"),
    path("<slug:school>/", answering.start, name="answer"),
    path("<slug:school>/<section:section>/", answering.step, name="answer_step"),
    path("<slug:school>/review/", answering.review, name="answer_review"),
    path("<slug:school>/send/", answering.send, name="answer_send"),
    path("<slug:school>/receipt/", answering.receipt, name="answer_receipt"),
    path("<slug:school>/withdraw/", answering.withdraw, name="answer_withdraw"),
    path("<slug:school>/sentences/", sentences.sentences, name="answer_sentences"),
]
