"""What every page's template is given; no queries here."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kalasin_network import __version__
from kalasin_network.demo_notice import is_demo_portal
from kalasin_network.help import topic_of


def page(request):
    """Menu, language switch, demo mark, mail, help and version for the base template."""
    language = "en" if request.LANGUAGE_CODE == "th" else "th"
    query = request.GET.copy()
    query["lang"] = language
    entries = [
        ("home", _("Home")),
        ("partners:directory", _("Partners")),
        ("meetings:list", _("Meetings")),
        ("reflections:rounds", _("Reflection rounds")),
        ("summary:latest", _("Summary")),
    ]
    return {
        "menu": [
            (
                address,
                label,
                request.path == address or (name != "home" and request.path.startswith(address)),
            )
            for name, label in entries
            for address in [reverse(name)]
        ],
        "demo_notice": is_demo_portal(),
        "other_language_url": f"{request.path}?{query.urlencode()}",
        "email_is_sent": settings.EMAIL_IS_SENT,
        "line_is_set": settings.LINE_IS_SET,
        "site_is_local": urlsplit(settings.SITE_URL).hostname in ("127.0.0.1", "localhost", "::1"),
        "other_language": language,
        "help_topic": topic_of(request.resolver_match),  # where the view gives none
        "version": __version__,
    }
