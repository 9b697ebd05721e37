"""Inviting schools, and what those who invite may know of their answers."""

from io import BytesIO
from time import perf_counter

import pytest
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from reflections.models import Invitation, Reflection, Round, RoundRight
from tests import builders

pytestmark = pytest.mark.django_db


def page(name, round, *more):
    return reverse(f"reflections:{name}", args=[round.slug, *more])


def names(response):
    return [row[0].school.name_th for row in response.context["rows"]]


@pytest.fixture
def round():
    return builders.build_round(slug="2569-01-05")


class TestTheList:
    def test_by_district_then_by_name_in_dictionary_order(self, coordinator, round):
        late, early = builders.build_district("ห้วยผึ้ง", order=0), builders.build_district("กมลาไสย")
        for name, district in [
            ("โรงเรียนขาง", late),
            ("โรงเรียนก้า", early),
            ("โรงเรียนไก่", late),
            ("โรงเรียนกา", early),
            ("โรงเรียนที่ไม่มีอำเภอ", None),
        ]:
            builders.invite(round, builders.build_school(name, district=district))
        assert names(coordinator.get(page("invitations", round))) == [
            "โรงเรียนกา",
            "โรงเรียนก้า",
            "โรงเรียนไก่",
            "โรงเรียนขาง",
            "โรงเรียนที่ไม่มีอำเภอ",
        ]

    @pytest.mark.parametrize("what", ["district", "affiliation", "cluster"])
    def test_it_is_filtered_by_place(self, coordinator, round, what):
        place = getattr(builders, f"build_{what}")()
        builders.invite(round, builders.build_school("โรงเรียนก", **{what: place}))
        builders.invite(round, builders.build_school("โรงเรียนข"))
        response = coordinator.get(page("invitations", round), {what: place.pk})
        assert names(response) == ["โรงเรียนก"]

    def test_it_is_filtered_by_the_rounds_own_sizes(self, coordinator, round):
        round.small_up_to = 50
        round.save()
        builders.invite(round, builders.build_school("โรงเรียนก", pupils=50))
        builders.invite(round, builders.build_school("โรงเรียนข", pupils=51))
        builders.invite(round, builders.build_school("โรงเรียนค", declared_size="small"))
        response = coordinator.get(page("invitations", round), {"size": "small"})
        assert names(response) == ["โรงเรียนก", "โรงเรียนค"]

    def test_it_is_searched_by_name_and_filtered_by_state(self, coordinator, round):
        builders.build_reflection(round, builders.build_school("โรงเรียนส่งแล้ว"))
        builders.build_reflection(
            round, builders.build_school("โรงเรียนเขียนอยู่"), status=Reflection.Status.DRAFT
        )
        builders.invite(round, builders.build_school("โรงเรียนยังไม่ได้รับ"))
        cancelled = builders.invite(round, builders.build_school("โรงเรียนยกเลิก"))
        Invitation.objects.filter(pk=cancelled.pk).cancel()
        address = page("invitations", round)
        assert names(coordinator.get(address, {"q": "เขียน"})) == ["โรงเรียนเขียนอยู่"]
        for show, name in [
            ("sent", "โรงเรียนส่งแล้ว"),
            ("writing", "โรงเรียนเขียนอยู่"),
            ("waiting", "โรงเรียนยังไม่ได้รับ"),
            ("cancelled", "โรงเรียนยกเลิก"),
        ]:
            assert names(coordinator.get(address, {"show": show})) == [name]

    @pytest.mark.parametrize(
        "query", ["district=x", "size=huge", "show=?", "after=x", "after=9" * 30]
    )
    def test_what_cannot_be_read_filters_nothing(self, coordinator, round, query):
        builders.invite(round, builders.build_school("โรงเรียนก"))
        assert names(coordinator.get(f"{page('invitations', round)}?{query}")) == ["โรงเรียนก"]

    def test_no_words_no_step_and_no_time_are_told(self, coordinator, round):
        builders.build_reflection(round, texts=[("learner", "ประโยคที่ปลูกไว้")])
        content = coordinator.get(page("invitations", round)).content.decode()
        assert "ประโยคที่ปลูกไว้" not in content

    def test_after_the_cut_of_names_no_state_of_a_school_is_told(self, coordinator, round):
        builders.build_reflection(round)
        round.cut_names()
        response = coordinator.get(page("invitations", round))
        assert [state for _invitation, state in response.context["rows"]] == [""]
        assert response.context["counts"].sent == 1

    def test_after_the_cut_of_names_nothing_there_invites(self, coordinator, round):
        builders.invite(round, builders.build_school())
        link = f"/r/{round.link_token}/"
        assert link in coordinator.get(page("invitations", round)).content.decode()
        round.cut_names()
        content = coordinator.get(page("invitations", round)).content.decode()
        assert link not in content and page("letter", round) not in content

    def test_pages_follow_by_key(self, coordinator, round, monkeypatch):
        monkeypatch.setattr("reflections.inviting.PAGE", 2)
        district = builders.build_district()
        for name in ["โรงเรียนค", "โรงเรียนก", "โรงเรียนก", "โรงเรียนข", "โรงเรียนง"]:
            builders.invite(round, builders.build_school(name, district=district))
        seen, address = [], page("invitations", round)
        while address:
            response = coordinator.get(address)
            seen += names(response)
            following = response.context["next_url"]
            address = following and page("invitations", round) + following
        assert seen == ["โรงเรียนก", "โรงเรียนก", "โรงเรียนข", "โรงเรียนค", "โรงเรียนง"]

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow_with_the_schools(
        self, coordinator, round, number, django_assert_num_queries
    ):
        for _ in range(number):
            school = builders.build_school(
                district=builders.build_district(), affiliation=builders.build_affiliation()
            )
            builders.build_reflection(round, school)
        with django_assert_num_queries(9):
            coordinator.get(page("invitations", round))

    def test_a_page_of_five_thousand_schools_costs_as_one_of_a_hundred(self, coordinator, round):
        def invited(first, last):
            kind.objects.bulk_create(
                kind(
                    slug=f"many-{n}",
                    name_th=f"โรงเรียนบ้านที่ {n}",
                    kind="school",
                    code=f"9{n:07}",
                    sort_key=f"{n:07}",
                    search_text=f"โรงเรียนบ้านที่ {n}",
                )
                for n in range(first, last)
            )
            added = round.invite(kind.objects.schools(), coordinator.person)
            with connection.cursor() as cursor:  # as autovacuum does on a live database
                cursor.execute("ANALYZE partners_organisation, reflections_invitation")
            return added

        def seconds():
            began = perf_counter()
            assert len(coordinator.get(page("invitations", round)).context["rows"]) == 100
            return perf_counter() - began

        kind = type(builders.build_school())
        assert invited(0, 100) == 101
        few = min(seconds() for _ in range(3))
        assert invited(100, 5000) == 4900
        assert min(seconds() for _ in range(3)) < 5 * few


