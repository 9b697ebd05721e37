"""A list that is pasted into one field becomes as many points; a long text offers to be split."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reflections.models import Invitation, Reflection
from tests import builders
from thai.words import length

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "อยากให้เด็กอ่านออกเขียนได้ " * 8


@pytest.fixture
def phone(device, keeper):
    round = builders.build_round(keepers=[keeper.person])
    builders.invite(round, builders.build_school())
    invitation = Invitation.objects.with_round_and_school().get()
    page = device()
    page.goto(reverse("link:answer_step", args=[invitation.link_token, "learner"]))
    yield page
    expect(page.locator("#state")).not_to_have_text("กำลังบันทึก")


def paste(page, text, number=1):
    """As a paste or a dictation does it: all letters at once."""
    page.locator(".points textarea").nth(number - 1).focus()
    page.keyboard.insert_text(text)


def fields(page):
    return [area.input_value() for area in page.locator(".points textarea").all()]


def written(page):
    return [text for text in fields(page) if text]


@pytest.mark.parametrize(
    "text",
    [
        "อ่านคล่อง\nกล้าถาม\nมีความสุข",
        "1. อ่านคล่อง\n2. กล้าถาม\n3. มีความสุข",
        "๑) อ่านคล่อง\n\n๒) กล้าถาม\n๓) มีความสุข\n",
        "- อ่านคล่อง\n- กล้าถาม\n- มีความสุข",
        "• อ่านคล่อง\n•กล้าถาม\n• มีความสุข",
        "1. อ่านคล่อง 2. กล้าถาม 3. มีความสุข",
    ],
)
def test_a_list_becomes_as_many_points_without_its_marks(phone, text):
    paste(phone, text)
    assert written(phone) == ["อ่านคล่อง", "กล้าถาม", "มีความสุข"]


@pytest.mark.parametrize("text", ["ปี 2559 ดีขึ้น", "ร้อยละ 1.5 ถึง 2.5", "ข้อ 2. กล้าถาม", "-"])
def test_what_is_no_list_stays_as_it_is(phone, text):
    paste(phone, text)
    assert written(phone) == [text]


def test_a_split_list_is_saved_in_its_order_and_undone_at_once(phone):
    paste(phone, "อ่านคล่อง\nกล้าถาม\nมีความสุข")
    expect(phone.locator("#state")).to_contain_text("น.")
    answer = Reflection.objects.get()
    assert [point.text for point in answer.points.written()] == ["อ่านคล่อง", "กล้าถาม", "มีความสุข"]
    with phone.expect_response("**/points/"):
        phone.get_by_role("button", name="ย้อนคืน").click()
        assert written(phone) == ["อ่านคล่อง\nกล้าถาม\nมีความสุข"]
    assert [point.text for point in answer.points.written()] == ["อ่านคล่อง\nกล้าถาม\nมีความสุข"]


def test_lines_that_are_typed_stay_until_their_writer_splits_them(phone):
    field = phone.locator(".points textarea").first
    field.press_sequentially("ab\ncd")
    assert written(phone) == ["ab\ncd"]
    phone.get_by_role("button", name="แยกเป็น 2 เรื่อง").click()
    assert written(phone) == ["ab", "cd"]


def test_a_long_text_offers_to_be_split_where_there_are_spaces(phone):
    paste(phone, LONG)
    assert written(phone) == [LONG]
    phone.get_by_role("button", name="แยกเป็น 2 เรื่อง").click()
    parts = written(phone)
    assert len(parts) == 2 and " ".join(parts) == LONG.strip()
    assert all(length(part) <= 150 for part in parts)


def test_letters_are_counted_as_on_the_server(phone):
    texts = ["ที่นี่น้ำใส", "เก่าก็ดี", "กล้าถาม abc", "ผู้เรียนมีความสุข", ""]
    counted = phone.evaluate(
        """async (texts) => {
            const { length } = await import("/static/js/answer/splitting.js");
            return texts.map(length);
        }""",
        texts,
    )
    assert counted == [length(text) for text in texts]
