"""Logs without secrets and without people: tokens of addresses, e-mails and values are masked."""

import logging
import re

MASK = "***"
SLASH = r"(?:/|%2f)+"
# /r/<token>/, /m/, /a/, /join/, the private calendars, and allauth's keys in mailed addresses;
# and which school's form or paper it was: beside the time it would tell whose words came when
TOKENS = [
    re.compile(
        rf"({SLASH}(?:r|m|a|join|key|confirm-email|answer|typed{SLASH}for){SLASH})[^/\s?#'\"%<>]+",
        re.I,
    ),
    # what LINE sends a person back with
    re.compile(r"((?:[?&]|%3f|%26)(?:code|state)(?:=|%3d))[^&\s#'\"%<>]+", re.I),
    re.compile(
        rf"({SLASH}meetings{SLASH}calendar{SLASH})[^/\s?#'\"%<>]+?(?=\.ics|[/\s?#'\"%<>]|$)", re.I
    ),
]
EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
# PostgreSQL's: "DETAIL:  Key (email)=(...) already exists." or "Failing row contains (...)."
DETAIL = re.compile(r"(DETAIL:\s*)[^\n]+")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "kalasin_network.logs.MaskingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}


def mask(text):
    """Return the text with *** for every token of an address."""
    for pattern in TOKENS:
        text = pattern.sub(rf"\1{MASK}", text)
    return text


class MaskingFormatter(logging.Formatter):
    """Masks tokens, e-mail addresses and database values in the whole entry, traceback included."""

    def format(self, record):
        text = mask(super().format(record))
        return DETAIL.sub(rf"\1{MASK}", EMAIL.sub(MASK, text))
