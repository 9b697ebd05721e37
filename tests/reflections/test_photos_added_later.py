"""Photos of a paper that has been typed in: added later, and erased one by one, by keepers."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from reflections.models import Look, Paper, PaperPhoto
from tests import builders
from tests.form_reader import fill
from tests.meetings.test_pictures import with_exif
from tests.reflections.test_typed_in import type_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(keeper):
    return builders.build_round(keepers=[keeper.person])


@pytest.fixture
def paper(keeper, round, director):
    """A school's paper, typed in without a photo."""
    builders.invite(round, director.school)
    page = reverse("reflections:typed_for", args=[round.slug, director.school.slug])
    type_in(keeper, page, learner="อ่านคล่อง")
    return Paper.objects.get()


@pytest.fixture
def page(round, paper):
    return reverse("reflections:paper_photos", args=[round.slug, paper.pk])


def add(keeper, page, *files):
    """Open the page, choose these files and press its button."""
    return keeper.post(page, fill(keeper.get(page)) | {"photos": list(files)})


def erasing(photo):
    slug = photo.paper.reflection.round.slug
    return reverse("reflections:paper_photo_erase", args=[slug, photo.paper_id, photo.pk])


class TestAdding:
    def test_the_page_of_the_answer_leads_there(self, keeper, round, paper, page):
        read = reverse("reflections:keeping_read", args=[round.slug, paper.reflection.public_id])
        assert f'href="{page}"' in keeper.get(read).content.decode()

    def test_they_are_kept_without_what_the_camera_wrote_and_shown_beside_the_words(
        self, keeper, round, paper, page
    ):
        response = add(keeper, page, builders.picture(60, exif=with_exif()), builders.picture(70))
        assert response.url == page and "เพิ่มภาพแล้ว 2 ภาพ" in words(keeper.get(page))
        photos = list(paper.photos.all())
        assert [photo.width for photo in photos] == [60, 70]
        assert b"SecretCamera" not in default_storage.open(photos[0].image.name).read()
        read = reverse("reflections:keeping_read", args=[round.slug, paper.reflection.public_id])
        assert f"/photos/{photos[1].pk}/" in keeper.get(read).content.decode()

    def test_it_is_on_record_for_the_school(self, keeper, director, round, paper, page):
        add(keeper, page, builders.picture())
        receipt = reverse("reflections:answer_receipt", args=[round.slug, director.school.slug])
        assert "เพิ่มภาพถ่ายของกระดาษ" in words(director.get(receipt))

    def test_the_same_limits_and_sentences_as_while_typing(self, keeper, paper, page):
        bad = SimpleUploadedFile("รายงาน.jpg", b"no picture", "image/jpeg")
        for files, said in [
            ([builders.picture(), bad], "รายงาน.jpg"),
            ([builders.picture() for _ in range(7)], "ครั้งละไม่เกิน 6 ภาพ"),
            ([], "ยังไม่ได้เลือกภาพ"),
        ]:
            response = add(keeper, page, *files)
            assert response.context["form"].errors.keys() == {"photos"}
            assert said in words(response)
        assert not PaperPhoto.objects.exists()

    def test_sent_twice_they_are_kept_once(self, keeper, paper, page):
        data = fill(keeper.get(page))
        for _ in range(2):
            files = [builders.picture(), builders.picture(70)]
            assert keeper.post(page, data | {"photos": files}).status_code == 302
        assert paper.photos.count() == 2
        assert Look.objects.filter(what=Look.What.PHOTOS_ADDED).count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_two_taps_in_one_moment_keep_them_once(self, keeper, paper, page):
        data = fill(keeper.get(page))

        def tap(_number):
            try:
                return keeper.post(page, data | {"photos": [builders.picture()]}).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as taps:
            assert list(taps.map(tap, range(2))) == [302, 302]
        assert paper.photos.count() == 1

    def test_the_same_photo_can_come_back_once_it_was_erased(self, keeper, paper, page):
        for _ in range(2):
            add(keeper, page, builders.picture())
            keeper.post(erasing(paper.photos.get()))
        assert not paper.photos.exists()

    def test_a_group_and_a_closed_round_have_them_too(self, keeper, round):
        group = reverse("reflections:typed_group", args=[round.slug])
        type_in(keeper, group, group_name="ครู", group_people="9", learner="ก")
        round.close()
        paper = Paper.objects.get()
        add(
            keeper,
            reverse("reflections:paper_photos", args=[round.slug, paper.pk]),
            builders.picture(),
        )
        assert paper.photos.count() == 1


