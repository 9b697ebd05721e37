"""Taking an answer back: at once out of every count and page, after 30 days gone for good."""

from datetime import timedelta

import pghistory
import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from pghistory.models import Context

from reflections.models import (
    CodingDecision,
    Edition,
    EditionText,
    Look,
    NotAccepting,
    Point,
    Reflection,
    Round,
    Section,
    SentenceRelease,
    ThemeCount,
)
from tests import builders

WORDS = "ประโยคที่ต้องหายไป"


@pytest.fixture
def round(db):
    return builders.build_round()


@pytest.fixture
def answer(round):
    """A sent answer whose planted words stand everywhere that words can stand."""
    theme = builders.build_theme(Section.LEARNER)
    texts = [(Section.LEARNER, f"{WORDS} 1", theme), (Section.PROBLEMS, f"{WORDS} 3")]
    answer = builders.build_reflection(round, texts=texts)
    learner, problem = answer.points.order_by("position")
    CodingDecision.objects.create(point=learner, theme=theme, how=Point.How.CURATOR)
    SentenceRelease.objects.create(point=problem, text=problem.sent_text)
    builders.build_point(answer, Section.TEACHER, f"{WORDS} ร่าง", sent_text=None)
    learner.text = learner.sent_text = f"{WORDS} แก้แล้ว"
    learner.save()
    edition = builders.build_edition(round)
    edition.reflections.add(answer)
    EditionText.objects.create(edition=edition, theme=theme, point=learner, text=learner.sent_text)
    return answer


