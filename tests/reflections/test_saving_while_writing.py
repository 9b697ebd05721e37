"""Points are saved while they are written: the same rules as the form, replayed without harm."""

import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from reflections import writing
from reflections.models import Invitation, Reflection
from reflections.writing import digest
from tests import builders

ID = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def round(db, keeper):
    return builders.build_round(keepers=[keeper.person], contact="คุณนิด โทร. 081 234 5678")


@pytest.fixture
def link(round):
    school = builders.build_school()
    builders.invite(round, school)
    return Invitation.objects.with_round_and_school().get(round=round, school=school).link_token


@pytest.fixture
def phone():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def mine(director, round):
    """Where the signed-in director's points are saved; the answer has been begun."""
    builders.invite(round, director.school)
    director.post(reverse("reflections:answer", args=[round.slug, director.school.slug]))
    return reverse("reflections:answer_points", args=[round.slug, director.school.slug])


def at(token):
    return reverse("link:answer_points", args=[token])


def point(text, id=None, revision=0, base="", was=()):
    return {
        "id": id or str(uuid.uuid4()),
        "revision": revision,
        "base": base,
        "text": text,
        "was": list(was),
    }


def save(client, address, *points, section="learner", keys=(), **more):
    """What the server answers to these points."""
    asked = {"section": section, "points": points, "keys": list(keys)}
    body = json.dumps(asked, ensure_ascii=False)
    response = client.post(address, body, content_type="application/json", **more)
    assert response.status_code == 200, response.content.decode()
    return response.json()


def texts():
    return [each.text for each in Reflection.objects.get().points.written()]


class TestByLink:
    def test_the_first_words_begin_the_answer_at_the_writers_own_address(self, phone, link):
        told = save(phone, at(link), point("อ่านคล่อง"))
        answer = Reflection.objects.get()
        assert told["address"] == reverse("link:answer", args=[answer.writer_token])
        assert told["points"][0]["state"] == "saved"
        assert told["points"][0]["revision"] == 1
        assert told["points"][0]["base"] == digest("อ่านคล่อง")
        assert texts() == ["อ่านคล่อง"]

    def test_nothing_is_begun_by_empty_fields(self, phone, link):
        told = save(phone, at(link), point(""))
        assert "address" not in told
        assert not Reflection.objects.exists()

    def test_the_same_points_again_make_no_second_answer_and_no_second_point(self, phone, link):
        words = point("อ่านคล่อง")
        first, second = save(phone, at(link), words), save(phone, at(link), words)
        assert first["address"] == second["address"]
        assert texts() == ["อ่านคล่อง"]

    def test_an_answer_that_the_form_began_unheard_is_found_by_its_pages_first_field(
        self, phone, link
    ):
        empty, words = point(""), point("อ่านคล่อง")
        form = {name: [empty[name], words[name]] for name in ("id", "revision", "base", "text")}
        phone.post(at(link).replace("/points/", "/learner/"), form | {"go": "next"})
        told = save(phone, at(link), words, keys=[empty["id"]])
        assert told["address"] == reverse(
            "link:answer", args=[Reflection.objects.get().writer_token]
        )
        assert texts() == ["อ่านคล่อง"]

    def test_further_words_go_to_the_writers_own_address(self, phone, link):
        own = save(phone, at(link), point("อ่านคล่อง"))["address"]
        told = save(phone, f"{own}points/", point("ครูไม่ครบ"), section="problems")
        assert "address" not in told
        assert texts() == ["อ่านคล่อง", "ครูไม่ครบ"]

    def test_no_cookie_is_set(self, phone, link):
        body = json.dumps({"section": "learner", "points": [point("อ่านคล่อง")]})
        response = phone.post(at(link), body, content_type="application/json")
        assert response.cookies == {}

    def test_it_costs_little_beside_the_text(self, phone, link):
        words = point("อ่านคล่อง")
        body = json.dumps({"section": "learner", "points": [words]}, ensure_ascii=False)
        response = phone.post(at(link), body, content_type="application/json")
        headers = sum(len(f"{name}: {value}\r\n") for name, value in response.items())
        assert headers + len(response.content) < 900

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "[]",
            "{}",
            "null",
            "\xff",
            '{"section": "learner"}',
            '{"section": "x", "points": []}',
            '{"section": ["learner"], "points": []}',
            '{"section": "learner", "points": [1]}',
            '{"section": "learner", "points": [], "keys": ["x"]}',
            '{"section": "learner", "points": [], "keys": 1}',
            '{"section": "learner", "points": [{"id": "x", "text": "a"}]}',
            '{"section": "learner", "points": [{"text": "a"}]}',
            '{"section": "learner", "points": [{"id": "' + ID + '", "was": [1]}]}',
            '{"section": "learner", "points": [{"id": "' + ID + '", "was": 1}]}',
            "[" * 100_000,
        ],
    )
    def test_what_cannot_be_read_saves_nothing(self, phone, link, body):
        response = phone.post(at(link), body.encode("latin-1"), content_type="application/json")
        assert response.status_code == 400
        assert not Reflection.objects.exists()

    def test_the_number_of_queries_does_not_grow(self, phone, link, django_assert_num_queries):
        own = save(phone, at(link), point("หนึ่ง"))["address"]
        save(phone, f"{own}points/", point("สอง"))  # prepares what each later saving asks
        for many in (1, 3):
            with django_assert_num_queries(5):
                save(phone, f"{own}points/", *[point(f"ข้อ {n}") for n in range(many)])


