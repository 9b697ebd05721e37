"""A Chromium page on the portal without a server: Django's test client answers its requests.

So the page sees the records of the test's own transaction, with the headers that the portal sends
(Content-Security-Policy among them) and its static files.
"""

from contextvars import copy_context
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
from django.contrib.staticfiles import finders

SITE = "http://localhost"  # an origin that browsers trust without TLS
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE, PROJECTOR, DESKTOP = 390, 1024, 1280


class Window:
    """`outside` are requests to other sites, `errors` what the browser's console complained of."""

    def __init__(self, browser):
        self.context = browser.new_context(viewport={"width": DESKTOP, "height": 800})
        self.context.route("**/*", self._answer)
        self.page = self.context.new_page()
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.outside, self.errors = [], []

    def close(self):
        self.context.close()

    def open(self, client, address):
        """Show `address` as `client` (a Django test client) sees it; returns the HTTP status."""
        # Playwright answers requests in another context, which would open another connection
        self.client, self.here = client, copy_context()
        return self.page.goto(SITE + address).status

    def resize(self, width):
        self.page.set_viewport_size({"width": width, "height": 844 if width < 600 else 800})

    def overflow(self):
        """By how many pixels the page is wider than the window."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )

    def violations(self):
        """What axe finds against WCAG 2.2 AA, as lines 'rule: where: what to mend'."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        found = self.page.evaluate(
            "levels => axe.run(document, {runOnly: {type: 'tag', values: levels},"
            " resultTypes: ['violations']}).then(results => results.violations)",
            LEVELS,
        )
        return [
            f"{rule['id']}: {node['target']}: {node['failureSummary']}"
            for rule in found
            for node in rule["nodes"]
        ]

    def _listen(self, message):
        if message.type == "error":
            self.errors.append(message.text)

    def _answer(self, route):
        address = urlsplit(route.request.url)
        if f"{address.scheme}://{address.netloc}" != SITE:
            self.outside.append(route.request.url)
            route.abort()
        elif address.path.startswith("/static/"):
            route.fulfill(path=finders.find(address.path.removeprefix("/static/")))
        else:
            response = self.here.run(self._ask, f"{address.path}?{address.query}")
            headers, body = dict(response.headers), b"".join(response)
            route.fulfill(status=response.status_code, headers=headers, body=body)

    def _ask(self, address):
        return self.client.get(address, headers={"host": "localhost"})
