"""How a summary becomes public: two organisations, or three days of silence; then it stays."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from partners.models import Role
from reflections import publishing, stored_pages
from reflections.models import Edition, EditionText, SentenceRelease, ThemeParaphrase
from tests import builders

pytestmark = pytest.mark.django_db
K = 3


@pytest.fixture
def theme():
    return builders.build_theme(key="kind")


@pytest.fixture
def round(theme):
    round = builders.build_round("closed", k=K)
    for number in range(K):
        builders.build_reflection(round, texts=[("learner", f"ถ้อยคำ {number}", theme)])
    return round


def organisation_of(client):
    return client.person.current_memberships[0].organisation


def propose(client, round):
    return publishing.propose(round, client.person, organisation_of(client))


def three_days_pass(edition):
    edition.refresh_from_db()
    long_ago = timezone.now() - timedelta(days=3)
    Edition.objects.filter(pk=edition.pk).update(proposed_at=long_ago, waiting_since=long_ago)


def agree(client, edition, version=None):
    organisation = organisation_of(client)
    data = {"agree-organisation": organisation.pk, "agree-version": version or edition.version}
    return client.post(f"/summary/{edition.round.slug}/editions/{edition.pk}/agree/", data)


def hold_back(client, edition, reason="ตัวเลขยังไม่ครบ"):
    data = {"hold-organisation": organisation_of(client).pk, "hold-reason": reason}
    return client.post(f"/summary/{edition.round.slug}/editions/{edition.pk}/hold-back/", data)


def public(client, round, number=1):
    return client.get(f"/summary/{round.slug}/{number}/").status_code == 200


class TestProposing:
    def test_a_coordinator_proposes_for_one_of_their_organisations(
        self, coordinator, other_coordinator, round
    ):
        address = f"/summary/{round.slug}/editions/new/"
        refused = coordinator.post(address, {"organisation": organisation_of(other_coordinator).pk})
        assert refused.status_code == 200 and not Edition.objects.exists()
        coordinator.post(address, {"organisation": organisation_of(coordinator).pk})
        edition = Edition.objects.get()
        assert (edition.proposed_by, edition.number) == (coordinator.person, 1)
        assert set(edition.reflections.all()) == set(round.reflections.all())

    def test_it_is_not_public_yet(self, coordinator, visitor, member, round):
        edition = propose(coordinator, round)
        for client in (visitor, member, coordinator):
            assert not public(client, round)
        assert member.get(edition.get_absolute_url()).status_code == 404

    @pytest.mark.parametrize("number", ["2", "99999999999", "9" * 40])
    def test_a_number_that_no_edition_has_is_not_found(self, visitor, round, number):
        for ending in ("/", ".json", ".csv", "/points.csv"):
            assert visitor.get(f"/summary/{round.slug}/{number}{ending}").status_code == 404

    def test_numbers_are_frozen(self, coordinator, visitor, round, theme):
        edition = propose(coordinator, round)
        builders.build_reflection(round, texts=[("learner", "มาทีหลัง", theme)])
        three_days_pass(edition)
        data = visitor.get(f"/summary/{round.slug}/1.json").json()
        assert (data["submitted"], data["points"], data["themes"][0]["schools"]) == (K, K, K)

    def test_fewer_than_k_answers_cannot_be_published(self, coordinator, round):
        round.reflections.first().withdraw()
        with pytest.raises(ValidationError, match="3"):
            propose(coordinator, round)

    def test_one_proposal_at_a_time(self, coordinator, other_coordinator, round):
        propose(coordinator, round)
        with pytest.raises(ValidationError):
            propose(other_coordinator, round)

    @pytest.mark.parametrize(
        ("came", "went", "accepted"),
        [(0, 0, True), (1, 0, False), (0, 1, False), (2, 0, False), (3, 0, True), (2, 1, True)],
    )
    def test_schools_that_came_or_went_number_none_or_at_least_k(
        self, coordinator, round, came, went, accepted
    ):
        for _ in range(K):
            builders.build_reflection(round)
        builders.build_edition(round)
        for _ in range(came):
            builders.build_reflection(round)
        for reflection in round.reflections.order_by("pk")[:went]:
            reflection.withdraw()
        if accepted:
            assert propose(coordinator, round).number == 2
        else:
            with pytest.raises(ValidationError):
                propose(coordinator, round)

    def test_no_earlier_edition_comes_close_either(self, coordinator, round):
        builders.build_edition(round)
        gone = [builders.build_reflection(round) for _ in range(K)]
        builders.build_edition(round)
        for reflection in gone:
            reflection.withdraw()
        builders.build_reflection(round)  # K + 1 apart from the second, one from the first
        with pytest.raises(ValidationError):
            propose(coordinator, round)


class TestTheSecondOrganisation:
    def test_its_yes_publishes(self, coordinator, supervisor, visitor, round):
        edition = propose(coordinator, round)
        assert agree(supervisor, edition).status_code == 302
        page = visitor.get(f"/summary/{round.slug}/1/").content.decode()
        assert organisation_of(coordinator).name_th in page
        assert organisation_of(supervisor).name_th in page

    def test_the_first_cannot_agree_nor_hold_back(self, coordinator, visitor, round):
        edition = propose(coordinator, round)
        colleague = builders.build_person("เพื่อน", Role.COORDINATOR, edition.proposed_for)
        for person in (coordinator.person, colleague):
            with pytest.raises(ValidationError):
                publishing.agree(edition, person, edition.proposed_for, edition.version)
            with pytest.raises(ValidationError):
                publishing.hold_back(edition, person, edition.proposed_for, "เหตุผล")
        assert not public(visitor, round)

    def test_one_person_in_two_organisations_cannot_be_both(self, coordinator, round):
        edition = propose(coordinator, round)
        second = builders.build_organisation()
        builders.Membership.objects.create(
            person=coordinator.person, organisation=second, role=Role.COORDINATOR
        )
        person = type(coordinator.person).objects.get(pk=coordinator.person.pk)
        with pytest.raises(ValidationError):
            publishing.agree(edition, person, second, edition.version)

    def test_members_and_directors_of_a_second_organisation_cannot(
        self, coordinator, member, director, round
    ):
        edition = propose(coordinator, round)
        for client in (member, director):
            assert agree(client, edition).status_code == 404

    def test_holding_back_needs_a_reason_and_staff_read_it(
        self, coordinator, other_coordinator, visitor, round
    ):
        edition = propose(coordinator, round)
        assert hold_back(other_coordinator, edition, reason="").status_code == 200
        assert hold_back(other_coordinator, edition).status_code == 302
        three_days_pass(edition)
        assert not public(visitor, round)
        page = coordinator.get(f"/summary/{round.slug}/editions/").content.decode()
        assert "ตัวเลขยังไม่ครบ" in page
        assert propose(coordinator, round).number == 1

    def test_a_yes_to_something_else_than_was_seen_does_not_count(
        self, coordinator, other_coordinator, visitor, round
    ):
        edition = propose(coordinator, round)
        publishing.release(edition, round.reflections.first().points.get(), coordinator.person)
        response = agree(other_coordinator, edition)
        assert "โปรดดูอีกครั้งก่อนตัดสินใจ" in response.content.decode()
        assert not public(visitor, round)
        edition.refresh_from_db()
        agree(other_coordinator, edition)
        assert public(visitor, round)

    def test_taken_back_by_its_own_organisation_only(
        self, coordinator, other_coordinator, visitor, round
    ):
        edition = propose(coordinator, round)
        address = f"/summary/{round.slug}/editions/{edition.pk}/take-back/"
        other_coordinator.post(address)
        assert Edition.objects.get().is_waiting
        coordinator.post(address)
        three_days_pass(edition)
        assert not public(visitor, round)


class TestThreeDaysOfSilence:
    def test_publish_without_any_timer(self, coordinator, visitor, round):
        edition = propose(coordinator, round)
        Edition.objects.update(waiting_since=timezone.now() - timedelta(days=2, hours=23))
        assert not public(visitor, round)
        three_days_pass(edition)
        assert public(visitor, round)
        assert visitor.get("/summary/").url == f"/summary/{round.slug}/1/"
        assert Edition.objects.get().state == "proposed"

    def test_the_daily_work_writes_it_down_and_changes_no_byte(self, coordinator, visitor, round):
        edition = propose(coordinator, round)
        three_days_pass(edition)
        before = visitor.get(f"/summary/{round.slug}/1/")
        assert Edition.publish_silent() == 1
        after = Edition.objects.get()
        assert (after.state, after.published_at) == ("published", after.silence_ends_at)
        assert visitor.get(f"/summary/{round.slug}/1/").content == before.content
        assert Edition.publish_silent() == 0

    def test_afterwards_nobody_holds_it_back_or_agrees(self, coordinator, other_coordinator, round):
        edition = propose(coordinator, round)
        three_days_pass(edition)
        person, second = other_coordinator.person, organisation_of(other_coordinator)
        with pytest.raises(ValidationError):
            publishing.hold_back(edition, person, second, "สายไป")
        with pytest.raises(ValidationError):
            publishing.agree(edition, person, second, edition.version)
        with pytest.raises(ValidationError):
            publishing.take_back(edition, coordinator.person)

    def test_a_further_text_starts_them_again(self, coordinator, visitor, round):
        edition = propose(coordinator, round)
        Edition.objects.update(waiting_since=timezone.now() - timedelta(days=2, hours=23))
        publishing.release(edition, round.reflections.first().points.get(), coordinator.person)
        edition.refresh_from_db()
        assert timezone.now() - edition.waiting_since < timedelta(hours=1)

    def test_the_next_proposal_counts_it_as_published(self, coordinator, round):
        three_days_pass(propose(coordinator, round))
        assert propose(coordinator, round).number == 2


class TestReleasedTexts:
    def release(self, client, edition, point, key="kind", **more):
        address = f"/summary/{edition.round.slug}/editions/{edition.pk}/words/{key}/"
        return client.post(address, {"point": point.public_id, **more})

    def test_one_by_one_and_back_again(self, coordinator, round):
        edition = propose(coordinator, round)
        point = round.reflections.first().points.get()
        self.release(coordinator, edition, point)
        assert [text.text for text in edition.texts.all()] == [point.sent_text]
        self.release(coordinator, edition, point, take_back="1")
        assert [text.text for text in edition.texts.all()] == [""]
        self.release(coordinator, edition, point)
        assert edition.texts.get().removed_at is None

    def test_only_they_stand_in_the_edition(self, coordinator, visitor, round):
        edition = propose(coordinator, round)
        self.release(coordinator, edition, round.reflections.first().points.get())
        three_days_pass(edition)
        page = visitor.get(f"/summary/{round.slug}/1/").content.decode()
        assert "ถ้อยคำ 0" in page
        assert "ถ้อยคำ 1" not in page
        files = visitor.get(f"/summary/{round.slug}/1/points.csv").content.decode()
        assert files == "\ufeffkey,question,group,text\r\nkind,1,learner,ถ้อยคำ 0\r\ntotal,,,1\r\n"

    def test_a_copy_stays_as_released_when_the_school_sends_again(self, coordinator, round):
        edition = propose(coordinator, round)
        point = round.reflections.first().points.get()
        self.release(coordinator, edition, point)
        point.text = point.sent_text = "แก้แล้ว"
        point.save()
        assert edition.texts.get().text == "ถ้อยคำ 0"

    def test_nothing_after_publication(self, coordinator, other_coordinator, round):
        edition = propose(coordinator, round)
        agree(other_coordinator, edition)
        self.release(coordinator, edition, round.reflections.first().points.get())
        assert not EditionText.objects.exists()

    def test_of_question_3_only_a_sentence_that_its_school_released(self, coordinator, round):
        problems = builders.build_theme("problems", key="budget")
        points = [
            builders.build_point(reflection, "problems", theme=problems)
            for reflection in round.reflections.all()
        ]
        SentenceRelease.objects.create(point=points[0], text="ประโยคที่โรงเรียนให้เผยแพร่")
        edition = propose(coordinator, round)
        assert self.release(coordinator, edition, points[1], "budget").status_code == 404
        self.release(coordinator, edition, points[0], "budget")
        assert [text.text for text in edition.texts.all()] == ["ประโยคที่โรงเรียนให้เผยแพร่"]
        points[0].reflection.points.filter(pk=points[0].pk).unpublish_sentences()
        assert [text.text for text in edition.texts.all()] == [""]

    def test_not_of_an_answer_that_came_later(self, coordinator, round, theme):
        edition = propose(coordinator, round)
        late = builders.build_reflection(round, texts=[("learner", "มาทีหลัง", theme)])
        assert self.release(coordinator, edition, late.points.get()).status_code == 404

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_preview_asks_the_same_number_of_times(
        self, other_coordinator, coordinator, round, rows, django_assert_num_queries
    ):
        for _ in range(rows):
            theme = builders.build_theme()
            for reflection in round.reflections.all():
                builders.build_point(reflection, theme=theme)
        edition = propose(coordinator, round)
        with django_assert_num_queries(10):
            assert other_coordinator.get(edition.get_absolute_url()).status_code == 200


class TestWithdrawing:
    def test_takes_the_words_out_at_once_and_the_page_says_so(self, coordinator, visitor, round):
        edition = propose(coordinator, round)
        reflection = round.reflections.first()
        publishing.release(edition, reflection.points.get(), coordinator.person)
        three_days_pass(edition)
        address = f"/summary/{round.slug}/1/"
        before = visitor.get(address)
        assert "ถ้อยคำ 0" in before.content.decode()
        numbers = visitor.get(f"/summary/{round.slug}/1.json").content
        reflection.withdraw()
        after = visitor.get(address, headers={"if-none-match": before["ETag"]})
        assert after.status_code == 200
        assert "ถ้อยคำ 0" not in after.content.decode()
        assert "มี 1 คำตอบที่นับไว้ในฉบับนี้ถอนไปภายหลัง" in after.content.decode()
        assert visitor.get(f"/summary/{round.slug}/1.json").content == numbers
        csv = visitor.get(f"/summary/{round.slug}/1/points.csv").content.decode()
        assert csv.endswith("total,,,0\r\n")

    def test_twice_by_one_school_is_one_answer(self, round):
        builders.build_edition(round)
        reflection = round.reflections.first()
        reflection.withdraw()
        Edition.forget(reflection)
        assert Edition.objects.get().withdrawn_later == 1


class TestThePublicPage:
    @pytest.fixture
    def address(self, round):
        builders.build_edition(round)
        return f"/summary/{round.slug}/1/"

    def test_the_same_bytes_for_everybody(
        self, address, visitor, coordinator, director, administrator, outsider
    ):
        coordinator.get("/summary/no-such-round/editions/")
        clients = [visitor, coordinator, director, administrator, outsider]
        assert len({client.get(address).content for client in clients}) == 1

    def test_one_body_and_one_etag_for_each_language(self, address, visitor):
        thai, english = visitor.get(address), visitor.get(f"{address}?lang=en")
        assert thai["ETag"] != english["ETag"]
        assert (thai["Content-Language"], english["Content-Language"]) == ("th", "en")
        assert visitor.get(address).content == english.content  # the cookie remembers

    def test_asked_again_it_is_not_sent_again(self, address, visitor):
        first = visitor.get(address)
        again = visitor.get(address, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        since = {"if-modified-since": first["Last-Modified"]}
        assert visitor.get(address, headers=since).status_code == 304

    def test_no_token_no_account_no_message(self, address, coordinator):
        page = coordinator.get(address).content.decode()
        for trace in ("csrf", "/accounts/", coordinator.person.email, 'class="messages"'):
            assert trace not in page

    def test_it_says_what_it_is(self, address, visitor):
        page = visitor.get(address).content.decode()
        assert f"http://127.0.0.1:8000{address}" in page
        assert "ฉบับที่ 1" in page

    def test_what_comes_later_changes_nothing(self, address, visitor, round):
        before = visitor.get(address).content
        builders.build_edition(round)
        round.title_th = "ชื่อใหม่"
        round.save()
        builders.Organisation.objects.update(name_th="องค์กรชื่อใหม่")
        builders.Theme.objects.update(label_th="ประเด็นชื่อใหม่")
        stored_pages._kept.clear()
        assert visitor.get(address).content == before
        page = visitor.get(f"/summary/{round.slug}/editions/").content.decode()
        assert f"/summary/{round.slug}/1/" in page and f"/summary/{round.slug}/2/" in page

    def test_kept_ready_it_asks_the_database_once(
        self, address, visitor, django_assert_num_queries
    ):
        visitor.get(address)
        with django_assert_num_queries(1):
            visitor.get(address)

    def test_a_paraphrase_stands_in_it_as_it_was(self, visitor, round):
        theme = builders.build_theme("problems")
        for reflection in round.reflections.all():
            builders.build_point(reflection, "problems", theme=theme)
        kept = ThemeParaphrase.objects.create(round=round, theme=theme, text_th="เล่าความเดิม")
        builders.build_edition(round)
        kept.text_th = "เล่าความใหม่"
        kept.save()
        page = visitor.get(f"/summary/{round.slug}/1/").content.decode()
        assert "เล่าความเดิม" in page


def test_what_was_decided_is_on_record(coordinator, other_coordinator, round):
    edition = propose(coordinator, round)
    agree(other_coordinator, edition)
    history = Edition.pgh_event_model.objects.filter(pgh_obj=edition).order_by("pgh_id")
    assert [event.state for event in history] == ["proposed", "published"]


def at_once(*calls):
    """Run the calls in threads that start together; their errors."""
    barrier, errors = threading.Barrier(len(calls)), []

    def run(call):
        barrier.wait()
        try:
            call()
        except ValidationError as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_coordinators_propose(self, coordinator, other_coordinator, round):
        clients = coordinator, other_coordinator
        errors = at_once(*(lambda client=client: propose(client, round) for client in clients))
        assert (Edition.objects.count(), len(errors)) == (1, 1)

    def test_one_agrees_while_another_holds_back(
        self, coordinator, other_coordinator, supervisor, round
    ):
        edition = propose(coordinator, round)
        errors = at_once(
            lambda: publishing.agree(
                edition, supervisor.person, organisation_of(supervisor), edition.version
            ),
            lambda: publishing.hold_back(
                edition, other_coordinator.person, organisation_of(other_coordinator), "รอก่อน"
            ),
        )
        edition.refresh_from_db()
        assert len(errors) == 1
        assert edition.state in ("published", "held_back")

    def test_a_text_is_released_while_its_school_withdraws(self, coordinator, round):
        edition = propose(coordinator, round)
        reflection = round.reflections.first()
        point = reflection.points.get()
        at_once(
            lambda: publishing.release(edition, point, coordinator.person),
            lambda: type(reflection).objects.get(pk=reflection.pk).withdraw(),
        )
        assert not EditionText.objects.exclude(text="").exists()
