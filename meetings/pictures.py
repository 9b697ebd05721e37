"""Uploaded pictures made safe: read once, turned upright, re-encoded, all else left behind."""

import re
import threading
from dataclasses import dataclass
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageCms

LARGE, SMALL = 1600, 480  # pixels of the longer side
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000  # a phone's 48 megapixels; JPEG is decoded at a fraction of them
MAX_PIXELS_DECODED_WHOLE = 25_000_000  # formats that cannot be decoded at a fraction
FORMATS = ["JPEG", "PNG", "WEBP"]
Image.MAX_IMAGE_PIXELS = MAX_PIXELS  # Pillow's own guard, for whatever opens a picture elsewhere

# What makes a file a web page or document at the same time, at its head; a ZIP's end, at its foot.
_ALSO_A_DOCUMENT = re.compile(rb"%PDF-|<(?:!doctype|html|script|svg|\?php)|\?php", re.IGNORECASE)
_ZIP_END = b"PK\x05\x06"

# EXIF's eight ways of holding a camera
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Decoding is the one thing here that takes memory: one picture at a time in each process.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Picture:
    """JPEG bytes without metadata, width and height in pixels."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Pictures:
    large: Picture
    small: Picture


def make_pictures(file):
    """Both sizes of an uploaded picture (a binary file object); ValidationError if it is none."""
    _refuse_what_is_more_than_a_picture(file)
    with _one_at_a_time:
        try:
            with Image.open(file, formats=FORMATS) as image:
                _refuse_too_large(image)
                image.draft(None, (LARGE, LARGE))
                image.load()
                plain = _plain(image)
        except ValidationError:
            raise
        except Image.DecompressionBombError as error:  # Pillow's guard comes before ours
            raise ValidationError(
                _(
                    "The picture has more than %(pixels)s megapixels; at most %(limit)s are"
                    " possible."
                ),
                code="too_many_pixels",
                params={"pixels": 2 * MAX_PIXELS // 1_000_000, "limit": MAX_PIXELS // 1_000_000},
            ) from error
        except Exception as error:  # decoders of broken files raise whatever they trip over
            raise _not_a_picture() from error
        return Pictures(_encode(plain, LARGE), _encode(plain, SMALL))


def _not_a_picture():
    return ValidationError(
        _("This is not a picture that can be read, or a part of it is missing. Use JPEG or PNG."),
        code="not_a_picture",
    )


def _refuse_what_is_more_than_a_picture(file):
    file.seek(0, 2)
    size = file.tell()
    if size > MAX_BYTES:
        raise ValidationError(_("The file is larger than 20 MB."), code="too_large")
    file.seek(max(0, size - 65_557))
    foot = file.read()
    file.seek(0)
    head = file.read(1024)
    file.seek(0)
    if _ALSO_A_DOCUMENT.search(head) or _ZIP_END in foot:
        raise ValidationError(
            _("This file is not only a picture: it also holds a document or program."),
            code="not_only_a_picture",
        )


def _refuse_too_large(image):
    fractions = image.format in ("JPEG", "MPO")
    limit = MAX_PIXELS if fractions else MAX_PIXELS_DECODED_WHOLE
    if image.width * image.height > limit:
        raise ValidationError(
            _("The picture has %(pixels)s megapixels; at most %(limit)s are possible."),
            code="too_many_pixels",
            params={
                "pixels": round(image.width * image.height / 1_000_000),
                "limit": limit // 1_000_000,
            },
        )


def _plain(image):
    """Upright pixels on white in sRGB: a new image, so that nothing else comes along."""
    profile = image.info.get("icc_profile") if image.mode == "RGB" else None
    orientation = image.getexif()
    if image.mode != "RGB":
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((LARGE, LARGE), Image.Resampling.LANCZOS)
    if profile:
        image = _in_srgb(image, profile)
    plain = Image.new("RGB", image.size, "white")
    plain.paste(image, mask=image if image.mode == "RGBA" else None)
    turn = _TURNS.get(orientation.get(ExifTags.Base.Orientation))
    return plain.transpose(turn) if turn is not None else plain


def _in_srgb(image, profile):
    """Phones write wide-gamut colours; without their profile they would look dull."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
    except ImageCms.PyCMSError:
        return image  # a broken profile: the colours as they are


def _encode(image, size):
    picture = image.copy()
    picture.thumbnail((size, size), Image.Resampling.LANCZOS)
    out = BytesIO()
    picture.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return Picture(out.getvalue(), *picture.size)
