"""Django's administration speaks Thai to Thai readers: headings, buttons, messages, dates."""

import json
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.urls import reverse

from partners.models import Membership, Person, Role
from tests import builders

pytestmark = pytest.mark.django_db

SPOKEN = ("title", "placeholder", "aria-label", "alt")
# what people typed in Latin letters, and the words behind Django's picture of a magnifying glass
NOT_OURS = re.compile(
    r"(?:person|zone|district|affiliation|cluster|organisation|new)-?\d+\S*|Search"
)


class Words(HTMLParser):
    """All that a page says, to eyes and ears."""

    def __init__(self, response):
        super().__init__()
        self.silent, self.found = 0, []
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.silent += tag in ("script", "style")
        self.found += [attrs[name] for name in SPOKEN if attrs.get(name)]
        if tag == "input" and attrs.get("type") in ("submit", "button"):
            self.found.append(attrs.get("value", ""))

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.silent:
            self.found.append(data.strip())

    @property
    def english(self):
        return [text for text in self.found if re.search("[A-Za-z]{2}", NOT_OURS.sub("", text))]


@pytest.fixture
def places(administrator):
    """One of each kind of place, without a name in English; a school in them, and its member."""
    zone = builders.build_zone()
    district = builders.build_district(name_en="", zone=zone)
    places = [zone, district, builders.build_affiliation(), builders.build_cluster()]
    school = builders.build_school(
        district=district,
        affiliation=places[2],
        cluster=places[3],
        is_partner=True,
        joined_on=date(2016, 11, 30),
    )
    builders.build_person("คน", Role.MEMBER, school)
    return places


def page(record, name):
    meta = record._meta
    args = [record.pk] if name in ("change", "history", "delete") else []
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=args)


def all_pages(places):
    yield reverse("admin:index")
    yield reverse("admin:app_list", args=["partners"])
    for model in admin.site._registry:
        record = model._base_manager.first()
        yield from (page(record, "changelist"), page(record, "changelist") + "?q=ไม่มี")
        yield from (page(record, "change"), page(record, "history"))
    for place in places:
        yield from (page(place, "add"), page(place, "delete"))


def test_every_page(administrator, places):
    english = {
        address: found
        for address in all_pages(places)
        if (found := Words(administrator.get(address)).english)
    }
    assert english == {}


@pytest.mark.parametrize("button", ["_save", "_continue", "_addanother"])
def test_what_is_said_after_saving(administrator, places, button):
    district = places[1]
    typed = {"key": "new-1", "name_th": "ใหม่", "order": "1", "province": "กาฬสินธุ์", button: "1"}
    answers = [
        administrator.post(page(district, name), data, follow=True)
        for name, data in [("add", typed), ("change", typed), ("change", typed | {"name_th": ""})]
    ]
    answers.append(administrator.get(page(district, "history")))
    answers.append(administrator.get(reverse("admin:index")))
    assert [Words(answer).english for answer in answers] == [[]] * 5


def test_what_is_said_of_deleting_and_of_what_is_missing(administrator, places):
    zone, district, affiliation, _cluster = places
    chosen = {"action": "delete_selected", "_selected_action": [district.pk]}
    listed = page(district, "changelist")
    answers = [
        administrator.post(listed, data, follow=True)
        for data in [chosen, chosen | {"post": "yes"}, {"action": ""}, {"action": chosen["action"]}]
    ]
    for place in (affiliation, zone):
        answers.append(administrator.post(page(place, "delete"), {"post": "yes"}, follow=True))
    answers.append(administrator.get(page(zone, "change"), follow=True))
    assert [Words(answer).english for answer in answers] == [[]] * len(answers)


def test_places_and_dates(administrator, places):
    index = administrator.get(reverse("admin:index")).content.decode()
    for name in ("โซน", "อำเภอ", "สังกัด", "กลุ่มโรงเรียน"):
        assert f">{name}</a>" in index
    person = Person.objects.get(first_name="คน")
    Membership.objects.filter(person=person).update(started_on=date(2016, 11, 30))
    listed = administrator.get(page(Membership.objects.first(), "changelist")).content.decode()
    assert "30\u00a0พ.ย.\u00a02559" in listed


def test_its_scripts_too(administrator):
    script = administrator.get(reverse("admin:jsi18n")).content.decode()
    assert json.dumps("เลือก %(sel)s จาก %(cnt)s") in script


def test_in_english_it_is_english(administrator, places):
    administrator.get(reverse("admin:index") + "?lang=en")
    index = administrator.get(reverse("admin:index")).content.decode()
    assert ">Zones</a>" in index
