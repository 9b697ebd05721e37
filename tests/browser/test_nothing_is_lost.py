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
PARTS_HAVE_COME = """
    performance.getEntriesByType("resource").some(({name}) => name.endsWith("/parts/"))
"""


class Phone:
    """A phone that writes in two parts by a school's link, loses its line, answers and its page."""

    def __init__(self, page, address):
        self.context, self.page = page.context, page
        self.is_offline, self.number = False, 0
        self.by_part = {"learner": {}, "teacher": {}}
        self.open(address)

    def open(self, address):
        self.page.goto(address)
        self.wait_for_parts()

    def wait_for_parts(self):
        while not self.page.evaluate(PARTS_HAVE_COME):
            self.page.wait_for_timeout(50)

    @property
    def texts(self):
        """What stands in the part that is shown: texts by the place of their field."""
        return self.by_part[self.page.locator("#answer").get_attribute("data-section")]

    def turn_the_page(self):
        """On to the other part; without a line it opens all the same."""
        is_first = self.texts is self.by_part["learner"]
        button = "ต่อไป: ครู" if is_first else "ย้อนกลับ"
        self.page.get_by_role("button", name=button, exact=True).click()
        other = "teacher" if is_first else "learner"
        expect(self.page.locator("#answer")).to_have_attribute("data-section", other)
        self.wait_for_parts()
        self.places_as_shown()

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
        # wherever the page is by now: an answer may just have got its address
        self.page.reload()
        self.wait_for_parts()
        self.places_as_shown()

    def close_and_return(self):
        self.lose_the_line()  # so that the address does not change between reading it and closing
        expect(self.page.locator("#state")).not_to_have_text("กำลังบันทึก", timeout=10_000)
        address = self.page.evaluate("location.href")
        tabs.close(self.page)
        self.find_the_line()
        self.page = self.context.new_page()
        self.open(address)
        self.places_as_shown()

    def places_as_shown(self):
        """After its return each text stands in a field again, wherever that is now."""
        texts = self.texts
        expected = sorted(texts.values())
        shown = [area.input_value() for area in self.page.locator(".points textarea").all()]
        assert sorted(text for text in shown if text) == expected
        texts.clear()
        texts.update((place, text) for place, text in enumerate(shown) if text)


def arrive_unheard(route):
    with suppress(Error):  # without a line it does not arrive either
        arrive(route)
    route.abort()


@pytest.mark.parametrize("seed", [1, 2, 3, 5])
def test_server_and_writer_agree_at_the_end(device, keeper, seed):
    round = builders.build_round(keepers=[keeper.person])
    builders.invite(round, builders.build_school())
    invitation = Invitation.objects.with_round_and_school().get()
    step = reverse("link:answer_step", args=[invitation.link_token, "learner"])
    phone, chance = Phone(device(), step), random.Random(seed)
    phone.write(0)
    for _ in range(STEPS):
        events = [phone.lose_the_line, phone.find_the_line, phone.lose_an_answer, phone.wait]
        events += [phone.reload, phone.close_and_return, phone.turn_the_page, phone.turn_the_page]
        event = chance.choice(events + [None] * len(events))
        if event:
            event()
        else:
            phone.write(chance.randrange(3))
    phone.find_the_line()
    phone.write(0)
    expect(phone.page.locator("#state")).to_contain_text("น.", timeout=40_000)
    written = Reflection.objects.get().points.written().values_list("section", "text")
    expected = [(part, text) for part, texts in phone.by_part.items() for text in texts.values()]
    assert sorted(written) == sorted(expected)
