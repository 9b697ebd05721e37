"""Mail goes out once, by the worker, after what caused it has been saved."""

import pytest
from django.core import mail as outbox
from django.db import transaction
from django.utils import timezone

from partners import mail
from partners.models import OutgoingMail
from tests.worker import waiting, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken_server(settings):
    settings.EMAIL_BACKEND = "tests.site.test_mail.BrokenBackend"


class BrokenBackend:
    def __init__(self, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError("secret@example.org refused")


def test_mail_waits_for_the_worker_and_goes_out_once():
    mail.send("cause:1", "a@example.org", "เรื่อง", "ข้อความ")
    assert outbox.outbox == []
    work()
    work()
    assert [(m.subject, m.body, m.to) for m in outbox.outbox] == [
        ("เรื่อง", "ข้อความ", ["a@example.org"])
    ]


def test_one_cause_sends_one_mail():
    mail.send("cause:1", "a@example.org", "เรื่อง", "ครั้งแรก")
    mail.send("cause:1", "a@example.org", "เรื่อง", "ครั้งที่สอง")
    mail.send("cause:2", "a@example.org", "เรื่อง", "อีกเหตุหนึ่ง")
    work()
    assert [m.body for m in outbox.outbox] == ["ครั้งแรก", "อีกเหตุหนึ่ง"]


def test_a_cause_that_was_rolled_back_sends_nothing():
    with transaction.atomic():
        mail.send("cause:1", "a@example.org", "เรื่อง", "ข้อความ")
        transaction.set_rollback(True)
    work()
    assert outbox.outbox == []


def test_what_has_gone_out_is_erased():
    mail.send("cause:1", "a@example.org", "รหัส 1234-5678", "ความลับ")
    work()
    sent = OutgoingMail.objects.get()
    assert (sent.subject, sent.body) == ("", "")
    assert sent.sent_at is not None


def test_a_failing_server_is_tried_again_later_and_logged_without_address(broken_server, caplog):
    mail.send("cause:1", "a@example.org", "เรื่อง", "ข้อความ")
    work()
    unsent = OutgoingMail.objects.get()
    assert (unsent.sent_at, unsent.tries, unsent.body) == (None, 1, "ข้อความ")
    assert [later.run_after > timezone.now() for later in waiting()] == [True]
    assert "ConnectionRefusedError" in caplog.text
    assert "example.org" not in caplog.text


def test_after_the_last_try_it_rests(broken_server):
    mail.send("cause:1", "a@example.org", "เรื่อง", "ข้อความ")
    OutgoingMail.objects.update(tries=mail.TRIES - 1)
    work()
    assert list(waiting()) == []


def test_a_subject_stays_on_one_line():
    mail.send("cause:1", "a@example.org", "เรื่อง\nBcc: b@example.org", "ข้อความ")
    work()
    assert outbox.outbox[0].subject == "เรื่อง Bcc: b@example.org"


def test_without_a_mail_server_each_mail_lies_as_a_file(settings, tmp_path):
    settings.EMAIL_BACKEND = "kalasin_network.mail.EmlFileBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    mail.send("cause:1", "a@example.org", "เรื่อง", "ข้อความ")
    mail.send("cause:2", "b@example.org", "เรื่อง", "ข้อความ")
    work()
    assert len(list(tmp_path.glob("*.eml"))) == 2
