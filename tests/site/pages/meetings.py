"""Rows of the meetings and of the network's goals."""

from django.utils import timezone

from partners.models import Organisation
from tests import builders
from tests.site.pages import (
    HIDDEN,
    MEMBERS,
    MOVED,
    OK,
    REFUSED,
    SIGN_IN,
    STAFF,
    Page,
    everyone,
    only,
)

READERS = MEMBERS | {"administrator"}
KEEPING = {"coordinator", "administrator"}  # who may edit any meeting


def published(cast):
    return [builders.build_meeting(published_at=timezone.now()).pk]


def unpublished(cast):
    return [builders.build_meeting().pk]


def of_the_supervisor(cast):
    """An unpublished meeting that the supervisor's organisation hosted."""
    return [builders.build_meeting(host=own_organisation(cast["supervisor"])).pk]


def own_organisation(client):
    return Organisation.objects.get(memberships__person=client.person)


def deleted(cast):
    return [builders.build_meeting(deleted_at=timezone.now()).pk]


def photo(**fields):
    def args(cast):
        meeting = builders.build_meeting(published_at=timezone.now())
        return [builders.build_photo(meeting, **fields).pk, "small"]

    return args


def photo_of_the_supervisor(cast):
    meeting = builders.build_meeting(host=own_organisation(cast["supervisor"]))
    return [meeting.pk, builders.build_photo(meeting).pk]


def goal(cast):
    return [builders.build_goal().slug]


def deleted_goal(cast):
    return [builders.build_goal(deleted_at=timezone.now()).slug]


def edited_by(roles, answer=OK):
    """Visible to whoever holds a role, open to `roles`, not found by the outsider."""
    seen = dict.fromkeys(READERS, REFUSED) | dict.fromkeys(roles, answer)
    return {"visitor": SIGN_IN, "outsider": HIDDEN} | seen


def posted(name, answers, args, note=""):
    return Page(name, answers, args=args, note=f"{note} sent".strip(), method="post")


PAGES = [
    Page("meetings:list", everyone()),
    Page("meeting_with_rounds", everyone(), args=published),
    Page("meetings:meeting", everyone(), args=published, note="published"),
    Page(
        "meetings:meeting",
        only(READERS, OK, others=HIDDEN),
        args=unpublished,
        note="unpublished",
    ),
    Page("meetings:new", only(STAFF | {"administrator"})),
    Page("meetings:deleted", only(KEEPING)),
    Page("meetings:photo", everyone(), args=photo(may_be_public=True), note="public"),
    Page("meetings:photo", only(READERS, OK, others=HIDDEN), args=photo(), note="not public"),
    *[
        Page(f"meetings:{name}", edited_by(KEEPING), args=unpublished)
        for name in ["edit", "people", "photos", "delete", "history"]
    ],
    Page(
        "meetings:photo_erase",
        edited_by(KEEPING | {"supervisor"}),
        args=photo_of_the_supervisor,
        note="of the supervisor",
    ),
    posted(
        "meetings:photo_erase",
        edited_by(KEEPING | {"supervisor"}, MOVED),
        photo_of_the_supervisor,
    ),
    Page(
        "meetings:edit",
        edited_by(KEEPING | {"supervisor"}),
        args=of_the_supervisor,
        note="of the supervisor",
    ),
    Page(
        "meetings:publish",
        edited_by({"supervisor", "administrator"}),
        args=of_the_supervisor,
        note="by its host",
    ),
    Page(
        "meetings:unpublish",
        edited_by({"supervisor", "administrator"}),
        args=of_the_supervisor,
        note="by its host",
    ),
    *[
        Page(f"meetings:{name}", edited_by(KEEPING), args=unpublished, note="of no organisation")
        for name in ["publish", "unpublish"]
    ],
    posted("meetings:move", edited_by(KEEPING, MOVED), unpublished),
    posted("meetings:delete", edited_by(KEEPING, MOVED), unpublished),
    posted("meetings:bring_back", edited_by(KEEPING, MOVED), deleted),
    Page("meetings:goals", everyone()),
    Page("meetings:goal", everyone(), args=goal),
    Page("meetings:goal_new", only(KEEPING)),
    Page("meetings:goal_edit", only(KEEPING), args=goal),
    Page("meetings:goal_history", only(KEEPING), args=goal),
    posted("meetings:goal_move", only(KEEPING, MOVED), goal),
    posted("meetings:goal_delete", only(KEEPING, MOVED), goal),
    posted("meetings:goal_bring_back", only(KEEPING, MOVED), deleted_goal),
]
