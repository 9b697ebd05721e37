"""What is the same for everybody, made once in each process and kept ready to be sent."""

import hashlib
from collections import OrderedDict
from contextlib import suppress

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

LIMIT = 200  # bodies kept in a process; the least recently asked for goes first
_kept = OrderedDict()


def remembered(key, make):
    """What `make()` gave for `key` (hashable, naming all that it depends on)."""
    if key not in _kept:
        _kept[key] = make()
        while len(_kept) > LIMIT:
            _kept.popitem(last=False)
    with suppress(KeyError):  # another thread may just have dropped it
        _kept.move_to_end(key)
        return _kept[key]
    return remembered(key, make)


def kept(key, make):
    """(body, headers) under `key`, the ETag among them; `make()` gives a response."""

    def taken_apart():
        response = make()
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        return response.content, dict(response.headers)

    return remembered(key, taken_apart)


def answer(request, stored, changed_at):
    """The response, or 304 where the reader holds these bytes already.

    Whoever keeps a copy asks again each time, so that withdrawn words are gone at once. The
    language may come from a cookie; nothing else of the reader does.
    """
    body, headers = stored
    moment = int(changed_at.timestamp())
    response = HttpResponse(body, headers=headers)
    response["Last-Modified"] = http_date(moment)
    response["Cache-Control"] = "public, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return get_conditional_response(request, headers["ETag"], moment, response)


def render_for_everybody(template, context, request):
    """The page as any visitor gets it: no person, token, message or query of theirs in it."""
    neutral = HttpRequest()
    neutral.method = "GET"
    neutral.path = neutral.path_info = request.path
    neutral.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    neutral.LANGUAGE_CODE = request.LANGUAGE_CODE
    neutral.user = AnonymousUser()
    return render(neutral, template, context)
