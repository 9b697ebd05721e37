"""A coordinator logs a meeting on a phone without a script."""

import pytest

from meetings.models import Meeting
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_school_is_found_and_nothing_typed_is_lost(device, coordinator):
    school = builders.build_school("โรงเรียนบ้านหนองแวง")
    page = device(coordinator, scripts=False)
    page.goto("/meetings/new/")
    page.fill("[name=title_th]", "ประชุมบนมือถือ")
    page.fill("[name=organisation_query]", "หนองแวง")
    page.click("[name=find]")
    assert page.input_value("[name=title_th]") == "ประชุมบนมือถือ"
    page.get_by_label("โรงเรียนบ้านหนองแวง").check()
    page.fill("[name=organisation_query]", "")
    page.select_option("[name=kind]", "small_group")
    page.fill("[name=date]", "31/11/2559")
    page.press("[name=title_th]", "Enter")  # saves, which the date prevents
    assert "ไม่มีวันนี้ในปฏิทิน" in page.inner_text("main")
    assert page.get_by_label("โรงเรียนบ้านหนองแวง").is_checked()
    page.fill("[name=date]", "๓๐ พ.ย. ๒๕๕๙")
    page.click("[name=save]")
    page.wait_for_selector("h1")
    meeting = Meeting.objects.get()
    assert page.url.partition("#")[0].endswith(meeting.get_absolute_url())
    assert str(meeting.held_on) == "2016-11-30"
    assert school in meeting.organisations.all()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
