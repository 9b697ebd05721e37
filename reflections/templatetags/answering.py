"""Addresses of the form's pages: the same pages are reached by an account and by a link."""

from django import template

register = template.Library()


@register.simple_tag
def answer_url(answering, page, *more):
    """The address of a page of this answer's form: "answer", "answer_review", ..."""
    return answering.url(page, *more)
