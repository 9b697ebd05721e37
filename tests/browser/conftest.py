"""A real Chromium against a live server. `device(client)` is a phone with a person signed in."""

import os
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import tabs
from tests.browser.window import Window
from tests.find_browser import chromium

PHONE = {"width": 390, "height": 844}
# A portal without a certificate, reached by a host name: no secure context, as 127.0.0.1 would be.
HOST = "portal.test"
# root has no sandbox; a container may have little shared memory, a server has no graphics card
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
ARGUMENTS += [f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]


@pytest.fixture(scope="session")
def browser_path():
    return chromium()


@pytest.fixture(scope="session")
def browser(browser_path):
    with sync_playwright() as playwright:
        # Playwright's loop runs in this thread; the ORM is used between its steps, not inside
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        running = playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        yield running
        running.close()
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def arrive(route):
    """Let the request of a Playwright route arrive; what comes back is not told to the page."""
    return route.fetch(url=route.request.url.replace(HOST, "localhost"))  # Node knows no HOST


# a line that is down, a link that is withdrawn, a header that browsers heed over HTTPS only
NO_ERRORS = ["net::ERR_", "(Gone)", "The Cross-Origin-Opener-Policy header has been ignored"]


def is_error(told):
    """Whether a script or the content policy complains of something."""
    return told.type == "error" and not any(words in told.text for words in NO_ERRORS)


@pytest.fixture
def portal(live_server, settings):
    """The address of the live server by HOST."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, HOST]
    return f"http://{HOST}:{urlsplit(live_server.url).port}"


@pytest.fixture
def device(browser, portal):
    """device(client) opens a page on a device of its own; `client.person` is signed in there.

    Addresses are the portal's. With `scripts=False` JavaScript is off. An error of a script
    or of the content policy fails the test.
    """
    contexts, errors = [], []

    def open_page(client=None, scripts=True, viewport=PHONE):
        context = browser.new_context(
            viewport=viewport, base_url=portal, java_script_enabled=scripts
        )
        contexts.append(context)
        if client is not None:
            cookie = client.cookies["sessionid"]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": portal}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda told: is_error(told) and errors.append(told.text))
        return page

    yield open_page
    for context in contexts:
        context.set_offline(True)  # a page that closes would still save what waits
        for page in context.pages:
            tabs.close(page)
        context.close()
    assert errors == []


@pytest.fixture
def window(browser):
    """A page on the portal without a server, on the records of the test's own transaction."""
    window = Window(browser)
    yield window
    window.close()
