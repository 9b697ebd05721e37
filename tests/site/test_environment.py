"""A wrong value in the environment stops the start with a sentence that says how to mend it."""

import runpy

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from kalasin_network import preparing
from kalasin_network.database import folders

SETTINGS = str(settings.BASE_DIR / "kalasin_network" / "settings.py")


def read(monkeypatch, **environment):
    for name, text in environment.items():
        monkeypatch.setenv(name, text)
    return runpy.run_path(SETTINGS)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PORT", "abc"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("WEB_WORKERS", "0"),
        ("WEB_WORKERS", "-1"),
        ("RETENTION_MONTHS", "a year"),
        ("DEBUG", "maybe"),
        ("HTTPS", "2"),
        ("SITE_URL", "portal.example.org"),
        ("SITE_URL", "https://"),
        ("ALLOWED_HOSTS", ","),
        ("ALLOWED_HOSTS", "https://portal.example.org"),
        ("EMAIL_FROM", "portal"),
        ("EMAIL_URL", "mail.example.org"),
        ("EMAIL_URL", "smtp://a:b@[bad"),
        ("DATABASE_URL", "mysql://a/b"),
    ],
)
def test_a_wrong_value_is_named_with_what_to_write(monkeypatch, name, text):
    monkeypatch.setenv("SECRET_KEY", "a-key")
    monkeypatch.setenv("INVITATION_KEY", "another-key")
    with pytest.raises(ImproperlyConfigured, match=rf"{name} (is wrong: write|must name)"):
        read(monkeypatch, **{name: text})


def test_names_of_hosts_may_have_spaces_between_them(monkeypatch):
    found = read(monkeypatch, ALLOWED_HOSTS="portal.example.org, www.example.org")
    assert found["ALLOWED_HOSTS"] == ["portal.example.org", "www.example.org"]


def test_the_mail_server_is_read_whole(monkeypatch):
    server = "smtp+tls://portal%40example.org:secret@mail.example.org:587"
    found = read(monkeypatch, EMAIL_URL=server, EMAIL_FROM="Network <portal@example.org>")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.org", 587)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_USE_TLS"]) == ("portal@example.org", True)
    assert found["EMAIL_IS_SENT"]


def test_line_s_keys_are_set_together_or_not_at_all(monkeypatch):
    assert not read(monkeypatch, LINE_CLIENT_ID="", LINE_SECRET="")["LINE_IS_SET"]
    with pytest.raises(ImproperlyConfigured, match="LINE_SECRET is missing"):
        read(monkeypatch, LINE_CLIENT_ID="2000000001")
    with pytest.raises(ImproperlyConfigured, match="LINE_CLIENT_ID is missing"):
        read(monkeypatch, LINE_CLIENT_ID="", LINE_SECRET="a-secret")
    found = read(monkeypatch, LINE_CLIENT_ID="2000000001", LINE_SECRET="a-secret")
    assert found["LINE_IS_SET"]
    assert found["SOCIALACCOUNT_PROVIDERS"]["line"]["APP"]["secret"] == "a-secret"


def test_a_folder_that_cannot_be_written_is_named(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "a-file" / "media"
    settings.MEDIA_ROOT.parent.touch()
    with pytest.raises(ImproperlyConfigured, match="MEDIA_ROOT is wrong: .*a-file/media"):
        preparing.check_media()


def test_with_a_database_of_ones_own_a_missing_key_stops_the_start(monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is missing"):
        read(monkeypatch, DATABASE_URL="postgresql://a:b@localhost/c")


def test_the_key_of_the_links_is_made_once_whatever_the_database(monkeypatch, tmp_path):
    keep = folders.kept_text
    monkeypatch.delenv("INVITATION_KEY", raising=False)
    monkeypatch.setattr(folders, "kept_text", lambda at, text: keep(tmp_path / at.name, text))
    keys = [
        read(monkeypatch, DATABASE_URL="postgresql://a:b@localhost/c")["INVITATION_KEY"]
        for _time in range(2)
    ]
    assert keys == [(tmp_path / "invitation_key").read_text()] * 2
    assert (tmp_path / "invitation_key").stat().st_mode & 0o777 == 0o600
