"""Who is signed in: the two questions with which every page of a signed-in person begins.

Django's own ways to ask them, but with statements that a connection prepares once: composing and
planning them anew cost a saving of the form as much as half of its own work.
"""

from allauth.account import auth_backends
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from partners.models import Person
from partners.prepared import Prepared, columns, record

SESSION = Prepared(
    "signed_in_session",
    "text, timestamptz",
    f"SELECT {columns(Session)} FROM django_session WHERE session_key = $1 AND expire_date > $2",
)
PERSON = Prepared(
    "signed_in_person", "bigint", f"SELECT {columns(Person)} FROM partners_person WHERE id = $1"
)


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def _validate_session_key(self, key):
        """A cookie may hold anything, NUL included, which the database refuses; our keys do not."""
        return super()._validate_session_key(key) and key.isalnum()

    def _get_session_from_db(self):
        found = record(Session, SESSION.first(self.session_key, timezone.now()))
        if found is None:
            self._session_key = None
        return found


class AuthenticationBackend(auth_backends.AuthenticationBackend):
    """The sign-in package's way to know people."""

    def get_user(self, user_id):
        person = record(Person, PERSON.first(user_id))
        return person if person and self.user_can_authenticate(person) else None
