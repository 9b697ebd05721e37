"""After sign-in the home page begins with what waits for the person, and tells nothing more."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kalasin_network.help import help_page
from partners.models import Role
from reflections.models import Reflection, Section
from tests import builders
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SENTENCE = "ถ้อยคำที่ปลูกไว้"


def words(client, language="th"):
    """The home page's text as `client` reads it, without the marks that hold Thai words whole."""
    page = client.get(f"/?lang={language}").content.decode().replace("\u00a0", " ")
    return re.sub(r"<wbr>|</?span[^>]*>", "", page)


def work(client):
    """Only what waits: the page above the network's story."""
    return words(client).split('id="main"')[1].split('id="latest"')[0]


class TestDirector:
    @pytest.fixture
    def invited(self, director):
        round = builders.build_round(title_th="รอบเปิดอยู่")
        builders.invite(round, director.school)
        return round

    def answer_url(self, round, director, page=""):
        return f'href="/reflections/{round.slug}/answer/{director.school.slug}/{page}"'

    def test_an_answer_not_begun_has_one_large_button(self, director, invited):
        text = work(director)
        assert director.school.name in text
        assert "รอบเปิดอยู่" in text
        assert "ยังไม่ได้เริ่ม" in text
        assert "เริ่มเขียน" in text
        assert self.answer_url(invited, director) in text
        assert text.count("btn-primary") == 1

    def test_a_draft_goes_on(self, director, invited):
        builders.build_reflection(invited, director.school, Reflection.Status.DRAFT)
        assert "เขียนต่อ" in work(director)

    def test_a_sent_answer_can_be_read_and_changed(self, director, invited):
        builders.build_reflection(invited, director.school, texts=[(Section.LEARNER, SENTENCE)])
        text = work(director)
        assert "ส่งแล้ว" in text
        assert "ดูหรือแก้ไขคำตอบ" in text
        assert "btn-primary" not in text

    def test_changes_not_sent_yet_lead_to_the_review(self, director, invited):
        reflection = builders.build_reflection(
            invited, director.school, texts=[(Section.LEARNER, SENTENCE)]
        )
        reflection.points.update(text="แก้แล้ว")
        text = work(director)
        assert "มีส่วนที่แก้ไว้และยังไม่ได้ส่ง" in text
        assert self.answer_url(invited, director, "review/") in text

    def test_until_when_is_said(self, director):
        closes_at = NOW + timedelta(days=20)
        builders.invite(builders.build_round(closes_at=closes_at), director.school)
        year = timezone.localtime(closes_at).year + 543
        assert re.search(rf"เปิดรับถึง \d+ \S+ {year}", work(director))

    def test_a_withdrawn_answer_may_be_begun_anew(self, director, invited):
        builders.build_reflection(invited, director.school, Reflection.Status.WITHDRAWN)
        assert "เริ่มเขียน" in work(director)

    def test_a_director_of_two_schools_sees_both(self, director, invited):
        second = builders.build_school("โรงเรียนที่สอง")
        builders.give_role(director.person, Role.DIRECTOR, second)
        builders.invite(invited, second)
        assert work(director).count("เริ่มเขียน") == 2

    def test_rounds_whose_time_is_over_do_not_wait(self, director):
        over = builders.build_round(closes_at=NOW - timedelta(minutes=1))
        closed = builders.build_round("closed")
        for round in (over, closed):
            builders.invite(round, director.school)
        assert "วันนี้ไม่มีอะไรรออยู่" in work(director)

    def test_other_schools_invitations_are_not_mine(self, director, other_director, invited):
        assert "เริ่มเขียน" not in work(other_director)

    def test_a_cancelled_invitation_does_not_wait(self, director):
        round = builders.build_round()
        invitation = builders.invite(round, director.school)
        type(invitation).objects.filter(pk=invitation.pk).cancel()
        assert "เริ่มเขียน" not in work(director)


