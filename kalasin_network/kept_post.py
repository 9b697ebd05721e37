"""A form that meets an ended sign-in is kept for an hour and comes back filled, unsaved.

Only words are kept, not files. Not kept: passwords, what is sent to the sign-in pages, and what
nobody or somebody else had opened (see `kept_forms`). Where nobody can be known the words are
shown once more, to be copied.
"""

from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from kalasin_network.kept_forms import (
    KEYS,
    discard,
    has_text,
    is_text,
    keep,
    kept_forms,
    owner_of_form,
    posted_fields,
    remember_sign_in,
)

NOT_KEPT = ("/accounts/", "/join/", "/kept/")
KEPT_NEVERTHELESS = ("/accounts/me/", "/accounts/administrators/")
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


class KeptPostMiddleware(LoginRequiredMiddleware):
    """Asks for sign-in as Django does, but for a form keeps what was written in it."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if request.user.is_authenticated and request.method == "GET" and KEYS in request.COOKIES:
            return bring_back(request, view_func, view_args, view_kwargs)
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        if request.method == "POST":
            return sign_in_first(request)
        return super().handle_no_permission(request, view_func)

    def process_response(self, request, response):
        # a page with a form in it; public pages without one ask nothing of the session
        if request.META.get("CSRF_COOKIE_NEEDS_UPDATE") and is_signed_in(request):
            remember_sign_in(request, response)
        if KEYS in request.COOKIES and KEYS not in response.cookies and is_signed_in(request):
            sent = request.method == "POST" and response.status_code < 400
            discard(request, response, request.user.pk, request.get_full_path() if sent else None)
        return response


def is_signed_in(request):
    return hasattr(request, "user") and request.user.is_authenticated


def sign_in_first(request):
    """A form sent by nobody who is signed in: keep it if it can be known for whom."""
    if request.content_type not in FORM_TYPES:
        # a script saves; a page to sign in would look to it like success
        return HttpResponse(_("Sign in again."), status=401, content_type="text/plain")
    fields, page = posted_fields(request), page_of_form(request)
    if not has_text(fields) or not may_be_kept(request):
        return redirect_to_login(page)
    owner = owner_of_form(request)
    response = redirect_to_login(request.get_full_path())
    if owner is None or not keep(request, response, owner, fields, page):
        return words_to_copy(request, fields)
    messages.warning(
        request, _("Your time ran out. What you wrote is still there; sign in again to go on.")
    )
    return response


def bring_back(request, view_func, view_args, view_kwargs):
    """Show the page with the kept words in its form. Nothing that happens here is saved."""
    here = request.get_full_path()
    kept = next((k for k in kept_forms(request, request.user.pk) if k.path == here), None)
    if kept is None:
        return None
    request.FILES  # noqa: B018  a view that asks for files first would have Django read POST anew
    request.POST = kept.as_post()
    notice = _("What you wrote is back and not saved yet. Look at it, then save.")
    if kept.had_files:
        notice += " " + _("Choose the files again, please.")
    elsewhere = redirect("kept_words")
    try:
        with transaction.atomic():
            messages.info(
                request,
                format_html(
                    '{} <a href="{}">{}</a>', notice, elsewhere.url, _("See or discard it")
                ),
            )
            response = view_func(request, *view_args, **view_kwargs)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
            transaction.set_rollback(True)
    except (Http404, PermissionDenied):
        return elsewhere
    came_back = request.POST.was_read and response.status_code == 200
    return response if came_back else elsewhere


def kept_words(request):
    """Everything kept for me in this browser, to be copied or discarded."""
    if request.method == "POST":
        response = redirect("home")
        discard(request, response)
        messages.success(request, _("Discarded."))
        return response
    forms = [
        {"page": kept.page, "texts": texts(kept.fields)}
        for kept in kept_forms(request, request.user.pk)
    ]
    return render(request, "kept_words.html", {"forms": forms})


def csrf_failure(request, reason=""):
    """The form's token does not fit: mostly because somebody has signed in since it was opened."""
    ours = is_from_here(request) and may_be_kept(request)
    fields = posted_fields(request) if ours and request.content_type in FORM_TYPES else {}
    owner = owner_of_form(request) if fields else None
    if owner is not None and request.user.is_anonymous:
        return sign_in_first(request)
    if owner is not None and owner == request.user.pk:
        return open_again(request, fields)
    if owner is not None:
        fields = {}
    return words_to_copy(request, fields)


def open_again(request, fields):
    """The same person has signed in again meanwhile: back to the form, filled."""
    if not has_text(fields):
        messages.warning(request, _("This page had been open for long. Please try once more."))
        return redirect(page_of_form(request))
    response = redirect(request.get_full_path())
    if not keep(request, response, request.user.pk, fields, page_of_form(request)):
        return words_to_copy(request, fields)
    return response


def words_to_copy(request, fields):
    """Nothing was saved and nothing is kept: the words, to be copied, and the way on."""
    context = {"texts": texts(fields), "page": page_of_form(request)}
    return render(request, "not_saved.html", context, status=403)


def texts(fields):
    return [value for values in fields.values() for value in values if is_text(value)]


def page_of_form(request):
    """Path of the page on which the form stood, as far as the browser tells, else of its target."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    page = came_from._replace(scheme="", netloc="").geturl() or "/"
    # a path of ours may look like another site's address: //evil.example/
    is_ours = came_from.netloc == request.get_host()
    if is_ours and url_has_allowed_host_and_scheme(page, allowed_hosts=None):
        return page
    return request.get_full_path()


def may_be_kept(request):
    return request.path.startswith(KEPT_NEVERTHELESS) or not request.path.startswith(NOT_KEPT)


def is_from_here(request):
    """Whether the browser says that a page of this portal sent the form."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc == request.get_host()
