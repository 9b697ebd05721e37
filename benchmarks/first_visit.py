"""The form's first visit on slow 3G in a real Chromium: how long, how many bytes and requests."""

import time
from datetime import date
from statistics import median

from django.db import connection
from playwright.sync_api import sync_playwright

from benchmarks import pages
from partners.models import Membership, Person, Role
from reflections.models import Invitation, Round
from reflections.models.opening import schools_to_ask
from tests.find_browser import chromium

VISITS = 5
SLOW_3G = {"latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
# what the visit may cost: until the first letter, in all, and the page after it
SECONDS, BYTES, NEXT_BYTES = 5, 120_000, 25_000
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
PHONE = {"width": 390, "height": 844}


class Wire:
    """Slow 3G for `page`, and what came over it: bytes (with their headers) and answers."""

    def __init__(self, page):
        self.bytes, self.requests, self._under_way = 0, 0, {}
        network = page.context.new_cdp_session(page)
        network.on("Network.requestWillBeSent", self._redirected)
        network.on("Network.dataReceived", self._came)
        network.on("Network.loadingFinished", self._count)
        network.on("Network.loadingFailed", self._broken_off)
        network.send("Network.enable")
        network.send("Network.emulateNetworkConditions", {"offline": False, **SLOW_3G})

    def _count(self, answer):
        """What the browser's cache held did not come over the wire: it has no length."""
        length = answer.get("encodedDataLength", 0)
        self.bytes += length
        self.requests += length > 0

    def _redirected(self, event):
        self._count(event.get("redirectResponse", {}))

    def _came(self, event):
        request = event["requestId"]
        so_far = self._under_way.get(request, 0)
        self._under_way[request] = so_far + event["encodedDataLength"]

    def _broken_off(self, event):
        """A font that was on its way when the reader went on counts as far as it came."""
        self._count({"encodedDataLength": self._under_way.get(event["requestId"], 0)})


def visit(browser, address, cookie, buttons):
    """Open `address` with an empty cache, press the `buttons`, each as soon as it can be pressed,
    and write a letter: (seconds until it stands there, bytes, requests, the open page, its Wire).
    """
    context = browser.new_context(viewport=PHONE)
    if cookie:
        name, _, value = cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": address}])
    page = context.new_page()
    wire = Wire(page)
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    for button in buttons:
        page.get_by_role("button", name=button, exact=True).click()
    field = page.locator("textarea").first
    field.click()
    page.keyboard.type("ก")
    if field.input_value() != "ก":
        raise RuntimeError("the letter did not arrive")
    seconds = time.perf_counter() - start
    page.wait_for_load_state("networkidle")
    return seconds, wire.bytes, wire.requests, page, wire


def form_visit(browser, address, cookie):
    """(seconds, bytes, requests, bytes of the next page) of a director's first visit."""
    *found, page, wire = visit(browser, address, cookie, ["เริ่มเขียน"])
    before = wire.bytes
    with page.expect_navigation(wait_until="networkidle"):
        page.get_by_role("button", name="ต่อไป: ครู", exact=True).click()
    page.context.close()
    return *found, wire.bytes - before


def plain_visit(browser, address, cookie):
    """The same of the floor: (seconds, bytes, requests)."""
    *found, page, _wire = visit(browser, address, cookie, [])
    page.context.close()
    return found


def just_invited(port):
    """(their director's cookie, where VISITS schools and one more begin to answer, signed in and
    by their links)."""
    director = Person.objects.get(email="director@example.org")
    round = Round.objects.accepting().first()
    own, links = [], []
    for school in schools_to_ask().exclude(rounds_invited_to=round)[: 2 * (VISITS + 1)]:
        invitation = Invitation.objects.create(round=round, school=school)
        Membership.objects.create(person=director, organisation=school, role=Role.DIRECTOR)
        if len(own) <= VISITS:
            own.append(f"http://127.0.0.1:{port}/reflections/{round.slug}/answer/{school.slug}/")
        else:
            links.append(f"http://127.0.0.1:{port}/r/{invitation.link_token}/")
    return pages.signed_in(director), own, links


def measure(port):
    """The lines of the table: medians of VISITS visits, each with an empty cache."""
    cookie, own, links = just_invited(port)
    plain = f"http://127.0.0.1:{port}/benchmark/form/"
    path = chromium()
    connection.close()
    with pages.server(port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        form_visit(browser, own.pop(), cookie)  # warms the server up
        form_visit(browser, links.pop(), "")
        signed_in = [form_visit(browser, address, cookie) for address in own]
        by_link = [form_visit(browser, address, "") for address in links]
        floor = [plain_visit(browser, plain, cookie) for _ in own]
        browser.close()
    return table(*map(medians, (signed_in, by_link, floor)))


def medians(visits):
    return [median(column) for column in zip(*visits, strict=True)]


def table(signed_in, by_link, floor):
    """Medians of the form and of the floor beside what the form may cost."""
    met = all(
        seconds < SECONDS and weight <= BYTES and following <= NEXT_BYTES
        for seconds, weight, _requests, following in (signed_in, by_link)
    )
    return [
        f"Measured on {date.today().isoformat()}: medians of {VISITS} visits with an empty cache,"
        " Chromium with 400 kbit/s and 400 ms.",
        "",
        "| what | first letter written after | over the wire | requests | then the next page |",
        "|---|---|---|---|---|",
        row("by a school's link: start page, button, first step", by_link),
        row("the same, signed in", signed_in),
        f"| target ({'met' if met else 'not met'}) | {SECONDS} s | {BYTES / 1000:.0f} kB"
        f" | | {NEXT_BYTES / 1000:.0f} kB |",
        f"| floor: the same questions in plain HTML | {floor[0]:.1f} s | {floor[1] / 1000:.0f} kB"
        f" | {floor[2]:.0f} | |",
    ]


def row(what, visit):
    seconds, weight, requests, following = visit
    return (
        f"| {what} | {seconds:.1f} s | {weight / 1000:.0f} kB | {requests:.0f}"
        f" | {following / 1000:.0f} kB |"
    )