def tables_that_hold(words):
    """The names of all tables in which `words` stand in any column."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT 1 FROM "{table}" t WHERE t::text LIKE %s LIMIT 1', [f"%{words}%"]
            )
            if cursor.fetchone():
                found.add(table)
    return found


def history_of_points():
    return Point.pgh_event_model


class TestAtOnce:
    def test_the_words_leave_every_count(self, round, answer):
        answer.withdraw()
        assert not Reflection.objects.counted().filter(round=round).exists()
        assert not Point.objects.sent().filter(reflection=answer).exists()
        assert not ThemeCount.objects.filter(reflection=answer).exists()

    def test_the_words_leave_every_edition_and_its_numbers_stay(self, answer):
        before = Edition.objects.get()
        answer.withdraw()
        edition = Edition.objects.get()
        text = EditionText.objects.get()
        assert text.text == "" and text.removed_at
        assert edition.snapshot == before.snapshot
        assert edition.withdrawn_later == 1
        assert edition.words_version > before.words_version

    def test_a_released_sentence_is_shown_no_longer(self, answer):
        answer.withdraw()
        release = SentenceRelease.objects.get()
        assert release.text == "" and release.removed_at

    def test_withdrawn_twice_is_withdrawn_once(self, answer):
        answer.withdraw()
        first = answer.withdrawn_at
        answer.withdraw()
        assert answer.withdrawn_at == first
        assert Edition.objects.get().withdrawn_later == 1

    def test_it_is_possible_after_closing_too(self, round, answer):
        round.close()
        answer.withdraw()
        assert Reflection.objects.get(pk=answer.pk).is_withdrawn

    def test_it_cannot_be_sent_again(self, answer):
        answer.withdraw()
        with pytest.raises(NotAccepting):
            answer.send()

    def test_other_schools_answers_stay(self, round, answer):
        other = builders.build_reflection(round, texts=[(Section.LEARNER, "ของโรงเรียนอื่น")])
        answer.withdraw()
        answer.erase()
        assert other.points.get().sent_text == "ของโรงเรียนอื่น"


class TestErasing:
    def test_the_planted_words_stood_in_many_tables(self, answer):
        """What the next test looks for is really there."""
        assert tables_that_hold(WORDS) == {
            Point._meta.db_table,
            history_of_points()._meta.db_table,
            EditionText._meta.db_table,
            SentenceRelease._meta.db_table,
        }

    def test_no_table_holds_the_words_any_more(self, answer):
        answer.withdraw()
        assert tables_that_hold(WORDS) == {
            Point._meta.db_table,
            history_of_points()._meta.db_table,
        }
        answer.erase()
        assert tables_that_hold(WORDS) == set()

    def test_nothing_is_left_that_hung_on_the_words(self, answer):
        answer.withdraw()
        answer.erase()
        for model in [Point, history_of_points(), CodingDecision, SentenceRelease, ThemeCount]:
            assert not model.objects.exists(), model
        text = EditionText.objects.get()
        assert (text.text, text.point) == ("", None)

    def test_that_there_was_an_answer_and_who_looked_stays_on_record(self, answer):
        Look.objects.create(reflection=answer, person=builders.build_person())
        answer.withdraw()
        answer.erase()
        stored = Reflection.objects.get()
        assert stored.is_withdrawn and stored.erased_at
        assert stored.looks.count() == 1

    def test_only_a_withdrawn_answer_is_erased(self, answer):
        with pytest.raises(ValueError):
            answer.erase()
        assert answer.points.count() == 3

    def test_every_model_that_points_at_a_point_is_known_here(self):
        """A new copy of the words must be thought of in PointQuerySet.erase."""
        pointing = {
            field.model._meta.label_lower
            for model in apps.get_models()
            for field in model._meta.get_fields()
            if field.is_relation and not field.auto_created and field.related_model is Point
        }
        assert pointing == {
            "reflections.codingdecision",
            "reflections.editiontext",
            "reflections.sentencerelease",
            history_of_points()._meta.label_lower,
        }

    @pytest.mark.parametrize(("days", "erased"), [(29, False), (30, True)])
    def test_thirty_days_after_withdrawing_the_daily_work_erases(self, answer, days, erased):
        answer.withdraw()
        Reflection.objects.update(withdrawn_at=timezone.now() - timedelta(days=days))
        assert Reflection.objects.to_erase().exists() is erased


class TestBeginningAnew:
    def test_while_the_round_is_open_the_school_can_begin_anew_with_nothing(self, answer):
        answer.withdraw()
        begun = Reflection.objects.begin(answer.invitation)
        assert begun == answer
        assert begun.status == Reflection.Status.DRAFT
        assert (begun.sent_at, begun.withdrawn_at) == (None, None)
        assert tables_that_hold(WORDS) == set()

    def test_not_once_the_round_has_closed(self, round, answer):
        answer.withdraw()
        round.close()
        with pytest.raises(NotAccepting):
            Reflection.objects.begin(answer.invitation)

    def test_beginning_again_without_withdrawing_changes_nothing(self, answer):
        begun = Reflection.objects.begin(answer.invitation)
        assert begun == answer and begun.is_sent
        assert begun.points.count() == 3


class TestCuttingNames:
    @pytest.fixture
    def cut(self, round, answer):
        round.close()
        round.cut_names()
        return Reflection.objects.get(pk=answer.pk)

    def test_no_school_stands_at_the_answer(self, answer, cut):
        assert (cut.organisation, cut.invitation) == (None, None)
        assert answer.organisation.name not in str(cut)
        assert cut.points.count() == 3

    def test_the_school_itself_still_finds_its_answer(self, round, answer, cut):
        assert answer.invitation.find_reflection() == cut
        other = builders.invite(round, builders.build_school())
        assert other.find_reflection() is None

    def test_the_code_is_the_same_in_every_round_and_needs_the_key(self, answer, cut, settings):
        before = builders.build_round(status=Round.Status.CLOSED)
        earlier = builders.build_reflection(before, answer.organisation)
        before.cut_names()
        earlier.refresh_from_db()
        assert earlier.school_code == cut.school_code != ""
        settings.INVITATION_KEY = "another key"
        assert answer.invitation.find_reflection() is None

    def test_the_school_can_still_withdraw(self, answer, cut):
        answer.invitation.find_reflection().withdraw()
        assert Reflection.objects.get(pk=cut.pk).is_withdrawn

    def test_it_still_counts(self, round, cut):
        assert Reflection.objects.counted().get(round=round) == cut

    def test_the_school_has_still_one_answer_only(self, round, answer, cut):
        Round.objects.filter(pk=round.pk).update(status=Round.Status.OPEN)
        assert Reflection.objects.begin(answer.invitation) == cut

    @pytest.mark.django_db(transaction=True)  # as in real life: sent and cut apart
    def test_history_forgets_who_was_signed_in(self, director, round):
        answer = builders.build_reflection(round, director.school, Reflection.Status.DRAFT)
        builders.build_point(answer)
        with pghistory_user(director.person):
            answer.send()
        assert str(director.person.pk) in contexts_of_history()
        round.close()
        round.cut_names()
        assert str(director.person.pk) not in contexts_of_history()

    @pytest.mark.django_db
    @pytest.mark.parametrize(("days", "due"), [(1, False), (0, True), (-1, True)])
    def test_it_is_due_on_the_promised_day(self, days, due):
        today = timezone.localdate()
        builders.build_round(names_cut_on=today + timedelta(days=days))
        assert Round.objects.to_cut().exists() is due


def pghistory_user(person):
    return pghistory.context(user=person.pk)


def contexts_of_history():
    """Whom the history of answers and points names."""
    return {str(context.metadata.get("user")) for context in Context.objects.all()}
