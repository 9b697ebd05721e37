"""The wall of a hall and the list of invited schools keep up by themselves; slips fit."""

import pytest

from reflections.models import Reflection
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROJECTOR = {"width": 1024, "height": 768}
LAPTOP = {"width": 1280, "height": 800}


@pytest.fixture
def round():
    return builders.build_round(title_th="รอบติดตามหลังเวทีสะท้อนคิด")


def quickly(page):
    """Timers of the page run twenty times as fast."""
    page.add_init_script(
        "const every = setInterval; setInterval = (what, time) => every(what, time / 20);"
    )
    return page


def test_the_number_on_the_wall_grows_without_a_reload(coordinator, device, round):
    waiting = builders.build_reflection(round, status=Reflection.Status.DRAFT)
    page = quickly(device(coordinator, viewport=PROJECTOR))
    page.goto(f"/reflections/{round.slug}/projector/")
    page.evaluate("window.isStillHere = true")
    assert page.locator("#sent strong").inner_text() == "0"
    Reflection.objects.filter(pk=waiting.pk).update(
        status=Reflection.Status.SENT, sent_at=round.opened_at
    )
    page.locator("#sent strong", has_text="1").wait_for()
    assert page.evaluate("window.isStillHere")


def test_the_wall_is_seen_whole_and_large(coordinator, device, round, settings):
    settings.SITE_URL = "https://portal.example.org"
    builders.build_reflection(round)
    page = device(coordinator, viewport=PROJECTOR)
    page.goto(f"/reflections/{round.slug}/projector/")
    code = page.locator(".wall > .qr").bounding_box()
    assert code["width"] >= 400 and code["y"] + code["height"] <= 768
    foot = page.locator(".wall-address").bounding_box()
    assert foot["y"] + foot["height"] <= 768
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    assert page.locator(".wall-address").evaluate(size) >= 24
    assert page.locator("#sent strong").evaluate(size) >= 96


def test_without_scripts_the_number_is_looked_at_again(coordinator, device, round):
    page = device(coordinator, scripts=False, viewport=PROJECTOR)
    page.goto(f"/reflections/{round.slug}/projector/")
    builders.build_reflection(round)
    page.get_by_role("link", name="ดูจำนวนล่าสุด").click()
    assert page.locator("#sent strong").inner_text() == "1"


def test_the_list_keeps_up_and_the_readers_place_stays(coordinator, device, round):
    for n in range(40):
        builders.invite(round, builders.build_school(f"โรงเรียนบ้านที่ {n + 10}"))
    waiting = builders.build_reflection(
        round, builders.build_school("โรงเรียนบ้านที่ 99"), status=Reflection.Status.DRAFT
    )
    page = quickly(device(coordinator, viewport=LAPTOP))
    page.goto(f"/reflections/{round.slug}/invitations/")
    row = page.locator("tbody tr", has_text="โรงเรียนบ้านที่ 99")
    page.get_by_label("ชื่อหรือรหัส").fill("ยังพิมพ์ไม่จบ")
    row.get_by_role("link", name="ลิงก์").focus()
    place = page.evaluate("scrollY")
    assert place > 300
    Reflection.objects.filter(pk=waiting.pk).update(
        status=Reflection.Status.SENT, sent_at=round.opened_at
    )
    row.get_by_text("ตอบแล้ว").wait_for()
    assert page.locator("#counts dd").first.inner_text() == "1"
    assert page.evaluate("scrollY") == place
    assert "/link/" in page.evaluate("document.activeElement.getAttribute('href')")
    assert page.get_by_label("ชื่อหรือรหัส").input_value() == "ยังพิมพ์ไม่จบ"


def test_sheets_wider_than_a_phone_are_moved_by_keyboard_too(coordinator, device, round):
    builders.invite(round, builders.build_school())
    page = device(coordinator)
    page.goto(f"/reflections/{round.slug}/invitations/slips/")
    sheets = page.locator(".slip-sheets")
    assert sheets.evaluate("e => e.scrollWidth > e.clientWidth")
    sheets.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)  # it moves smoothly
    assert sheets.evaluate("e => e.scrollLeft") > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_slips_fit_their_paper_and_none_is_cut(coordinator, device, round, settings):
    settings.SITE_URL = "https://reflections.kalasin-education.example.org"
    district = builders.build_district("เมืองกาฬสินธุ์")
    for n in range(12):
        name = f"โรงเรียนชุมชนบ้านหนองกุงศรีประชาสรรค์ราษฎร์บำรุงวิทยาคาร {n + 10}"
        builders.invite(round, builders.build_school(name, district=district, is_demo=True))
    page = device(coordinator, viewport=LAPTOP)
    page.goto(f"/reflections/{round.slug}/invitations/slips/")
    page.emulate_media(media="print")
    sheets = page.locator(".slip-sheet")
    assert [sheets.nth(n).locator(".slip").count() for n in range(2)] == [10, 2]
    millimetre = 96 / 25.4
    assert sheets.first.bounding_box()["height"] <= (297 - 2 * 10) * millimetre
    assert sheets.first.evaluate("e => getComputedStyle(e).breakAfter") == "page"
    overflows = "all => all.filter(each => each.scrollHeight > each.clientHeight + 1).length"
    assert page.locator(".slip, .slip > div").evaluate_all(overflows) == 0
    assert not page.locator(".page-head").is_visible()
