"""Marks what is written in another language than the page, for screen readers and fonts."""

import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeData, mark_safe
from django.utils.translation import get_language

from thai.lines import held_together

register = template.Library()
THAI_LETTER = re.compile("[\u0e01-\u0e5b]")


@register.filter
def mark_lang(text):
    """`text` escaped; inside a `lang="th"` span where the page is English and it holds Thai.

    Dates, telephone numbers and ๆ stay on the line where they belong.
    """
    if not isinstance(text, SafeData):
        text = held_together(str(text))
    if get_language() == "th" or not THAI_LETTER.search(str(text)):
        return conditional_escape(text)
    return format_html('<span lang="th">{}</span>', text)


@register.filter
def lang_attribute(text):
    """` lang="th"` for an element whose attribute holds Thai on an English page, else nothing."""
    is_marked = get_language() != "th" and THAI_LETTER.search(text)
    return mark_safe(' lang="th"') if is_marked else ""
