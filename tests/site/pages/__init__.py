"""Who gets which answer from which page: the rows of the table in `test_pages_by_role.py`.

One file an app, each with a list PAGES. A row:

    Page("meetings:meeting", only(STAFF, others=HIDDEN), args=unpublished, note="unpublished")

`answers` says for each role of ROLES what a request gets (OK, SIGN_IN, REFUSED, HIDDEN, MOVED or
any other status); `args(cast)` builds what the address needs, `cast` holds a test client for every
role (signed-in ones with `.person`, the director with `.school`); `note` tells rows of one page
apart; `method="post"` with `data(cast)` asks a page that is POST only. Every role's request is
undone again, so each meets the same records.

Every URL name of the portal needs at least one row, else the table's test fails and names it.
"""

from collections.abc import Callable
from dataclasses import dataclass

OK, MOVED, UNREADABLE, REFUSED, HIDDEN = 200, 302, 400, 403, 404
SIGN_IN = "sign-in"

VISITOR = frozenset({"visitor"})
STAFF = frozenset({"supervisor", "coordinator"})
# who holds a role today; the outsider is signed in without one, the administrator needs none
MEMBERS = frozenset({"member", "director", "keeper"}) | STAFF
SIGNED_IN = MEMBERS | {"outsider", "administrator"}
ROLES = sorted(VISITOR | SIGNED_IN)


def everyone(answer=OK):
    """The same answer for every role."""
    return dict.fromkeys(ROLES, answer)


def only(roles, answer=OK, others=REFUSED, visitor=SIGN_IN):
    """`answer` for `roles` (a set of names), `others` for everybody else who is signed in."""
    return {
        role: answer if role in roles else visitor if role == "visitor" else others
        for role in ROLES
    }


@dataclass(frozen=True)
class Page:
    """One row: a page, or a page in one state, and the answer for each role."""

    name: str
    answers: dict
    args: Callable = lambda cast: []
    note: str = ""
    method: str = "get"
    data: Callable = lambda cast: {}

    def __str__(self):
        return f"{self.name} {self.note}".strip()
