"""Every number of the JSON, counted once more from the points by other means, in random rounds."""

import json
import random
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone

from reflections.models import Point, Reflection, Theme
from tests import builders

pytestmark = pytest.mark.django_db
SECTIONS = ["learner", "teacher", "director", "community", "development", "problems"]


def random_round(rng):
    """Sent, drafted, withdrawn, cancelled answers and voices; sub-themes, retired themes, points
    of every fate."""
    k = rng.choice([3, 5])
    round = builders.build_round(k=k)
    themes = []
    for section in SECTIONS:
        for _ in range(rng.randint(0, 4)):
            top = builders.build_theme(section, order=rng.randint(1, 9), **fate(rng))
            themes += [top]
            themes += [
                builders.build_theme(section, parent=top, order=rng.randint(1, 9), **fate(rng))
                for _ in range(rng.choice([0, 0, 1, 2]))
            ]
    for _ in range(rng.randint(k - 1, k + 6)):
        answer = builders.build_reflection(round, status=rng.choice(["sent"] * 7 + ["draft"]))
        say(rng, answer, themes)
        if rng.random() < 0.1:
            answer.invitation.round.invitations.filter(pk=answer.invitation_id).cancel()
        elif rng.random() < 0.1:
            answer.withdraw()
    for number in range(rng.randint(0, 2)):
        voice = Reflection.objects.create(
            round=round,
            kind="group",
            group_name=f"กลุ่ม {number}",
            group_people=9,
            status="sent",
            sent_at=timezone.now(),
        )
        say(rng, voice, themes)
    return round


def fate(rng):
    return {rng.choice(["retired_at", "deleted_at"]): timezone.now()} if rng.random() < 0.2 else {}


def say(rng, answer, themes):
    for _ in range(rng.randint(0, 9)):
        section = rng.choice(SECTIONS)
        theme = rng.choice([None, None, *[t for t in themes if t.section == section]])
        aside = theme is None and rng.random() < 0.3
        builders.build_point(answer, section, theme=theme, is_set_aside=aside)


def heard_of(round, is_school):
    """Ids of the answers that count, read field by field."""
    return {
        r.pk
        for r in Reflection.objects.filter(round=round)
        if (r.kind == "school") == is_school
        and r.status == "sent"
        and not (r.is_provisional or r.invitation_cancelled)
    }


def recounted(round, every_theme):
    """The JSON's lists and sums from the points alone, by plain loops."""
    book = sorted(Theme.everything.select_related("parent"), key=lambda t: (t.order, t.pk))
    points = list(Point.objects.filter(reflection__round=round).exclude(sent_text=None))
    schools, voices = heard_of(round, True), heard_of(round, False)

    def of(theme, heard):
        return [
            p
            for p in points
            if p.reflection_id in heard
            and p.theme_id in {theme.pk, *[t.pk for t in book if t.parent_id == theme.pk]}
        ]

    def strength(theme, heard):
        found = of(theme, heard)
        return len({p.reflection_id for p in found}), len(found)

    if len(schools) < round.k:
        return {"points": None, **dict.fromkeys(LISTS, [])}
    hidden = [
        t
        for t in book
        if t.section == "problems" and not every_theme and strength(t, schools)[0] < round.k
    ]

    def rows(heard, with_share):
        def ranked(parent, section):
            row = [
                t
                for t in book
                if t.section == section
                and t.parent == parent
                and t not in hidden
                and (of(t, heard) or with_share and not (t.retired_at or t.deleted_at))
            ]
            row.sort(key=lambda t: [-number for number in strength(t, heard)])
            return list(enumerate(row, 1))

        for section in SECTIONS:
            for place, top in ranked(None, section):
                for rank, theme in [(place, top), *ranked(top, section)]:
                    raised, said = strength(theme, heard)
                    row = [theme.key, *asked(section), theme.parent and theme.parent.key]
                    row += [raised, said, rank]
                    if with_share:
                        exact = Decimal(raised) / Decimal(len(schools))
                        row.append(float(exact.quantize(Decimal("0.0001"), ROUND_HALF_UP)))
                    yield row

    def left(**fields):
        for section in SECTIONS:
            said = [p for p in points if p.section == section and p.reflection_id in schools]
            said = [p for p in said if not p.theme_id and p.is_set_aside == fields["aside"]]
            if said:
                yield [*asked(section), len(said)]

    tops = [strength(t, schools)[1] for t in hidden if t.parent is None]
    one_alone = sum(1 for said in tops if said) == 1
    other = [[3, None, sum(tops)]] if tops and not one_alone else []
    every_point = sum(1 for p in points if p.reflection_id in schools)
    return {
        "points": every_point - (sum(tops) if one_alone else 0),
        "themes": list(rows(schools, True)),
        "voices": list(rows(voices, False)),
        "uncoded": list(left(aside=False)),
        "set_aside": list(left(aside=True)),
        "other": other,
    }


LISTS = ["themes", "voices", "uncoded", "set_aside", "other"]


def asked(section):
    question = {"development": 2, "problems": 3}.get(section, 1)
    return [question, section if question == 1 else None]


def told(data):
    """The same values of the JSON as `recounted` gives."""
    theme = ["key", "question", "group", "parent", "schools", "points", "rank", "share"]
    line = ["question", "group", "points"]
    return {"points": data["points"]} | {
        name: [
            [row[key] for key in (theme if "key" in row else line) if key in row]
            for row in data[name]
        ]
        for name in LISTS
    }


@pytest.mark.parametrize("seed", range(6))
def test_the_json_says_what_the_points_say(seed, coordinator, member):
    round = random_round(random.Random(seed))
    call_command("recount", check=True)
    for client, every_theme in [(coordinator, True), (member, False)]:
        if client is member:
            round.close()
        data = json.loads(client.get(f"/summary/{round.slug}.json").content)
        assert told(data) == recounted(round, every_theme)
        assert data["submitted"] == len(heard_of(round, True))
        assert data["invited"] == round.invitations.filter(state="invited").count()
        tops = [row["points"] for row in data["themes"] if row["parent"] is None]
        lines = [row["points"] for name in LISTS[2:] for row in data[name]]
        assert data["points"] in (sum(tops) + sum(lines), None)
