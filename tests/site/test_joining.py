"""Coming into the network: invitations, joining, roles given and taken back."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from partners.models import Membership, MembershipInvitation, Person, Role
from tests import builders
from tests.conftest import signed_in
from tests.worker import work

pytestmark = pytest.mark.django_db

NEW = {
    "title": "นาย",
    "first_name": "ใหม่",
    "last_name": "มาแล้ว",
    "position": "ครู",
    "phone": "",
    "email": "new@example.org",
    "password1": "สี่คำ-ที่-จำ-ได้",
    "password2": "สี่คำ-ที่-จำ-ได้",
}


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def invitation(coordinator):
    organisation = builders.build_organisation("องค์กรสาธิต ก")
    return builders.build_invitation(organisation, invited_by=coordinator.person, name="คุณใหม่")


def join(client, invitation, **data):
    return client.post(f"/join/{invitation.token}/", data)


def link_in(page):
    return re.search(r"http://127\.0\.0\.1:8000/join/[\w-]+/", page.content.decode())[0]


class TestInviting:
    def invite(self, client, organisation, **data):
        page = client.get(f"/partners/{organisation.slug}/people/invite/")
        data = {"name": "คุณใหม่", "role": "member", "email": "", **data}
        data["form_key"] = page.context["form"].initial["form_key"]
        return data, client.post(f"/partners/{organisation.slug}/people/invite/", data)

    def test_gives_a_message_to_paste_into_line(self, coordinator):
        organisation = builders.build_organisation("องค์กรสาธิต ก")
        _, page = self.invite(coordinator, organisation, role="coordinator")
        text = page.content.decode()
        assert "เรียน คุณใหม่" in text
        assert "ในฐานะผู้ประสานงาน องค์กรสาธิต ก" in text
        made = MembershipInvitation.objects.get()
        assert link_in(page) == made.link
        assert (made.invited_by, made.organisation) == (coordinator.person, organisation)
        assert timedelta(days=29) < made.expires_at - timezone.now() <= timedelta(days=30)

    def test_the_database_holds_no_link(self, coordinator):
        _, page = self.invite(coordinator, builders.build_organisation())
        token = link_in(page).split("/")[-2]
        row = MembershipInvitation.objects.values().get()
        assert token not in str(row)
        assert len(token) == 22

    def test_a_double_tap_makes_one_invitation_with_one_link(self, coordinator, settings):
        settings.EMAIL_IS_SENT = True
        organisation = builders.build_organisation()
        data, first = self.invite(coordinator, organisation, email="new@example.org")
        second = coordinator.post(f"/partners/{organisation.slug}/people/invite/", data)
        assert link_in(first) == link_in(second)
        assert MembershipInvitation.objects.count() == 1
        work()
        assert [message.to for message in outbox.outbox] == [["new@example.org"]]

    def test_mails_it_where_mail_is_sent_and_only_there(self, coordinator, settings):
        organisation = builders.build_organisation()
        for is_sent, expected in [(False, 0), (True, 1)]:
            settings.EMAIL_IS_SENT = is_sent
            _, page = self.invite(coordinator, organisation, email="new@example.org")
            work()
            assert len(outbox.outbox) == expected
        assert link_in(page) in outbox.outbox[0].body

    def test_nobody_gives_more_than_they_hold(self, coordinator, director, supervisor):
        def offered(client, organisation):
            page = client.get(f"/partners/{organisation.slug}/people/invite/")
            return [value for value, label in page.context["form"].fields["role"].choices]

        office = supervisor.person.memberships.get().organisation
        assert offered(director, director.school) == ["director", "member"]
        assert offered(supervisor, office) == ["supervisor", "member"]
        assert offered(coordinator, director.school) == ["director", "coordinator", "member"]
        assert offered(coordinator, office) == ["coordinator", "supervisor", "member"]
        _, page = self.invite(director, director.school, role="coordinator")
        assert page.context["form"].errors["role"]
        assert MembershipInvitation.objects.count() == 0

    def test_lists_open_ones_and_withdraws_them(self, coordinator, invitation, visitor):
        slug = invitation.organisation.slug
        assert "คุณใหม่" in coordinator.get(f"/partners/{slug}/people/").content.decode()
        coordinator.post(f"/partners/{slug}/people/invitations/{invitation.pk}/withdraw/")
        assert "คุณใหม่" not in coordinator.get(f"/partners/{slug}/people/").content.decode()
        assert visitor.get(f"/join/{invitation.token}/").status_code == 410

    def test_a_new_link_replaces_the_old_one(self, coordinator, invitation, visitor):
        old = invitation.link
        slug = invitation.organisation.slug
        page = coordinator.post(f"/partners/{slug}/people/invitations/{invitation.pk}/renew/")
        new = link_in(page)
        assert new != old
        assert visitor.get(old.removeprefix("http://127.0.0.1:8000")).status_code == 404
        assert visitor.get(new.removeprefix("http://127.0.0.1:8000")).status_code == 200

    def test_a_director_does_not_touch_what_coordinators_gave(self, director):
        of_coordinator = builders.build_invitation(director.school, role="coordinator")
        address = f"/partners/{director.school.slug}/people/invitations/{of_coordinator.pk}/"
        assert director.post(address + "withdraw/").status_code == 403
        assert director.post(address + "renew/").status_code == 403

    @pytest.mark.parametrize("people", [1, 3])
    def test_the_list_asks_the_database_as_often_for_one_as_for_three(
        self, coordinator, people, django_assert_num_queries
    ):
        organisation = builders.build_organisation()
        for _ in range(people):
            builders.build_person(role=Role.MEMBER, organisation=organisation)
            builders.build_invitation(organisation, invited_by=coordinator.person)
        # session, person, organisation, memberships; current, former, invitations
        with django_assert_num_queries(7):
            coordinator.get(f"/partners/{organisation.slug}/people/")


class TestJoiningAsSomebodyNew:
    def test_the_page_says_who_invites_to_what(self, visitor, invitation, coordinator):
        text = visitor.get(f"/join/{invitation.token}/").content.decode()
        assert f"{coordinator.person} ขอเชิญท่านเข้าร่วมภาคีเครือข่าย" in text
        assert "<strong>สมาชิกภาคี</strong> <strong>องค์กรสาธิต ก</strong>" in text

    def test_the_title_tells_a_chat_nothing_but_the_network(self, visitor, invitation):
        text = visitor.get(f"/join/{invitation.token}/").content.decode()
        head = text.split("</head>")[0]
        assert "<title>คำเชิญ · ภาคีเครือข่ายการศึกษากาฬสินธุ์</title>" in head
        assert "องค์กรสาธิต" not in head
        assert 'content="noindex"' in head

    def test_makes_an_account_with_its_role_and_signs_in(self, visitor, invitation):
        response = join(visitor, invitation, **NEW)
        assert (response.status_code, response.url) == (302, "/")
        person = Person.objects.get(email="new@example.org")
        assert str(person) == "นายใหม่ มาแล้ว"
        assert visitor.session["_auth_user_id"] == str(person.pk)
        membership = person.memberships.get()
        assert membership.organisation == invitation.organisation
        assert (membership.role, membership.started_on) == ("member", timezone.localdate())
        invitation.refresh_from_db()
        assert invitation.accepted_by == person

    def test_nothing_typed_is_lost_on_a_mistake(self, visitor, invitation):
        page = join(visitor, invitation, **NEW | {"password2": "anders-getippt"})
        text = page.content.decode()
        assert "รหัสผ่านสองช่องไม่เหมือนกัน" in text
        assert 'value="มาแล้ว"' in text
        assert NEW["password1"] not in text
        assert not Person.objects.filter(email="new@example.org").exists()

    @pytest.mark.parametrize("password", ["สั้น", "password1234", "new@example.org"])
    def test_the_password_is_not_too_easy(self, visitor, invitation, password):
        page = join(visitor, invitation, **NEW | {"password1": password, "password2": password})
        assert page.context["form"].errors["password1"]

    def test_an_address_given_in_the_invitation_stays(self, visitor, coordinator):
        invitation = builders.build_invitation(email="Fixed@example.org")
        join(visitor, invitation, **NEW)
        assert Person.objects.filter(email="fixed@example.org").exists()
        assert not Person.objects.filter(email="new@example.org").exists()

    def test_an_address_that_has_an_account_leads_to_signing_in(self, visitor, invitation):
        builders.build_person(email="new@example.org")
        page = join(visitor, invitation, **NEW | {"email": "NEW@example.org"})
        assert "มีบัญชีที่ใช้อีเมลนี้อยู่แล้ว" in page.content.decode()
        invitation.refresh_from_db()
        assert invitation.is_open

    def test_a_double_tap_makes_one_account(self, visitor, invitation, client):
        join(visitor, invitation, **NEW)
        visitor.cookies.clear()  # the second tap left before the first one's answer came
        response = join(visitor, invitation, **NEW)
        assert response.status_code == 302
        assert Person.objects.filter(email="new@example.org").count() == 1
        assert Membership.objects.filter(organisation=invitation.organisation).count() == 1
        assert "_auth_user_id" in visitor.session

    def test_the_second_tap_needs_the_password(self, visitor, invitation):
        join(visitor, invitation, **NEW)
        visitor.cookies.clear()
        assert join(visitor, invitation, **NEW | {"password1": "x"}).status_code == 410
        assert "_auth_user_id" not in visitor.session

    def test_much_later_the_link_signs_nobody_in(self, visitor, invitation):
        join(visitor, invitation, **NEW)
        visitor.cookies.clear()
        MembershipInvitation.objects.update(accepted_at=timezone.now() - timedelta(minutes=3))
        assert join(visitor, invitation, **NEW).status_code == 410

    def test_html_in_a_name_is_shown_as_text(self, visitor, invitation):
        join(visitor, invitation, **NEW | {"first_name": "<b>ใหม่</b>\u200b\x00"})
        text = visitor.get("/accounts/me/").content.decode()
        assert "<b>ใหม่" not in text
        assert "&lt;b&gt;ใหม่&lt;/b&gt;" in text


@pytest.mark.django_db(transaction=True)
def test_two_taps_in_the_same_moment_make_one_account():
    invitation = builders.build_invitation()

    def tap():
        try:
            return join(Client(), invitation, **NEW).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hands:
        answers = [hand.result() for hand in [hands.submit(tap), hands.submit(tap)]]
    assert answers == [302, 302]
    assert Person.objects.filter(email="new@example.org").count() == 1
    assert Membership.objects.filter(organisation=invitation.organisation).count() == 1


class TestJoiningWithAnAccount:
    def test_one_button_accepts(self, outsider, invitation):
        text = outsider.get(f"/join/{invitation.token}/").content.decode()
        assert "ตอบรับคำเชิญ" in text
        assert join(outsider, invitation).status_code == 302
        assert outsider.person.memberships.get().organisation == invitation.organisation

    def test_a_look_changes_nothing(self, outsider, invitation):
        outsider.get(f"/join/{invitation.token}/")
        outsider.head(f"/join/{invitation.token}/")
        assert not outsider.person.memberships.exists()

    def test_a_double_tap_gives_one_role(self, outsider, invitation):
        for _ in range(2):
            assert join(outsider, invitation).status_code == 302
        assert outsider.person.memberships.count() == 1

    def test_who_holds_the_role_already_keeps_it_once(self, member):
        held = member.person.memberships.get()
        invitation = builders.build_invitation(held.organisation)
        join(member, invitation)
        assert list(member.person.memberships.all()) == [held]

    def test_an_invitation_for_another_address_is_not_accepted(self, outsider):
        invitation = builders.build_invitation(email="other@example.org")
        assert outsider.get(f"/join/{invitation.token}/").status_code == 403
        assert join(outsider, invitation).status_code == 403
        assert not outsider.person.memberships.exists()

    def test_an_invited_address_with_an_account_is_asked_to_sign_in(self, visitor):
        builders.build_person(email="known@example.org")
        invitation = builders.build_invitation(email="known@example.org")
        text = visitor.get(f"/join/{invitation.token}/").content.decode()
        assert f"/accounts/login/?next=/join/{invitation.token}/" in text
        assert 'name="password1"' not in text


class TestLinksThatAreOver:
    def test_a_wrong_one_is_not_found_and_says_whom_to_ask(self, visitor):
        page = visitor.get("/join/no-such-token-as-this-1/")
        assert page.status_code == 404
        assert "ขอลิงก์ใหม่ได้จากผู้ที่ส่งให้" in page.content.decode()

    @pytest.mark.parametrize("over", ["accepted_at", "withdrawn_at", "expires_at"])
    def test_a_used_withdrawn_or_old_one_says_whom_to_ask(self, visitor, coordinator, over):
        Person.objects.filter(pk=coordinator.person.pk).update(phone="0 4300 1111")
        fields = {over: timezone.now() - timedelta(days=1), "invited_by": coordinator.person}
        invitation = builders.build_invitation(**fields)
        for page in (visitor.get(f"/join/{invitation.token}/"), join(visitor, invitation, **NEW)):
            assert page.status_code == 410
            assert (
                f"{coordinator.person} โทร. 0\N{NO-BREAK SPACE}4300\N{NO-BREAK SPACE}1111"
                in page.content.decode()
            )
        assert not Person.objects.filter(email="new@example.org").exists()

    def test_an_organisation_that_is_gone_takes_nobody(self, visitor, invitation):
        invitation.organisation.deleted_at = timezone.now()
        invitation.organisation.save()
        assert visitor.get(f"/join/{invitation.token}/").status_code == 410


class TestRoles:
    def change(self, client, membership, **data):
        address = f"/partners/{membership.organisation.slug}/people/{membership.pk}/"
        data = {"role": membership.role, "ended_on": "", "version": membership.version, **data}
        return client.post(address, data)

    def test_a_changed_role_begins_today_and_the_old_one_stays_on_record(self, coordinator):
        person = builders.build_person(role=Role.MEMBER)
        self.change(coordinator, person.memberships.get(), role="coordinator")
        today = timezone.localdate()
        assert list(person.memberships.values_list("role", "ended_on")) == [
            ("member", today - timedelta(days=1)),
            ("coordinator", None),
        ]

    def test_an_ended_role_opens_nothing_from_the_next_day(self, coordinator):
        person = builders.build_person(role=Role.SUPERVISOR)
        yesterday = timezone.localdate() - timedelta(days=1)
        self.change(
            coordinator,
            person.memberships.get(),
            ended_on=f"{yesterday:%d/%m/}{yesterday.year + 543}",
        )
        assert person.memberships.get().ended_on == yesterday
        assert Person.objects.get(pk=person.pk).roles == set()

    def test_a_last_day_before_the_first_is_refused(self, coordinator):
        membership = builders.build_person(role=Role.MEMBER).memberships.get()
        page = self.change(coordinator, membership, ended_on="1/1/2540")
        assert "วันสุดท้ายอยู่ก่อนวันแรก" in page.content.decode()

    def test_a_director_cannot_end_a_coordinator(self, director):
        person = builders.build_person(role=Role.COORDINATOR, organisation=director.school)
        assert self.change(director, person.memberships.get()).status_code == 403

    def test_two_who_change_one_role_do_not_overwrite_each_other(self, coordinator):
        membership = builders.build_person(role=Role.MEMBER).memberships.get()
        self.change(coordinator, membership, ended_on="1/1/2600")
        page = self.change(coordinator, membership, ended_on="2/1/2600")
        assert page.status_code == 200
        assert page.context["form"].conflict


class TestAdministrators:
    def test_are_invited_and_led_to_two_step_sign_in(self, administrator, visitor):
        page = administrator.get("/accounts/administrators/invite/")
        data = {"name": "คุณใหม่", "email": "new@example.org"}
        data["form_key"] = page.context["form"].initial["form_key"]
        page = administrator.post("/accounts/administrators/invite/", data)
        link = link_in(page).removeprefix("http://127.0.0.1:8000")
        visitor.post(link, NEW)
        person = Person.objects.get(email="new@example.org")
        assert person.is_superuser
        assert visitor.get("/").url == "/accounts/2fa/totp/activate/"
        # who has just joined is not asked for the password again
        assert visitor.get("/accounts/2fa/totp/activate/").status_code == 200

    def test_lose_the_right_by_another_administrator(self, administrator):
        other = builders.build_person(is_superuser=True)
        administrator.post(f"/accounts/administrators/{other.pk}/dismiss/")
        assert not Person.objects.get(pk=other.pk).is_superuser
        own = f"/accounts/administrators/{administrator.person.pk}/dismiss/"
        assert administrator.post(own).status_code == 403
        assert Person.objects.get(pk=administrator.person.pk).is_superuser

    def test_help_somebody_to_a_new_password_by_a_link_that_works_once(
        self, administrator, visitor
    ):
        person = builders.build_person()
        page = administrator.post(f"/accounts/people/{person.pk}/password-link/")
        link = re.search(r"8000(/accounts/password/reset/key/\S+/)", page.content.decode())[1]
        form = visitor.get(link, follow=True)
        new = {"password1": "a-new-long-password", "password2": "a-new-long-password"}
        visitor.post(form.redirect_chain[-1][0], new)
        person.refresh_from_db()
        assert person.check_password("a-new-long-password")
        visitor.cookies.clear()
        assert "ลิงก์นี้ใช้ไม่ได้แล้ว" in visitor.get(link).content.decode()

    def test_other_sign_ins_end_with_the_new_password(self, administrator, member, visitor):
        page = administrator.post(f"/accounts/people/{member.person.pk}/password-link/")
        link = re.search(r"8000(/accounts/password/reset/key/\S+/)", page.content.decode())[1]
        form = visitor.get(link, follow=True)
        new = {"password1": "a-new-long-password", "password2": "a-new-long-password"}
        visitor.post(form.redirect_chain[-1][0], new)
        assert member.get("/accounts/me/").status_code == 302


def test_only_somebody_of_the_organisation_or_a_coordinator_sees_its_people(member):
    own = member.person.memberships.get().organisation
    for organisation in (own, builders.build_organisation()):
        page = member.get(f"/partners/{organisation.slug}/people/")
        assert page.status_code == 403
        assert "หน้านี้เปิดเฉพาะผู้ประสานงาน" in page.content.decode()


def test_a_former_coordinator_invites_nobody(coordinator):
    Membership.objects.update(ended_on=timezone.localdate() - timedelta(days=1))
    client = signed_in(coordinator.person)
    slug = builders.build_organisation().slug
    assert client.get(f"/partners/{slug}/people/invite/").status_code == 403
