"""E-mail to the schools of a round: each once, with what was sent on record."""

import threading
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reflections import mailing
from reflections.mailing import Mailing
from reflections.models import Invitation, InvitationMail, Reflection, Round, RoundRight
from tests import builders
from tests.conftest import signed_in
from tests.worker import waiting, work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def portal_that_sends(settings):
    settings.SITE_URL, settings.EMAIL_IS_SENT = "https://portal.example.org", True


@pytest.fixture
def round():
    return builders.build_round(title_th="รอบติดตาม", title_en="Follow-up round")


class Hindered(EmailBackend):
    """A mail server that refuses one address, and breaks off at another."""

    def send_messages(self, messages):
        (address,) = messages[0].to
        if address.startswith("no-such"):
            raise SMTPRecipientsRefused({address: (550, b"no such mailbox")})
        if address.startswith("breaks"):
            raise TimeoutError(f"{address} timed out")
        return super().send_messages(messages)


class Unreachable(EmailBackend):
    def open(self):
        raise ConnectionRefusedError("mail.example.org")


def server(settings, kind):
    settings.EMAIL_BACKEND = f"{__name__}.{kind.__name__}"


def invite(round, name="โรงเรียนบ้านหนึ่ง", email="one@example.org", **fields):
    return builders.invite(round, builders.build_school(name, email=email, **fields))


def page(name, round, *more):
    return reverse(f"reflections:{name}", args=[round.slug, *more])


def send(client, round, kind="invitation", **filters):
    address = page("mail", round, kind)
    query = "?" + "&".join(f"{name}={value}" for name, value in filters.items())
    return client.post(address + query, follow=True)


def body(response):
    return response.content.decode()


def received():
    return [message.to[0] for message in outbox.outbox]


class TestThePageBefore:
    def test_it_says_to_how_many_and_how_many_have_no_address(self, coordinator, round):
        invite(round)
        invite(round, "โรงเรียนสอง", "two@example.org")
        invite(round, "โรงเรียนไม่มีอีเมล", "")
        shown = coordinator.get(page("mail", round, "invitation"))
        assert "<strong>2</strong> โรงเรียนได้รับอีเมลนี้" in body(shown)
        assert "1 โรงเรียนไม่มีที่อยู่อีเมล" in body(shown)
        without = coordinator.get(page("invitations", round) + shown.context["without_address_url"])
        assert [row[0].school.name_th for row in without.context["rows"]] == ["โรงเรียนไม่มีอีเมล"]

    def test_it_shows_the_whole_message_of_one_school(self, coordinator, round):
        asked = invite(round)
        shown = body(coordinator.get(page("mail", round, "invitation")))
        for held in [
            "ขอเชิญร่วมสะท้อนคิด: รอบติดตาม",
            "โรงเรียนบ้านหนึ่ง",
            f"https://portal.example.org/r/{asked.link_token}/",
            "รับคำตอบถึง",
            "Follow-up round",
            round.contact,
        ]:
            assert held in shown

    def test_asking_sends_nothing(self, coordinator, round):
        invite(round)
        coordinator.get(page("mail", round, "invitation"))
        work()
        assert received() == []

    def test_of_another_kind_there_is_no_page(self, coordinator, round):
        assert coordinator.get(page("mail", round, "scolding")).status_code == 404

    @pytest.mark.parametrize("number", [1, 3])
    @pytest.mark.parametrize("kind, queries", [("invitation", 11), ("reminder", 11)])
    def test_queries_do_not_grow_with_the_schools(
        self, coordinator, round, number, kind, queries, django_assert_num_queries
    ):
        for n in range(number):
            invite(round, f"โรงเรียนที่ {n}", district=builders.build_district())
        with django_assert_num_queries(queries):
            coordinator.get(page("mail", round, kind))


