"""Without a signal the other parts of the form open all the same; what is written there waits."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reflections.models import Invitation, Point, Reflection
from tests import builders
from tests.browser.test_bad_luck import FORBIDDEN
from tests.browser.test_saving_while_writing import (
    SAVED,
    UNSAVED,
    WAITING,
    field,
    press,
    state,
    texts,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEXT = ["ครู", "ผู้อำนวยการโรงเรียน", "ชุมชน", "แนวทางพัฒนาและความต้องการจากภาคี", "ปัญหา อุปสรรค ทุกข์"]
SECTIONS = ["learner", "teacher", "director", "community", "development", "problems"]


@pytest.fixture
def link(keeper):
    """The first part of the form, reached by a school's own link."""
    builders.invite(builders.build_round(keepers=[keeper.person]), builders.build_school())
    invitation = Invitation.objects.with_round_and_school().get()
    return reverse("link:answer_step", args=[invitation.link_token, "learner"])


def has_come(page, address):
    """The form is open there, and has got its other parts."""
    with page.expect_response("**/parts/") as parts:
        page.goto(address)
    parts.value.finished()
    return page


@pytest.fixture
def phone(device, link):
    return has_come(device(), link)


def heading(page):
    return expect(page.get_by_role("heading", level=1))


def by_section():
    return dict(Point.objects.written().values_list("section", "text"))


def test_a_whole_answer_is_written_without_a_signal_and_arrives_as_one(phone):
    phone.context.set_offline(True)
    for name in [*NEXT, None]:
        field(phone, 1).fill(f"ก่อน {name}")
        state(phone).to_have_text(WAITING)
        if name:
            press(phone, f"ต่อไป: {name}")
            expect(phone.locator(f"button:text('ต่อไป: {name}')")).to_have_count(0)
    phone.context.set_offline(False)
    state(phone).to_have_text(SAVED)
    expected = [f"ก่อน {name}" for name in [*NEXT, None]]
    assert by_section() == dict(zip(SECTIONS, expected, strict=True))
    assert Reflection.objects.count() == 1
    assert Reflection.objects.get().writer_token in phone.url


def test_each_part_is_as_it_was_left_and_has_its_address(phone):
    phone.context.set_offline(True)
    field(phone, 1).fill("ผู้เรียน")
    press(phone, "ต่อไป: ครู")
    heading(phone).to_have_text("อยากเห็นครูเป็นอย่างไร")
    expect(phone).to_have_title("อยากเห็นครูเป็นอย่างไร · ภาคีเครือข่ายการศึกษากาฬสินธุ์")
    expect(phone.locator(".steps .done")).to_have_count(1)
    expect(field(phone, 1)).to_have_value("")
    field(phone, 1).fill("ครู")
    press(phone, "ย้อนกลับ")
    expect(field(phone, 1)).to_have_value("ผู้เรียน")
    phone.go_back()
    expect(field(phone, 1)).to_have_value("ครู")
    phone.context.set_offline(False)
    state(phone).to_have_text(SAVED)
    phone.wait_for_url("**/teacher/")
    phone.reload()
    heading(phone).to_have_text("อยากเห็นครูเป็นอย่างไร")
    expect(field(phone, 1)).to_have_value("ครู")
    press(phone, "ต่อไป: ผู้อำนวยการโรงเรียน")
    phone.wait_for_url("**/director/")
    assert by_section() == {"learner": "ผู้เรียน", "teacher": "ครู"}


def test_words_that_arrive_while_another_part_is_shown_can_be_changed_afterwards(phone):
    phone.context.set_offline(True)
    field(phone, 1).fill("อ่าน")
    press(phone, "ต่อไป: ครู")
    heading(phone).to_have_text("อยากเห็นครูเป็นอย่างไร")
    phone.context.set_offline(False)
    state(phone).to_have_text(SAVED)
    phone.context.set_offline(True)
    press(phone, "ย้อนกลับ")
    field(phone, 1).fill("อ่านคล่อง")
    state(phone).to_have_text(WAITING)
    phone.context.set_offline(False)
    state(phone).to_have_text(SAVED)
    expect(phone.locator(".other-text")).to_have_count(0)
    assert texts() == ["อ่านคล่อง"]


def test_where_the_line_was_down_when_the_parts_were_asked_for_they_come_later(device, link):
    phone, asked = device(), []
    phone.clock.install()
    phone.route("**/parts/", lambda route: (asked.append(route), route.abort()), times=1)
    phone.goto(link)
    phone.clock.fast_forward(5_000)
    while not asked:
        phone.wait_for_timeout(20)
    with phone.expect_response("**/parts/") as parts:
        phone.clock.fast_forward(60_000)
    parts.value.finished()
    phone.context.set_offline(True)
    press(phone, "ต่อไป: ครู")
    heading(phone).to_have_text("อยากเห็นครูเป็นอย่างไร")


