"""LINE's side of a sign-in, behind `requests`: no test speaks to the network."""

import base64
import hashlib
import json
import runpy
from urllib.parse import parse_qs, urlsplit

import requests
from django.conf import settings as portal

KEYS = {"LINE_CLIENT_ID": "2000000001", "LINE_SECRET": "the-channels-secret"}
TOKEN, PROFILE = "https://api.line.me/oauth2/v2.1/token", "https://api.line.me/v2/profile"
SETTINGS = str(portal.BASE_DIR / "kalasin_network" / "settings.py")
FROM_THE_KEYS = ["LINE_IS_SET", "SOCIALACCOUNT_PROVIDERS", "CONTENT_SECURITY_POLICY"]


def set_keys(settings, monkeypatch):
    """Give the portal LINE's keys, as `.env` would."""
    for name, text in KEYS.items():
        monkeypatch.setenv(name, text)
    found = runpy.run_path(SETTINGS)
    for name in FROM_THE_KEYS:
        setattr(settings, name, found[name])


class Line:
    """LINE as one person's phone shows it: `id` is who that is; `asked` what the portal sent."""

    def __init__(self, monkeypatch):
        self.id, self.profile, self.asked, self.broken = "U-somchai", {}, [], False
        monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", self._answer)

    def _answer(self, request, **kwargs):
        self.asked.append(request.url)
        if self.broken:
            raise requests.ConnectionError("no way to LINE")
        if request.url == TOKEN:
            return self._answer_with(request, *self._token(parse_qs(request.body)))
        assert (request.url, request.headers["Authorization"]) == (PROFILE, "Bearer a-token")
        who = {"userId": self.id, "displayName": "สมชาย", "pictureUrl": "https://x.example/1.jpg"}
        return self._answer_with(request, 200, {**who, **self.profile})

    def _token(self, sent):
        digest = hashlib.sha256(sent["code_verifier"][0].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        known = [sent[name][0] for name in ("code", "client_id", "client_secret", "redirect_uri")]
        expected = [self.code, *KEYS.values(), self.request["redirect_uri"]]
        if (known, challenge) != (expected, self.request["code_challenge"]):
            return 400, {"error": "invalid_grant", "error_description": f"code {known[0]}"}
        return 200, {"access_token": "a-token", "refresh_token": "another", "token_type": "Bearer"}

    @staticmethod
    def _answer_with(request, status, data):
        response = requests.Response()
        response.status_code, response.url, response.request = status, request.url, request
        response.headers["content-type"] = "application/json"
        response._content = json.dumps(data).encode()
        return response

    def begin(self, client, **data):
        """Press the portal's button; the query with which the portal leads to LINE."""
        return self.shown(client.post("/accounts/line/login/", data).url)

    def shown(self, address):
        """LINE's page "Allow?" is open; the query that led to it."""
        led_to = urlsplit(address)
        assert led_to._replace(query="").geturl() == "https://access.line.me/oauth2/v2.1/authorize"
        self.request = {name: values[0] for name, values in parse_qs(led_to.query).items()}
        self.code = "C0de-of-LINE"
        return self.request

    def come_back(self, client, **query):
        """What LINE's "Allow" leads to: the portal's answer to the callback."""
        query = {"code": self.code, "state": self.request["state"], **query}
        return client.get(urlsplit(self.request["redirect_uri"]).path, query)

    def sign_in(self, client, **data):
        self.begin(client, **data)
        return self.come_back(client)