class TestInviting:
    def test_how_many_is_said_before_anything_happens(self, coordinator, round):
        district = builders.build_district()
        for _ in range(2):
            builders.build_school(district=district)
        builders.build_school()
        address = page("invite", round)
        assert coordinator.get(address).context["number"] == 3
        assert coordinator.get(address, {"district": district.pk}).context["number"] == 2
        assert not Invitation.objects.exists()

    def test_all_that_the_filters_leave(self, coordinator, round):
        district = builders.build_district()
        wanted = builders.build_school(district=district)
        builders.build_school()
        coordinator.post(f"{page('invite', round)}?district={district.pk}", {"all": "1"})
        assert [i.school for i in round.invitations.all()] == [wanted]

    def test_only_the_ticked_ones(self, coordinator, round):
        ticked, _left = builders.build_school(), builders.build_school()
        coordinator.post(page("invite", round), {"ticked": "1", "school": [ticked.pk, "x", "-1"]})
        assert [i.school for i in round.invitations.all()] == [ticked]
        assert round.invitations.get().invited_by == coordinator.person

    def test_nothing_ticked_invites_nobody(self, coordinator, round):
        builders.build_school()
        response = coordinator.post(page("invite", round), {"ticked": "1"}, follow=True)
        assert "Nobody was invited" in coordinator.get(
            page("invite", round), {"lang": "en"}
        ).content.decode() or list(response.context["messages"])
        assert not Invitation.objects.exists()

    def test_no_partner_is_invited_as_a_school(self, coordinator, round):
        partner = builders.build_organisation()
        coordinator.post(page("invite", round), {"school": [partner.pk]})
        assert not Invitation.objects.exists()

    def test_cancelled_it_counts_no_more_and_invited_again_it_counts(self, coordinator, round):
        answer = builders.build_reflection(round)
        invitation = answer.invitation
        coordinator.post(page("invitation_cancel", round, invitation.pk))
        assert round.reflections.counted().count() == 0
        coordinator.post(page("invite_again", round, invitation.pk))
        assert round.reflections.counted().count() == 1

    def test_a_cancelled_school_no_longer_finds_the_form(self, coordinator, director, round):
        invitation = builders.invite(round, director.school)
        assert "/answer/" in director.get(round.get_absolute_url()).content.decode()
        coordinator.post(page("invitation_cancel", round, invitation.pk))
        assert "/answer/" not in director.get(round.get_absolute_url()).content.decode()

    def test_after_the_cut_of_names_nothing_changes_any_more(self, coordinator, round):
        invitation = builders.build_reflection(round).invitation
        builders.build_school()
        round.cut_names()
        coordinator.post(page("invite", round), {"all": "1"})
        coordinator.post(page("invitation_cancel", round, invitation.pk))
        assert [i.state for i in round.invitations.all()] == [Invitation.State.INVITED]

    def test_the_invitation_of_another_round_is_not_found(self, coordinator, round):
        other = builders.invite(builders.build_round(), builders.build_school())
        assert coordinator.post(page("invitation_cancel", round, other.pk)).status_code == 404
        assert coordinator.post(page("invite_again", round, other.pk)).status_code == 404


