"""What the frame of every page needs: where its help is, and its title twice."""

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe

register = template.Library()


@register.filter
def help_address(topic):
    """The address of a `help_topic` such as 'coordinator#coding'; of the index for none."""
    page, _hash, anchor = topic.partition("#")
    if not page:
        return reverse("help")
    return reverse("help_page", args=[page]) + (f"#{anchor}" if anchor else "")


@register.simple_tag
def whole_address(name):
    """The address of a static file with scheme and host, for those who preview a pasted link."""
    return settings.SITE_URL + static(name)


@register.tag
def keep(parser, token):
    """{% keep as name %} ... {% endkeep %}: what stands between, to be written more than once."""
    _tag, _as, name = token.split_contents()
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(nodelist, name)


class KeepNode(template.Node):
    def __init__(self, nodelist, name):
        self.nodelist, self.name = nodelist, name

    def render(self, context):
        words = " ".join(self.nodelist.render(context).split())
        context[self.name] = mark_safe(words)  # rendered already, with its escapes
        return ""