class TestRounds:
    def test_who_invites_reads_three_calm_counts(self, coordinator):
        round = builders.build_round(title_th="รอบเปิดอยู่")
        for status in ("sent", "sent", "draft"):
            builders.build_reflection(round, status=status)
        builders.invite(round, builders.build_school())
        assert "ตอบแล้ว 2 กำลังเขียน 1 ยังไม่ได้รับ 1 โรงเรียน" in work(coordinator)

    def test_the_counts_tell_neither_school_nor_text(self, coordinator):
        round = builders.build_round()
        school = builders.build_school("โรงเรียนบ้านปลูกไว้")
        builders.build_reflection(round, school, "draft", [(Section.PROBLEMS, SENTENCE)])
        text = words(coordinator)
        assert "โรงเรียนบ้านปลูกไว้" not in text
        assert SENTENCE not in text

    def test_texts_to_group_wait_for_coordinators(self, coordinator):
        round = builders.build_round("closed", title_th="รอบปิดแล้ว")
        theme = builders.build_theme()
        texts = [
            (Section.LEARNER, "หนึ่ง"),
            (Section.LEARNER, "สอง"),
            (Section.LEARNER, "สาม", theme),
        ]
        builders.build_reflection(round, texts=texts)
        text = work(coordinator)
        assert "เหลืออีก 2 ข้อความ" in text
        assert f'href="/reflections/{round.slug}/coding/"' in text

    def test_a_round_being_prepared_waits_for_coordinators(self, coordinator, member):
        builders.build_round("draft", title_th="รอบที่กำลังเตรียม")
        assert "รอบที่กำลังเตรียม" in work(coordinator)
        assert "รอบที่กำลังเตรียม" not in work(member)

    def test_members_read_no_counts_and_group_no_texts(self, member):
        builders.build_reflection(builders.build_round(), texts=[(Section.LEARNER, "หนึ่ง")])
        text = work(member)
        assert "ตอบแล้ว" not in text
        assert "จัดกลุ่ม" not in text

    def test_a_keeper_finds_the_rounds_that_they_keep(self, keeper, member):
        round = builders.build_round(keepers=[keeper.person], title_th="รอบที่ดูแล")
        address = f'href="/reflections/{round.slug}/keeping/"'
        assert address in work(keeper)
        assert address not in work(member)


class TestEditions:
    @pytest.fixture
    def proposed(self, coordinator):
        round = builders.build_round("closed", title_th="เวทีที่หนึ่ง")
        for _ in range(5):
            builders.build_reflection(round)
        organisation = coordinator.person.current_memberships[0].organisation
        return builders.build_edition(
            round, state="proposed", proposed_for=organisation, proposed_by=coordinator.person
        )

    def test_a_second_organisation_is_asked(self, proposed, other_coordinator, supervisor):
        for client in (other_coordinator, supervisor):
            text = work(client)
            assert "รอความเห็นชอบ" in text
            assert f'href="{proposed.get_absolute_url()}"' in text

    def test_who_proposed_reads_until_when_it_waits(self, proposed, coordinator):
        text = work(coordinator)
        assert "รอองค์กรที่สองเห็นชอบ อย่างช้าถึง" in text
        assert "รอความเห็นชอบ" not in text

    def test_members_and_directors_are_not_asked(self, proposed, member, director):
        for client in (member, director):
            assert proposed.get_absolute_url() not in words(client)

    def test_after_three_days_of_silence_nobody_is_asked_any_more(self, proposed, supervisor):
        proposed.waiting_since = NOW - timedelta(days=4)
        proposed.save()
        assert "รอความเห็นชอบ" not in work(supervisor)

    def test_the_latest_edition_stands_below_for_every_member(self, member):
        round = builders.build_round("closed", title_th="เวทีที่หนึ่ง")
        for _ in range(5):
            builders.build_reflection(round)
        edition = builders.build_edition(round)
        assert f'href="{edition.get_absolute_url()}"' in words(member)


class TestMeetings:
    def test_a_record_of_my_organisation_waits_to_be_published(
        self, coordinator, other_coordinator
    ):
        mine = coordinator.person.current_memberships[0].organisation
        builders.build_meeting("วงของเรา", host=mine)
        assert "วงของเรา" in work(coordinator)
        assert "วงของเรา" not in work(other_coordinator)

    def test_without_a_host_it_waits_for_those_who_came(self, coordinator, other_coordinator):
        meeting = builders.build_meeting("วงไม่มีเจ้าภาพ")
        meeting.organisations.add(coordinator.person.current_memberships[0].organisation)
        assert "วงไม่มีเจ้าภาพ" in work(coordinator)
        assert "วงไม่มีเจ้าภาพ" not in work(other_coordinator)

    def test_published_ones_do_not_wait(self, coordinator):
        mine = coordinator.person.current_memberships[0].organisation
        builders.build_meeting("เผยแพร่แล้ว", host=mine, published_at=NOW)
        assert "เผยแพร่แล้ว" not in work(coordinator)

    def test_members_read_of_the_next_meetings(self, member, outsider):
        today = timezone.localdate()
        builders.build_meeting(
            "พรุ่งนี้", status="planned", precision="day", held_on=today + timedelta(1)
        )
        builders.build_meeting(
            "เมื่อวาน", status="planned", precision="day", held_on=today - timedelta(1)
        )
        builders.build_meeting(
            "เดือนนี้", status="planned", precision="month", held_on=today.replace(day=1)
        )
        text = work(member)
        assert "พรุ่งนี้" in text
        assert "เดือนนี้" in text
        assert "เมื่อวาน" not in text
        assert "พรุ่งนี้" not in work(outsider)


