"""Rows of the rounds and summaries."""

from reflections.models import PaperPhoto, Reflection
from tests import builders
from tests.site.pages import HIDDEN, MEMBERS, MOVED, OK, SIGNED_IN, STAFF, UNREADABLE, Page, only


def open_round(cast):
    return [builders.build_round(keepers=[cast["keeper"].person]).slug]


def my_answer(*more, status="sent"):
    """A page of the form of the director's own school, whose answer has come so far."""

    def args(cast):
        round = builders.build_round(keepers=[cast["keeper"].person])
        if status:
            builders.build_reflection(round, cast["director"].school, status)
        else:
            builders.invite(round, cast["director"].school)
        return [round.slug, cast["director"].school.slug, *more]

    return args


def sent_answer(cast):
    round = builders.build_round(keepers=[cast["keeper"].person])
    return [round.slug, builders.build_reflection(round).public_id]


def asked_the_coordinator(cast):
    answer = builders.build_reflection(builders.build_round())
    wish = answer.contact_wishes.create(person=cast["coordinator"].person, how="line", reach="x")
    return [wish.public_id]


def voice(cast):
    round = builders.build_round(keepers=[cast["keeper"].person])
    return [round.slug, builders.build_voice(round).public_id]


def paper_of(cast):
    round = builders.build_round(keepers=[cast["keeper"].person])
    builders.invite(round, cast["director"].school)
    return [round.slug, cast["director"].school.slug]


def paper_photo(cast):
    slug, public_id = sent_answer(cast)
    photo = builders.build_paper_photo(Reflection.objects.get(public_id=public_id))
    return [slug, public_id, photo.pk]


def paper(cast):
    slug, paper, _photo = photo_of_paper(cast)
    return [slug, paper]


def photo_of_paper(cast):
    slug, _public_id, photo = paper_photo(cast)
    return [slug, PaperPhoto.objects.get(pk=photo).paper_id, photo]


DIRECTOR = frozenset({"director"})
ITS_DIRECTOR = only(DIRECTOR, OK, others=HIDDEN)
ITS_DIRECTOR_IS_LED_ON = only(DIRECTOR, MOVED, others=HIDDEN)
# who sees the round is told for whom the page is; who does not, finds nothing
KEEPERS = only({"keeper"}, OK) | {"outsider": HIDDEN}

PAGES = [
    Page("reflections:rounds", only(SIGNED_IN)),
    Page(
        "reflections:round",
        only(MEMBERS | {"administrator"}, OK, others=HIDDEN),
        args=open_round,
        note="open",
    ),
    Page("reflections:answer_choose", only(DIRECTOR, OK) | {"outsider": HIDDEN}, args=open_round),
    Page("reflections:answer", ITS_DIRECTOR, args=my_answer(status="draft"), note="begun"),
    Page("reflections:answer", ITS_DIRECTOR, args=my_answer(status=""), note="not begun"),
    Page("reflections:answer", ITS_DIRECTOR_IS_LED_ON, args=my_answer(), note="sent"),
    Page("reflections:answer_step", ITS_DIRECTOR, args=my_answer("problems")),
    Page("reflections:answer_parts", ITS_DIRECTOR, args=my_answer()),
    Page(
        "reflections:answer_points",
        only(DIRECTOR, UNREADABLE, others=HIDDEN),
        args=my_answer(),
        note="of no points",
        method="post",
    ),
    Page("reflections:answer_review", ITS_DIRECTOR, args=my_answer()),
    Page(
        "reflections:answer_send", ITS_DIRECTOR_IS_LED_ON, args=my_answer(status=""), method="post"
    ),
    Page("reflections:answer_receipt", ITS_DIRECTOR, args=my_answer()),
    Page("reflections:answer_contact", ITS_DIRECTOR, args=my_answer()),
    Page("reflections:answer_thanks", ITS_DIRECTOR, args=my_answer()),
    Page("reflections:answer_sheet", ITS_DIRECTOR, args=my_answer()),
    Page("reflections:answer_withdraw", ITS_DIRECTOR, args=my_answer(), note="asks"),
    Page(
        "reflections:answer_withdraw",
        ITS_DIRECTOR_IS_LED_ON,
        args=my_answer(),
        note="does",
        method="post",
    ),
    Page("reflections:answer_sentences", ITS_DIRECTOR, args=my_answer()),
    Page("reflections:contact_wishes", only(STAFF)),
    Page(
        "reflections:contact_received",
        only({"coordinator"}, MOVED) | {"supervisor": HIDDEN},
        args=asked_the_coordinator,
        method="post",
    ),
    Page("reflections:keeping", KEEPERS, args=open_round),
    Page("reflections:claims", KEEPERS, args=open_round),
    Page("reflections:new_way_back", KEEPERS, args=sent_answer),
    Page("reflections:keeping_read", KEEPERS, args=sent_answer),
    Page("reflections:voice_withdraw", KEEPERS, args=voice, note="asks"),
    Page("reflections:typed", KEEPERS, args=open_round),
    Page("reflections:typed_group", KEEPERS, args=open_round),
    Page("reflections:typed_for", KEEPERS, args=paper_of),
    Page("reflections:paper_out", KEEPERS, args=paper, note="asks"),
    Page("reflections:paper_photos", KEEPERS, args=paper),
    Page("reflections:paper_photo_erase", KEEPERS, args=photo_of_paper, note="asks"),
    Page("reflections:paper_photo", KEEPERS, args=paper_photo),
]
