"""The server is killed in the middle of a save, and comes back."""

import os
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from playwright.sync_api import Error

from reflections.models import Invitation, Reflection
from tests import builders
from tests.browser import tabs
from tests.browser.conftest import PHONE
from tests.browser.test_saving_while_writing import SAVED, WAITING, field, state, texts
from tests.sessions import wait_until_somebody_waits_for_us

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def database_url():
    """The test's own database, for another process."""
    facts = connection.settings_dict
    host = quote(facts["HOST"], safe="")
    return f"postgresql://{facts['USER']}@/{facts['NAME']}?host={host}"


@contextmanager
def server(port):
    """A process that serves the portal on the test's database; killed at the end."""
    command = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}", "--noreload"]
    surroundings = os.environ | {"DATABASE_URL": database_url(), "DEBUG": "1"}
    process = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=surroundings, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def open_once_it_answers(page, address):
    for _try in range(300):
        with suppress(Error):
            return page.goto(address)
        page.wait_for_timeout(100)
    raise AssertionError("the server does not answer")


def test_what_was_being_saved_is_saved_once(browser, keeper, port):
    round = builders.build_round(keepers=[keeper.person])
    builders.invite(round, builders.build_school())
    link = Invitation.objects.with_round_and_school().get().link_token
    phone = browser.new_page(viewport=PHONE)
    with server(port) as first:
        place = reverse("link:answer_step", args=[link, "learner"])
        open_once_it_answers(phone, f"http://127.0.0.1:{port}{place}")
        field(phone, 1).fill("อ่าน")
        state(phone).to_have_text(SAVED)
        with transaction.atomic():
            Reflection.objects.select_for_update().get()
            field(phone, 1).fill("อ่านคล่อง")
            field(phone, 2).focus()
            wait_until_somebody_waits_for_us()
            first.kill()
        state(phone).to_have_text(WAITING)
    with server(port):
        state(phone).to_have_text(SAVED, timeout=60_000)
    tabs.close(phone)
    assert texts() == ["อ่านคล่อง"]