def test_a_list_is_pasted_and_fields_are_added_there_too(phone):
    phone.context.set_offline(True)
    press(phone, "ต่อไป: ครู")
    heading(phone).to_have_text("อยากเห็นครูเป็นอย่างไร")
    press(phone, "+ เพิ่มอีกเรื่อง")
    field(phone, 4).fill("- มีเวลา\n- ร่วมคิด")
    expect(field(phone, 5)).to_have_value("ร่วมคิด")
    phone.context.set_offline(False)
    state(phone).to_have_text(SAVED)
    assert texts() == ["มีเวลา", "ร่วมคิด"]


def test_sending_still_waits_for_a_signal_and_the_words_stay(phone):
    phone.context.set_offline(True)
    field(phone, 1).fill("อ่านคล่อง")
    press(phone, "ตรวจดูก่อนส่ง")
    state(phone).to_have_text(WAITING)
    note = expect(phone.locator("#note"))
    note.to_contain_text("ยังไม่มีสัญญาณ")
    expect(field(phone, 1)).to_have_value("อ่านคล่อง")
    phone.context.set_offline(False)
    state(phone).to_have_text(SAVED)
    note.to_be_hidden()


def test_where_nothing_can_be_stored_the_page_holds_all_of_it(device, link):
    phone = device()
    phone.add_init_script(FORBIDDEN)
    has_come(phone, link)
    phone.context.set_offline(True)
    field(phone, 1).fill("ผู้เรียน")
    press(phone, "ต่อไป: ครู")
    field(phone, 1).fill("ครู")
    state(phone).to_have_text(UNSAVED)
    phone.context.set_offline(False)
    state(phone).to_have_text(SAVED)
    assert by_section() == {"learner": "ผู้เรียน", "teacher": "ครู"}


def test_for_a_director_who_is_signed_in(device, director, keeper):
    round = builders.build_round(keepers=[keeper.person])
    builders.invite(round, director.school)
    director.post(reverse("reflections:answer", args=[round.slug, director.school.slug]))
    step = reverse("reflections:answer_step", args=[round.slug, director.school.slug, "teacher"])
    phone = has_come(device(director), step)
    phone.context.set_offline(True)
    field(phone, 1).fill("ครู")
    press(phone, "ย้อนกลับ")
    heading(phone).to_have_text("อยากเห็นผู้เรียนเป็นอย่างไร")
    field(phone, 1).fill("ผู้เรียน")
    phone.context.set_offline(False)
    state(phone).to_have_text(SAVED)
    press(phone, "ต่อไป: ครู")
    phone.wait_for_url("**/teacher/")
    assert by_section() == {"learner": "ผู้เรียน", "teacher": "ครู"}


class TestTwoTabsOfOneLink:
    """Whichever begins the answer, the other finds it: the same device, open side by side."""

    @pytest.fixture
    def other(self, phone, link):
        other = phone.context.new_page()
        other.goto(link)
        other.wait_for_load_state()
        return other

    def test_the_second_writes_on_in_the_answer_of_the_first(self, phone, other):
        field(phone, 1).fill("หนึ่ง")
        state(phone).to_have_text(SAVED)
        field(other, 1).fill("สอง")
        state(other).to_have_text(SAVED)
        assert texts() == ["หนึ่ง", "สอง"]
        assert Reflection.objects.get().writer_token in other.url

    def test_so_it_is_when_both_were_written_without_a_signal(self, phone, other):
        phone.context.set_offline(True)
        field(other, 1).fill("สอง")
        state(other).to_have_text(WAITING)
        field(phone, 1).fill("หนึ่ง")
        state(phone).to_have_text(WAITING)
        phone.context.set_offline(False)
        state(phone).to_have_text(SAVED)
        state(other).to_have_text(SAVED)
        assert sorted(texts()) == ["สอง", "หนึ่ง"]

    def test_another_device_still_writes_beside_it(self, phone, device, link):
        field(phone, 1).fill("หนึ่ง")
        state(phone).to_have_text(SAVED)
        elsewhere = device()
        elsewhere.goto(link)
        field(elsewhere, 1).fill("ของเครื่องอื่น")
        state(elsewhere).to_have_text(SAVED)
        assert Reflection.objects.filter(is_provisional=True).count() == 1
