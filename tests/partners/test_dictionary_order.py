"""Names stand in Thai dictionary order in the database itself."""

import random

from meetings.models import Attendance
from partners.models import Organisation, Person
from tests import builders

GOLDEN = "กา ก้า กาง เก่า ไก่ ข่า ขาง น้ำ 2 10 Alpha".split()


def shuffled(names):
    return random.Random(2559).sample(names, len(names))


def test_schools_sort_without_the_word_school(db):
    names = [f"โรงเรียน{name}" if i % 2 else name for i, name in enumerate(GOLDEN)]
    for name in shuffled(names):
        builders.build_school(name)
    assert [school.name_th for school in Organisation.objects.all()] == names


def test_people_sort_without_titles_and_a_partner_who_is_a_person_too(db):
    for name in shuffled(GOLDEN):
        builders.build_person(f"น.ส.{name}" if name == "ก้า" else name)
    assert [p.first_name.removeprefix("น.ส.") for p in Person.objects.all()] == GOLDEN
    builders.build_organisation("กาง")
    builders.build_organisation("นายกา ใจดี", kind=Organisation.Kind.INDIVIDUAL)
    assert [o.name_th for o in Organisation.objects.all()] == ["นายกา ใจดี", "กาง"]


def test_who_came_sorts_without_titles(db):
    meeting = builders.build_meeting()
    for name in ["ขาง ใจดี", "นายกา ใจดี"]:
        Attendance.objects.create(meeting=meeting, name=name)
    assert [a.name for a in meeting.attendances.all()] == ["นายกา ใจดี", "ขาง ใจดี"]


def test_names_are_found_by_any_part_in_any_spelling_of_its_marks(db):
    builders.build_school("โรงเรียนบ้านน้ำคำ", name_en="Ban Nam Kham School")
    for wanted in ["น้ำคำ", "นํ้าคํา", "บ้าน คำ", "ค", "kham school", " "]:
        assert Organisation.objects.search(wanted).count() == 1, wanted
    assert not Organisation.objects.search("บ้าน น้ำใส").exists()
