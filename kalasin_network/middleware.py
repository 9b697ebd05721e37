"""What happens around every request: what pages may use, methods, queries, language, who is on
record for a change."""

import pghistory.middleware
from django.conf import settings
from django.http import HttpResponseNotAllowed
from django.utils import translation

LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
# no page asks for these, so nothing that gets into one may either
UNUSED = ["camera", "display-capture", "geolocation", "microphone", "payment", "usb"]


class PermissionsMiddleware:
    """Tells the browser what no page of the portal uses of its device."""

    POLICY = ", ".join(f"{name}=()" for name in UNUSED)

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = self.POLICY
        return response


METHODS = ["GET", "HEAD", "POST", "OPTIONS"]


class MethodsMiddleware:
    """Pages are read and forms are sent; no page answers TRACE, PUT or DELETE as if read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)


class QueryMiddleware:
    """Leaves NUL out of what is asked for: no text of the database can hold it.

    Forms refuse it by themselves; Django's administration and a page's own filters do not.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        while "%00" in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "")
        return self.get_response(request)


class LanguageMiddleware:
    """Thai unless the visitor chose English: `?lang=en` or `?lang=th` chooses and remembers."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        known = dict(settings.LANGUAGES)
        chosen = request.GET.get("lang")
        kept = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = next((c for c in (chosen, kept) if c in known), settings.LANGUAGE_CODE)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if chosen in known and chosen != kept:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                max_age=LANGUAGE_COOKIE_AGE,
                secure=settings.HTTPS,
                samesite="Lax",
            )
        return response


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Puts the person on the history of what a request changes; addresses may be secrets."""

    def get_context(self, request):
        return {"user": request.user.pk}
