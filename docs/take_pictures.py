"""Takes the guides' pictures anew, from a running portal that holds the demo and nothing else:

    make run                                                            (in a second terminal)
    .venv/bin/python docs/take_pictures.py http://127.0.0.1:8000

It signs in without a password, begins two answers and proposes an edition: throw the demo away
afterwards. Look at each picture before it is committed: no link of an invitation, no recovery code.
"""

import os
import sys
from collections import Counter
from io import BytesIO
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kalasin_network.settings")
# Playwright's loop runs in this thread; the ORM is used between its steps, not inside
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
BASE_DIR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE_DIR))

import django  # noqa: E402

django.setup()

from django.test import Client  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from kalasin_network.database import running_database  # noqa: E402
from kalasin_network.demo.answers import texts_by_theme  # noqa: E402
from partners.models import Organisation, Person  # noqa: E402
from reflections import publishing  # noqa: E402
from reflections.models import Round, Theme  # noqa: E402
from tests.find_browser import chromium  # noqa: E402

FOLDER = BASE_DIR / "docs" / "pictures"
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
AT_MOST = 60 * 1024
PHONE, LONG = {"width": 390, "height": 780}, {"width": 390, "height": 950}
WIDE, TALL = {"width": 1040, "height": 780}, {"width": 1040, "height": 980}
WRITTEN = ["อ่านคล่อง และอยากหยิบหนังสือมาอ่านต่อเอง", "กล้าถาม กล้าลองทำ", "มาโรงเรียนแล้วมีความสุข"]
SEEN = 9  # texts at the desk that its picture shows


def begin(page):
    """On from the form's start page, and write; nothing is sent."""
    page.locator(".bottom-bar button").click()
    for field, text in zip(page.locator(".points textarea").all(), WRITTEN, strict=True):
        field.fill(text)
    page.locator("h1").click()
    page.locator(".points .done:visible").nth(len(WRITTEN) - 1).wait_for()


def tick(page):
    """Choose the theme that most of the texts in sight speak of, and these texts."""
    theme_of = {text: key for (_, key), texts in texts_by_theme().items() for text in texts}
    labels = page.locator(".pick-list label").all()[:SEEN]
    themes = Counter(theme_of.get(label.inner_text()) for label in labels)
    ((theme, _),) = themes.most_common(1)
    for label in labels:
        if theme_of.get(label.inner_text()) == theme:
            label.click()
    page.locator(f"#t{Theme.objects.get(key=theme).pk}").check()
    page.evaluate("scrollTo(0, 0)")


def propose(_page=None):
    """An edition that waits for the supervisor's organisation; its address."""
    forum, person = Round.objects.get(slug="2559-11-30"), of("coordinator")
    waiting = forum.editions.filter(state="proposed").first()
    edition = waiting or publishing.propose(forum, person, Organisation.objects.get(slug="demo-a"))
    return edition.get_absolute_url()


FORM = "/reflections/open-round/answer/demo-school-{}/"
# name: (who, address, window, what is done first); a school each, for two languages
PICTURES = {
    "director-start": ("director", FORM, PHONE, None),
    "director-step": ("director", FORM, LONG, begin),
    "member-meetings": ("member", "/meetings/", PHONE, None),
    "member-summary": ("member", "/summary/2559-11-30/", PHONE, None),
    "coordinator-round": ("coordinator", "/reflections/open-round/", WIDE, None),
    "coordinator-desk": ("coordinator", "/reflections/open-round/coding/teacher/", TALL, tick),
    "supervisor-summary": ("supervisor", "/summary/2559-11-30/", WIDE, None),
    "supervisor-edition": ("supervisor", propose, WIDE, None),
    "administrator-home": ("admin", "/", WIDE, None),
    "administrator-people": ("admin", "/partners/demo-a/people/", WIDE, None),
}


def of(name):
    return Person.objects.get(email=f"{name}@example.org")


def take(browser, site, name, language):
    """One picture; the portal shows it at half its size."""
    who, address, window, prepare = PICTURES[name]
    client = Client()
    client.force_login(of(who))
    scale = 2 if window in (PHONE, LONG) else 1.5
    context = browser.new_context(viewport=window, device_scale_factor=scale, base_url=site)
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}]
    )
    page = context.new_page()
    address = address() if callable(address) else address.format(1 if language == "th" else 2)
    page.goto(f"{address}?lang={language}", wait_until="networkidle")
    if prepare:
        prepare(page)
        page.wait_for_load_state("networkidle")
    keep(Image.open(BytesIO(page.screenshot())), FOLDER / f"{name}-{language}.webp")
    context.close()


def keep(picture, path):
    """Sharp letters in as many colours as AT_MOST bytes allow."""
    for colours in (256, 192, 128, 96, 64, 48, 32):
        reduced = picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
        reduced.convert("RGB").save(path, lossless=True, quality=100, method=6)
        if path.stat().st_size <= AT_MOST:
            print(f"{path.name}: {colours} colours, {path.stat().st_size:,} bytes")
            return
    sys.exit(f"{path.name} is too heavy: choose a smaller window")


def main(site):
    path = chromium()
    with running_database(BASE_DIR, os.environ), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for name in PICTURES:
            for language in ("th", "en"):
                take(browser, site, name, language)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
