"""An edition from its proposal to its readers: two organisations publish it, a visitor reads it."""

import pytest

from reflections import publishing
from reflections.models import Edition
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE, LAPTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
K = 3
SCHOOL = "โรงเรียนบ้านปลูกไว้"
RELEASED, UNRELEASED, SUFFERING = "ถ้อยคำที่เลือกเผยแพร่", "ถ้อยคำที่ไม่ได้เลือก", "ทุกข์ของโรงเรียน"


@pytest.fixture
def round():
    """K schools answered; the words of one stand under a theme beside those of the others."""
    round = builders.build_round("closed", slug="forum", title_th="รอบเวที", k=K)
    reading = builders.build_theme(label_th="การอ่าน", label_en="Reading")
    budget = builders.build_theme("problems", label_th="งบประมาณ", label_en="Budget")
    words = [("learner", RELEASED, reading), ("problems", SUFFERING, budget)]
    builders.build_reflection(round, builders.build_school(SCHOOL), texts=words)
    for _ in range(K - 1):
        words = [("learner", UNRELEASED, reading), ("problems", SUFFERING, budget)]
        builders.build_reflection(round, texts=words)
    return round


def organisation_of(client):
    return client.person.current_memberships[0].organisation


def go(page, role, name, **options):
    """Press the link or button of that name, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role(role, name=name, **options).first.click()


def words(page, place="main"):
    return page.locator(place).inner_text().replace("\u200b", "")


@pytest.mark.parametrize(
    ("second", "scripts"),
    [("other_coordinator", True), ("supervisor", False)],
    ids=["a coordinator, with scripts", "a supervisor, without scripts"],
)
def test_a_coordinator_proposes_and_a_second_organisation_agrees(
    coordinator, device, round, second, scripts, request
):
    second = request.getfixturevalue(second)
    page = device(coordinator, scripts, LAPTOP)
    page.goto(f"/summary/{round.slug}/")
    go(page, "link", "ฉบับเผยแพร่", exact=True)
    go(page, "link", "เสนอเผยแพร่ฉบับใหม่")
    assert organisation_of(coordinator).name_th in words(page, "main form")
    go(page, "button", "เสนอเผยแพร่ฉบับนี้")
    assert "สิ่งที่จะเผยแพร่มีเท่าที่เห็นด้านล่างนี้" in words(page)
    assert RELEASED not in words(page)

    go(page, "link", "การอ่าน")
    row = page.get_by_role("listitem").filter(has_text=RELEASED)
    with page.expect_navigation():
        row.get_by_role("button", name="เผยแพร่ข้อความนี้").click()
    assert "เลือกเผยแพร่แล้ว" in row.inner_text()
    go(page, "link", "ดูก่อนเผยแพร่")
    assert RELEASED in words(page) and UNRELEASED not in words(page)
    preview = words(page, "#question-1 >> xpath=ancestor::section")

    other = device(second, scripts, LAPTOP)
    other.goto("/")
    go(other, "link", "ฉบับที่ 1")
    assert RELEASED in words(other) and UNRELEASED not in words(other)
    go(other, "button", "เผยแพร่ฉบับนี้")
    assert "เผยแพร่ฉบับที่ 1 แล้ว" in words(other, ".messages")

    reader = device(None, scripts, LAPTOP)
    reader.goto("/")
    go(reader, "link", "อ่านสรุปภาพรวมทั้งฉบับ")
    assert reader.url.endswith("/summary/forum/1/")
    assert words(reader, "#question-1 >> xpath=ancestor::section") == preview
    for client in (coordinator, second):
        assert organisation_of(client).name_th in words(reader, "#about >> xpath=..")


def test_who_proposed_finds_no_button_to_agree(coordinator, device, round):
    edition = publishing.propose(round, coordinator.person, organisation_of(coordinator))
    page = device(coordinator, viewport=LAPTOP)
    page.goto(edition.get_absolute_url())
    assert page.get_by_role("button", name="เผยแพร่ฉบับนี้").count() == 0
    go(page, "button", "ถอนการเสนอ")
    assert "ถอนการเสนอแล้ว" in words(page, ".messages")
    assert Edition.objects.get().state == "taken_back"


def test_a_second_organisation_holds_back_and_says_why(
    coordinator, other_coordinator, device, round
):
    edition = publishing.propose(round, coordinator.person, organisation_of(coordinator))
    page = device(other_coordinator, scripts=False, viewport=LAPTOP)
    page.goto(edition.get_absolute_url())
    page.get_by_label("เหตุผล").fill("ตัวเลขยังไม่ครบ")
    go(page, "button", "ชะลอไว้")
    assert "ตัวเลขยังไม่ครบ" in words(page)
    assert Edition.objects.get().state == "held_back"


@pytest.fixture
def edition(coordinator, other_coordinator, round):
    """Published, with one text that a curator released."""
    edition = publishing.propose(round, coordinator.person, organisation_of(coordinator))
    point = round.reflections.get(organisation__name_th=SCHOOL).points.get(section="learner")
    publishing.release(edition, point, coordinator.person)
    edition.refresh_from_db()
    second = organisation_of(other_coordinator)
    return publishing.agree(edition, other_coordinator.person, second, edition.version)


@pytest.mark.parametrize(
    ("viewport", "scripts"),
    [(PHONE, True), (PHONE, False), (LAPTOP, True)],
    ids=["on a phone", "on a phone without scripts", "on a laptop"],
)
def test_a_visitor_reads_it_in_thai_and_in_english(device, edition, viewport, scripts):
    page = device(None, scripts, viewport)
    page.goto("/")
    seen = [page.content()]
    go(page, "link", "อ่านสรุปภาพรวมทั้งฉบับ")
    for language, theme, head in (
        ("th", "การอ่าน", "จากถ้อยคำของโรงเรียน"),
        ("en", "Reading", "In the schools' own words"),
    ):
        assert page.locator("html").get_attribute("lang") == language
        row = page.locator("#question-1 >> xpath=ancestor::section").locator(".theme-row")
        assert row.locator(".schools").inner_text() == str(K)
        row.get_by_role("link", name=theme).click()
        shown = page.locator(f"{page.evaluate('location.hash')} .voice")
        assert shown.all_inner_texts() == [RELEASED]
        assert shown.bounding_box()["y"] < viewport["height"]  # it is before the reader's eyes
        assert head in words(page)
        assert page.get_by_role("link", name="Budget").count() == 0  # no text to be read behind it
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        seen.append(page.content())
        if language == "th":
            if viewport == PHONE:
                page.get_by_text("เมนู", exact=True).click()
            go(page, "link", "English")

    page.get_by_text("Download", exact=True).click()
    files = page.locator(".actions").get_by_role("link").all()
    assert len(files) == 3
    read = "link => fetch(link.href).then(answer => answer.text())"
    seen += [link.evaluate(read) for link in files]
    for text in seen:
        for secret in (UNRELEASED, SUFFERING, "ปลูกไว้"):
            assert secret not in text