class TestSignedIn:
    def test_a_director_saves_with_the_token_in_a_header(self, director, mine):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(director.person)
        body = json.dumps({"section": "learner", "points": [point("อ่านคล่อง")]})
        refused = strict.post(mine, body, content_type="application/json")
        assert refused.status_code == 403
        page = strict.get(mine.replace("/points/", "/learner/"))
        token = str(page.context["csrf_token"])
        told = save(strict, mine, point("อ่านคล่อง"), headers={"X-CSRFToken": token})
        assert told["points"][0]["state"] == "saved"
        assert texts() == ["อ่านคล่อง"]

    def test_when_the_sign_in_has_ended_it_says_so(self, director, mine):
        director.logout()
        body = json.dumps({"section": "learner", "points": [point("อ่านคล่อง")]})
        response = director.post(mine, body, content_type="application/json")
        assert response.status_code == 401

    def test_the_number_of_queries_does_not_grow(self, director, mine, django_assert_num_queries):
        for many in (1, 3):
            with django_assert_num_queries(7):
                save(director, mine, *[point(f"ข้อ {n}") for n in range(many)])


class TestTheSamePointInTwoPlaces:
    @pytest.fixture
    def saved(self, director, mine):
        """A point that both pages have open."""
        words = point("อ่านคล่อง")
        told = save(director, mine, words)["points"][0]
        return {"id": words["id"], "revision": told["revision"], "base": told["base"]}

    def test_both_texts_are_shown_and_nothing_is_written_over(self, director, mine, saved):
        save(director, mine, point("ของอีกเครื่อง", **saved))
        told = save(director, mine, point("ของเครื่องนี้", **saved))["points"][0]
        assert told["state"] == "clash"
        assert (told["text"], told["revision"]) == ("ของอีกเครื่อง", 2)
        assert told["base"] == digest("ของอีกเครื่อง") and told["time"]
        assert texts() == ["ของอีกเครื่อง"]

    def test_what_a_page_wrote_itself_without_hearing_of_it_is_no_clash(
        self, director, mine, saved
    ):
        save(director, mine, point("อ่านคล่องขึ้น", **saved))
        told = save(director, mine, point("อ่านคล่องขึ้นมาก", was=["อ่านคล่องขึ้น"], **saved))
        assert told["points"][0]["state"] == "saved"
        assert texts() == ["อ่านคล่องขึ้นมาก"]

    def test_going_back_to_the_first_words_is_saved_too(self, director, mine, saved):
        save(director, mine, point("ลองแก้", **saved))
        told = save(director, mine, point("อ่านคล่อง", was=["ลองแก้"], **saved))["points"][0]
        assert told["state"] == "saved"
        assert texts() == ["อ่านคล่อง"]

    def test_an_untouched_old_text_is_told_what_stands_now(self, director, mine, saved):
        save(director, mine, point("ของอีกเครื่อง", **saved))
        told = save(director, mine, point("อ่านคล่อง", **saved))["points"][0]
        assert (told["state"], told["text"]) == ("other", "ของอีกเครื่อง")

    def test_clearing_deletes_and_writing_again_brings_back(self, director, mine, saved):
        told = save(director, mine, point("", **saved))["points"][0]
        assert (told["state"], told["revision"]) == ("saved", 2)
        assert texts() == []
        save(director, mine, point("ใหม่", saved["id"], told["revision"], told["base"]))
        assert texts() == ["ใหม่"]


