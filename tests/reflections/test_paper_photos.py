"""Photos of a paper answer: for the round's keepers, and gone with the words or the names."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from reflections import tidying
from reflections.models import Look, PaperPhoto, Reflection
from tests import builders
from tests.form_reader import fill
from tests.meetings.test_pictures import with_exif
from tests.reflections.test_typed_in import type_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(keeper):
    return builders.build_round(keepers=[keeper.person])


@pytest.fixture
def page(round, director):
    builders.invite(round, director.school)
    return reverse("reflections:typed_for", args=[round.slug, director.school.slug])


@pytest.fixture
def photo(keeper, page):
    """The picture of a school's sheet, taken with a telephone."""
    type_in(keeper, page, learner="อ่านคล่อง", photos=[builders.picture(exif=with_exif())])
    return PaperPhoto.objects.get()


@pytest.fixture
def address(photo, round):
    return reverse(
        "reflections:paper_photo", args=[round.slug, photo.paper.reflection.public_id, photo.pk]
    )


def is_kept(photo):
    return default_storage.exists(photo.image.name)


class TestKeeping:
    def test_several_are_kept_without_what_the_camera_wrote(self, keeper, page):
        files = [builders.picture(60, exif=with_exif(), name="IMG_1.jpg"), builders.picture(70)]
        type_in(keeper, page, learner="อ่านคล่อง", photos=files)
        assert [photo.width for photo in PaperPhoto.objects.all()] == [60, 70]
        kept = PaperPhoto.objects.first().image
        assert b"SecretCamera" not in default_storage.open(kept.name).read()
        assert re.fullmatch(r"papers/\d{4}/[0-9a-f]{32}\.jpg", kept.name)

    def test_what_is_no_picture_is_named_and_the_words_stay(self, keeper, page):
        bad = SimpleUploadedFile("รายงาน.jpg", b"no picture", "image/jpeg")
        response = type_in(keeper, page, learner="อ่านคล่อง", photos=[builders.picture(), bad])
        assert response.context["form"].errors.keys() == {"photos"}
        assert "รายงาน.jpg" in words(response) and "อ่านคล่อง" in words(response)
        assert not Reflection.objects.exists() and not PaperPhoto.objects.exists()

    def test_more_than_six_are_refused_beside_the_field(self, keeper, page):
        files = [builders.picture() for _ in range(7)]
        response = type_in(keeper, page, learner="ก", photos=files)
        assert response.context["form"].errors.keys() == {"photos"}

    def test_where_words_are_to_be_mended_the_photos_are_asked_for_again(self, keeper, page):
        response = type_in(keeper, page, learner="", photos=[builders.picture()])
        assert response.context["form"].errors.keys() == {"learner", "photos"}
        assert "เลือกภาพอีกครั้ง" in words(response)

    def test_sent_twice_they_are_kept_once(self, keeper, page):
        data = fill(keeper.get(page), learner="ก")
        for _ in range(2):
            keeper.post(page, data | {"photos": [builders.picture()]})
        assert PaperPhoto.objects.count() == 1


class TestSeeing:
    def test_a_keeper_sees_them_beside_the_words(self, keeper, round, photo, address):
        answer = photo.paper.reflection
        read = reverse("reflections:keeping_read", args=[round.slug, answer.public_id])
        assert f'src="{address}"' in keeper.get(read).content.decode()
        response = keeper.get(address)
        image = Image.open(io.BytesIO(b"".join(response.streaming_content)))
        assert image.size == (60, 40) and not image.getexif()
        assert "private" in response["Cache-Control"] and "no-store" in response["Cache-Control"]

    def test_seeing_one_is_on_record_and_part_of_the_look_at_its_page(
        self, keeper, round, photo, address
    ):
        answer = photo.paper.reflection
        looks = answer.looks.filter(what=Look.What.ANSWER)
        answer.looks.update(looked_at=timezone.now() - timedelta(hours=1))
        keeper.get(address)
        keeper.get(address)
        assert looks.count() == 1
        answer.looks.all().delete()
        keeper.get(reverse("reflections:keeping_read", args=[round.slug, answer.public_id]))
        keeper.get(address)
        assert looks.count() == 1

    def test_nobody_else_sees_one(
        self, photo, address, coordinator, director, administrator, client
    ):
        for somebody in (coordinator, director, administrator):
            assert somebody.get(address).status_code == 403
        assert client.get(address).status_code == 302
        assert client.get(f"/media/{photo.image.name}").status_code in (302, 404)

    def test_it_has_no_address_under_another_answer_or_round(self, keeper, round, photo):
        pk = photo.pk
        other = builders.build_reflection(round)
        elsewhere = builders.build_round(keepers=[keeper.person])
        for slug, key in [
            (round.slug, other.public_id),
            (elsewhere.slug, photo.paper.reflection.public_id),
        ]:
            address = reverse("reflections:paper_photo", args=[slug, key, pk])
            assert keeper.get(address).status_code == 404

    def test_one_whose_file_is_missing_is_not_there(self, keeper, photo, address):
        default_storage.delete(photo.image.name)
        assert keeper.get(address).status_code == 404


class TestGoing:
    def test_a_withdrawn_answer_shows_none_and_after_30_days_it_is_erased(
        self, keeper, photo, address
    ):
        photo.paper.reflection.withdraw()
        assert keeper.get(address).status_code == 404
        Reflection.objects.update(withdrawn_at=timezone.now() - timedelta(days=31))
        tidying.tidy()
        assert not is_kept(photo) and not PaperPhoto.objects.exists()

    def test_with_the_names_the_photos_go_those_of_groups_too(self, keeper, round, photo):
        group_page = reverse("reflections:typed_group", args=[round.slug])
        typed = {"group_name": "ครู", "group_people": "9", "learner": "ก"}
        type_in(keeper, group_page, photos=[builders.picture()], **typed)
        photos = list(PaperPhoto.objects.all())
        assert len(photos) == 2 and all(map(is_kept, photos))
        round.close()
        round.cut_names()
        assert not any(map(is_kept, photos)) and not PaperPhoto.objects.exists()
        assert round.reflections.counted().count() == 1  # the words stay

    def test_another_rounds_photos_stay(self, keeper, photo):
        builders.build_round().cut_names()
        assert is_kept(photo)

    def test_the_school_that_begins_anew_begins_without_them(self, round, photo, director):
        photo.paper.reflection.withdraw()
        director.post(reverse("reflections:answer", args=[round.slug, director.school.slug]))
        assert not is_kept(photo)
