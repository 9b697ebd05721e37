"""The demo fills an empty portal, is marked as such, and goes away without a trace."""

import itertools
import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from kalasin_network import demo
from meetings.models import Goal, Meeting, Photo
from partners.models import District, Membership, Organisation, Person
from reflections.models import Edition, Point, Reflection, Round, Section, Theme, ThemeCount
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_ins(settings, tmp_path):
    settings.DEMO_SIGN_INS = tmp_path / "sign-ins.json"
    settings.DEMO_PASSWORD = ""
    return settings.DEMO_SIGN_INS


def test_is_loaded_whole_and_taken_away_without_a_trace(sign_ins, capsys, settings):
    call_command("demo")
    check_the_sign_ins(sign_ins, capsys.readouterr().out)
    check_the_network()
    check_the_forum()
    check_the_open_round()
    with pytest.raises(CommandError):
        call_command("demo")
    keep = builders.build_school("โรงเรียนของจริง")
    call_command("clear_demo")
    assert "editions: 1\n" in capsys.readouterr().out
    assert list(Organisation.everything.all()) == [keep]
    for model in (Person, Membership, Meeting, Goal, Photo, Round, Reflection, Point, Theme):
        assert not model._base_manager.exists(), model
        for event in getattr(model, "pgh_event_models", {}).values():
            assert not event.objects.exists(), event
    assert not sign_ins.exists()


def test_goes_not_into_a_portal_that_was_set_up_for_real_use(sign_ins, capsys):
    call_command("start", email="first@example.org", name="คุณดูแล")
    with pytest.raises(CommandError, match="holds records already"):
        call_command("demo")
    assert not Goal.objects.filter(is_demo=True).exists()
    assert not sign_ins.exists()


def check_the_sign_ins(path, printed):
    kept = json.loads(path.read_text())
    assert path.stat().st_mode & 0o777 == 0o600
    for name in ("admin", "coordinator", "coordinator2", "supervisor", "director", "member"):
        person = Person.objects.get(email=f"{name}@example.org")
        assert person.check_password(kept["password"])
        assert person.email in printed
        assert person.is_demo
    assert kept["password"] in printed and kept["totp"] in printed
    homes = {m.organisation.slug for m in Membership.objects.select_related("organisation")}
    assert homes == {"demo-a", "demo-b", "demo-school-1", "demo-school-2"}


def check_the_network():
    assert Organisation.objects.partners().count() == 8
    assert Organisation.objects.filter(model_school="national").count() == 3
    assert Meeting.objects.count() == 6
    assert [meeting.precision for meeting in Meeting.objects.all()] == ["day"] + ["unknown"] * 5
    assert Goal.objects.count() == 5
    assert not Organisation.objects.filter(is_demo=False).exists()
    invented = Organisation.objects.filter(slug__startswith="demo-school")
    assert invented.count() == 150
    assert District.objects.filter(organisation__in=invented).distinct().count() == 18


def check_the_forum():
    forum = Round.objects.get(slug="2559-11-30")
    assert (forum.status, forum.meeting.kind) == ("closed", "forum")
    counted = forum.reflections.counted()
    assert counted.count() == 137
    points = Point.objects.sent().filter(reflection__in=counted)
    assert 11 <= points.count() / counted.count() <= 15
    assert points.uncoded().exists()
    assert forum.reflections.filter(status="draft").count() == 8
    assert forum.reflections.voices().count() == 3
    for section in Section:
        by_number = [
            ThemeCount.objects.filter(theme=theme, reflection__in=counted).count()
            for theme in Theme.objects.filter(section=section, parent=None).in_book_order()
        ]
        assert all(a > b for a, b in itertools.pairwise(by_number)), (section, by_number)
    assert {edition.number for edition in Edition.objects.filter(round=forum)} == {1}


def check_the_open_round():
    later = Round.objects.get(status="open")
    assert later.accepts_answers
    assert later.reflections.counted().count() >= 20
    director = Person.objects.get(email="director@example.org")
    invited = later.invitations.filter(school__memberships__person=director)
    assert invited.count() == 2
    assert not invited.filter(reflection__isnull=False).exists()
    assert Client().get(demo.rounds.school_to_try()).status_code == 200


def test_refuses_a_portal_that_is_in_use(sign_ins):
    builders.build_school()
    with pytest.raises(CommandError):
        call_command("demo")
    assert Organisation.everything.count() == 1
