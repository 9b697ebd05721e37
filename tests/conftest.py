"""The cast: the same people ask the same questions on every page."""

import pytest
from django.db import connection
from django.test import Client

from kalasin_network import demo_notice
from partners.models import Role
from partners.prepared import Prepared
from tests import builders
from tests.site.pages import ROLES


@pytest.fixture(autouse=True)
def no_demo_notice(monkeypatch):
    """The demo mark is asked once a minute; tests keep literal query counts."""
    monkeypatch.setattr(demo_notice, "is_demo_portal", lambda: False)
    monkeypatch.setattr("kalasin_network.context.is_demo_portal", lambda: False)


@pytest.fixture(autouse=True)
def no_preparing(monkeypatch):
    """What a new connection prepares once is not counted with the queries of a page."""
    prepare = Prepared.prepare

    def uncounted(statement, cursor):
        prepare(statement, cursor)
        if connection.queries_logged:
            connection.queries_log.pop()

    monkeypatch.setattr(Prepared, "prepare", uncounted)


@pytest.fixture(autouse=True)
def plain_static_and_quick_passwords(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def visitor(client):
    return client


def signed_in(person):
    """A client of its own for `person`, at hand as `client.person`."""
    client = Client()
    client.force_login(person)
    client.person = person
    return client


@pytest.fixture
def coordinator(db):
    return signed_in(builders.build_person("ประสาน", Role.COORDINATOR))


@pytest.fixture
def other_coordinator(db):
    """Coordinator of a second organisation."""
    return signed_in(builders.build_person("ประสานสอง", Role.COORDINATOR))


@pytest.fixture
def supervisor(db):
    return signed_in(builders.build_person("นิเทศ", Role.SUPERVISOR))


@pytest.fixture
def member(db):
    return signed_in(builders.build_person("สมาชิก", Role.MEMBER))


@pytest.fixture
def director(db):
    """Director of one school, `client.school`."""
    school = builders.build_school()
    client = signed_in(builders.build_person("ผู้บริหาร", Role.DIRECTOR, school))
    client.school = school
    return client


@pytest.fixture
def other_director(db):
    """Director of another school: must never see the first one's words."""
    school = builders.build_school()
    client = signed_in(builders.build_person("ผู้บริหารสอง", Role.DIRECTOR, school))
    client.school = school
    return client


@pytest.fixture
def outsider(db):
    """Signed in, but holds no role."""
    return signed_in(builders.build_person("คนนอก"))


@pytest.fixture
def administrator(db):
    """With two-step sign-in set up, as the portal asks of administrators."""
    person = builders.build_person("ดูแลระบบ", is_superuser=True)
    builders.set_up_two_step(person)
    return signed_in(person)


@pytest.fixture
def keeper(db):
    """A member who keeps rounds' answers; a test names the round by `keepers=[keeper.person]`."""
    return signed_in(builders.build_person("ผู้ดูแลคำตอบ", Role.MEMBER))


@pytest.fixture
def cast(request):
    """A client for every role: who asks each page of the portal."""
    return {role: request.getfixturevalue(role) for role in ROLES}