class TestTooLate:
    def test_once_names_are_cut_none_is_added_to_a_groups_paper_either(self, keeper, round, page):
        group = reverse("reflections:typed_group", args=[round.slug])
        type_in(keeper, group, group_name="ครู", group_people="9", learner="ก")
        addresses = [
            reverse("reflections:paper_photos", args=[round.slug, paper.pk])
            for paper in Paper.objects.all()
        ]
        data = [fill(keeper.get(address)) for address in addresses]
        round.cut_names()
        for address, filled in zip(addresses, data, strict=True):
            response = keeper.post(address, filled | {"photos": [builders.picture()]}, follow=True)
            assert "ไม่ได้เพิ่มภาพ" in words(response)
        assert not PaperPhoto.objects.exists()

    def test_nor_once_the_school_has_withdrawn_or_the_paper_is_out(self, keeper, paper, page):
        data = fill(keeper.get(page))
        paper.reflection.withdraw()
        response = keeper.post(page, data | {"photos": [builders.picture()]}, follow=True)
        assert "ไม่ได้เพิ่มภาพ" in words(response)
        assert keeper.get(page).status_code == 404
        assert not PaperPhoto.objects.exists()


class TestErasingOne:
    @pytest.fixture
    def photos(self, keeper, paper, page):
        add(keeper, page, builders.picture(60), builders.picture(70))
        return list(paper.photos.all())

    def test_it_asks_once_more_and_shows_which(self, keeper, page, photos):
        address = erasing(photos[0])
        assert f'href="{address}"' in keeper.get(page).content.decode()
        response = keeper.get(address)
        assert "ลบภาพนี้ถาวร?" in words(response)
        assert f"/photos/{photos[0].pk}/" in response.content.decode()
        assert PaperPhoto.objects.count() == 2

    def test_the_picture_goes_for_good_and_the_words_and_the_others_stay(
        self, keeper, paper, page, photos
    ):
        response = keeper.post(erasing(photos[0]))
        assert response.url == page
        assert paper.photos.get() == photos[1] and paper.points.exists()
        assert not default_storage.exists(photos[0].image.name)
        assert default_storage.exists(photos[1].image.name)

    def test_it_is_on_record_once_however_often_it_is_sent(self, keeper, director, round, photos):
        for _ in range(2):
            assert keeper.post(erasing(photos[0])).status_code == 302
        assert Look.objects.filter(what=Look.What.PHOTO_ERASED).count() == 1
        receipt = reverse("reflections:answer_receipt", args=[round.slug, director.school.slug])
        assert "ลบภาพถ่ายของกระดาษ" in words(director.get(receipt))

    def test_nobody_else_erases_or_adds(self, director, coordinator, page, photos):
        builders.build_round(keepers=[coordinator.person])
        for somebody in (director, coordinator):
            assert somebody.post(erasing(photos[0])).status_code == 403
            assert somebody.post(page, {"photos": [builders.picture()]}).status_code == 403
        assert PaperPhoto.objects.count() == 2

    def test_not_under_another_paper_or_round(self, keeper, round, photos):
        other = builders.build_paper_photo(builders.build_reflection(round))
        address = reverse(
            "reflections:paper_photo_erase", args=[round.slug, other.paper_id, photos[0].pk]
        )
        assert keeper.get(address).status_code == 404
        keeper.post(address)
        assert PaperPhoto.objects.count() == 3