class TestSending:
    def test_the_page_answers_at_once_and_the_worker_sends(self, coordinator, round):
        invite(round)
        shown = send(coordinator, round)
        assert "กำลังส่งอีเมล 1 ฉบับ" in body(shown) and received() == []
        work()
        assert received() == ["one@example.org"]

    def test_each_school_gets_its_own_link_and_reads_of_no_other(self, coordinator, round):
        asked = [
            invite(round, name, f"{n}@example.org")
            for n, name in enumerate(["โรงเรียนบ้านแดง", "โรงเรียนบ้านเขียว"])
        ]
        send(coordinator, round)
        work()
        for own, other in [asked, asked[::-1]]:
            text = next(m.body for m in outbox.outbox if m.to == [own.school.email])
            assert f"https://portal.example.org/r/{own.link_token}/" in text
            assert own.short_code in text and own.school.name_th in text
            for held in [other.link_token, other.short_code, other.school.name_th]:
                assert held not in text

    def test_the_link_in_it_opens_the_schools_form(self, coordinator, round):
        asked = invite(round)
        send(coordinator, round)
        work()
        address = f"/r/{asked.link_token}/"
        assert address in outbox.outbox[0].body
        assert "โรงเรียนบ้านหนึ่ง" in body(Client().get(address))

    def test_only_to_those_whom_the_filters_leave(self, coordinator, round):
        invite(round)
        invite(round, "โรงเรียนสอง", "two@example.org")
        send(coordinator, round, q="สอง")
        work()
        assert received() == ["two@example.org"]

    def test_not_to_a_cancelled_or_deleted_school(self, coordinator, round):
        cancelled = invite(round)
        Invitation.objects.filter(pk=cancelled.pk).cancel()
        invite(round, "โรงเรียนสอง", "two@example.org", deleted_at=timezone.now())
        send(coordinator, round)
        send(coordinator, round, show="cancelled")
        work()
        assert received() == []

    def test_pressed_twice_and_by_two_people_it_is_sent_once(
        self, coordinator, other_coordinator, round
    ):
        invite(round)
        send(coordinator, round)
        again = send(coordinator, round)
        assert "แต่ละโรงเรียนได้รับอีเมลนี้ครั้งเดียว" in body(again)
        send(other_coordinator, round)
        work()
        send(other_coordinator, round)
        work()
        assert received() == ["one@example.org"]

    def test_who_is_invited_later_is_the_only_one_to_get_it_then(self, coordinator, round):
        invite(round)
        send(coordinator, round)
        work()
        invite(round, "โรงเรียนสอง", "two@example.org")
        send(coordinator, round)
        work()
        assert received() == ["one@example.org", "two@example.org"]

    def test_a_task_that_runs_twice_sends_once(self, coordinator, round):
        invite(round)
        send(coordinator, round)
        mailing.deliver.enqueue(round.pk)
        work()
        mailing.deliver.call(round.pk)
        assert received() == ["one@example.org"]

    def test_a_link_made_anew_can_be_sent_and_the_old_mail_goes_no_more(self, coordinator, round):
        asked = invite(round)
        send(coordinator, round)
        work()
        round.withdraw_links()
        send(coordinator, round)
        round.withdraw_links()
        work()
        assert received() == ["one@example.org"]
        send(coordinator, round)
        work()
        asked.refresh_from_db()
        assert received() == ["one@example.org"] * 2
        assert asked.link_token in outbox.outbox[1].body

    @pytest.mark.parametrize("what", ["closed", "cancelled", "deleted", "demo", "no address"])
    def test_what_happened_before_the_worker_came_is_looked_at(self, coordinator, round, what):
        asked = invite(round)
        send(coordinator, round)
        if what == "closed":
            round.close()
        elif what == "cancelled":
            Invitation.objects.filter(pk=asked.pk).cancel()
        else:
            changed = {
                "deleted": {"deleted_at": timezone.now()},
                "demo": {"is_demo": True},
                "no address": {"email": ""},
            }
            type(asked.school).everything.filter(pk=asked.school_id).update(**changed[what])
        work()
        assert received() == []
        assert InvitationMail.objects.get().failure == InvitationMail.Failure.CHANGED

    def test_many_go_in_turns_that_let_other_work_pass(self, coordinator, round, monkeypatch):
        monkeypatch.setattr(mailing, "AT_ONCE", 2)
        for n in range(5):
            invite(round, f"โรงเรียนที่ {n}", f"{n}@example.org")
        send(coordinator, round)
        (first,) = waiting()
        assert first.priority < 0
        mailing.deliver.call(round.pk)
        assert len(received()) == 2
        work()
        assert sorted(received()) == [f"{n}@example.org" for n in range(5)]


class TestReminding:
    def had_on(self, day):
        InvitationMail.objects.update(day=day)

    def test_only_schools_not_received_and_it_says_how_many_have_sent(self, coordinator, round):
        for name, status in [("ส่งแล้ว", "sent"), ("เขียนอยู่", "draft")]:
            school = builders.build_school(f"โรงเรียน{name}", email=f"{status}@example.org")
            builders.build_reflection(round, school, status)
        invite(round)
        send(coordinator, round, "reminder")
        work()
        assert received() == ["one@example.org"]
        text = outbox.outbox[0].body
        assert "ตอบแล้ว 1 จาก 3 โรงเรียน" in text
        assert "โรงเรียนส่งแล้ว" not in text and "โรงเรียนเขียนอยู่" not in text

    def test_once_a_day_and_never_on_the_day_of_another_mail(self, coordinator, round):
        invite(round)
        send(coordinator, round)
        send(coordinator, round, "reminder")
        work()
        assert len(received()) == 1
        self.had_on(timezone.localdate() - timedelta(days=1))
        for _press in range(2):
            send(coordinator, round, "reminder")
        work()
        assert len(received()) == 2
        self.had_on(timezone.localdate() - timedelta(days=2))
        send(coordinator, round, "reminder")
        work()
        assert len(received()) == 3

    def test_who_answered_before_the_worker_came_is_not_reminded(self, coordinator, round):
        asked = invite(round)
        send(coordinator, round, "reminder")
        builders.build_reflection(round, asked.school, Reflection.Status.DRAFT)
        work()
        assert received() == []


