"""Preparing, changing, opening and closing a round in the browser."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from partners.models import Role
from reflections.defaults import wording
from reflections.models import Invitation, Reflection, Round
from tests import builders

pytestmark = pytest.mark.django_db
NEW = reverse("reflections:round_add")


def page(name, round):
    return reverse(f"reflections:{name}", args=[round.slug])


def filled(**changes):
    """What the form posts."""
    return {
        "title_th": "รอบใหม่",
        **wording(),
        "k": "5",
        "small_up_to": "120",
        "medium_up_to": "300",
        **changes,
    }


def posted_again(client, round, **changes):
    """The edit page as it was opened, posted with `changes`."""
    form = client.get(page("round_edit", round)).context["form"]
    data = {field.html_name: field.value() for field in form if not field.field.disabled}
    data = {name: "" if value is None else value for name, value in data.items()}
    return client.post(page("round_edit", round), data | changes)


class TestPreparing:
    def test_a_title_is_enough(self, coordinator):
        response = coordinator.post(NEW, filled())
        made = Round.objects.get()
        assert response.url == reverse("reflections:rights", args=[made.slug])
        assert (made.status, made.title_th) == (Round.Status.DRAFT, "รอบใหม่")

    def test_the_same_page_posted_twice_makes_one_round(self, coordinator):
        key = coordinator.get(NEW).context["form"]["form_key"].value()
        for _ in range(2):
            coordinator.post(NEW, filled(form_key=key))
        assert Round.objects.count() == 1

    def test_it_begins_with_the_usual_wording_and_the_portals_controller(
        self, coordinator, settings
    ):
        settings.CONTROLLER_NAME, settings.CONTROLLER_CONTACT = "องค์กร ก", "0 4300 0000"
        form = coordinator.get(NEW).context["form"]
        assert form["question_1_th"].value() == wording()["question_1_th"]
        assert form["controller_name"].value() == "องค์กร ก"
        assert form["controller_contact"].value() == "0 4300 0000"
        assert coordinator.person.first_name in form["contact"].value()

    def test_without_an_address_it_is_made_from_the_meetings_day(self, coordinator):
        meeting = builders.build_meeting(held_on=date(2016, 11, 30), precision="day")
        for _ in range(2):
            coordinator.post(NEW, filled(meeting=meeting.pk))
        assert set(Round.objects.values_list("slug", flat=True)) == {"2559-11-30", "2559-11-30-2"}

    def test_without_a_meeting_it_is_made_from_the_closing_day(self, coordinator):
        coordinator.post(NEW, filled(closes_at="22/1/2600 16.30"))
        assert Round.objects.get().slug == "2600-01-22"

    @pytest.mark.parametrize("word", ["new", "network", "themes", "import", "Übung", "a b"])
    def test_addresses_that_cannot_be_are_refused_beside_the_field(self, coordinator, word):
        form = coordinator.post(NEW, filled(slug=word)).context["form"]
        assert list(form.errors) == ["slug"]
        assert form["title_th"].value() == "รอบใหม่"

    def test_an_address_stays_taken_after_its_round_was_deleted(self, coordinator):
        Round.objects.filter(pk=builders.build_round(slug="taken").pk).delete_softly()
        form = coordinator.post(NEW, filled(slug="taken")).context["form"]
        assert list(form.errors) == ["slug"]

    @pytest.mark.parametrize("typed", ["2559", "๒๕๕๙", "2016"])
    def test_the_school_year_is_read_in_either_era(self, coordinator, typed):
        coordinator.post(NEW, filled(school_year=typed, term="2"))
        made = Round.objects.get()
        assert (made.school_year, made.term) == (2016, 2)
        assert (
            "ปีการศึกษา 2559 ภาคเรียนที่ 2" in coordinator.get(made.get_absolute_url()).content.decode()
        )
        form = coordinator.get(page("round_edit", made)).context["form"]
        assert form["school_year"].value() == 2559

    def test_a_day_alone_closes_at_its_end(self, coordinator):
        coordinator.post(NEW, filled(closes_at="22/1/2600"))
        closes_at = timezone.localtime(Round.objects.get().closes_at)
        assert f"{closes_at:%Y-%m-%d %H:%M}" == "2057-01-22 23:59"

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("title_th", ""),
            ("title_th", "ก" * 201),
            ("school_year", "ปีนี้"),
            ("school_year", "25590"),
            ("closes_at", "31/2/2600"),
            ("closes_at", "1/1/2559 10.00"),
            ("names_cut_on", "พรุ่งนี้"),
            ("k", "2"),
            ("k", "11"),
            ("k", "ห้า"),
            ("medium_up_to", "100"),
            ("small_up_to", "-1"),
            ("meeting", "0"),
            ("question_1_th", "ก" * 301),
        ],
    )
    def test_what_cannot_be_is_said_beside_its_field(self, coordinator, field, typed):
        response = coordinator.post(NEW, filled(contact="สมศรี") | {field: typed})
        form = response.context["form"]
        assert list(form.errors) == [field]
        assert form["contact"].value() == "สมศรี"
        assert not Round.objects.exists()

    def test_html_is_shown_as_text(self, coordinator):
        coordinator.post(NEW, filled(title_th="<script>alert(1)</script>"))
        assert (
            "<script>alert" not in coordinator.get(reverse("reflections:rounds")).content.decode()
        )

    def test_names_are_not_cut_before_the_round_closes(self, coordinator):
        data = filled(closes_at="22/1/2600", names_cut_on="22/1/2600")
        assert list(coordinator.post(NEW, data).context["form"].errors) == ["names_cut_on"]


class TestChanging:
    def test_what_was_asked_is_fixed_by_the_first_answer(self, coordinator):
        round = builders.build_round(question_1_th="คำถามเดิม")
        builders.build_reflection(round, status=Reflection.Status.DRAFT)
        response = coordinator.get(page("round_edit", round))
        assert 'name="question_1_th"' not in response.content.decode()
        assert posted_again(coordinator, round, title_th="ชื่อใหม่").status_code == 302
        round.refresh_from_db()
        assert (round.title_th, round.question_1_th) == ("ชื่อใหม่", "คำถามเดิม")

    def test_wording_typed_while_a_school_began_is_not_dropped_silently(self, coordinator):
        round = builders.build_round()
        form = coordinator.get(page("round_edit", round)).context["form"]
        data = {field.html_name: field.value() for field in form}
        data = {name: "" if value is None else value for name, value in data.items()}
        builders.build_reflection(round)
        response = coordinator.post(page("round_edit", round), data | {"question_1_th": "ใหม่"})
        assert response.context["form"].non_field_errors()

    def test_k_is_only_raised_once_the_round_has_opened(self, coordinator):
        round = builders.build_round(k=6)
        assert list(posted_again(coordinator, round, k="5").context["form"].errors) == ["k"]
        assert posted_again(coordinator, round, k="7").status_code == 302

    def test_the_day_of_the_cut_comes_only_earlier(self, coordinator):
        day = timezone.localdate() + timedelta(days=365)
        round = builders.build_round(names_cut_on=day)
        builders.build_reflection(round)
        later, earlier = f"{day + timedelta(days=1)}", f"{day - timedelta(days=1)}"
        response = posted_again(coordinator, round, names_cut_on=later)
        assert list(response.context["form"].errors) == ["names_cut_on"]
        assert posted_again(coordinator, round, names_cut_on=earlier).status_code == 302

    @pytest.mark.parametrize("field", ["contact", "controller_name", "closes_at", "names_cut_on"])
    def test_an_open_round_keeps_what_it_told_the_schools(self, coordinator, field):
        round = builders.build_round()
        assert list(posted_again(coordinator, round, **{field: ""}).context["form"].errors) == [
            field
        ]

    def test_the_address_stays_once_it_has_opened(self, coordinator):
        round = builders.build_round(slug="stays")
        posted_again(coordinator, round, slug="another")
        assert Round.objects.get().slug == "stays"

    def test_a_closed_round_takes_a_new_time_only_by_being_opened_again(self, coordinator):
        round = builders.build_round(Round.Status.CLOSED)
        assert "closes_at" not in coordinator.get(page("round_edit", round)).context["form"].fields

    def test_of_two_coordinators_the_second_sees_both_texts(self, coordinator, other_coordinator):
        round = builders.build_round(Round.Status.DRAFT)
        opened = other_coordinator.get(page("round_edit", round)).context["form"]
        data = {f.html_name: "" if f.value() is None else f.value() for f in opened}
        posted_again(coordinator, round, title_th="ของคนแรก")
        response = other_coordinator.post(
            page("round_edit", round), data | {"title_th": "ของคนที่สอง"}
        )
        [difference] = response.context["form"].conflict.differences
        assert (difference.mine, difference.theirs) == ("ของคนที่สอง", "ของคนแรก")
        assert Round.objects.get().title_th == "ของคนแรก"


def ready(**fields):
    """A draft to which nothing is lacking."""
    round = builders.build_round(Round.Status.DRAFT, names_cut_on=None, **fields)
    round.rights.create(person=builders.build_person(role=Role.MEMBER), right="keep")
    return round


class TestOpening:
    def test_what_is_lacking_is_said_with_the_way_there(self, coordinator):
        round = builders.build_round(
            Round.Status.DRAFT, controller_name="", contact="", closes_at=None
        )
        lacking = {code for _text, code in coordinator.get(page("round", round)).context["lacking"]}
        assert lacking == {"keepers", "controller_name", "contact", "closes_at"}
        content = coordinator.get(page("round_open", round)).content.decode()
        assert page("rights", round) in content
        assert f"{page('round_edit', round)}#id_controller_name" in content
        coordinator.post(page("round_open", round), {"closes_at": "22/1/2600", "invite": "all"})
        assert Round.objects.get().status == Round.Status.DRAFT

    def test_the_page_shows_what_schools_will_read(self, coordinator):
        round = ready(controller_name="องค์กรผู้ควบคุม")
        content = coordinator.get(page("round_open", round)).content.decode()
        assert round.keepers.get().first_name in content
        assert "องค์กรผู้ควบคุม" in content

    def test_it_invites_all_schools_in_one_step(self, coordinator):
        round = ready()
        schools = [builders.build_school() for _ in range(3)]
        builders.build_school(left_on="2020-01-01")
        response = coordinator.post(
            page("round_open", round), {"closes_at": "22/1/2600 16.30", "invite": "all"}
        )
        assert response.status_code == 302
        round.refresh_from_db()
        assert round.accepts_answers
        assert set(round.invited.all()) == set(schools)
        assert {i.invited_by for i in round.invitations.all()} == {coordinator.person}

    def test_or_none_yet(self, coordinator):
        round = ready()
        builders.build_school()
        coordinator.post(page("round_open", round), {"closes_at": "22/1/2600", "invite": "later"})
        assert Round.objects.get().accepts_answers
        assert not Invitation.objects.exists()

    def test_a_time_that_is_over_is_refused_beside_the_field(self, coordinator):
        round = ready()
        builders.build_school()
        response = coordinator.post(
            page("round_open", round), {"closes_at": "1/1/2559", "invite": "all"}
        )
        assert list(response.context["form"].errors) == ["closes_at"]
        assert Round.objects.get().status == Round.Status.DRAFT

    def test_opened_twice_it_invites_once(self, coordinator, other_coordinator):
        round = ready()
        builders.build_school()
        data = {"closes_at": "22/1/2600", "invite": "all"}
        first = coordinator.post(page("round_open", round), data)
        second = other_coordinator.post(page("round_open", round), data)
        assert (first.status_code, second.status_code) == (302, 302)
        assert Invitation.objects.count() == 1
        assert Invitation.objects.get().invited_by == coordinator.person

    def test_opened_again_it_leaves_cancelled_invitations_alone(self, coordinator):
        round = builders.build_round(
            Round.Status.CLOSED, keepers=[coordinator.person], names_cut_on="2099-01-01"
        )
        cancelled = builders.invite(round, builders.build_school())
        round.invitations.all().cancel()
        new = builders.build_school()
        coordinator.post(page("round_open", round), {"closes_at": "22/1/2600", "invite": "all"})
        cancelled.refresh_from_db()
        assert not cancelled.is_standing
        assert [i.school for i in round.invitations.standing()] == [new]
        assert Round.objects.get().closed_at is None

    def test_closing_keeps_drafts_and_says_how_many(self, coordinator):
        round = builders.build_round()
        draft = builders.build_reflection(round, status=Reflection.Status.DRAFT)
        content = coordinator.get(page("round_close", round), {"lang": "en"}).content.decode()
        assert "1 school is writing" in content
        coordinator.post(page("round_close", round))
        round.refresh_from_db()
        draft.refresh_from_db()
        assert (round.phase, draft.status) == ("closed", Reflection.Status.DRAFT)

    def test_a_draft_cannot_be_closed(self, coordinator):
        round = builders.build_round(Round.Status.DRAFT)
        coordinator.post(page("round_close", round))
        assert Round.objects.get().status == Round.Status.DRAFT


@pytest.mark.django_db(transaction=True)
def test_two_who_open_in_the_same_moment_invite_once(coordinator, other_coordinator):
    """The second waits for the first, then learns that the round is open already."""
    round = ready()
    builders.build_school()
    together = Barrier(2)
    answers = []

    def press(client):
        together.wait()
        data = {"closes_at": "22/1/2600", "invite": "all"}
        answers.append(client.post(page("round_open", round), data).status_code)
        connection.close()

    threads = [Thread(target=press, args=[client]) for client in (coordinator, other_coordinator)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Invitation.objects.count() == 1
    assert Invitation.pgh_event_model.objects.count() == 1
    assert 302 in answers
    assert set(answers) <= {200, 302}
