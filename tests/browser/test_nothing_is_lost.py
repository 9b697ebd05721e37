"""Random writing, losing and returning: at the end the server and the writer agree."""

import random
from contextlib import suppress

import pytest
from django.urls import reverse
from playwright.sync_api import Error, expect

from reflections.models import Invitation, Reflection
from tests import builders
from tests.browser import tabs
from tests.browser.conftest import arrive

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STEPS = 14


class Phone:
    """A phone that writes by a school's link, loses its line, its answers and its page."""

    def __init__(self, page, address):
        self.context, self.page, self.address = page.context, page, address
        self.texts, self.is_offline, self.number = {}, False, 0
        self.page.goto(address)

    def write(self, place):
        self.number += 1
        text = f"เรื่อง {place} แก้ครั้งที่ {self.number}"
        self.page.locator(".points textarea").nth(place).fill(text)
        self.texts[place] = text

    def lose_the_line(self):
        self.context.set_offline(True)
        self.is_offline = True

    def find_the_line(self):
        self.context.set_offline(False)
        self.is_offline = False

    def lose_an_answer(self):
        """The words arrive, but the phone does not hear of it."""
        self.page.route("**/points/", arrive_unheard, times=1)

    def wait(self):
        self.page.wait_for_timeout(1200)

    def reload(self):
        if self.is_offline:
            return
        self.page.reload()  # wherever the page is by now: an answer may just have got its address
        self.places_as_shown()

    def close_and_return(self):
        self.lose_the_line()  # so that the address does not change between reading it and closing
        expect(self.page.locator("#state")).not_to_have_text("กำลังบันทึก", timeout=10_000)
        self.address = self.page.evaluate("location.href")
        tabs.close(self.page)
        self.find_the_line()
        self.page = self.context.new_page()
        self.page.goto(self.address)
        self.places_as_shown()

    def places_as_shown(self):
        """After its return each text stands in a field again, wherever that is now."""
        expected = sorted(self.texts.values())
        shown = [area.input_value() for area in self.page.locator(".points textarea").all()]
        assert sorted(text for text in shown if text) == expected
        self.texts = {place: text for place, text in enumerate(shown) if text}


def arrive_unheard(route):
    with suppress(Error):  # without a line it does not arrive either
        arrive(route)
    route.abort()


@pytest.mark.parametrize("seed", [1, 2])
def test_server_and_writer_agree_at_the_end(device, keeper, seed):
    round = builders.build_round(keepers=[keeper.person])
    builders.invite(round, builders.build_school())
    invitation = Invitation.objects.with_round_and_school().get()
    step = reverse("link:answer_step", args=[invitation.link_token, "learner"])
    phone, chance = Phone(device(), step), random.Random(seed)
    phone.write(0)
    for _ in range(STEPS):
        events = [phone.lose_the_line, phone.find_the_line, phone.lose_an_answer, phone.wait]
        events += [phone.reload, phone.close_and_return]
        event = chance.choice(events + [None] * len(events))
        if event:
            event()
        else:
            phone.write(chance.randrange(3))
    phone.find_the_line()
    phone.write(0)
    expect(phone.page.locator("#state")).to_contain_text("น.", timeout=40_000)
    written = [point.text for point in Reflection.objects.get().points.written()]
    assert sorted(written) == sorted(phone.texts.values())
