"""The invented schools' answers: texts of points.csv in small variants, drawn with a fixed seed.

How many schools raise a theme falls strictly in the codebook's order, so that in the forum the
order by number and the book's order agree.
"""

import csv
import itertools
import random
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from kalasin_network.demo.people import address
from partners.models import Organisation, Person
from reflections.models import CodingDecision, Invitation, Point, Reflection, Section, Theme

SEED = 30112559
SENT, DRAFTS = 137, 8  # of the forum's 150; five have not begun
EARLIER_SENT, LATER_SENT, LATER_DRAFTS = 38, 26, 5
# schools out of SENT for the first and last theme of a section; in between they fall evenly
SCHOOLS_RAISING = {
    "learner": (78, 27),
    "teacher": (61, 24),
    "director": (49, 18),
    "community": (74, 48),
    "development": (66, 22),
    "problems": (62, 21),
}
SUB_SHARE = (0.30, 0.24, 0.18, 0.12)  # of a theme's schools, for its sub-themes in order
SET_ASIDE, UNCODED = 20, 70

# our own small variants: words that people use for one another, and what they add
SWAPS = [
    ("รร.", "โรงเรียน"),
    ("เดก", "เด็ก"),
    ("เด็ก", "นักเรียน"),
    ("ผอ.", "ผู้อำนวยการ"),
    ("ชาวบ้าน", "คนในชุมชน"),
    ("ผู้ปกครอง", "พ่อแม่ผู้ปกครอง"),
    ("อยากให้", "ขอให้"),
    ("ต้องการ", "อยากได้"),
]
ENDINGS = ["", "ครับ", "ค่ะ", " จริง ๆ", " จริง ๆ ครับ", " จริง ๆ ค่ะ", " เรื่องนี้สำคัญ"]
POLITE = ("ครับ", "ค่ะ", "คะ", "ค่า")


def variants(text):
    """`text` and its small variants, the original first."""
    found = [text]
    for old, new in SWAPS:
        found += [made.replace(old, new) for made in found if old in made]
    endings = ENDINGS[:1] if text.endswith(POLITE) else ENDINGS
    made = (f"{base}{ending}" for ending in endings for base in dict.fromkeys(found))
    return list(dict.fromkeys(made))


