"""Pictures are read once and written anew: upright, small, and with nothing but what is seen."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import ExifTags, Image, PngImagePlugin

from meetings import pictures
from meetings.pictures import make_pictures
from tests.builders import picture

PLACE = {
    ExifTags.GPS.GPSLatitudeRef: "N",
    ExifTags.GPS.GPSLatitude: (16.0, 26.0, 3.0),
    ExifTags.GPS.GPSLongitudeRef: "E",
    ExifTags.GPS.GPSLongitude: (103.0, 30.0, 23.0),
}


def with_exif(orientation=1):
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SecretCamera"
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.DateTime] = "2016:11:30 09:00:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(PLACE)
    return exif


def opened(made):
    return Image.open(io.BytesIO(made.content))


def header_only_png(width, height):
    """A PNG that claims a size and holds next to nothing: a decompression bomb."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + data + chunk(b"IEND", b""))


def refusal(file):
    with pytest.raises(ValidationError) as caught:
        make_pictures(file)
    return caught.value.code


class TestWhatTheCameraWrote:
    def test_the_place_and_everything_else_are_gone(self):
        file = picture(exif=with_exif(), comment=b"secret comment", name="IMG.jpg")
        content = file.read()
        assert b"SecretCamera" in content
        assert Image.open(io.BytesIO(content)).getexif().get_ifd(ExifTags.IFD.GPSInfo)
        made = make_pictures(file)
        for size in (made.large, made.small):
            image = opened(size)
            assert not image.getexif()
            assert not image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
            assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"} | {
                "progressive",
                "progression",
            }
            for trace in (b"SecretCamera", b"secret comment", b"Exif", b"2016:11:30"):
                assert trace not in size.content

    def test_text_within_a_png_is_gone(self):
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Author", "secret author")
        made = make_pictures(picture(format="PNG", pnginfo=notes))
        assert b"secret author" not in made.large.content

    def test_what_hangs_behind_the_picture_is_gone(self):
        file = io.BytesIO(picture().read() + b"secret motion picture of a phone")
        assert b"secret" not in make_pictures(file).large.content

    def test_a_picture_taken_sideways_stands_upright(self):
        image = Image.new("RGB", (400, 200), "blue")
        image.paste("red", (0, 0, 400, 60))  # the upper edge of what the camera saw
        out = io.BytesIO()
        image.save(out, "JPEG", exif=with_exif(orientation=6))
        made = make_pictures(out).large
        assert (made.width, made.height) == (200, 400)
        red = opened(made).getpixel((190, 200))
        assert red[0] > 200 > 100 > red[2]


class TestSizes:
    @pytest.mark.parametrize(
        ("width", "height", "large", "small"),
        [
            (3200, 2400, (1600, 1200), (480, 360)),
            (2400, 3200, (1200, 1600), (360, 480)),
            (300, 200, (300, 200), (300, 200)),
            (5000, 10, (1600, 3), (480, 1)),
            (1, 1, (1, 1), (1, 1)),
        ],
    )
    def test_the_longer_side_is_bounded_and_nothing_grows(self, width, height, large, small):
        made = make_pictures(picture(width, height))
        assert (made.large.width, made.large.height) == large == opened(made.large).size
        assert (made.small.width, made.small.height) == small == opened(made.small).size

    @pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK", "I;16"])
    def test_any_kind_of_pixels_becomes_a_plain_picture(self, mode):
        out = io.BytesIO()
        Image.new(mode, (40, 30)).save(out, "TIFF" if mode == "CMYK" else "PNG")
        if mode == "CMYK":
            out = io.BytesIO()
            Image.new(mode, (40, 30)).save(out, "JPEG")
        assert opened(make_pictures(out).large).mode == "RGB"

    def test_what_is_transparent_becomes_white(self):
        out = io.BytesIO()
        Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(out, "PNG")
        assert opened(make_pictures(out).large).getpixel((5, 5)) == (255, 255, 255)

    def test_a_picture_of_48_megapixels_is_taken(self):
        assert make_pictures(picture(8000, 6000)).large.width == 1600


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"no picture",
            "ไม่ใช่ภาพ".encode(),
            b"\xff\xd8\xff\xe0",
            b"\x89PNG\r\n\x1a\n",
            b"GIF89a",
        ],
    )
    def test_what_is_no_picture(self, content):
        assert refusal(io.BytesIO(content)) == "not_a_picture"

    @pytest.mark.parametrize(
        "content",
        [SVG, b"<html>", b"GIF89a/*<script>*/=1;", b"%PDF-1.7", b'<?xml version="1.0"?>' + SVG],
    )
    def test_a_document_or_drawing(self, content):
        assert refusal(io.BytesIO(content)) == "not_only_a_picture"

    @pytest.mark.parametrize("format", ["GIF", "BMP", "TIFF", "ICO"])
    def test_formats_that_nobody_needs(self, format):
        assert refusal(picture(format=format)) == "not_a_picture"

    @pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
    @pytest.mark.parametrize("share", [0.3, 0.9])
    def test_one_that_was_cut_off(self, format, share):
        noise = Image.effect_noise((300, 200), 80).convert("RGB")
        out = io.BytesIO()
        noise.save(out, format)
        content = out.getvalue()
        assert refusal(io.BytesIO(content[: int(len(content) * share)])) == "not_a_picture"

    def test_a_picture_that_is_an_archive_too(self):
        archive = b"PK\x05\x06" + b"\0" * 18
        assert refusal(io.BytesIO(picture().read() + archive)) == "not_only_a_picture"

    def test_a_picture_that_is_a_page_too(self):
        file = picture(comment=b"<script>alert(1)</script>")
        assert refusal(file) == "not_only_a_picture"

    @pytest.mark.parametrize(
        ("width", "height"), [(10_000, 10_000), (100_000, 1_000), (2**31 - 1, 2**31 - 1)]
    )
    def test_a_hundred_megapixels_without_being_decoded(self, width, height, monkeypatch):
        def no_decoding(*args):
            raise AssertionError("decoded")

        monkeypatch.setattr(pictures, "_plain", no_decoding)
        assert refusal(header_only_png(width, height)) == "too_many_pixels"

    def test_a_phone_s_108_megapixels_are_told_too(self):
        with pytest.raises(ValidationError) as caught:
            make_pictures(header_only_png(12_000, 9_000))
        assert caught.value.messages == ["ภาพนี้มีมากกว่า 100 ล้านพิกเซล รับได้ไม่เกิน 50 ล้านพิกเซล"]

    def test_a_hundred_megapixels_are_told_with_their_number(self):
        with pytest.raises(ValidationError) as caught:
            make_pictures(header_only_png(10_000, 10_000))
        assert caught.value.messages == ["ภาพนี้มี 100 ล้านพิกเซล รับได้ไม่เกิน 25 ล้านพิกเซล"]

    def test_a_file_of_more_than_20_mb(self):
        assert refusal(io.BytesIO(b"\0" * (20 * 1024 * 1024 + 1))) == "too_large"