class TestWhereItCannotBeSent:
    def refused(self, client, round, words):
        invite(round)
        assert words in body(client.get(page("mail", round, "invitation")))
        shown = send(client, round)
        assert words in body(shown)
        work()
        assert received() == [] and not InvitationMail.objects.exists()
        return shown

    def test_a_portal_without_mail_offers_the_message_for_line(self, coordinator, round, settings):
        settings.EMAIL_IS_SENT = False
        shown = self.refused(coordinator, round, "เว็บนี้ยังไม่ส่งอีเมล")
        assert page("invitations", round) + "#line" in body(shown)

    def test_a_round_of_the_demo_never_sends(self, coordinator):
        demo = builders.build_round(is_demo=True)
        self.refused(coordinator, demo, "รอบนี้เป็นข้อมูลสาธิต ไม่มีการส่งอีเมล")

    def test_nor_does_one_that_asks_a_school_of_the_demo(self, coordinator, round):
        builders.invite(round, builders.build_school(is_demo=True))
        self.refused(coordinator, round, "รอบนี้เป็นข้อมูลสาธิต ไม่มีการส่งอีเมล")

    def test_a_portal_that_does_not_know_its_address(self, coordinator, round, settings):
        settings.SITE_URL = "http://127.0.0.1:8000"
        self.refused(coordinator, round, "ลิงก์ในอีเมลจะใช้ได้เฉพาะในเครื่องนี้")

    @pytest.mark.parametrize("status", [Round.Status.DRAFT, Round.Status.CLOSED])
    def test_a_round_that_is_not_open(self, coordinator, status):
        other = builders.build_round(status)
        self.refused(coordinator, other, "ส่งอีเมลได้เมื่อรอบเปิดรับคำตอบ")


class TestWhatWentWrong:
    def test_an_address_that_fails_is_shown_and_holds_up_no_other(
        self, coordinator, round, settings, caplog
    ):
        server(settings, Hindered)
        invite(round, email="no-such@example.org")
        invite(round, "โรงเรียนสอง", "two@example.org")
        send(coordinator, round)
        work()
        assert received() == ["two@example.org"]
        shown = body(coordinator.get(page("mails", round)))
        assert "เซิร์ฟเวอร์อีเมลไม่รับที่อยู่นี้" in shown and "no-such@example.org" in shown
        assert "example.org" not in caplog.text

    def test_once_the_address_is_put_right_it_is_tried_again(self, coordinator, round, settings):
        server(settings, Hindered)
        asked = invite(round, email="no-such@example.org")
        send(coordinator, round)
        work()
        asked.school.email = "right@example.org"
        asked.school.save()
        address = page("mail_again", round, InvitationMail.objects.get().pk)
        assert address in body(coordinator.get(page("mails", round)))
        for _press in range(2):
            coordinator.post(address)
        work()
        coordinator.post(address)
        work()
        assert received() == ["right@example.org"]
        assert InvitationMail.objects.get().to == "right@example.org"

    def test_what_broke_off_in_the_middle_is_not_sent_again_by_itself(
        self, coordinator, round, settings
    ):
        server(settings, Hindered)
        invite(round, email="breaks@example.org")
        send(coordinator, round)
        work()
        send(coordinator, round)
        work()
        assert "อาจถึงแล้ว" in body(coordinator.get(page("mails", round)))
        assert InvitationMail.objects.get().state == InvitationMail.State.FAILED

    def test_nor_what_a_killed_worker_had_in_its_hands(self, coordinator, round):
        invite(round)
        send(coordinator, round)
        InvitationMail.objects.claim()
        work()
        assert received() == []
        InvitationMail.objects.update(moved_at=timezone.now() - timedelta(minutes=11))
        mailing.deliver.call(round.pk)
        assert received() == []
        assert InvitationMail.objects.get().failure == InvitationMail.Failure.UNKNOWN

    def test_a_server_that_cannot_be_reached_is_tried_later(self, coordinator, round, settings):
        server(settings, Unreachable)
        invite(round)
        send(coordinator, round)
        work()
        (later,) = waiting()
        assert later.run_after > timezone.now()
        assert InvitationMail.objects.get().state == InvitationMail.State.WAITING
        server(settings, Hindered)
        mailing.deliver.call(*later.args_kwargs["args"])
        assert received() == ["one@example.org"]

    def test_after_the_last_try_it_rests_and_says_so(self, coordinator, round, settings):
        server(settings, Unreachable)
        invite(round)
        send(coordinator, round)
        mailing.deliver.call(round.pk, mailing.TRIES)
        shown = body(coordinator.get(page("mails", round)))
        assert "ติดต่อเซิร์ฟเวอร์อีเมลไม่ได้" in shown

    def test_of_another_round_nothing_is_tried_again(self, coordinator, round, settings):
        server(settings, Hindered)
        invite(round, email="no-such@example.org")
        send(coordinator, round)
        work()
        coordinator.post(
            page("mail_again", builders.build_round(), InvitationMail.objects.get().pk)
        )
        assert InvitationMail.objects.get().state == InvitationMail.State.FAILED