class TestWhatStandsInTheWay:
    def test_a_text_too_long_is_told_beside_it_and_the_others_are_saved(self, director, mine):
        told = save(director, mine, point("ก" * 501), point("อ่านคล่อง"))["points"]
        assert [each["state"] for each in told] == ["refused", "saved"]
        assert "501" in told[0]["message"]
        assert texts() == ["อ่านคล่อง"]

    def test_a_round_that_was_closed_keeps_the_words_and_says_so(self, phone, link, round):
        own = save(phone, at(link), point("อ่านคล่อง"))["address"]
        round.close()
        told = save(phone, f"{own}points/", point("กล้าถาม"))
        assert told["points"][0]["state"] == "saved"
        assert "รอบนี้ปิดรับคำตอบแล้ว" in told["note"] and "คุณนิด" in told["note"]
        assert texts() == ["อ่านคล่อง", "กล้าถาม"]

    def test_nothing_is_begun_in_a_closed_round(self, phone, link, round):
        round.close()
        told = save(phone, at(link), point("อ่านคล่อง"))
        assert told["points"][0]["state"] == "refused" and told["note"]
        assert not Reflection.objects.exists()

    def test_a_withdrawn_answer_takes_no_more(self, director, mine):
        save(director, mine, point("อ่านคล่อง"))
        Reflection.objects.get().withdraw()
        told = save(director, mine, point("กล้าถาม"))
        assert told["points"][0]["state"] == "refused" and told["note"]
        assert Reflection.objects.get().points.count() == 1


class TestTheFormsButtonsAfterTheScript:
    def test_what_the_script_sent_unheard_is_no_clash_with_the_form(self, director, mine):
        words = point("อ่าน")
        save(director, mine, words)
        form = {"id": words["id"], "revision": 0, "base": "", "text": "อ่านคล่อง", "go": "next"}
        step = mine.replace("/points/", "/learner/")
        assert director.post(step, form).status_code == 200  # both texts are shown
        response = director.post(step, form | {f"was-{words['id']}": "อ่าน"})
        assert response.status_code == 302
        assert texts() == ["อ่านคล่อง"]


def test_an_answer_holds_no_more_than_anybody_writes(phone, link, monkeypatch):
    """Else whoever has a link could fill the database, and make papers that take minutes."""
    monkeypatch.setattr(writing, "MOST_POINTS", 2)
    first = save(phone, at(link), point("หนึ่ง", ID))
    own = first["address"] + "points/"
    save(phone, own, point("สอง"))
    told = save(phone, own, point("สาม"))
    assert [each["state"] for each in told["points"]] == ["refused"]
    assert "มีจำนวนข้อเต็มแล้ว" in told["note"]
    save(phone, own, point("หนึ่งแก้แล้ว", ID, 1))  # what stands can still be changed
    assert texts() == ["หนึ่งแก้แล้ว", "สอง"]
    data = {"id": str(uuid.uuid4()), "revision": 0, "base": "", "text": "สี่", "go": "next"}
    page = phone.post(first["address"] + "learner/", data).content.decode()
    assert "มีจำนวนข้อเต็มแล้ว" in page
    assert "สี่</textarea>" in page
