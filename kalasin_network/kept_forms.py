"""Whose form it was, and keeping what was written in it. Used by `kept_post`.

**Whose form?** When the sign-in has ended, the request itself no longer says who wrote. A cookie
with the last account would be wrong where two people share a browser: A's page stays open, B signs
in and out, A's page is sent: the cookie says B. The form's own CSRF token tells better. Its secret
is made anew at each sign-in, and every form carries it. So a signed cookie remembers, for the last
few sign-ins of this browser, which account belonged to which secret (its hash): the posted token
then names the sign-in under which the page was opened. Without cookie, with a wrong signature or
an unknown secret nobody is known, and nothing is kept.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core import signing
from django.http import QueryDict
from django.middleware.csrf import _unmask_cipher_token
from django.utils import timezone

from kalasin_network.models import KeptForm

OWNERS, KEYS = "form_owners", "kept_forms"  # the two cookies
SIGN_INS_REMEMBERED, FORMS_KEPT = 4, 5
HOUR = timedelta(hours=1)
LARGEST = 500_000  # bytes of one form; the largest of the portal's own has some 200,000
NEVER_KEPT = ("csrfmiddlewaretoken", "password")
_signer = signing.Signer(salt="kalasin_network.form_owners")


class KeptPost(QueryDict):
    """A kept form's fields. `is_kept` keeps forms from saving; `was_read` says if any was asked."""

    is_kept = True
    was_read = False

    def __getitem__(self, name):
        self.was_read = True
        return super().__getitem__(name)

    def getlist(self, name, default=None):
        self.was_read = True
        return super().getlist(name, default)


@dataclass(frozen=True)
class Kept:
    """One kept form as its owner gets it back."""

    key: str
    path: str  # where it was sent, with its query
    page: str  # where it stood
    fields: dict  # name -> list of values
    had_files: bool

    def as_post(self):
        data = KeptPost(mutable=True)
        for name, values in self.fields.items():
            data.setlist(name, values)
        data._mutable = False
        return data


# Whose form it was


def remembered_sign_ins(request):
    """[(account id, fingerprint of its secret)], newest first; [] for a cookie that is not ours."""
    try:
        value = _signer.unsign(request.COOKIES.get(OWNERS, ""))
    except signing.BadSignature:
        return []
    pairs = [part.split("-", 1) for part in value.split(".") if part]
    return [(int(account), fingerprint) for account, fingerprint in pairs]


def remember_sign_in(request, response):
    """Note which account the forms of this page belong to, where that is new."""
    mine = (request.user.pk, fingerprint(request.META["CSRF_COOKIE"]))
    known = remembered_sign_ins(request)
    if mine in known[:1]:
        return
    rows = [mine, *[row for row in known if row != mine]][:SIGN_INS_REMEMBERED]
    value = _signer.sign(".".join(f"{account}-{print_}" for account, print_ in rows))
    set_cookie(response, OWNERS, value, timedelta(days=60))


def owner_of_form(request):
    """Id of the account under which the posted form was opened, or None."""
    token = request.POST.get("csrfmiddlewaretoken", "")
    if len(token) != 64 or not token.isascii() or not token.isalnum():
        return None
    # a token is its secret under a mask that changes from page to page
    print_ = fingerprint(_unmask_cipher_token(token))
    return next(
        (account for account, known in remembered_sign_ins(request) if known == print_), None
    )


def fingerprint(secret):
    return (
        base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest())[:14]
        .decode()
        .replace("-", "_")
    )


# Keeping


def posted_fields(request):
    """The posted fields that may be kept, as {name: [values]}."""
    return {
        name: values
        for name, values in request.POST.lists()
        if not any(word in name for word in NEVER_KEPT)
    }


def has_text(fields):
    """Whether somebody typed something; a button alone is not worth keeping."""
    return any(is_text(value) for values in fields.values() for value in values)


def is_text(value):
    """Words, not ids, numbers or ticks."""
    stripped = value.strip()
    return bool(stripped) and stripped != "on" and not _is_id(stripped)


def _is_id(value):
    return value.isdigit() or (len(value) == 36 and value.count("-") == 4 and value.isascii())


def keep(request, response, owner, fields, page):
    """Keep the posted form for `owner` and give its key to the browser; False where too large."""
    path = request.get_full_path()
    content = json.dumps([path, page, fields, bool(request.FILES)], ensure_ascii=False)
    if len(content.encode()) > LARGEST:
        return False
    KeptForm.objects.exclude(pk__in=KeptForm.objects.living().values("pk")).delete()
    others = [kept for kept in kept_forms(request, owner) if kept.path != path]
    key = secrets.token_urlsafe(24)
    sealed = Fernet(_sealing_key(key)).encrypt(content.encode()).decode()
    KeptForm.objects.create(
        key_hash=_hash(key), person_id=owner, sealed=sealed, expires_at=timezone.now() + HOUR
    )
    keys = [key, *[kept.key for kept in others]][:FORMS_KEPT]
    KeptForm.objects.filter(key_hash__in=map(_hash, cookie_keys(request))).exclude(
        key_hash__in=map(_hash, keys)
    ).delete()
    set_cookie(response, KEYS, ".".join(keys), HOUR)
    return True


def kept_forms(request, person_id):
    """The forms of this browser that are kept for that account, newest first."""
    keys = cookie_keys(request)
    rows = KeptForm.objects.living().filter(person_id=person_id)
    found = {row.key_hash: row for row in rows.filter(key_hash__in=map(_hash, keys))}
    kept = [_opened(key, found[_hash(key)]) for key in keys if _hash(key) in found]
    return [form for form in kept if form]


def discard(request, response, keep_for=None, path=None):
    """Forget the forms of this browser: all, but those of account `keep_for` not sent to `path`."""
    stay = [k.key for k in kept_forms(request, keep_for) if k.path != path] if keep_for else []
    gone = [_hash(key) for key in cookie_keys(request) if key not in stay]
    KeptForm.objects.filter(key_hash__in=gone).delete()
    if stay:
        set_cookie(response, KEYS, ".".join(stay), HOUR)
    else:
        response.delete_cookie(KEYS)


def cookie_keys(request):
    return [key for key in request.COOKIES.get(KEYS, "").split(".") if key][:FORMS_KEPT]


def _opened(key, row):
    try:
        path, page, fields, had_files = json.loads(Fernet(_sealing_key(key)).decrypt(row.sealed))
    except InvalidToken:
        return None
    return Kept(key, path, page, fields, had_files)


def _hash(key):
    return hashlib.sha256(f"row:{key}".encode()).hexdigest()


def _sealing_key(key):
    return base64.urlsafe_b64encode(hashlib.sha256(f"seal:{key}".encode()).digest())


def set_cookie(response, name, value, age):
    response.set_cookie(
        name, value, max_age=age, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )
