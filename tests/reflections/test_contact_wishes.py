"""A school asks one person to get in touch; only that person sees it."""

import pytest
from django.urls import reverse

from partners.models import Role
from partners.models.mail import OutgoingMail
from reflections.models import ContactWish, Invitation, Reflection
from tests import builders

pytestmark = pytest.mark.django_db
INBOX = reverse("reflections:contact_wishes")


@pytest.fixture
def answer(keeper):
    round = builders.build_round(keepers=[keeper.person])
    return builders.build_reflection(round, builders.build_school("โรงเรียนบ้านนาดี"))


@pytest.fixture
def chosen(coordinator):
    return coordinator.person.memberships.get()


@pytest.fixture
def page(answer):
    return reverse("link:answer_contact", args=[answer.writer_token])


def wish(membership, **changes):
    return {
        "whom": membership.pk,
        "how": "telephone",
        "reach": "081 234 5678",
        "name": "ครูนิด",
    } | changes


class TestAsking:
    def test_stands_on_the_schools_page_until_it_is_received(self, client, page, chosen):
        assert client.post(page, wish(chosen)).status_code == 302
        text = client.get(page).content.decode()
        assert "081 234 5678" in text and "ยังไม่ได้รับเรื่อง" in text
        ContactWish.objects.get().receive()
        assert "รับเรื่องแล้ว" in client.get(page).content.decode()

    def test_twice_is_one_wish_that_says_the_latest(self, client, page, chosen):
        client.post(page, wish(chosen))
        client.post(page, wish(chosen, how="line", reach="nadee"))
        assert ContactWish.objects.values_list("how", "reach").get() == ("line", "nadee")

    def test_a_double_tap_is_one_wish_and_keeps_that_it_was_received(self, client, page, chosen):
        client.post(page, wish(chosen))
        ContactWish.objects.get().receive()
        client.post(page, wish(chosen))
        assert ContactWish.objects.get().received_at

    def test_its_person_gets_one_mail_a_day_whatever_is_asked_taken_back_and_asked(
        self, client, page, chosen
    ):
        for reach in ("081 234 5678", "081 234 5679"):
            client.post(page, wish(chosen, reach=reach))
        client.post(page, {"take_back": ContactWish.objects.get().public_id})
        client.post(page, wish(chosen))
        assert OutgoingMail.objects.filter(key__startswith="contact:").count() == 1

    def test_can_be_taken_back(self, client, page, chosen):
        client.post(page, wish(chosen))
        client.post(page, {"take_back": ContactWish.objects.get().public_id})
        assert not ContactWish.objects.exists()

    @pytest.mark.parametrize("nonsense", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
    def test_what_is_not_there_is_not_taken_back(self, client, page, nonsense):
        assert client.post(page, {"take_back": nonsense}).status_code == 404

    def test_a_wish_that_lacks_something_keeps_what_was_typed(self, client, page, chosen):
        response = client.post(page, wish(chosen, reach="", name="ครูนิด"))
        text = response.content.decode()
        assert response.status_code == 200 and "ครูนิด" in text and "invalid-feedback" in text
        assert not ContactWish.objects.exists()

    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SUPERVISOR])
    def test_of_coordinators_and_supervisors(self, client, page, role):
        person = builders.build_person("สมใจ", role=role)
        assert person.first_name in client.get(page).content.decode()

    @pytest.mark.parametrize("role", [Role.DIRECTOR, Role.MEMBER])
    def test_of_nobody_else(self, client, page, role):
        person = builders.build_person("สมใจ", role=role)
        assert person.first_name not in client.get(page).content.decode()
        client.post(page, wish(person.memberships.get()))
        assert not ContactWish.objects.exists()

    def test_not_while_nobody_has_confirmed_the_school(self, client, page, chosen):
        Reflection.objects.update(is_provisional=True, invitation=None)
        assert client.post(page, wish(chosen)).status_code == 404

    def test_not_by_the_link_that_invites(self, client, answer, chosen):
        token = Invitation.objects.with_round_and_school().get().link_token
        page = reverse("link:answer_contact", args=[token])
        assert client.get(page).status_code == 404

    def test_a_director_signed_in_asks_likewise(self, director, keeper, chosen):
        round = builders.build_round(keepers=[keeper.person])
        builders.build_reflection(round, director.school)
        page = reverse("reflections:answer_contact", args=[round.slug, director.school.slug])
        assert director.post(page, wish(chosen)).status_code == 302
        assert ContactWish.objects.get().person == chosen.person

    def test_the_receipt_leads_there_and_names_the_line_that_listens(self, client, answer, page):
        receipt = client.get(reverse("link:answer_receipt", args=[answer.writer_token]))
        text = receipt.content.decode()
        assert page in text and "tel:1323" in text


class TestReceiving:
    @pytest.fixture(autouse=True)
    def asked(self, client, page, chosen):
        client.post(page, wish(chosen))

    def test_its_person_reads_it_and_says_so(self, coordinator):
        text = coordinator.get(INBOX).content.decode()
        assert "บ้านนาดี" in text and "081 234 5678" in text and "ครูนิด" in text
        one = ContactWish.objects.get()
        coordinator.post(reverse("reflections:contact_received", args=[one.public_id]))
        one.refresh_from_db()
        assert one.received_at

    def test_received_twice_keeps_the_first_time(self, coordinator):
        one = ContactWish.objects.get()
        one.receive()
        one.refresh_from_db()
        first = one.received_at
        coordinator.post(reverse("reflections:contact_received", args=[one.public_id]))
        one.refresh_from_db()
        assert one.received_at == first

    @pytest.mark.parametrize("who", ["other_coordinator", "supervisor", "administrator", "keeper"])
    def test_nobody_else_does(self, request, who):
        client = request.getfixturevalue(who)
        assert "081 234 5678" not in client.get(INBOX).content.decode()
        one = ContactWish.objects.get()
        page = reverse("reflections:contact_received", args=[one.public_id])
        assert client.post(page).status_code in (403, 404)

    def test_it_waits_on_the_home_page(self, coordinator):
        assert INBOX in coordinator.get(reverse("home")).content.decode()
        ContactWish.objects.get().receive()
        assert INBOX not in coordinator.get(reverse("home")).content.decode()

    def test_the_mail_says_neither_school_nor_number(self, chosen):
        mail = OutgoingMail.objects.get(key__startswith="contact:")
        assert mail.to == chosen.person.email and INBOX in mail.body
        assert "บ้านนาดี" not in mail.subject + mail.body and "081" not in mail.body

    def test_whoever_has_left_the_role_reads_it_no_more(self, coordinator, chosen):
        chosen.delete()
        assert coordinator.get(INBOX).status_code == 403

    def test_it_goes_with_the_answer_that_is_withdrawn(self, answer):
        answer.withdraw()
        assert not ContactWish.objects.exists()

    def test_it_goes_with_the_schools_names(self, answer):
        answer.round.cut_names()
        assert not ContactWish.objects.exists()

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow(self, coordinator, chosen, number, django_assert_num_queries):
        for _ in range(number):
            other = builders.build_reflection(builders.build_round())
            ContactWish.objects.create(
                reflection=other, person=chosen.person, how="line", reach="x"
            )
        with django_assert_num_queries(4):
            coordinator.get(INBOX)
