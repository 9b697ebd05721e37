"""Django's administration: for administrators, without words, without secrets."""

import pytest
from django.contrib import admin
from django.urls import reverse

from partners.models import Organisation, Person
from tests import builders

pytestmark = pytest.mark.django_db

# what may be looked up or edited there; a further model needs a thought, then a line here
MODELS = {
    "person",
    "membership",
    "organisation",
    "zone",
    "district",
    "affiliation",
    "schoolcluster",
}


def addresses():
    """The index and, of each model, the list and the page to add one."""
    yield reverse("admin:index")
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"admin:{name}_changelist")


def test_only_what_was_thought_about_is_in_it():
    assert {model._meta.model_name for model in admin.site._registry} == MODELS


def test_no_words_of_schools_and_no_secrets_are_in_it():
    apps = {model._meta.app_label for model in admin.site._registry}
    assert apps == {"partners"}


@pytest.mark.parametrize(
    "role", ["outsider", "member", "director", "supervisor", "coordinator", "keeper"]
)
def test_others_are_told_for_whom_it_is(role, request):
    client = request.getfixturevalue(role)
    for address in addresses():
        page = client.get(address)
        assert page.status_code == 403
        assert "หน้านี้เปิดเฉพาะผู้ดูแลระบบ" in page.content.decode()


def test_a_visitor_signs_in_on_the_portals_own_page(visitor):
    for address in addresses():
        page = visitor.get(address, follow=True)
        assert page.redirect_chain[-1][0] == f"/accounts/login/?next={address}"


def test_administrators_look_people_up(administrator):
    builders.build_person("หายาก")
    for address in addresses():
        assert administrator.get(address).status_code == 200
    assert "หายาก" in administrator.get("/admin/partners/person/?q=หายาก").content.decode()


def test_a_persons_page_there_shows_no_password_and_changes_nothing(administrator):
    person = builders.build_person()
    address = f"/admin/partners/person/{person.pk}/change/"
    text = administrator.get(address).content.decode()
    assert person.password not in text
    assert f"/accounts/people/{person.pk}/" in text
    assert administrator.post(address, {"first_name": "x"}).status_code == 403


def test_nothing_is_deleted_there(administrator):
    person = builders.build_person()
    assert administrator.post(f"/admin/partners/person/{person.pk}/delete/").status_code == 403
    data = {"action": "delete_selected", "_selected_action": [person.pk], "post": "yes"}
    administrator.post("/admin/partners/person/", data)
    assert Person.objects.filter(pk=person.pk).exists()


def test_a_deleted_organisation_is_brought_back(administrator):
    organisation = builders.build_organisation()
    Organisation.objects.filter(pk=organisation.pk).delete_softly()
    data = {"action": "bring_back", "_selected_action": [organisation.pk]}
    administrator.post("/admin/partners/organisation/", data)
    assert Organisation.objects.filter(pk=organisation.pk).exists()


def test_a_lost_phone_is_helped_but_not_an_administrators(administrator, member, visitor):
    builders.set_up_two_step(member.person)
    people = [member.person.pk, administrator.person.pk]
    data = {"action": "take_second_step_away", "_selected_action": people}
    administrator.post("/admin/partners/person/", data)
    assert not member.person.authenticator_set.exists()
    assert administrator.person.authenticator_set.exists()
    assert member.get("/accounts/me/").status_code == 302


class TestSomebodysAccount:
    def save(self, administrator, person, **data):
        address = f"/accounts/people/{person.pk}/"
        fields = ["title", "first_name", "last_name", "position", "phone", "email", "version"]
        given = {name: getattr(person, name) for name in fields} | {"is_active": "on"} | data
        return administrator.post(address, {k: v for k, v in given.items() if v is not None})

    def test_gets_another_address(self, administrator, visitor):
        person = builders.build_person(email="old@example.org")
        assert self.save(administrator, person, email="New@example.org").status_code == 302
        for address, status in [("old@example.org", 200), ("new@example.org", 302)]:
            data = {"login": address, "password": builders.PASSWORD}
            assert visitor.post("/accounts/login/", data).status_code == status

    def test_is_closed_and_its_sign_ins_end(self, administrator, member):
        self.save(administrator, member.person, is_active=None)
        assert member.get("/accounts/me/").status_code == 302

    def test_of_the_last_administrator_stays_open(self, administrator):
        page = self.save(administrator, administrator.person, is_active=None)
        assert "ต้องมีผู้ดูแลระบบอย่างน้อยหนึ่งท่าน" in page.content.decode()

    def test_is_not_given_an_address_that_another_has(self, administrator, member):
        person = builders.build_person()
        page = self.save(administrator, person, email=member.person.email.upper())
        assert page.context["form"].errors["email"]


@pytest.mark.parametrize(
    "query", ["q=%00", "kind__exact=%00", "role__exact=a%00b", "province=%0%000", "%00=1"]
)
def test_a_character_that_no_text_can_hold_is_left_out_of_what_is_looked_for(administrator, query):
    for address in addresses():
        assert administrator.get(f"{address}?{query}", follow=True).status_code == 200
