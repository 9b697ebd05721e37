"""A planted school and a planted sentence: no page and no file shows the two together.

Every address of rounds and summaries is asked as every role, by GET; new ones come by themselves.
"""

import io
import re
import zipfile

import pytest
from django.urls import URLResolver, get_resolver, reverse

from reflections.models import Look, Round, Section, SentenceRelease, Theme
from tests import builders
from tests.site.pages import ROLES

pytestmark = pytest.mark.django_db

SCHOOL = "โรงเรียนที่ปลูกไว้"
SENTENCES = {section: f"ประโยคที่ปลูกไว้ {section}" for section in Section}
DRAFT = "ประโยคที่ยังไม่ได้ส่ง"
# the school's own pages, and the one page on which keepers read; each look there is on record
TOGETHER = {
    "director": re.compile(r"/reflections/planted/answer/planted-school/"),
    "keeper": re.compile(r"/reflections/planted/keeping/[0-9a-f-]{36}/"),
}

# who groups the texts reads question 3 word for word, at the desk and behind the numbers
CODERS = re.compile(r"/reflections/planted/coding/|/summary/planted/(points|themes)")


@pytest.fixture
def planted(director, keeper):
    """An open round with the planted answer among six others that say the same things."""
    school = director.school
    school.name_th, school.slug, school.code = SCHOOL, "planted-school", "9999999999"
    school.save()
    meeting = builders.build_meeting()
    round = builders.build_round(slug="planted", keepers=[keeper.person], meeting=meeting)
    themes = {section: builders.build_theme(section) for section in Section}
    texts = [(section, text, themes[section]) for section, text in SENTENCES.items()]
    answer = builders.build_reflection(round, school, texts=texts)
    builders.build_point(answer, text=DRAFT, sent_text=None)
    for _ in range(6):
        others = [(section, f"ของอื่น {section}", themes[section]) for section in Section]
        builders.build_reflection(round, texts=others)
    return answer


@pytest.fixture
def cast(visitor, request):
    return {"visitor": visitor} | {
        role: request.getfixturevalue(role) for role in ROLES if role != "visitor"
    }


def addresses(answer, resolver=None, namespace="", passed=()):
    """Every address under reflections: and summary: that can be made for this answer."""
    values = {
        "slug": answer.round.slug,
        "school": answer.organisation.slug,
        "section": "problems",
        "public_id": answer.public_id,
        "pk": answer.points.first().theme_id,
        "key": Theme.objects.get(section="problems").key,
        "number": 1,
    }
    for pattern in (resolver or get_resolver()).url_patterns:
        taken = [*passed, *pattern.pattern.converters]
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or namespace
            if inner in ("", "reflections", "summary"):
                yield from addresses(answer, pattern, inner, taken)
        elif namespace in ("reflections", "summary"):
            unknown = [name for name in taken if name not in values]
            known = {name: value for name, value in values.items() if name in taken}
            if not unknown:
                yield reverse(f"{namespace}:{pattern.name}", kwargs=known)


def words(response):
    """All that a response says, spreadsheets unpacked."""
    content = getattr(response, "content", b"") or b"".join(
        getattr(response, "streaming_content", ())
    )
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b" ".join(archive.read(name) for name in archive.namelist())
    return re.sub(r"<wbr>|</?span[^>]*>", "", content.decode(errors="replace"))


def seen(client, answer):
    """{address: words} of every page that answers this client."""
    return {
        address: words(response)
        for address in sorted(set(addresses(answer)))
        for response in [client.get(address)]
        if response.status_code == 200
    }


def said(text):
    return {name for name, sentence in SENTENCES.items() if sentence in text}


def test_many_addresses_are_asked(planted):
    found = set(addresses(planted))
    assert len(found) > 15
    assert reverse("reflections:keeping_read", args=["planted", planted.public_id]) in found
    assert "/reflections/planted/answer/planted-school/receipt/" in found
    assert any(address.startswith("/summary/planted/themes/") for address in found)


def where(pages, condition):
    """The addresses of those pages whose words meet the condition."""
    return {address for address, text in pages.items() if condition(text)}


def beyond(found, allowed):
    """The addresses that the expression `allowed` (or None) does not let pass."""
    return {address for address in found if not (allowed and allowed.match(address))}


@pytest.mark.parametrize("role", ROLES)
def test_nobody_reads_what_is_not_for_them(planted, cast, role):
    pages = seen(cast[role], planted)
    named = [SCHOOL, planted.organisation.code]

    together = where(pages, lambda text: said(text) and any(name in text for name in named))
    assert beyond(together, TOGETHER.get(role)) == set()
    assert bool(together) == (role in TOGETHER)  # where the two may meet, they are seen to meet

    unsent = where(pages, lambda text: DRAFT in text)
    assert beyond(unsent, TOGETHER["director"] if role == "director" else None) == set()

    question_3 = where(pages, lambda text: Section.PROBLEMS in said(text))
    assert beyond(question_3, {"coordinator": CODERS, **TOGETHER}.get(role)) == set()

    looked = set(Look.objects.values_list("person", flat=True))
    assert looked == ({cast["keeper"].person.pk} if role == "keeper" else set())


@pytest.mark.parametrize("role", ["director", "keeper", "coordinator", "supervisor"])
def test_withdrawn_words_are_read_nowhere(planted, cast, role):
    problem = planted.points.get(section=Section.PROBLEMS)
    SentenceRelease.objects.create(point=problem, text=problem.sent_text)
    planted.withdraw()
    pages = seen(cast[role], planted)
    assert where(pages, lambda text: said(text) or DRAFT in text) == set()


@pytest.mark.parametrize("role", ["director", "keeper"])
def test_once_names_are_cut_only_the_school_itself_finds_its_words(planted, cast, role):
    round = Round.objects.get()
    round.close()
    round.cut_names()
    pages = seen(cast[role], planted)
    together = where(pages, lambda text: SCHOOL in text and said(text))
    assert beyond(together, TOGETHER["director"]) == set()
    assert bool(together) == (role == "director")
