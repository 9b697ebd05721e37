"""Photos of a meeting: added several at once, and served only to those who may see them."""

import io
import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from meetings.models import Photo
from tests import builders
from tests.form_reader import fields_of, fill
from tests.meetings.test_pictures import header_only_png, with_exif

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return builders.build_meeting()


@pytest.fixture
def page(meeting):
    return reverse("meetings:photos", args=[meeting.pk])


def send(client, page, *files, **typed):
    return client.post(page, fill(client.get(page), files=list(files), **typed))


def no_picture(name="รายงาน.jpg"):
    return SimpleUploadedFile(name, b"no picture at all", "image/jpeg")


def address(photo, size="large"):
    return reverse("meetings:photo", args=[photo.pk, size])


def image_in(response):
    return Image.open(io.BytesIO(b"".join(response.streaming_content)))


class TestAdding:
    def test_several_at_once_keep_their_order(self, coordinator, meeting, page):
        sizes = [(50, 40), (60, 40), (70, 40)]
        response = send(coordinator, page, *[builders.picture(*size) for size in sizes])
        assert response.url == page
        assert [(p.width, p.height) for p in meeting.photos.all()] == sizes
        assert [p.order for p in meeting.photos.all()] == [1, 2, 3]
        assert not any(p.may_be_public for p in meeting.photos.all())

    def test_what_is_kept_and_served_has_no_place_in_it(self, coordinator, meeting, page):
        send(coordinator, page, builders.picture(exif=with_exif(), name="IMG_1234.jpg"))
        photo = meeting.photos.get()
        for size in ("large", "small"):
            image = image_in(coordinator.get(address(photo, size)))
            assert not image.getexif()
        for file in (photo.image, photo.small):
            content = default_storage.open(file.name).read()
            assert b"SecretCamera" not in content
            assert re.fullmatch(r"meetings/\d{4}/[0-9a-f]{32}\.jpg", file.name)

    def test_a_bad_one_is_named_and_the_others_and_all_captions_stay(
        self, coordinator, meeting, page
    ):
        old = builders.build_photo(meeting)
        typed = {f"photo-{old.pk}-caption": "เขียนไว้แล้ว"}
        bomb = SimpleUploadedFile("bomb.png", header_only_png(10_000, 10_000).read(), "image/png")
        response = send(
            coordinator, page, builders.picture(), no_picture(), bomb, builders.picture(70), **typed
        )
        assert response.status_code == 200
        told = response.context["page"].upload.errors["files"]
        assert told[0].startswith("รายงาน.jpg: ไฟล์นี้ไม่ใช่ภาพที่เปิดได้")
        assert told[1].startswith("bomb.png: ภาพนี้มี 100 ล้านพิกเซล")
        assert meeting.photos.count() == 3
        old.refresh_from_db()
        assert old.caption == "เขียนไว้แล้ว"
        assert fields_of(response)[f"photo-{old.pk}-caption"] == ["เขียนไว้แล้ว"]

    def test_a_caption_that_does_not_fit_stays_and_the_new_picture_is_kept(
        self, coordinator, meeting, page
    ):
        old = builders.build_photo(meeting)
        typed = {f"photo-{old.pk}-caption": "ก" * 301}
        response = send(coordinator, page, builders.picture(), **typed)
        assert meeting.photos.count() == 2
        assert fields_of(response)[f"photo-{old.pk}-caption"] == ["ก" * 301]
        assert len(response.context["page"].rows) == 2
        old.refresh_from_db()
        assert old.caption == ""

    def test_the_same_page_sent_twice_adds_a_picture_once(self, coordinator, meeting, page):
        data = fill(coordinator.get(page))
        for _ in range(2):
            coordinator.post(page, data | {"files": [builders.picture()]})
        assert meeting.photos.count() == 1

    def test_more_than_twelve_say_where_to_go_on(self, coordinator, meeting, page):
        files = [builders.picture(20 + number, name=f"{number}.jpg") for number in range(14)]
        response = send(coordinator, page, *files)
        assert meeting.photos.count() == 12
        told = response.context["page"].upload.errors["files"]
        assert told == ["รับไว้เพียง 12 ภาพแรก โปรดเลือกใหม่ตั้งแต่ภาพ 12.jpg เป็นต้นไป"]

    @pytest.mark.parametrize("name", ["../../etc/passwd.jpg", "<script>.jpg", "ก" * 250 + ".jpg"])
    def test_a_files_name_is_never_used(self, coordinator, meeting, page, name):
        send(coordinator, page, builders.picture(name=name))
        assert meeting.photos.get().image.name.startswith("meetings/2")


