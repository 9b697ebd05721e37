"""A Chromium page on the portal without a server: Django's test client answers its requests.

So the page sees the records of the test's own transaction, with the headers that the portal sends
(Content-Security-Policy among them) and its static files.
"""

from contextvars import copy_context
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
from django.contrib.staticfiles import finders

from tests.browser import tabs

SITE = "http://localhost"  # an origin that browsers trust without TLS
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE, PROJECTOR, DESKTOP = 390, 1024, 1280
# What looks wrong though it is no violation: more or less than one heading of the page, words
# torn apart by a flexible box, buttons that cover what stands beside them, targets lower than a
# thumb, and menus that open past the edge of the screen. A link inside a sentence is as high as
# its line; a whole card that is a link, or a label, lends its height.
UNTIDY = """() => {
  const seen = e => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length;
  const named = e => `${e.localName}.${e.className} "${e.textContent.trim().slice(0, 30)}"`;
  const found = [];
  const headings = [...document.querySelectorAll("h1")].filter(seen).length;
  if (headings !== 1) found.push(`${headings} main headings`);
  for (const word of document.querySelectorAll(".word")) {
    const display = getComputedStyle(word.parentElement).display;
    if (/flex|grid/.test(display) && word.parentElement.querySelector(".word + .word, wbr"))
      found.push("torn apart: " + named(word.parentElement));
  }
  for (const button of document.querySelectorAll("main .btn")) {
    const at = button.getBoundingClientRect();
    const isCovered = e => [...e.getClientRects()].some(box =>
      Math.min(at.right, box.right) - Math.max(at.left, box.left) > 1 &&
      Math.min(at.bottom, box.bottom) - Math.max(at.top, box.top) > 1);
    for (const e of button.parentElement.children)
      if (e !== button && seen(e) && isCovered(e))
        found.push(`${named(button)} covers ${named(e)}`);
  }
  const inSentence = e => getComputedStyle(e).display === "inline" &&
    [...e.parentElement.childNodes].some(node => node !== e && node.textContent.trim());
  const height = e =>
    Math.max(...[e, ...(e.labels || [])].map(box => box.getBoundingClientRect().height));
  for (const e of document.querySelectorAll("a, button, input, select, textarea, summary")) {
    if (!seen(e) || e.type === "hidden" || e.closest(".skip, .visually-hidden, .steps")) continue;
    const isWholeCard = getComputedStyle(e, "::after").position === "absolute";
    if (e.localName === "a" && (inSentence(e) || isWholeCard)) continue;
    if (height(e) < 43.5) found.push(`${Math.round(height(e))} px high: ${named(e)}`);
  }
  for (const drop of document.querySelectorAll("details:has(> .drop-panel)")) {
    if (!seen(drop)) continue;
    drop.open = true;
    const panel = drop.querySelector(".drop-panel").getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    if (panel.left < 0 || panel.right > width) found.push("opens past the edge: " + named(drop));
    drop.open = false;
  }
  return found;
}"""


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
        tabs.close(self.page)
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

    def untidy(self):
        """What looks wrong to an eye or is hard to hit with a thumb (see UNTIDY)."""
        return self.page.evaluate(UNTIDY)

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