class TestWhoMayInvite:
    @pytest.mark.parametrize("name", ["invitations", "invitations_xlsx", "invite"])
    def test_not_a_director_nor_a_supervisor_without_the_right(
        self, director, supervisor, member, name, round
    ):
        for client in (director, supervisor, member):
            assert client.get(page(name, round)).status_code == 403
        RoundRight.objects.give(round, member.person, "invite")
        assert member.get(page(name, round)).status_code == 200

    def test_a_round_in_preparation_is_not_found_by_members(self, member):
        draft = builders.build_round(Round.Status.DRAFT)
        assert member.get(page("invitations", draft)).status_code == 404


class TestMessages:
    def test_the_reminder_says_how_many_have_sent_never_who_has_not(self, coordinator, round):
        builders.build_reflection(round, builders.build_school("โรงเรียนส่งแล้ว"))
        builders.invite(round, builders.build_school("โรงเรียนยังไม่ส่ง"))
        context = coordinator.get(page("invitations", round), {"lang": "en"}).context
        for text in (context["invitation_text"], context["reminder_text"]):
            assert "โรงเรียนยังไม่ส่ง" not in text
            assert reverse("link:answer", args=[round.link_token]) in text
        assert "1 จาก 2" in context["reminder_text"]

    def test_a_portal_that_does_not_know_its_address_says_so(self, coordinator, round, settings):
        address = page("invitations", round)
        assert coordinator.get(address).context["warns_of_loopback"]
        settings.SITE_URL = "https://portal.example.org"
        context = coordinator.get(address).context
        assert not context["warns_of_loopback"]
        assert f"https://portal.example.org/r/{round.link_token}/" in context["invitation_text"]


class TestTheSheet:
    def rows(self, client, round, **query):
        response = client.get(page("invitations_xlsx", round), query)
        [sheet] = load_workbook(BytesIO(response.content)).worksheets
        return list(sheet.iter_rows())

    def test_a_row_a_school_with_its_own_link_and_what_a_letter_needs(
        self, coordinator, round, settings
    ):
        settings.SITE_URL = "https://portal.example.org"
        school = builders.build_school("โรงเรียนก", district=builders.build_district("นามน"))
        invitation = builders.build_reflection(round, school).invitation
        head, row = self.rows(coordinator, round)
        assert [cell.value for cell in head] == [
            "code",
            "school",
            "district",
            "affiliation",
            "cluster",
            "state",
            "link",
            "code_to_read_out",
            "round",
            "until",
            "inviting",
            "contact",
            "short_address",
        ]
        values = dict(zip([c.value for c in head], [c.value for c in row], strict=True))
        assert (values["code"], values["school"]) == (school.code, "โรงเรียนก")
        assert values["link"] == f"https://portal.example.org/r/{invitation.link_token}/"
        assert values["code_to_read_out"] == invitation.short_code
        assert (values["round"], values["contact"]) == (round.title_th, round.contact)

    def test_a_code_keeps_the_noughts_it_begins_with(self, coordinator, round, monkeypatch):
        builders.invite(round, builders.build_school())
        monkeypatch.setattr("reflections.short_codes.make", lambda *_parts: "0001 2345")
        _head, row = self.rows(coordinator, round)
        assert (row[7].value, row[7].data_type) == ("0001 2345", "s")

    def test_a_cancelled_school_gets_no_link_and_no_code(self, coordinator, round):
        builders.invite(round, builders.build_school())
        round.invitations.cancel()
        _head, row = self.rows(coordinator, round, show="cancelled")
        assert [row[6].value, row[7].value] == [None, None]

    @pytest.mark.parametrize("name", ["=1+1", "@SUM(1)", "+1", "-1", "=HYPERLINK(1)"])
    def test_no_name_becomes_a_formula(self, coordinator, round, name):
        builders.invite(round, builders.build_school(name))
        _head, row = self.rows(coordinator, round)
        assert (row[1].value, row[1].data_type) == (name, "s")

    def test_it_holds_what_the_filters_leave(self, coordinator, round):
        builders.build_reflection(round)
        builders.invite(round, builders.build_school("โรงเรียนรออยู่"))
        _head, row = self.rows(coordinator, round, show="waiting")
        assert row[1].value == "โรงเรียนรออยู่"
