"""Words that meet a bad moment: before the script has come, while the page is being left."""

from threading import Event
from time import sleep

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reflections.answering import Answering
from reflections.models import Invitation
from reflections.views import answering as views
from tests import builders
from tests.browser.test_saving_while_writing import SAVED, field, state, texts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def link(keeper):
    """The first part of the form, reached by a school's own link."""
    round = builders.build_round(keepers=[keeper.person])
    builders.invite(round, builders.build_school())
    invitation = Invitation.objects.with_round_and_school().get()
    return reverse("link:answer_step", args=[invitation.link_token, "learner"])


def test_what_is_typed_before_the_script_has_come_is_saved_in_its_order(device, link):
    page, held = device(), []
    page.route("**/js/points*.js", lambda route: held.append(route))
    page.goto(link, wait_until="commit")
    field(page, 1).fill("อ่านคล่อง")
    expect(page.locator("#state")).to_have_text("")
    while not held:
        page.wait_for_timeout(10)
    held[0].continue_()
    page.wait_for_load_state()
    field(page, 2).fill("กล้าถาม")
    field(page, 3).focus()
    state(page).to_have_text(SAVED)
    page.wait_for_function("Object.keys(localStorage).length === 0")
    assert texts() == ["อ่านคล่อง", "กล้าถาม"]


def test_words_that_arrive_while_the_page_is_loaded_anew_are_on_the_new_page(
    device, link, monkeypatch
):
    """The new page was made before they came, and the old one hears that they did."""
    page = device()
    page.goto(link)
    field(page, 1).fill("อ่าน")
    state(page).to_have_text(SAVED)
    page.wait_for_url(lambda url: link not in url)
    is_made, is_saved = Event(), Event()
    save, render = Answering.save, views.render

    def saved_after(*arguments):
        is_made.wait(10)
        saved = save(*arguments)
        is_saved.set()
        return saved

    def rendered_before(*arguments):
        response = render(*arguments)
        is_made.set()
        is_saved.wait(10)
        sleep(0.2)  # for the old page to hear of it
        return response

    monkeypatch.setattr(Answering, "save", saved_after)
    monkeypatch.setattr(views, "render", rendered_before)
    field(page, 1).fill("อ่านคล่อง")
    page.reload()
    assert field(page, 1).input_value() == "อ่านคล่อง"
    state(page).to_have_text(SAVED)
    assert texts() == ["อ่านคล่อง"]
