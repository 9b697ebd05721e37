"""What the logs keep to themselves."""

import logging
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from kalasin_network.access_log import AccessLogger
from kalasin_network.logs import MaskingFormatter, mask

TOKEN = "AbC-123_xyz"
WITH_TOKEN = [
    "/r/{}/",
    "/r/{}",
    "/r/{}/learner/",
    "/m/{}/",
    "/a/{}/",
    "/join/{}/",
    "/meetings/calendar/{}.ics",
    "/R/{}/",
    "//r//{}/",
    "/r%2F{}/",
    "http://portal.example.org/r/{}/",
    "/accounts/password/reset/key/{}/",
    "/accounts/confirm-email/{}/",
]
# with the time beside it, whose form was saved when would tell whose words came when
WITH_SCHOOL = [
    "/reflections/2559-11-30/answer/{}/",
    "/reflections/2559-11-30/answer/{}/learner/",
    "/reflections/2559-11-30/answer/{}/send/",
    "/reflections/2559-11-30/keeping/typed/for/{}/",
    "/accounts/login/?next=/reflections/2559-11-30/answer/{}/",
    "/accounts/login/?next=%2Freflections%2F2559-11-30%2Fanswer%2F{}%2F",
]


@pytest.mark.parametrize("address", WITH_SCHOOL)
def test_the_school_that_writes_is_masked(address):
    assert mask(address.format("ban-na-mon")) == address.format("***")


@pytest.mark.parametrize("address", WITH_TOKEN)
def test_a_token_is_masked_wherever_it_stands_in_an_address(address):
    masked = mask(f"Not Found: {address.format(TOKEN)} (404)")
    assert masked == f"Not Found: {address.format('***')} (404)"


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/reflections/2559-11-30/",
        "/reflections/2559-11-30/answer/",
        "/partners/ban-na-mon/",
        "/meetings/12/",
        "/meetings/calendar.ics",
        "/r/",
    ],
)
def test_other_addresses_stay_readable(address):
    assert mask(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/line/login/callback/?code={}&state={}",
        "/accounts/line/login/callback/?state={}&code={}&friendship_status_changed=false",
        "/accounts/login/?next=%2Faccounts%2Fline%2Flogin%2Fcallback%2F%3Fcode%3D{}%26state%3D{}",
    ],
)
def test_what_line_sends_a_person_back_with_is_masked(address):
    assert mask(address.format(TOKEN, TOKEN)) == address.format("***", "***")


def written_by_django(level, message, *args, error=None):
    record = logging.LogRecord(
        "django.request", level, __file__, 1, message, args, error and (type(error), error, None)
    )
    return MaskingFormatter("%(levelname)s %(message)s").format(record)


def test_an_entry_is_masked_after_its_parts_are_put_together():
    assert written_by_django(logging.WARNING, "Not Found: %s", f"/r/{TOKEN}/") == (
        "WARNING Not Found: /r/***/"
    )


def test_a_traceback_holds_neither_addresses_of_people_nor_values_of_the_database():
    error = ValueError(
        f"/m/{TOKEN}/ anna.s@example.org\nDETAIL:  Key (email)=(anna) already exists.\nLINE 1"
    )
    entry = written_by_django(logging.ERROR, "Internal Server Error", error=error)
    assert entry.endswith("ValueError: /m/***/ ***\nDETAIL:  ***\nLINE 1")


def test_the_portals_own_settings_use_this_formatter(settings):
    formatters = {handler["formatter"] for handler in settings.LOGGING["handlers"].values()}
    classes = {settings.LOGGING["formatters"][name]["()"] for name in formatters}
    assert classes == {"kalasin_network.logs.MaskingFormatter"}


@pytest.mark.django_db
def test_django_s_own_warning_about_a_wrong_token_is_masked(client, caplog):
    client.get(f"/r/{TOKEN}/")
    entries = [MaskingFormatter("%(message)s").format(record) for record in caplog.records]
    assert not [entry for entry in entries if TOKEN in entry]


def test_the_access_log_tells_what_was_asked_and_nothing_about_who(capsys):
    config = Config()
    config.set("accesslog", "-")
    config.set("access_log_format", AccessLogger.FORMAT)
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": f"/r/{TOKEN}/?q=somchai",
        "QUERY_STRING": "q=somchai",
        "PATH_INFO": f"/r/{TOKEN}/",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "203.0.113.7",
        "HTTP_REFERER": f"http://x/r/{TOKEN}/",
        "HTTP_USER_AGENT": "Browser of Somchai",
    }
    response = SimpleNamespace(status="200 OK", sent=512, headers=[])
    took = SimpleNamespace(seconds=0, microseconds=42000)
    AccessLogger(config).access(response, SimpleNamespace(headers=[]), environ, took)
    entry = capsys.readouterr().out
    assert entry.endswith("] GET /r/***/ 200 512 42 ms\n")
    assert not [word for word in (TOKEN, "omchai", "203.0.113.7") if word in entry]
