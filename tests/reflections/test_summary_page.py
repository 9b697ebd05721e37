"""The live summary: who reads it, what it shows, and the words behind its numbers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from partners.models import Membership, Role
from reflections.models import KeySentence, Point, Reflection, ThemeParaphrase
from tests import builders
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db
K = 3


@pytest.fixture
def round():
    return builders.build_round(k=K)


def words(response):
    """What a page says, without the marks that hold Thai words together."""
    page = response.content.decode().replace("\u00a0", " ")
    return page.replace("<wbr>", "").replace('<span class="word">', "")


def answer(round, schools=K, texts=()):
    return [builders.build_reflection(round, texts=texts) for _ in range(schools)]


class TestWhereSummaryLeads:
    def test_to_the_newest_round_with_enough_answers(self, supervisor):
        now = timezone.now()
        newest, newer, old = (
            builders.build_round(opened_at=now - timedelta(days=days), k=K) for days in (1, 2, 3)
        )
        answer(newest, K - 1)
        answer(newer)
        answer(old, K + 5)
        response = supervisor.get("/summary/")
        assert (response.status_code, response.url) == (302, f"/summary/{newer.slug}/")

    def test_answers_that_count_nowhere_do_not_make_enough(self, supervisor, round):
        answer(round, K - 1)
        builders.build_reflection(round, is_provisional=True)
        builders.build_reflection(round, invitation_cancelled=True)
        builders.build_reflection(round, status=Reflection.Status.DRAFT)
        assert supervisor.get("/summary/").status_code == 200

    def test_to_the_latest_edition_for_whoever_reads_no_live_page(self, visitor, member, round):
        answer(round)
        builders.build_edition(round)
        builders.build_edition(round)
        for client in (visitor, member):
            assert client.get("/summary/").url == f"/summary/{round.slug}/2/"

    def test_to_words_that_say_there_is_none_yet(self, visitor, round):
        answer(round)
        assert "ยังไม่มีสรุปภาพรวม" in words(visitor.get("/summary/"))


class TestWhoReadsIt:
    @pytest.fixture
    def closed(self):
        round = builders.build_round("closed", k=K)
        answer(round)
        return round

    def test_a_director_of_an_invited_school_once_the_round_is_closed(self, closed, director):
        address = f"/summary/{closed.slug}/"
        assert director.get(address).status_code == 404
        invitation = builders.invite(closed, director.school)
        assert director.get(address).status_code == 200
        invitation.state = "cancelled"
        invitation.save()
        assert director.get(address).status_code == 404

    def test_a_member_as_soon_as_the_rounds_time_is_over(self, round, member):
        answer(round)
        assert member.get(f"/summary/{round.slug}/").status_code == 404
        round.closes_at = timezone.now() - timedelta(minutes=1)
        round.save()
        assert member.get(f"/summary/{round.slug}/").status_code == 200

    def test_question_3_is_whole_for_staff_and_keepers_only(
        self, supervisor, coordinator, administrator, member, keeper
    ):
        round = builders.build_round("closed", k=K, keepers=[keeper.person])
        for key, schools in (("a", K), ("b", 1), ("c", 1)):
            answer(round, schools, [("problems", "ก", builders.build_theme("problems", key=key))])
        address = f"/summary/{round.slug}.json"
        whole = [supervisor, coordinator, administrator, keeper]
        assert [len(client.get(address).json()["themes"]) for client in whole] == [3] * 4
        seen = member.get(address).json()
        assert [theme["key"] for theme in seen["themes"]] == ["a"]
        assert seen["other"] == [{"question": 3, "group": None, "points": 2}]
        page = words(member.get(f"/summary/{round.slug}/"))
        assert "ประเด็นอื่น ๆ รวมกัน 2 ข้อความ" in page


class TestWhatItShows:
    def test_the_head_says_how_many_answered_and_how_much_is_grouped(self, supervisor, round):
        theme = builders.build_theme()
        answer(round, K, [("learner", "ก", theme), ("learner", "ข", theme), ("teacher", "ค")])
        builders.invite(round, builders.build_school())
        page = words(supervisor.get(f"/summary/{round.slug}/"))
        assert "ตอบแล้ว <strong>3</strong> จาก 4 โรงเรียน" in page
        assert "จัดกลุ่มแล้ว 66% ของ 9 ข้อความ" in page

    def test_bars_are_as_wide_as_the_share(self, supervisor, round):
        answer(round, 1, [("learner", "ก", builders.build_theme())])
        answer(round, 2)
        assert 'width="33.33%"' in words(supervisor.get(f"/summary/{round.slug}/"))

    def test_a_key_sentence_for_each_question_from_its_foremost_theme(self, supervisor, round):
        for section, label in (("teacher", "ทุ่มเท"), ("development", "พี่เลี้ยง"), ("problems", "งบ")):
            theme = builders.build_theme(section, label, label_en=f"about {section}")
            answer(round, K, [(section, "ก", theme)])
        page = supervisor.get(f"/summary/{round.slug}/")
        assert [sentence.text for sentence in page.context["sentences"]] == [
            "โรงเรียน 3 แห่งอยากเห็นทุ่มเท",
            "โรงเรียน 3 แห่งเสนอเรื่องพี่เลี้ยง",
            "โรงเรียน 3 แห่งกล่าวถึงงบ",
        ]
        page = supervisor.get(f"/summary/{round.slug}/?lang=en")
        assert page.context["sentences"][2].text == "3 schools tell of: about problems"

    def test_a_question_that_nobody_answered_has_no_sentence(self, supervisor, round):
        builders.build_theme("problems")
        answer(round)
        assert supervisor.get(f"/summary/{round.slug}/").context["sentences"] == []

    def test_by_number_or_in_the_books_order(self, supervisor, round):
        first, second = (builders.build_theme(label_th=label) for label in ("แรก", "หลัง"))
        answer(round, 1, [("learner", "ก", first)])
        answer(round, 2, [("learner", "ก", second)])

        def order(query):
            groups = supervisor.get(f"/summary/{round.slug}/{query}").context["page"].groups
            return [entry.line.label for entry in groups[0].themes]

        assert order("") == ["หลัง", "แรก"]
        assert order("?order=book") == ["แรก", "หลัง"]

    def test_too_few_answers_are_told_kindly_and_show_no_theme(self, supervisor, round):
        answer(round, K - 1, [("learner", "ก", builders.build_theme(label_th="ลับอยู่"))])
        page = words(supervisor.get(f"/summary/{round.slug}/"))
        assert "คำตอบยังน้อยเกินกว่าจะแสดง" in page
        assert "ลับอยู่" not in page

    def test_labels_are_shown_as_text(self, supervisor, round):
        theme = builders.build_theme(label_th="<b>หนา</b>", key="a/b c")
        answer(round, K, [("learner", "<script>x</script>", theme)])
        page = supervisor.get(f"/summary/{round.slug}/").content.decode()
        assert "<b>" not in page
        behind = supervisor.get(f"/summary/{round.slug}/themes/a/b%20c/")
        assert "&lt;script&gt;x&lt;/script&gt;" in behind.content.decode()
        assert f'href="/summary/{round.slug}/themes/a/b%20c/"' in page

    @pytest.mark.parametrize("rows", [1, 3])
    @pytest.mark.parametrize("in_charge", ["supervisor", "member"])
    def test_asks_the_database_the_same_number_of_times(
        self, request, in_charge, rows, django_assert_num_queries
    ):
        round = builders.build_round("closed", k=K)
        for _ in range(rows):
            theme = builders.build_theme("problems")
            sub = builders.build_theme("problems", parent=theme)
            answer(round, K, [("problems", "ก", sub), ("learner", "ข")])
            ThemeParaphrase.objects.create(round=round, theme=sub, text_th="เล่าความ")
        client = request.getfixturevalue(in_charge)
        expected = {"supervisor": 7, "member": 8}[in_charge]
        with django_assert_num_queries(expected):
            assert client.get(f"/summary/{round.slug}/").status_code == 200


class TestWordsBehind:
    @pytest.fixture
    def theme(self):
        return builders.build_theme(key="kind")

    def test_texts_of_a_theme_and_its_sub_themes_in_an_order_that_tells_nothing(
        self, supervisor, round, theme
    ):
        sub = builders.build_theme(key="polite", parent=theme)
        answer(round, K, [("learner", "ในประเด็น", theme), ("learner", "ในประเด็นย่อย", sub)])
        points = supervisor.get(f"/summary/{round.slug}/themes/kind/").context["points"]
        assert {point.sent_text for point in points} == {"ในประเด็น", "ในประเด็นย่อย"}
        ids = [point.public_id for point in points]
        assert ids == sorted(ids)

    def test_page_by_page_each_text_once(self, supervisor, round, theme):
        reflection = answer(round)[0]
        Point.objects.bulk_create(
            Point(reflection=reflection, section="learner", text="ก", sent_text="ก", theme=theme)
            for _ in range(51)
        )
        address = f"/summary/{round.slug}/themes/kind/"
        first = supervisor.get(address).context
        second = supervisor.get(f"{address}?after={first['after']}").context
        assert (len(first["points"]), len(second["points"]), second["after"]) == (50, 1, "")
        assert {p.pk for p in first["points"]}.isdisjoint(p.pk for p in second["points"])
        assert supervisor.get(f"{address}?after=nonsense").status_code == 404

    def test_only_what_counts(self, supervisor, round, theme):
        answer(round)
        texts = [("learner", "ไม่นับ", theme)]
        builders.build_reflection(round, status=Reflection.Status.DRAFT, texts=texts)
        builders.build_reflection(round, is_provisional=True, texts=texts)
        builders.build_reflection(builders.build_round(), texts=texts)
        assert not supervisor.get(f"/summary/{round.slug}/themes/kind/").context["points"]

    def test_what_is_not_grouped_and_what_is_set_aside(self, supervisor, round):
        reflection = answer(round, K, [("learner", "รอจัดกลุ่ม")])[0]
        builders.build_point(reflection, "learner", "พักไว้", is_set_aside=True)
        uncoded = words(supervisor.get(f"/summary/{round.slug}/uncoded/learner/"))
        aside = words(supervisor.get(f"/summary/{round.slug}/set-aside/learner/"))
        assert "รอจัดกลุ่ม" in uncoded and "รอจัดกลุ่ม" not in aside
        assert supervisor.get(f"/summary/{round.slug}/uncoded/nothing/").status_code == 404

    def test_question_3_word_for_word_is_for_who_codes_and_for_keepers(
        self, coordinator, supervisor, administrator, member, keeper
    ):
        round = builders.build_round("closed", k=K, keepers=[keeper.person])
        theme = builders.build_theme("problems", key="budget")
        reflection = answer(round, K, [("problems", "ทุกข์ของเรา", theme)])[0]
        builders.build_point(reflection, "problems", "ทุกข์ที่รอจัดกลุ่ม")
        builders.build_point(reflection, "problems", "ทุกข์ที่พักไว้", is_set_aside=True)
        for place in ("themes/budget", "uncoded/problems", "set-aside/problems"):
            for client in (coordinator, keeper):
                assert client.get(f"/summary/{round.slug}/{place}/").context["points"]
            for client in (supervisor, administrator, member):
                context = client.get(f"/summary/{round.slug}/{place}/").context
                assert (context["may_read"], context["points"]) == (False, [])

    def test_a_theme_that_hides_in_other_has_no_page(self, member, supervisor):
        round = builders.build_round("closed", k=K)
        answer(round)
        answer(round, 1, [("problems", "ก", builders.build_theme("problems", key="small"))])
        address = f"/summary/{round.slug}/themes/small/"
        assert supervisor.get(address).status_code == 200
        assert member.get(address).status_code == 404

    def test_none_while_there_are_too_few_answers(self, supervisor, round, theme):
        answer(round, K - 1, [("learner", "ก", theme)])
        assert supervisor.get(f"/summary/{round.slug}/themes/kind/").status_code == 404

    def test_voices_have_their_own_list(self, supervisor, round, theme):
        answer(round, K, [("learner", "ของโรงเรียน", theme)])
        voice = Reflection.objects.create(
            round=round,
            kind="group",
            group_name="กลุ่มย่อย",
            group_people=9,
            status="sent",
            sent_at=timezone.now(),
        )
        builders.build_point(voice, "learner", "ของกลุ่ม", theme=theme)
        address = f"/summary/{round.slug}/themes/kind/"
        schools, voices = (
            {p.sent_text for p in supervisor.get(f"{address}{query}").context["points"]}
            for query in ("", "?of=voices")
        )
        assert (schools, voices) == ({"ของโรงเรียน"}, {"ของกลุ่ม"})

    @pytest.mark.parametrize("rows", [1, 3])
    def test_asks_the_database_the_same_number_of_times(
        self, supervisor, round, theme, rows, django_assert_num_queries
    ):
        for _ in range(rows):
            sub = builders.build_theme(parent=theme)
            answer(round, K, [("learner", "ก", sub)])
        with django_assert_num_queries(6):
            supervisor.get(f"/summary/{round.slug}/themes/kind/")


class TestParaphrase:
    @pytest.fixture
    def budget(self, round):
        theme = builders.build_theme("problems", key="budget")
        answer(round, K, [("problems", "ก", theme)])
        return theme

    def write(self, client, round, text="งบไม่พอสำหรับอาคาร", **more):
        return client.post(f"/summary/{round.slug}/paraphrases/budget/", {"text_th": text, **more})

    def test_who_codes_writes_it_and_everybody_reads_it(self, coordinator, member, round, budget):
        assert self.write(coordinator, round).status_code == 302
        kept = ThemeParaphrase.objects.get()
        assert (kept.theme, kept.by) == (budget, coordinator.person)
        round.close()
        assert "งบไม่พอสำหรับอาคาร" in words(member.get(f"/summary/{round.slug}/"))
        assert "งบไม่พอสำหรับอาคาร" in words(member.get(f"/summary/{round.slug}/themes/budget/"))

    def test_only_once_k_schools_share_the_theme(self, coordinator, round):
        answer(round)
        answer(round, K - 1, [("problems", "ก", builders.build_theme("problems", key="budget"))])
        assert self.write(coordinator, round).status_code == 404

    def test_only_of_question_3(self, coordinator, round):
        answer(round, K, [("learner", "ก", builders.build_theme(key="budget"))])
        assert self.write(coordinator, round).status_code == 404

    def test_it_is_hidden_again_when_fewer_share_the_theme(self, coordinator, round, budget):
        self.write(coordinator, round)
        builders.build_reflection(round)
        round.reflections.first().withdraw()
        assert "งบไม่พอสำหรับอาคาร" not in words(coordinator.get(f"/summary/{round.slug}/"))

    def test_an_older_version_saves_nothing_and_shows_both(self, coordinator, round, budget):
        self.write(coordinator, round)
        self.write(coordinator, round, "ของคนแรก", version=1)
        response = self.write(coordinator, round, "ของคนที่สอง", version=1)
        assert ThemeParaphrase.objects.get().text_th == "ของคนแรก"
        page = response.content.decode()
        assert "ของคนแรก" in page and "ของคนที่สอง" in page

    def test_somebody_was_first(self, coordinator, round, budget):
        self.write(coordinator, round)
        response = self.write(coordinator, round, "ข้อความของฉันไม่หาย", form_key="")
        assert ThemeParaphrase.objects.get().text_th == "งบไม่พอสำหรับอาคาร"
        assert "ข้อความของฉันไม่หาย" in response.content.decode()


class TestKeySentences:
    @pytest.fixture(autouse=True)
    def numbers(self, round):
        answer(round, K, [("learner", "ก", builders.build_theme(label_th="เด็กดี"))])

    def decide(self, client, round, **data):
        return client.post(f"/summary/{round.slug}/sentences/1/", data)

    def sentence(self, client, round):
        (sentence,) = client.get(f"/summary/{round.slug}/").context["sentences"]
        return sentence

    def test_reworded_by_a_coordinator_and_the_page_says_so(self, coordinator, round):
        assert self.decide(coordinator, round, text_th="สามโรงเรียนฝันถึงเด็กดี").status_code == 302
        sentence = self.sentence(coordinator, round)
        assert (sentence.text, sentence.was_reworded) == ("สามโรงเรียนฝันถึงเด็กดี", True)
        assert "ผู้ประสานงานปรับถ้อยคำ" in words(coordinator.get(f"/summary/{round.slug}/"))
        assert KeySentence.objects.get().by == coordinator.person

    def test_hidden(self, coordinator, round):
        self.decide(coordinator, round, is_hidden="on")
        assert coordinator.get(f"/summary/{round.slug}/").context["sentences"] == []

    def test_empty_words_leave_the_made_sentence(self, coordinator, round):
        self.decide(coordinator, round)
        assert self.sentence(coordinator, round).was_reworded is False


def test_a_director_who_is_a_member_too_reads_closed_rounds(round):
    person = builders.build_person("สองบทบาท", Role.DIRECTOR)
    answer(round)
    round.close()
    address = f"/summary/{round.slug}/"
    assert signed_in(person).get(address).status_code == 404
    Membership.objects.create(
        person=person, organisation=builders.build_organisation(), role=Role.MEMBER
    )
    assert signed_in(person).get(address).status_code == 200
