"""A name planted beside its sentences: no page or file of a summary shows them together."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reflections import publishing
from reflections.models import Edition, Section, SentenceRelease
from tests import builders

pytestmark = pytest.mark.django_db
K = 3
NAME, DISTRICT, CODE = "โรงเรียนบ้านปลูกไว้", "อำเภอปลูกไว้", "4699999999"
RELEASED, UNRELEASED = "ถ้อยคำที่เลือกเผยแพร่", "ถ้อยคำที่ไม่ได้เลือก"
SUFFERING, ALLOWED, UNCODED = "ทุกข์ที่ไม่เผยแพร่", "ทุกข์ที่โรงเรียนให้เผยแพร่", "ทุกข์รอจัดกลุ่ม"
WRITER = "writer-of-it@example.org"
LIVE = [
    "/summary/planted/",
    "/summary/planted/?order=book",
    "/summary/planted.json",
    "/summary/planted.csv",
    "/summary/planted/points.csv",
    "/summary/planted/themes/kind/",
    "/summary/planted/themes/budget/",
    "/summary/planted/uncoded/problems/",
    "/summary/planted/set-aside/problems/",
    "/summary/planted/editions/",
    "/summary/planted/editions/new/",
    "/summary/planted/paraphrases/budget/",
    "/summary/planted/sentences/3/",
]
PUBLIC = [
    f"/summary/planted/1{end}" for end in ("/", "/?order=book", ".json", ".csv", "/points.csv")
]
ROLES = (
    "visitor outsider member director keeper supervisor coordinator other_coordinator administrator"
).split()
READ_QUESTION_3 = {"keeper", "coordinator", "other_coordinator"}


@pytest.fixture
def planted(coordinator, keeper):
    """A closed round with an edition and a proposal; one school's words stand everywhere."""
    round = builders.build_round("closed", slug="planted", k=K, keepers=[keeper.person])
    kind = builders.build_theme(Section.LEARNER, key="kind")
    budget = builders.build_theme(Section.PROBLEMS, key="budget")
    district = builders.build_district(DISTRICT)
    school = builders.build_school(NAME, code=CODE, district=district)
    writer = builders.build_person("ผู้เขียนคำตอบ", "director", school, email=WRITER)
    reflection = builders.build_reflection(
        round,
        school,
        district=district,
        entered_by=writer,
        texts=[
            (Section.LEARNER, RELEASED, kind),
            (Section.LEARNER, UNRELEASED, kind),
            (Section.PROBLEMS, SUFFERING, budget),
            (Section.PROBLEMS, ALLOWED, budget),
            (Section.PROBLEMS, UNCODED),
        ],
    )
    for _ in range(K - 1):
        builders.build_reflection(round, texts=[(Section.PROBLEMS, "งบ", budget)])
    points = {point.text: point for point in reflection.points.all()}
    SentenceRelease.objects.create(point=points[ALLOWED], text=ALLOWED)
    organisation = coordinator.person.current_memberships[0].organisation
    for _ in range(2):  # the first is public by silence, the second still proposed
        edition = publishing.propose(round, coordinator.person, organisation)
        for text in (RELEASED, ALLOWED):
            publishing.release(edition, points[text], coordinator.person)
        if edition.number == 1:
            silent = timezone.now() - timedelta(days=3)
            Edition.objects.filter(pk=edition.pk).update(waiting_since=silent)
    return edition


def addresses(proposal):
    proposed = f"/summary/planted/editions/{proposal.pk}/"
    return [*LIVE, *PUBLIC, proposed, f"{proposed}words/kind/", f"{proposed}words/budget/"]


def body(client, address):
    return client.get(address, follow=True).content.decode()


@pytest.mark.parametrize("role", ROLES)
class TestEveryPageAndFile:
    def test_never_shows_whose_words_they_are(self, planted, role, request):
        client = request.getfixturevalue(role)
        for address in addresses(planted):
            text = body(client, address)
            for secret in (NAME, DISTRICT, CODE, WRITER, "ผู้เขียนคำตอบ", "ปลูกไว้"):
                assert secret not in text, address

    def test_shows_question_3_word_for_word_to_who_codes_and_keeps_only(
        self, planted, role, request
    ):
        client = request.getfixturevalue(role)
        pages = {address: body(client, address) for address in addresses(planted)}
        seen = {text for text in (SUFFERING, UNCODED) for page in pages.values() if text in page}
        assert seen == ({SUFFERING, UNCODED} if role in READ_QUESTION_3 else set())

    def test_public_ones_show_released_texts_only(self, planted, role, request):
        client = request.getfixturevalue(role)
        for address in PUBLIC:
            text = body(client, address)
            assert UNRELEASED not in text and SUFFERING not in text and UNCODED not in text
        for address in ("/summary/planted/1/", "/summary/planted/1/points.csv"):
            assert RELEASED in body(client, address) and ALLOWED in body(client, address)


def test_a_proposal_is_read_by_staff_only(planted, visitor, member, director, outsider):
    address = f"/summary/planted/editions/{planted.pk}/"
    assert visitor.get(address).status_code == 302
    assert [c.get(address).status_code for c in (member, director, outsider)] == [404] * 3
