"""Sending needs a signal; without one the form asks whether to send by itself later."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reflections.models import Invitation, Reflection
from tests import builders
from tests.browser import tabs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SEND = "ส่งคำตอบของโรงเรียน"


@pytest.fixture
def answer(keeper):
    round = builders.build_round(keepers=[keeper.person])
    answer = builders.build_reflection(round, status="draft")
    builders.build_point(answer, text="อ่านคล่อง")
    return answer


@pytest.fixture
def phone(device, answer):
    """A phone that has the review open."""
    page = device()
    page.goto(reverse("link:answer_review", args=[answer.writer_token]))
    return page


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def is_sent():
    return Reflection.objects.get().is_sent


def test_it_is_sent_by_itself_when_the_writer_agrees(phone):
    phone.context.set_offline(True)
    press(phone, SEND)
    expect(phone.locator("#ask")).to_contain_text("ยังไม่มีสัญญาณ")
    press(phone, "ให้ระบบส่ง")
    expect(phone.locator("#agreed")).to_be_visible()
    assert not is_sent()
    phone.context.set_offline(False)
    phone.wait_for_url("**/receipt/")
    assert is_sent()


def test_the_question_comes_into_view_from_wherever_it_was_asked(phone):
    phone.set_viewport_size({"width": 390, "height": 500})
    phone.context.set_offline(True)
    phone.get_by_role("button", name=SEND, exact=True).dispatch_event("click")
    expect(phone.locator("#ask")).to_be_in_viewport(ratio=1)
    question, bar = (phone.locator(each).bounding_box() for each in ("#ask", ".bottom-bar"))
    assert question["y"] + question["height"] <= bar["y"]


def test_nothing_is_sent_when_the_writer_does_not(phone):
    phone.context.set_offline(True)
    press(phone, SEND)
    press(phone, "ยังไม่ส่ง")
    expect(phone.locator("#ask")).to_be_hidden()
    phone.context.set_offline(False)
    phone.reload()
    expect(phone.locator("#agreed")).to_be_hidden()
    assert not is_sent()


def test_the_yes_survives_a_closed_page(phone):
    phone.context.set_offline(True)
    press(phone, SEND)
    press(phone, "ให้ระบบส่ง")
    address, context = phone.url, phone.context
    tabs.close(phone)
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    again.wait_for_url("**/receipt/")
    assert is_sent()


def test_nothing_to_add_can_be_sent_by_the_schools_link(device, keeper):
    round = builders.build_round(keepers=[keeper.person])
    builders.invite(round, builders.build_school())
    invitation = Invitation.objects.with_round_and_school().get()
    page = device()
    page.goto(reverse("link:answer_review", args=[invitation.link_token]))
    page.get_by_role("button", name=SEND, exact=True).dblclick()
    page.wait_for_url("**/receipt/")
    assert is_sent()
