"""A director answers on a phone, leaves in the middle, goes on elsewhere, and sends."""

from contextlib import suppress

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Error, expect

from reflections.models import Reflection, Section
from tests import builders
from tests.browser import tabs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def address(director, keeper):
    """Where the director's school answers the open round."""
    round = builders.build_round(keepers=[keeper.person])
    builders.invite(round, director.school)
    return reverse("reflections:answer", args=[round.slug, director.school.slug])


def heading(page):
    return page.locator("h1").inner_text().replace("\u200b", "")


def field(page, number):
    return page.locator(".points textarea").nth(number - 1)


def texts(section):
    answer = Reflection.objects.get()
    return [point.text for point in answer.points.written().filter(section=section)]


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_director_answers_leaves_goes_on_elsewhere_and_sends(director, device, address, scripts):
    phone = device(director, scripts)
    phone.goto(address)
    press(phone, "เริ่มเขียน")
    assert heading(phone) == "อยากเห็นผู้เรียนเป็นอย่างไร"
    for number, text in enumerate(["อ่านคล่อง", "กล้าถาม", "มีความสุข"], start=1):
        field(phone, number).fill(text)
    press(phone, "+ เพิ่มอีกเรื่อง")
    field(phone, 4).fill("รักการอ่าน")
    press(phone, "ต่อไป: ครู")
    assert heading(phone) == "อยากเห็นครูเป็นอย่างไร"
    field(phone, 1).fill("มีเวลาให้เด็ก")
    press(phone, "ต่อไป: ผู้อำนวยการโรงเรียน")
    assert texts(Section.LEARNER) == ["อ่านคล่อง", "กล้าถาม", "มีความสุข", "รักการอ่าน"]
    tabs.close(phone)

    elsewhere = device(director, scripts)
    elsewhere.goto(address)
    press(elsewhere, "เขียนต่อ")
    assert heading(elsewhere) == "อยากเห็นครูเป็นอย่างไร"
    assert field(elsewhere, 1).input_value() == "มีเวลาให้เด็ก"
    elsewhere.locator(".steps button").nth(5).click()
    field(elsewhere, 1).fill("ครูไม่ครบชั้น")
    press(elsewhere, "ตรวจดูก่อนส่ง")
    assert "ครูไม่ครบชั้น" in elsewhere.locator("main").inner_text()
    press(elsewhere, "ส่งคำตอบของโรงเรียน")
    elsewhere.wait_for_url("**/receipt/")
    assert heading(elsewhere) == "ส่งเรียบร้อยแล้ว ขอบคุณที่ร่วมสะท้อนคิด"
    answer = Reflection.objects.get()
    assert answer.is_sent and answer.points.sent().count() == 6


def test_a_double_tap_on_a_slow_line_saves_once(director, device, address):
    phone = device(director)
    phone.goto(address)
    press(phone, "เริ่มเขียน")
    field(phone, 1).fill("อ่านคล่อง")
    phone.get_by_role("button", name="ต่อไป: ครู", exact=True).dblclick()
    phone.wait_for_url("**/teacher/")
    assert texts(Section.LEARNER) == ["อ่านคล่อง"]


def test_sending_at_once_leads_to_the_receipt_whatever_the_phone_still_says(
    director, device, address
):
    """The page before handed its words over, and the phone asks once more whether they arrived."""
    phone, held = device(director), []
    phone.goto(f"{address}learner/")
    press(phone, "เริ่มเขียน")
    phone.route("**/points/", lambda route: held.append(route))
    field(phone, 1).fill("อ่านคล่อง")
    expect(phone.locator("#state")).to_have_text("กำลังบันทึก")
    press(phone, "ตรวจดูก่อนส่ง")
    phone.wait_for_url("**/review/")
    press(phone, "ส่งคำตอบของโรงเรียน")
    while not held:
        phone.wait_for_timeout(20)
    for route in held:
        with suppress(Error):  # that of the page before has gone with it
            route.continue_()
    phone.wait_for_url("**/receipt/")
    assert Reflection.objects.get().is_sent


def test_going_back_in_the_browser_brings_nothing_twice(director, device, address):
    phone = device(director)
    phone.goto(address)
    press(phone, "เริ่มเขียน")
    field(phone, 1).fill("อ่านคล่อง")
    press(phone, "ต่อไป: ครู")
    phone.wait_for_url("**/teacher/")
    phone.go_back()
    press(phone, "ต่อไป: ครู")
    phone.wait_for_url("**/teacher/")
    assert texts(Section.LEARNER) == ["อ่านคล่อง"]


@pytest.mark.parametrize("choice", ["เก็บของฉัน", "เก็บทั้งสอง"])
def test_the_same_point_on_two_devices_is_chosen_by_its_writer(director, device, address, choice):
    one, other = device(director), device(director)
    one.goto(address)
    press(one, "เริ่มเขียน")
    field(one, 1).fill("อ่านคล่อง")
    press(one, "+ เพิ่มอีกเรื่อง")
    press(one, "ต่อไป: ครู")
    for page in (one, other):
        page.goto(f"{address}learner/")
    field(other, 1).fill("อ่านคล่องทุกคน")
    press(other, "ต่อไป: ครู")
    other.wait_for_url("**/teacher/")
    field(one, 1).fill("อ่านคล่องและเข้าใจ")
    press(one, "ต่อไป: ครู")
    press(one, choice)
    one.wait_for_url("**/learner/*")
    kept = {
        "เก็บของฉัน": ["อ่านคล่องและเข้าใจ"],
        "เก็บทั้งสอง": ["อ่านคล่องทุกคน", "อ่านคล่องและเข้าใจ"],
    }
    assert texts(Section.LEARNER) == kept[choice]


def test_no_page_of_the_form_shuts_anybody_out(director, device, address):
    phone = device(director)
    axe, found = Axe(), {}

    def look():
        result = axe.run(phone, options=WCAG)
        if result.violations_count:
            found[phone.url] = result.generate_report()
        wide = phone.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, f"{phone.url} is wider than the phone"

    phone.goto(address)
    look()
    press(phone, "เริ่มเขียน")
    look()
    field(phone, 1).fill("ยาว" * 300)
    press(phone, "ต่อไป: ครู")
    look()
    for page in ["problems", "review"]:
        phone.goto(f"{address}{page}/")
        look()
    press(phone, "ส่งคำตอบของโรงเรียน")
    phone.wait_for_url("**/receipt/")
    look()
    for page in ["withdraw", "sentences"]:
        phone.goto(f"{address}{page}/")
        look()
    assert found == {}
