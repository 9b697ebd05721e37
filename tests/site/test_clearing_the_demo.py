"""`clear_demo` table by table: no row of the demo, and of what its people did, is left anywhere."""

from datetime import timedelta

import pghistory
import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pghistory.models import Context

from kalasin_network import demo
from kalasin_network.models import KeptForm
from meetings.models import Meeting, Photo
from partners import mail
from partners.models import District, ImportUpload, Membership, Organisation, Person, Role
from reflections.models import (
    Edition,
    KeySentence,
    Look,
    PaperPhoto,
    Point,
    Round,
    SentenceRelease,
    Theme,
    ThemeParaphrase,
)
from tests import builders
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

# tables that the demo never fills; a further table needs a thought, then a line here or below
NEVER_FILLED = {
    # what Django and its apps keep about themselves
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "cache",
    "django_content_type",
    "django_migrations",
    # permissions follow from roles, not from Django's groups
    "partners_person_groups",
    "partners_person_user_permissions",
    # confirming an address by mail: codes, kept in the session
    "account_emailconfirmation",
    # LINE's keys come from the settings, and its tokens are not kept
    "socialaccount_socialapp",
    "socialaccount_socialtoken",
    # the official places of the province
    "partners_affiliation",
    "partners_district",
    "partners_zone",
    # a round with schools of the demo sends no e-mail
    "reflections_invitationmail",
}


def rows():
    """{table: number of its rows}."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


@pytest.fixture
def loaded(settings, tmp_path):
    """The demo in a portal that knew its places before; the rows of then."""
    settings.DEMO_SIGN_INS = tmp_path / "sign-ins.json"
    call_command("load_places", settings.BASE_DIR / "partners/places/kalasin.yaml", verbosity=0)
    before = rows()
    demo.load("a-long-password-for-tests")
    return before


def people_try_it_out():
    """The demo's people use all that writes."""
    coordinator, admin, director = (
        Person.objects.get(email=f"{name}@example.org")
        for name in ("coordinator", "admin", "director")
    )
    forum = Round.objects.get(slug="2559-11-30")
    with pghistory.context(user=coordinator.pk):
        meeting = Meeting.objects.first()
        meeting.notes = "แก้ไขในข้อมูลสาธิต"
        meeting.save()
        builders.build_attendance(meeting, "นางสาวสาธิต", person=coordinator)
        theme = Theme.objects.filter(section="problems").first()
        words = {"round": forum, "text_th": "เล่าความ", "by": coordinator}
        ThemeParaphrase.objects.create(theme=theme, **words)
        KeySentence.objects.create(question=1, **words)
        builders.build_invitation(Organisation.objects.get(slug="demo-a"), invited_by=coordinator)
        mail.send("a mail", coordinator.email, "เรื่อง", "ข้อความ")
        reflection = forum.reflections.counted().first()
        Look.objects.create(reflection=reflection, person=coordinator)
        reflection.contact_wishes.create(person=coordinator, how="line", reach="x")
        builders.build_paper_photo(reflection, typed_by=coordinator)
        point = Point.objects.sent().filter(section="problems", reflection=reflection).first()
        SentenceRelease.objects.create(point=point, text=point.sent_text, released_by=director)
    signed_in(director)
    SocialAccount.objects.create(user=director, provider="line", uid="U-director")
    KeptForm.objects.create(
        key_hash="x", person=director, sealed="x", expires_at=timezone.now() + timedelta(hours=1)
    )
    ImportUpload.objects.create(owner=coordinator, purpose="x", name="x.csv", content=b"x")
    LogEntry.objects.create(
        user=admin,
        content_type=ContentType.objects.get_for_model(District),
        object_repr="นามน",
        action_flag=2,
    )


def test_no_table_keeps_a_row(loaded, django_capture_on_commit_callbacks):
    people_try_it_out()
    filled = {table for table, number in rows().items() if number > loaded[table]}
    assert set(loaded) - filled == NEVER_FILLED
    photos = [*Photo.objects.all(), *PaperPhoto.objects.all()]
    pictures = [photo.image.name for photo in photos]
    with django_capture_on_commit_callbacks(execute=True):
        call_command("clear_demo")
    # what waits for the worker names records by number, and is forgotten two weeks later
    assert rows() == loaded | {"django_tasks_database_dbtaskresult": 1}
    assert pictures and not any(map(default_storage.exists, pictures))


def test_what_is_real_stays_without_the_demos_names(loaded, administrator):
    invented = Organisation.objects.get(slug="demo-a")
    school = Organisation.objects.get(slug="demo-school-1")
    coordinator = Person.objects.get(email="coordinator@example.org")
    with pghistory.context(user=coordinator.pk):
        meeting = builders.build_meeting("ของจริง", host=invented)
        meeting.organisations.add(invented)
        round = builders.build_round(inviting=invented, keepers=[coordinator])
    theme = Theme.objects.filter(section="learner").first()
    real = builders.build_reflection(round, texts=[("learner", "คำตอบจริง", theme)])
    builders.build_reflection(round, school, texts=[("learner", "คำตอบสาธิต", theme)])
    person = builders.build_person("คนจริง", Role.MEMBER, invented)
    call_command("clear_demo")
    meeting.refresh_from_db()
    round.refresh_from_db()
    assert (meeting.host, round.inviting) == (None, None)
    assert [answer.pk for answer in round.reflections.all()] == [real.pk]
    assert real.points.get().theme == theme
    assert Person.objects.filter(pk=person.pk).exists()
    assert not Membership.objects.filter(person=person).exists()
    page = administrator.get(f"/meetings/{meeting.pk}/history/")
    assert page.status_code == 200
    assert "โดยระบบ" in page.content.decode()
    assert not Context.objects.filter(metadata__user=coordinator.pk).exists()


def test_what_something_real_rests_on_is_named_and_all_stays(loaded, capsys):
    round = builders.build_round()
    invented = Organisation.objects.get(slug="demo-a")
    builders.build_edition(round, proposed_for=invented)
    number = Organisation.everything.count()
    with pytest.raises(CommandError, match=round.title_th):
        call_command("clear_demo")
    assert Organisation.everything.count() == number
    assert Edition.objects.filter(round=round).exists()