def texts_by_theme():
    """{(section, theme key): [texts in all variants]}; the key 'none' holds what fits no theme."""
    base = defaultdict(list)
    with (Path(__file__).parent / "points.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            section = Section.from_file(row["question"], row["group"])
            base[section.value, row["theme_key"]].append(variants(row["text"]))
    return {
        key: [text for layer in itertools.zip_longest(*lists) for text in layer if text]
        for key, lists in base.items()
    }


def raising(section, number, of, sent):
    """How many of `sent` schools raise theme `number` of `of`, strictly falling."""
    most, least = SCHOOLS_RAISING[section]
    schools = most - round((most - least) * number / max(1, of - 1))
    return max(1, schools * sent // SENT)


def load(forum, earlier, later, schools):
    texts = texts_by_theme()
    curator = Person.objects.get(email=address("coordinator"))
    rng = random.Random(SEED)
    fill(forum, schools[:SENT], texts, curator, rng, set_aside=SET_ASIDE, uncoded=UNCODED)
    drafts(forum, schools[SENT : SENT + DRAFTS], texts, rng)
    fill(earlier, schools[2 : 2 + EARLIER_SENT], texts, curator, rng, set_aside=5, uncoded=0)
    writing = schools[2 : 2 + LATER_SENT]
    fill(later, writing, texts, curator, rng, set_aside=0, uncoded=10**6)
    drafts(later, schools[2 + LATER_SENT : 2 + LATER_SENT + LATER_DRAFTS], texts, rng)
    voices(forum, texts, curator, rng)


def fill(round, schools, texts, curator, rng, set_aside, uncoded):
    """Sent answers of `schools`: points by theme, some set aside, `uncoded` of them not grouped."""
    reflections = send(round, schools)
    points = list(by_theme(reflections, texts, rng))
    nothing = [(key, text) for key, many in texts.items() if key[1] == "none" for text in many]
    for key, text in rng.sample(nothing, min(set_aside, len(nothing))):
        points.append(point(rng.choice(reflections), key[0], text, is_set_aside=True))
    for left in rng.sample(range(len(points)), min(uncoded, len(points))):
        points[left].theme, points[left].is_set_aside = None, False
    save(points, curator, round, rng)


def by_theme(reflections, texts, rng):
    """One point for each school that raises a theme, now and then two."""
    for section in Section.values:
        themes = Theme.objects.filter(section=section, parent=None).in_book_order()
        themes = list(themes.prefetch_related("children"))
        for number, theme in enumerate(themes):
            schools = raising(section, number, len(themes), len(reflections))
            pool = itertools.cycle(texts[section, theme.key])
            subs = sub_themes(theme, schools)
            for reflection in rng.sample(reflections, schools):
                yield point(reflection, section, next(pool), theme=next(subs))
                if rng.random() < 0.05:
                    yield point(reflection, section, next(pool), theme=theme)


def sub_themes(theme, schools):
    """For each of `schools` points the sub-theme it stands at, then the theme itself."""
    for share, child in zip(SUB_SHARE, theme.children.in_book_order(), strict=False):
        yield from [child] * round(share * schools)
    yield from itertools.repeat(theme)


def point(reflection, section, text, **coding):
    sent = text if reflection.status == Reflection.Status.SENT else None
    return Point(reflection=reflection, section=section, text=text, sent_text=sent, **coding)


def send(round, schools):
    """Sent reflections with the schools' values copied, as sending does."""
    invitations = {row.school_id: row for row in Invitation.objects.filter(round=round)}
    return Reflection.objects.bulk_create(
        Reflection(
            round=round,
            organisation=school,
            invitation=invitations[school.pk],
            status=Reflection.Status.SENT,
            sent_at=round.opened_at + timedelta(hours=3, minutes=number),
            district=school.district,
            zone=school.district.zone,
            affiliation=school.affiliation,
            cluster=school.cluster,
            size=school.size(round.small_up_to, round.medium_up_to),
        )
        for number, school in enumerate(schools)
    )


def drafts(round, schools, texts, rng):
    """Answers that are being written: a few points, nothing sent."""
    invitations = {row.school_id: row for row in Invitation.objects.filter(round=round)}
    reflections = Reflection.objects.bulk_create(
        Reflection(round=round, organisation=school, invitation=invitations[school.pk])
        for school in schools
    )
    pool = list(texts.items())
    points = [
        point(reflection, key[0], rng.choice(many))
        for reflection in reflections
        for key, many in rng.sample(pool, 3)
    ]
    save(points, None, round, rng)


def voices(round, texts, curator, rng):
    """Voices that are no school's: two groups and an invented partner, beside the schools."""
    common = {"round": round, "status": Reflection.Status.SENT, "sent_at": round.opened_at}
    spoke = Reflection.objects.bulk_create(
        [
            Reflection(kind="group", group_name="กลุ่มผู้ปกครอง (สาธิต)", group_people=14, **common),
            Reflection(kind="group", group_name="กลุ่มครู (สาธิต)", group_people=22, **common),
            Reflection(
                kind="partner", organisation=Organisation.objects.get(slug="demo-b"), **common
            ),
        ]
    )
    themes = list(Theme.objects.filter(parent=None).in_book_order())
    points = [
        point(voice, theme.section, rng.choice(texts[theme.section, theme.key]), theme=theme)
        for voice in spoke
        for theme in rng.sample(themes, 9)
    ]
    save(points, curator, round, rng)


def save(points, curator, round, rng):
    """Write the points in a mixed order with a curator's decision behind each grouped one."""
    rng.shuffle(points)
    places = defaultdict(int)
    coded_at = min(round.opened_at + timedelta(days=2), timezone.now())
    for item in points:
        places[item.reflection_id] += 1
        item.position = places[item.reflection_id]
        if item.theme_id or item.is_set_aside:
            item.coded_by, item.coded_how, item.coded_at = curator, Point.How.CURATOR, coded_at
    Point.objects.bulk_create(points)
    CodingDecision.objects.bulk_create(
        CodingDecision(
            point=item,
            theme_id=item.theme_id,
            is_set_aside=item.is_set_aside,
            decided_by=curator,
            how=Point.How.CURATOR,
        )
        for item in points
        if item.coded_how
    )
