"""The portal's database: the one DATABASE_URL names, or an embedded PostgreSQL under var/."""

import warnings
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

import environ as django_environ
from django.core.exceptions import ImproperlyConfigured

from kalasin_network.database.embedded import ENGINE, DatabaseError, Embedded
from kalasin_network.processes import leaving_on_signals, undisturbed

__all__ = ["DatabaseError", "Embedded", "database_config", "running_database"]

URL_EXAMPLE = "postgresql://portal:secret@127.0.0.1:5432/portal"


def database_config(base_dir, environ):
    """Return Django's DATABASES["default"] for this environment; starts and creates nothing.

    Raises ImproperlyConfigured with a sentence for people when DATABASE_URL is wrong.
    """
    url = environ.get("DATABASE_URL", "").strip()
    place = _from_url(url) if url else Embedded(base_dir).config
    return {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False} | place


def _from_url(url):
    try:
        with warnings.catch_warnings(action="ignore"):
            config = django_environ.Env.db_url_config(url)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"DATABASE_URL cannot be read ({error}). Write it like {URL_EXAMPLE}; characters such"
            " as @ : / # % in the password are written as %40 %3A %2F %23 %25."
        ) from error
    if config.get("ENGINE") != ENGINE:
        raise ImproperlyConfigured(
            "DATABASE_URL must name a PostgreSQL database (version 15 or newer), like"
            f" {URL_EXAMPLE}. Leave it out to use the embedded database."
        )
    if not config["NAME"]:
        raise ImproperlyConfigured(
            f"DATABASE_URL does not say which database: put its name at the end, like {URL_EXAMPLE}"
        )
    # libpq's two ways to name a socket's folder; the parser lower-cases the second
    config["HOST"] = config.get("OPTIONS", {}).pop("host", config["HOST"])
    if config["HOST"].lower().startswith("%2f"):
        config["HOST"] = unquote(urlsplit(url).netloc.rpartition("@")[2].partition(":")[0])
    return config


@contextmanager
def running_database(base_dir, environ):
    """Have the database answer inside the with block.

    With DATABASE_URL this does nothing. Otherwise the embedded server is started unless it runs
    already, and stopped at the end (also after Ctrl-C, SIGTERM and SIGHUP) unless others use it.
    """
    if environ.get("DATABASE_URL", "").strip():
        yield None
        return
    server = Embedded(base_dir)
    with leaving_on_signals():
        try:
            server.start()
            yield server
        finally:
            with undisturbed():
                server.stop()
