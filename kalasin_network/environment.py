"""Values from the environment, read by settings.py: a wrong one stops the start with a sentence."""

from email.utils import parseaddr
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def value(name, cast, default, how):
    """Read environment variable `name` through `cast`; a wrong value stops the start with `how`."""
    try:
        return cast(env.ENVIRON[name]) if env.ENVIRON.get(name, "") != "" else default
    except (ValueError, KeyError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name} is wrong: {how}") from error


def together(**names):
    """{key: text} of environment variables that belong together; None if none of them is set."""
    texts = {key: env.ENVIRON.get(name, "").strip() for key, name in names.items()}
    missing = [name for key, name in names.items() if not texts[key]]
    if missing and any(texts.values()):
        raise ImproperlyConfigured(
            f"{', '.join(missing)} is missing: set {' and '.join(names.values())}, or none of them"
        )
    return None if missing else texts


def switch(text):
    """'1', 'true', 'yes', 'on' and their opposites as bool; anything else is an error."""
    return {"1": True, "true": True, "yes": True, "on": True}.get(text.lower()) or {
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }[text.lower()]


def positive(text, most=None):
    """A whole number above zero."""
    number = int(text)
    if number < 1 or most and number > most:
        raise ValueError(text)
    return number


def port(text):
    return positive(text, most=65535)


def site(text):
    """A whole address without its last slash."""
    address = urlsplit(text)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ValueError(text)
    return text.rstrip("/")


def hosts(text):
    """Names of hosts parted by commas, as a list."""
    names = [name.strip() for name in text.split(",")]
    if not all(names) or any(set("/ @") & set(name) for name in names):
        raise ValueError(text)
    return names


def sender(text):
    """An e-mail address, with or without a name before it."""
    name, _at, host = parseaddr(text)[1].rpartition("@")
    if not name or not host:
        raise ValueError(text)
    return text


def mail_server(text):
    """Django's settings for the mail server that an address like smtp+tls://... names."""
    return environ.Env.email_url_config(text)
