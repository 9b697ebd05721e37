"""A coordinator prepares a round, names its keepers and opens it, on a laptop."""

import pytest

from partners.models import Role
from reflections.models import Round
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


LAPTOP = {"width": 1280, "height": 800}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_coordinator_opens_a_round(coordinator, device, scripts, settings):
    settings.CONTROLLER_NAME, settings.CONTROLLER_CONTACT = "องค์กรสาธิต ก", "0 4300 0000"
    association = builders.build_organisation("สมาคมสาธิต")
    builders.build_person("อารี", Role.MEMBER, association, last_name="ใจงาม")
    schools = [builders.build_school() for _ in range(3)]

    page = device(coordinator, scripts, LAPTOP)
    page.goto("/reflections/")
    page.get_by_role("link", name="สร้างรอบใหม่").first.click()
    page.get_by_label("ชื่อรอบ").fill("รอบติดตามหลังเวที")
    page.get_by_label("เปิดรับคำตอบถึง").fill("22 ม.ค. 2600 16.30")
    page.get_by_role("button", name="บันทึก", exact=True).click()

    page.get_by_label("ชื่อคนหรือชื่อองค์กร").fill("อารี")
    page.get_by_role("button", name="ค้นหา").click()
    page.get_by_role("button", name="ตั้งเป็นผู้ดูแลคำตอบ").click()
    page.get_by_role("link", name="เปิดรับคำตอบ").click()

    assert "อารี ใจงาม สมาคมสาธิต" in page.locator(".who-sees").inner_text()
    page.get_by_label("เชิญทุกโรงเรียนในเครือข่ายที่ยังไม่ได้เชิญ (3 โรงเรียน)").check()
    page.get_by_role("button", name="เปิดรับคำตอบ").click()

    assert "เปิดรับคำตอบแล้ว เชิญ 3 โรงเรียน" in page.locator(".messages").inner_text()
    page.get_by_role("link", name="โรงเรียนที่เชิญ").first.click()
    assert page.locator("tbody tr").count() == 3
    assert "/r/" in page.get_by_label("ข้อความเชิญใน LINE").input_value()
    round = Round.objects.get()
    assert round.accepts_answers
    assert set(round.invited.all()) == set(schools)