class TestOnRecord:
    def test_school_address_when_by_whom_subject_and_text_without_the_secrets(
        self, coordinator, round
    ):
        asked = invite(round)
        send(coordinator, round)
        work()
        kept = InvitationMail.objects.get()
        assert page("mail_sent", round, kept.pk) in body(coordinator.get(page("mails", round)))
        shown = body(coordinator.get(page("mail_sent", round, kept.pk)))
        for held in [
            "โรงเรียนบ้านหนึ่ง",
            "one@example.org",
            coordinator.person.get_full_name(),
            "ขอเชิญร่วมสะท้อนคิด: รอบติดตาม",
            "https://portal.example.org/r/***/",
            round.contact,
        ]:
            assert held in shown
        text = outbox.outbox[0].body
        for secret in [asked.link_token, asked.short_code]:
            assert secret not in shown + kept.body
            text = text.replace(secret, "***")
        assert kept.body == text and kept.subject == outbox.outbox[0].subject

    def test_a_person_named_to_invite_reads_it_others_of_the_round_do_not(self, round):
        invite(round)
        inviter, coder = (builders.build_person(role="member") for _ in range(2))
        RoundRight.objects.create(round=round, person=inviter, right="invite")
        RoundRight.objects.create(round=round, person=coder, right="code")
        assert signed_in(inviter).get(page("mails", round)).status_code == 200
        assert signed_in(coder).get(page("mails", round)).status_code == 403

    def test_the_cut_of_names_takes_addresses_and_reminders(self, coordinator, round):
        invite(round)
        invite(round, "โรงเรียนสอง", "two@example.org")
        send(coordinator, round, q="หนึ่ง")
        send(coordinator, round, "reminder", q="สอง")
        work()
        assert len(received()) == 2
        round.cut_names()
        kept = InvitationMail.objects.get()
        assert (kept.kind, kept.to) == ("invitation", "")
        shown = body(coordinator.get(page("mails", round)))
        assert "example.org" not in shown.replace("portal.example.org", "")
        assert "ตัดชื่อโรงเรียน" in shown

    def test_pages_follow_by_key(self, coordinator, round, monkeypatch):
        monkeypatch.setattr("reflections.views.mailing.PAGE", 2)
        for n in range(3):
            invite(round, f"โรงเรียนที่ {n}", f"{n}@example.org")
        send(coordinator, round)
        first = coordinator.get(page("mails", round))
        rest = coordinator.get(page("mails", round) + first.context["next_url"])
        assert [len(shown.context["rows"]) for shown in (first, rest)] == [2, 1]

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow_with_the_mails(
        self, coordinator, round, number, django_assert_num_queries
    ):
        for n in range(number):
            invite(round, f"โรงเรียนที่ {n}", f"{n}@example.org")
        send(coordinator, round)
        work()
        with django_assert_num_queries(6):
            coordinator.get(page("mails", round))


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_in_one_moment_put_down_one():
    round = builders.build_round()
    invite(round)
    people = [builders.build_person(role="coordinator") for _ in range(2)]
    ready = threading.Barrier(2)
    put_down = []

    def press(person):
        mails = Mailing(round.__class__.objects.get(pk=round.pk), "invitation", asked())
        ready.wait(10)
        put_down.append(mails.put_down(person))
        connection.close()

    def asked():
        return Invitation.objects.with_progress().filter(round=round).select_related("school")

    threads = [threading.Thread(target=press, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(put_down) == [0, 1]
    assert InvitationMail.objects.count() == 1
