"""Erasing a photo for good, when somebody in it no longer agrees."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from meetings.models import Photo
from tests import builders
from tests.form_reader import fill
from tests.meetings.test_looking_after import words

pytestmark = pytest.mark.django_db

CAPTION = "เด็กหญิงปลูก ซ่อนชื่อ"


@pytest.fixture
def meeting():
    return builders.build_meeting(published_at=timezone.now())


@pytest.fixture
def photo(meeting):
    return builders.build_photo(meeting, caption=CAPTION, may_be_public=True)


@pytest.fixture
def page(meeting):
    return reverse("meetings:photos", args=[meeting.pk])


def question(photo):
    return reverse("meetings:photo_erase", args=[photo.meeting_id, photo.pk])


def files_of(photo):
    return [name for name in (photo.image.name, photo.small.name) if default_storage.exists(name)]


def test_it_asks_first_and_shows_which_one(coordinator, photo):
    asked = coordinator.get(question(photo))
    told = words(asked)
    assert "ลบภาพนี้ถาวร?" in told
    assert CAPTION in told
    assert 'src="data:image/jpeg;base64,' in asked.content.decode()
    assert "ชุดข้อมูลสำรองที่ทำไว้ก่อนหน้านี้ยังมีภาพนี้อยู่" in told
    assert Photo.objects.get() == photo
    assert len(files_of(photo)) == 2


def test_files_record_and_words_of_its_history_are_gone(coordinator, visitor, page, photo):
    changed = {f"photo-{photo.pk}-caption": "ปลูก คนเดิม"}
    coordinator.post(page, fill(coordinator.get(page), **changed))
    response = coordinator.post(question(photo))
    assert response.url == page
    assert "ลบถาวรแล้ว" in words(coordinator.get(page))
    assert not Photo.everything.exists()
    assert files_of(photo) == []
    assert visitor.get(photo.get_absolute_url()).status_code == 302
    kept = Photo.pgh_event_model.objects.values_list("caption", "image", "small")
    assert set(kept) == {("", "", "")}


def test_one_that_was_taken_away_can_be_erased(coordinator, page, photo):
    Photo.objects.filter(pk=photo.pk).delete_softly()
    response = coordinator.post(page, fill(coordinator.get(page), erase=str(photo.pk)))
    assert response.url == question(photo)
    assert CAPTION in words(coordinator.get(response.url))
    coordinator.post(response.url)
    assert not Photo.everything.exists()
    assert files_of(photo) == []


def test_what_was_typed_beside_others_is_kept_on_the_way(coordinator, meeting, page, photo):
    other = builders.build_photo(meeting)
    typed = {f"photo-{other.pk}-caption": "วงใหญ่", "erase": str(photo.pk)}
    response = coordinator.post(page, fill(coordinator.get(page), **typed))
    assert response.url == question(photo)
    other.refresh_from_db()
    assert other.caption == "วงใหญ่"
    assert Photo.objects.count() == 2


def test_a_second_tap_finds_it_done(coordinator, meeting, page, photo):
    other = builders.build_photo(meeting)
    for _ in range(2):
        assert coordinator.post(question(photo)).url == page
    assert coordinator.get(question(photo)).status_code == 404
    assert Photo.objects.get() == other
    assert len(files_of(other)) == 2


def test_where_a_file_is_missing_the_rest_is_erased(coordinator, photo):
    default_storage.delete(photo.small.name)
    assert coordinator.get(question(photo)).status_code == 200
    coordinator.post(question(photo))
    assert not Photo.everything.exists()
    assert files_of(photo) == []


def test_a_page_that_was_open_meanwhile_does_not_write_it_anew(coordinator, page, photo):
    opened = fill(coordinator.get(page), **{f"photo-{photo.pk}-caption": "เขียนต่อ"})
    coordinator.post(question(photo))
    assert coordinator.post(page, opened).status_code == 302
    assert not Photo.everything.exists()


def test_one_of_another_meeting_is_not_touched(coordinator, meeting, page, photo):
    other = builders.build_photo(builders.build_meeting())
    foreign = reverse("meetings:photo_erase", args=[meeting.pk, other.pk])
    assert coordinator.get(foreign).status_code == 404
    coordinator.post(foreign)
    coordinator.post(page, fill(coordinator.get(page), erase=str(other.pk)))
    assert Photo.objects.filter(pk=other.pk).exists()
    assert len(files_of(other)) == 2


def test_only_those_who_may_edit_the_meeting(visitor, outsider, member, other_director, photo):
    answers = {visitor: 302, outsider: 403, member: 403, other_director: 403}
    for client, status in answers.items():
        assert client.post(question(photo)).status_code == status
    assert Photo.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_history_tells_that_it_was_erased_and_by_whom(coordinator, meeting, photo):
    coordinator.post(question(photo))
    told = words(coordinator.get(reverse("meetings:history", args=[meeting.pk])))
    assert f"{coordinator.person} ลบถาวรแล้ว ภาพ" in told
    assert CAPTION not in told