class TestDirectoryAndSettings:
    def test_schools_that_an_import_named_wait_for_coordinators(self, coordinator, member):
        school = builders.build_school(name_unchecked=True)
        text = work(coordinator)
        assert "ตรวจชื่อโรงเรียน" in text
        assert f'href="/partners/{school.slug}/edit/"' in text
        assert "ตรวจชื่อโรงเรียน" not in work(member)

    def test_nothing_to_check_is_not_mentioned(self, coordinator):
        builders.build_school()
        assert "ตรวจชื่อโรงเรียน" not in work(coordinator)

    def test_an_administrator_is_told_what_is_not_set_up(self, administrator, settings):
        settings.EMAIL_IS_SENT, settings.CONTROLLER_NAME = False, ""
        text = work(administrator)
        assert "ยังไม่ได้ตั้งค่าการส่งอีเมล" in text
        assert "ยังไม่ได้ระบุผู้ควบคุมข้อมูล" in text

    def test_what_is_set_up_is_not_mentioned(self, administrator, settings):
        settings.EMAIL_IS_SENT, settings.CONTROLLER_NAME = True, "องค์กรสาธิต ก"
        assert "วันนี้ไม่มีอะไรรออยู่" in work(administrator)

    def test_an_administrator_without_two_step_is_counted(self, administrator):
        builders.build_person("ใหม่", is_superuser=True)
        assert "ยังไม่ได้เปิดการยืนยันตัวตนสองขั้น" in work(administrator)

    def test_settings_are_not_told_to_others(self, coordinator, settings):
        settings.EMAIL_IS_SENT, settings.CONTROLLER_NAME = False, ""
        assert "ยังไม่ได้" not in work(coordinator)


class TestBeginning:
    def test_each_role_is_offered_what_it_may_begin(self, coordinator, supervisor, member):
        offered = {
            client: [
                page
                for page in ("/meetings/new/", "/partners/new/", "/reflections/new/")
                if f'href="{page}"' in work(client)
            ]
            for client in (coordinator, supervisor, member)
        }
        assert offered == {
            coordinator: ["/meetings/new/", "/partners/new/", "/reflections/new/"],
            supervisor: ["/meetings/new/"],
            member: [],
        }

    def test_help_on_what_is_not_set_up_leads_to_its_paragraph(self, administrator, settings):
        settings.EMAIL_IS_SENT, settings.CONTROLLER_NAME = False, ""
        text = work(administrator)
        for anchor in ("mail", "settings"):
            assert f'href="/help/running/#{anchor}"' in text
            assert f'id="{anchor}"' in help_page("running", "th").html


class TestWarmWords:
    def test_a_day_on_which_nothing_waits(self, member):
        assert "ขอบคุณที่ร่วมทางกัน" in work(member)

    def test_somebody_without_a_role_is_told_whom_to_ask(self, outsider):
        text = work(outsider)
        assert "ยังไม่มีบทบาทในองค์กรใด" in text
        assert "ผู้ประสานงาน" in text

    def test_the_networks_story_follows(self, member):
        text = words(member)
        assert text.index("สิ่งที่รออยู่") < text.index("ภาคีเครือข่ายคืออะไร")

    def test_in_english_too(self, member):
        assert "Nothing waits for you today" in words(member, "en")


def everything(person, number):
    """`number` of each record that could wait for somebody who holds every role."""
    school = builders.build_school(name_unchecked=True)
    own = builders.build_organisation()
    for role in Role:
        builders.give_role(person, role, school if role == Role.DIRECTOR else own)
    builders.set_up_two_step(person)
    for _ in range(number):
        round = builders.build_round(keepers=[person])
        builders.invite(round, school)
        for _ in range(5):
            builders.build_reflection(round, texts=[(Section.LEARNER, "หนึ่ง")])
        builders.build_edition(round, state="proposed")
        builders.build_meeting(host=own)
        builders.build_meeting(status="planned")
        builders.build_school(name_unchecked=True)
        builders.build_goal()
    closed = builders.build_round("closed")
    builders.build_reflection(closed)
    builders.build_edition(closed)


@pytest.mark.parametrize("number", [1, 3])
def test_twelve_queries_for_whoever_has_every_role_and_much_waiting(
    number, django_assert_num_queries
):
    person = builders.build_person("ทุกบทบาท", is_superuser=True)
    everything(person, number)
    client = signed_in(person)
    with django_assert_num_queries(12):
        text = work(client)
    for heading in ("เริ่มเขียน", "จัดกลุ่มข้อความ", "รอความเห็นชอบ", "ยังไม่เผยแพร่", "ตรวจชื่อโรงเรียน"):
        assert heading in text


def test_queries_of_a_member(member, django_assert_num_queries):
    with django_assert_num_queries(7):
        work(member)