class TestCaptions:
    def test_caption_order_and_consent_are_kept(self, coordinator, meeting, page):
        first, second = (
            builders.build_photo(meeting, order=1),
            builders.build_photo(meeting, order=2),
        )
        typed = {
            f"photo-{first.pk}-order": "3",
            f"photo-{second.pk}-caption": "วงใหญ่",
            f"photo-{second.pk}-may_be_public": "on",
        }
        send(coordinator, page, **typed)
        assert list(meeting.photos.all()) == [second, first]
        second.refresh_from_db()
        assert (second.caption, second.may_be_public) == ("วงใหญ่", True)

    def test_the_box_says_who_has_agreed(self, coordinator, meeting, page):
        builders.build_photo(meeting)
        text = coordinator.get(page).content.decode()
        assert "คนในภาพ และผู้ปกครองของนักเรียนในภาพ ยินยอมแล้ว" in text

    def test_one_taken_away_can_be_brought_back(self, coordinator, meeting, page):
        photo = builders.build_photo(meeting, caption="กลับมา")
        send(coordinator, page, **{f"photo-{photo.pk}-remove": "on"})
        assert not meeting.photos.exists()
        assert coordinator.get(address(photo)).status_code == 404
        send(coordinator, page, bring_back=str(photo.pk))
        assert meeting.photos.get() == photo

    def test_two_people_see_both_captions(self, coordinator, other_coordinator, meeting, page):
        photo = builders.build_photo(meeting)
        caption = f"photo-{photo.pk}-caption"
        mine = fill(coordinator.get(page), **{caption: "ของฉัน"})
        send(other_coordinator, page, **{caption: "ของเขา"})
        response = coordinator.post(page, mine)
        assert "ของเขา" in response.content.decode()
        assert fields_of(response)[caption] == ["ของฉัน"]
        coordinator.post(page, fill(response))
        photo.refresh_from_db()
        assert photo.caption == "ของฉัน"

    def test_a_photo_of_another_meeting_is_not_touched(self, coordinator, page):
        other = builders.build_photo(builders.build_meeting(), caption="เดิม")
        prefix = f"photo-{other.pk}"
        coordinator.post(
            page, {f"{prefix}-version": "1", f"{prefix}-caption": "แก้", "bring_back": "x"}
        )
        other.refresh_from_db()
        assert other.caption == "เดิม"

    @pytest.mark.parametrize("number", [1, 3])
    def test_as_many_queries_for_one_as_for_three(
        self, coordinator, meeting, page, number, django_assert_num_queries
    ):
        for _ in range(number):
            builders.build_photo(meeting)
        with django_assert_num_queries(6):
            coordinator.get(page)


class TestServing:
    @pytest.mark.parametrize(
        ("is_published", "may_be_public", "visitor_sees"),
        [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
    )
    def test_only_to_those_who_may_see_it(
        self, visitor, outsider, member, is_published, may_be_public, visitor_sees
    ):
        meeting = builders.build_meeting(published_at=timezone.now() if is_published else None)
        photo = builders.build_photo(meeting, may_be_public=may_be_public)
        for size in ("large", "small"):
            assert member.get(address(photo, size)).status_code == 200
            assert visitor.get(address(photo, size)).status_code == (200 if visitor_sees else 302)
            assert outsider.get(address(photo, size)).status_code == (200 if visitor_sees else 404)

    def test_caches_may_keep_only_what_is_public(self, visitor, member):
        meeting = builders.build_meeting(published_at=timezone.now())
        public = builders.build_photo(meeting, may_be_public=True)
        hidden = builders.build_photo(meeting)
        assert visitor.get(address(public))["Cache-Control"] == "public, max-age=3600"
        assert member.get(address(hidden))["Cache-Control"] == "private, no-cache"

    def test_a_browser_that_has_it_gets_no_second_copy(self, visitor):
        meeting = builders.build_meeting(published_at=timezone.now())
        photo = builders.build_photo(meeting, may_be_public=True)
        first = visitor.get(address(photo))
        assert first["Content-Type"] == "image/jpeg"
        again = visitor.get(address(photo), headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
        assert again["Cache-Control"] == "public, max-age=3600"

    def test_no_other_size_and_no_other_photo(self, visitor, member):
        photo = builders.build_photo(builders.build_meeting(published_at=timezone.now()))
        assert member.get(address(photo, "huge")).status_code == 404
        assert member.get(address(Photo(pk=999_999))).status_code == 404
        assert visitor.get(address(Photo(pk=999_999))).status_code == 302

    def test_one_whose_file_is_missing_is_not_found(self, member):
        photo = builders.build_photo(builders.build_meeting())
        default_storage.delete(photo.small.name)
        assert member.get(address(photo, "small")).status_code == 404

    def test_the_folder_of_uploads_is_not_open(self, member):
        photo = builders.build_photo(builders.build_meeting())
        assert member.get(f"/media/{photo.image.name}").status_code == 404

    def test_the_photos_of_a_deleted_meeting_are_gone_with_it(self, member):
        meeting = builders.build_meeting(deleted_at=timezone.now(), published_at=timezone.now())
        photo = builders.build_photo(meeting, may_be_public=True)
        assert member.get(address(photo)).status_code == 404
