"""Rows of the form without an account: whoever holds the address, signed in or not."""

from reflections.models import Reflection
from tests import builders
from tests.site.pages import HIDDEN, MOVED, UNREADABLE, Page, everyone


def invitation(cast):
    return builders.invite(builders.build_round(), cast["director"].school)


def schools_link(*more):
    return lambda cast: [invitation(cast).link_token, *more]


def writers(*more, status="sent", **fields):
    """The writer's own address of an answer that has come so far."""

    def args(cast):
        asked = invitation(cast)
        answer = builders.build_reflection(asked.round, asked.school, status)
        Reflection.objects.filter(pk=answer.pk).update(**fields)
        return [answer.writer_token, *more]

    return args


PROVISIONAL = {"is_provisional": True, "invitation": None}

PAGES = [
    Page("link:by_code", everyone(), note="asks for the code"),
    Page("link:by_code", everyone(), method="post", note="a wrong code"),
    Page("link:answer", everyone(), args=schools_link(), note="of a school"),
    Page(
        "link:answer",
        everyone(),
        args=lambda cast: [invitation(cast).round.link_token],
        note="of a round",
    ),
    Page("link:answer", everyone(), args=writers(status="draft"), note="of the writer"),
    Page("link:answer", everyone(HIDDEN), args=lambda cast: ["x" * 34], note="of nothing"),
    Page("link:nowhere", everyone(HIDDEN), args=schools_link("what/ever")),
    Page("link:not_mine", everyone(), args=schools_link()),
    Page("link:way_back", everyone(MOVED), args=schools_link(), method="post", note="not begun"),
    Page(
        "link:way_back",
        everyone(),
        args=lambda cast: [invitation(cast).round.link_token],
        method="post",
        note="a wrong code",
    ),
    Page("link:confirm", everyone(), args=writers(**PROVISIONAL)),
    Page("link:further", everyone(), args=writers()),
    Page("link:answer_step", everyone(), args=schools_link("problems")),
    Page("link:answer_parts", everyone(), args=schools_link()),
    Page("link:answer_parts", everyone(), args=writers(), note="of the writer"),
    Page(
        "link:answer_points",
        everyone(UNREADABLE),
        args=schools_link(),
        note="of no points",
        method="post",
    ),
    Page("link:answer_review", everyone(), args=writers()),
    Page("link:answer_send", everyone(MOVED), args=writers(), method="post"),
    Page("link:answer_receipt", everyone(), args=writers()),
    Page("link:answer_contact", everyone(), args=writers()),
    Page("link:answer_thanks", everyone(), args=writers()),
    Page("link:answer_sheet", everyone(), args=writers()),
    Page("link:answer_withdraw", everyone(), args=writers()),
    Page("link:answer_sentences", everyone(), args=writers()),
]
