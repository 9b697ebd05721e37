"""Drawings in place of photos: flat shapes in the portal's colours, marked as demonstration."""

import random
from io import BytesIO
from math import cos, pi, sin

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, SCALE = 1200, 800, 2
SKY, GROUND, LEAF, TRUNK = "#f6efe4", "#e4d9c5", "#1d6f6a", "#7a5a3a"
CLOTHES = ["#9b1b3b", "#1d6f6a", "#e3b65c", "#7a1230", "#4b6f9b", "#8a5a00", "#e9c3cd"]
SKIN = ["#c98f62", "#b97c4f", "#d9a67c"]
MARK = "ภาพวาดสาธิต"


def forum():
    """[(caption, JPEG as BytesIO)] for the forum's page."""
    return [
        ("ภาพวาดสาธิต: นั่งล้อมวงใต้ร่มไม้", _picture(_circle, 1)),
        ("ภาพวาดสาธิต: เขียนสิ่งที่อยากเห็นลงบนกระดาษแผ่นใหญ่", _picture(_flipchart, 2)),
        ("ภาพวาดสาธิต: แลกเปลี่ยนกันเป็นกลุ่มย่อย", _picture(_groups, 3)),
    ]


def _picture(draw_scene, seed):
    rng = random.Random(seed)
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), SKY)
    draw = ImageDraw.Draw(image)
    _box(draw, 0, 470, WIDTH, HEIGHT, GROUND)
    draw_scene(draw, rng)
    font = ImageFont.truetype(settings.BASE_DIR / "static/fonts/sarabun-thai-600.woff2", 26 * SCALE)
    draw.text(
        ((WIDTH - 24) * SCALE, (HEIGHT - 20) * SCALE), MARK, font=font, fill="#625a53", anchor="rs"
    )
    picture = BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(picture, "JPEG", quality=82)
    picture.seek(0)
    return picture


def _box(draw, left, top, right, bottom, fill, radius=0):
    box = [left * SCALE, top * SCALE, right * SCALE, bottom * SCALE]
    draw.rounded_rectangle(box, radius * SCALE, fill=fill)


def _oval(draw, x, y, width, height, fill):
    draw.ellipse(
        [
            (x - width / 2) * SCALE,
            (y - height / 2) * SCALE,
            (x + width / 2) * SCALE,
            (y + height / 2) * SCALE,
        ],
        fill=fill,
    )


def _tree(draw, x, ground, size, rng):
    _box(draw, x - size * 0.06, ground - size * 0.7, x + size * 0.06, ground, TRUNK, 8)
    for _ in range(7):
        shade = rng.choice([LEAF, "#2a857f", "#175a56"])
        _oval(
            draw,
            x + rng.uniform(-0.3, 0.3) * size,
            ground - size * rng.uniform(0.65, 1.05),
            size * 0.5,
            size * 0.42,
            shade,
        )


def _person(draw, x, y, size, rng):
    """Somebody sitting or standing, from behind or the side: no face, nobody in particular."""
    clothes = rng.choice(CLOTHES)
    _oval(draw, x, y - size * 0.1, size * 0.78, size * 0.3, "#d3c6ae")
    _box(
        draw, x - size * 0.3, y - size * 0.75, x + size * 0.3, y - size * 0.08, clothes, size * 0.2
    )
    _oval(draw, x, y - size * 0.95, size * 0.42, size * 0.46, rng.choice(SKIN))
    _oval(draw, x, y - size * 1.04, size * 0.46, size * 0.34, "#2d2420")


def _circle(draw, rng):
    for x, size in ((130, 420), (1060, 460), (600, 340)):
        _tree(draw, x, 480, size, rng)
    _oval(draw, 600, 620, 520, 130, "#f0e7d6")
    seats = [(600 + 340 * cos(a), 615 + 110 * sin(a)) for a in (pi * 2 * n / 14 for n in range(14))]
    for x, y in sorted(seats, key=lambda seat: seat[1]):
        _person(draw, x, y + 40, 74 + (y - 505) * 0.16, rng)


def _flipchart(draw, rng):
    _tree(draw, 1040, 480, 400, rng)
    _box(draw, 330, 150, 760, 520, "#ffffff", 10)
    _box(draw, 330, 150, 760, 178, "#9b1b3b", 6)
    for row in range(7):
        top = 215 + row * 40
        _oval(draw, 366, top + 6, 14, 14, rng.choice(["#9b1b3b", "#1d6f6a", "#e3b65c"]))
        _box(draw, 392, top, 392 + rng.randint(170, 330), top + 12, "#cfc4b6", 6)
    for leg in (360, 730):
        _box(draw, leg - 6, 520, leg + 6, 640, TRUNK, 4)
    for x, y, size in ((230, 660, 120), (860, 670, 122), (470, 740, 116), (640, 750, 110)):
        _person(draw, x, y, size, rng)


def _groups(draw, rng):
    for x in (90, 420, 780, 1130):
        _tree(draw, x, 470, 300 + rng.randint(0, 120), rng)
    for centre_x, centre_y in ((270, 590), (880, 580), (580, 700)):
        for dx, dy in ((-110, -20), (-40, -46), (50, -44), (115, -14)):
            _person(draw, centre_x + dx, centre_y + dy, 78, rng)
        _oval(draw, centre_x, centre_y + 6, 190, 62, "#b98f62")
        _box(draw, centre_x - 46, centre_y - 16, centre_x + 46, centre_y + 12, "#ffffff", 4)
        for dx in (-70, 74):
            _person(draw, centre_x + dx, centre_y + 62, 86, rng)
