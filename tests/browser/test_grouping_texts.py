"""A coordinator groups texts on a laptop: several at once, a new theme, set aside, undo."""

import pytest

from reflections.models import Point, Theme
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LAPTOP = {"width": 1280, "height": 800}
SCHOOL = "โรงเรียนบ้านปลูกไว้"
TEXTS = ["อ่านคล่อง", "อ่านแล้วเข้าใจ", "กล้าถาม", "ขอรถรับส่ง"]


@pytest.fixture
def round():
    round = builders.build_round()
    builders.build_theme(label_th="การอ่าน")
    school = builders.build_school(SCHOOL)
    builders.build_reflection(round, school, texts=[("learner", text) for text in TEXTS])
    return round


def group(page, texts, result):
    for text in texts:
        page.get_by_role("checkbox", name=text, exact=True).check()
    page.get_by_role("radio", name=result).check()
    press(page, "จัดกลุ่มข้อความที่เลือก")


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def left(page):
    """The texts that still wait on the desk."""
    return set(page.locator(".pick-list label").all_inner_texts())


def grouped():
    return {
        point.text: "พักไว้" if point.is_set_aside else point.theme and point.theme.label_th
        for point in Point.objects.select_related("theme")
    }


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_coordinator_groups_the_texts_of_a_question(coordinator, device, round, scripts):
    page = device(coordinator, scripts, LAPTOP)
    page.goto(round.get_absolute_url())
    page.get_by_role("link", name="จัดกลุ่มข้อความ").first.click()
    assert "เหลืออีก 4 ข้อความ" in page.inner_text("main")
    page.get_by_role("link", name="ผู้เรียน").click()
    assert left(page) == set(TEXTS)

    group(page, ["อ่านคล่อง", "อ่านแล้วเข้าใจ"], "การอ่าน")
    assert left(page) == {"กล้าถาม", "ขอรถรับส่ง"}

    page.get_by_label("ชื่อประเด็นใหม่").fill("ความกล้าแสดงออก")
    group(page, ["กล้าถาม"], "ประเด็นใหม่")
    assert left(page) == {"ขอรถรับส่ง"}

    group(page, ["ขอรถรับส่ง"], "พักไว้")
    assert "ข้อนี้จัดกลุ่มครบแล้ว" in page.inner_text("main")
    assert grouped() == {
        "อ่านคล่อง": "การอ่าน",
        "อ่านแล้วเข้าใจ": "การอ่าน",
        "กล้าถาม": "ความกล้าแสดงออก",
        "ขอรถรับส่ง": "พักไว้",
    }

    press(page, "ย้อนคืน")
    assert "ย้อนคืนแล้ว 1 ข้อความ" in page.inner_text(".messages")
    assert left(page) == {"ขอรถรับส่ง"}
    assert grouped()["ขอรถรับส่ง"] is None


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_what_was_ticked_and_typed_stays_when_something_is_missing(
    coordinator, device, round, scripts
):
    page = device(coordinator, scripts, LAPTOP)
    page.goto(f"/reflections/{round.slug}/coding/learner/")
    group(page, ["กล้าถาม"], "ประเด็นใหม่")
    assert "ตั้งชื่อประเด็นใหม่" in page.inner_text(".chooser [role=alert]")
    page.get_by_label("ชื่อประเด็นใหม่").fill("ความกล้าแสดงออก")
    page.get_by_role("checkbox", name="กล้าถาม").uncheck()
    press(page, "จัดกลุ่มข้อความที่เลือก")
    assert "เลือกอย่างน้อยหนึ่งข้อความ" in page.inner_text(".desk")
    assert page.get_by_label("ชื่อประเด็นใหม่").input_value() == "ความกล้าแสดงออก"
    group(page, ["กล้าถาม", "อ่านคล่อง"], "ประเด็นใหม่")
    assert left(page) == {"อ่านแล้วเข้าใจ", "ขอรถรับส่ง"}
    assert Theme.objects.filter(label_th="ความกล้าแสดงออก").count() == 1


def test_a_curator_who_was_named_meets_no_school_on_the_desk(member, device, round):
    builders.RoundRight.objects.create(round=round, person=member.person, right="code")
    page = device(member, viewport=LAPTOP)
    page.goto(f"/reflections/{round.slug}/coding/")
    seen = [page.content()]
    page.get_by_role("link", name="ผู้เรียน").click()
    seen.append(page.content())
    group(page, ["กล้าถาม"], "การอ่าน")
    seen.append(page.content())
    page.get_by_label("แสดง", exact=True).select_option(label="การอ่าน")
    press(page, "แสดง")
    assert left(page) == {"กล้าถาม"}
    seen.append(page.content())
    assert not [text for text in seen if "ปลูกไว้" in text]
