"""How somebody is reached, as it should stand on a page."""

import re

from django import template

register = template.Library()
SPACE_IN_NUMBER = re.compile(r"(?<=[\d.]) (?=\d)")


@register.filter
def whole_numbers(text):
    """`text` with its telephone numbers held together: no line ends inside 0 4300 0001."""
    return SPACE_IN_NUMBER.sub("\u00a0", str(text))
