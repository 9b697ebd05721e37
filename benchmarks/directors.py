"""`python -m benchmarks.directors`: 600 directors answer by their schools' links, written down.

A throw-away embedded database and the portal's gunicorn, asked over loopback by one process
(asyncio). First all answer within ten minutes: 25 points
each, every point saved twice, the second time with other words. Then all open the form for the
first time within a minute, and all send within a minute. At the end every point is compared with
what its director wrote.
"""

import asyncio
import gzip
import json
import os
import random
import re
import sys
import time
import uuid
from datetime import date, timedelta
from statistics import quantiles

from benchmarks.__main__ import throw_away, write_down

DIRECTORS, POINTS = 600, 25
WRITING, OPENING, SENDING = 600, 60, 60  # seconds
SECTIONS = ["learner", "teacher", "director", "community", "development", "problems"]
STATUS = re.compile(rb"HTTP/1\.1 (\d{3})")
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)
LOCATION = re.compile(rb"\r\nlocation: *(\S+)", re.I)


def main():
    with throw_away("directors") as port:
        write_down("directors", lines(port))


def lines(port):
    """Set up, let them write, open and send; the table's lines."""
    directors = prepare(port)
    from benchmarks import pages

    began = os.getloadavg()[0]
    with pages.server(port):
        saves = asyncio.run(at_once(directors, Director.write, WRITING))
        opened = asyncio.run(at_once(directors, Director.open, OPENING))
        sent = asyncio.run(at_once(directors, Director.send, SENDING))
    lost, doubled = compared(directors)
    errors = sum(director.errors for director in directors)
    rows = [
        (f"{len(saves):,} saves within {WRITING} s", saves, 500),
        (f"{len(opened)} first loads within {OPENING} s", opened, 3000),
        (f"{len(sent)} sends within {SENDING} s", sent, 3000),
    ]
    return [
        f"{len(directors)} directors, {POINTS} points each, measured on {date.today().isoformat()},"
        f" {os.cpu_count()} cores, Python {sys.version.split()[0]}, load {began:.0f} when it began,"
        " load generator on the same machine (one asyncio process, a new connection a save).",
        "",
        "| what | median | 95th percentile | longest | target | |",
        "|---|---|---|---|---|---|",
        *(row(*each) for each in rows),
        "",
        f"Errors: {errors}. Points lost: {lost}. Points doubled: {doubled}."
        f" Bytes of a save, sent and received with headers: median"
        f" {median_of([size for director in directors for size in director.sizes]):,.0f}.",
    ]


def row(what, times, target):
    found = quantiles(times, n=20)
    state = "met" if found[18] * 1000 < target else "not met"
    return (
        f"| {what} | {found[9] * 1000:.0f} ms | {found[18] * 1000:.0f} ms |"
        f" {max(times) * 1000:.0f} ms | {target} ms | {state} |"
    )


def median_of(values):
    return sorted(values)[len(values) // 2]


def prepare(port):
    """A Director for each of DIRECTORS schools that are invited to one open round."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from django.utils import timezone

    from partners.models import Organisation, Person
    from reflections.models import Invitation, Round

    promised = {"controller_name": "ผู้ควบคุม", "controller_contact": "043 000 000"}
    promised["names_cut_on"] = date.today() + timedelta(days=365)
    round = Round.objects.create(slug="load", title_th="รอบวัดแรง", k=5, **promised)
    keeper = Person.objects.create_user(email="keeper@example.org", first_name="ก")
    round.rights.create(person=keeper, right="keep")
    for number in range(DIRECTORS):
        school = Organisation.objects.create(
            slug=f"s{number}", name_th=f"โรงเรียนที่ {number}", kind="school"
        )
        Invitation.objects.create(round=round, school=school)
    Round.objects.filter(pk=round.pk).update(status="open", opened_at=timezone.now())
    asked = Invitation.objects.with_round_and_school()
    directors = [Director(port, invitation.link_token) for invitation in asked]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()
    return directors


async def at_once(directors, act, seconds):
    """All do `act`, beginning at any moment of `seconds`; the times (s) of what they asked."""
    found = await asyncio.gather(*(act(director, seconds) for director in directors))
    return [each for times in found for each in times]


class Director:
    """One phone: what it has written, and what went wrong."""

    def __init__(self, port, token):
        self.port, self.base = port, f"/r/{token}/"
        self.texts, self.known, self.sizes = {}, {}, []
        self.errors, self.page = 0, uuid.uuid4()

    async def write(self, seconds):
        """25 points, each saved twice, over the whole time; the times of the saves."""
        await asyncio.sleep(random.uniform(0, seconds / 20))
        times, pause = [], seconds * 0.9 / (2 * POINTS)
        for number in range(2 * POINTS):
            section, key = SECTIONS[number % POINTS % len(SECTIONS)], number % POINTS
            start = time.monotonic()  # a phone's connection does not outlive such a pause
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            await self.save(reader, writer, section, key, f"ข้อที่ {key} เขียนครั้งที่ {number}")
            times.append(time.monotonic() - start)
            writer.close()
            await asyncio.sleep(random.uniform(0.5, 1.5) * pause)
        return times

    async def save(self, reader, writer, section, key, text):
        identity, revision, base = self.known.get(key, (str(uuid.uuid4()), 0, ""))
        point = {"id": identity, "revision": revision, "base": base, "text": text, "was": []}
        body = json.dumps({"section": section, "points": [point], "keys": [str(self.page)]})
        head, answer = await self.ask(reader, writer, f"{self.base}points/", body.encode())
        told = json.loads(answer) if head.startswith(b"HTTP/1.1 200") else {"points": [{}]}
        outcome = told["points"][0]
        self.base = told.get("address", self.base)
        if outcome.get("state") != "saved":
            self.errors += 1
            return
        self.known[key] = identity, outcome["revision"], outcome["base"]
        self.texts[key] = section, text

    async def open(self, seconds):
        """The form for the first time: start page, other parts, first part, style and scripts."""
        await asyncio.sleep(random.uniform(0, seconds))
        start = time.monotonic()
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        for page in ("", "parts/", "learner/"):
            head, body = await self.ask(reader, writer, self.base + page)
            self.errors += not head.startswith(b"HTTP/1.1 200")
        for asset in set(re.findall(rb'(?:href|src)="(/static/[^"]+\.(?:css|js|woff2))"', body)):
            head, _body = await self.ask(reader, writer, asset.decode())
            self.errors += not head.startswith(b"HTTP/1.1 200")
        writer.close()
        return [time.monotonic() - start]

    async def send(self, seconds):
        await asyncio.sleep(random.uniform(0, seconds))
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        start = time.monotonic()
        head, _body = await self.ask(reader, writer, f"{self.base}send/", b"")
        self.errors += not (head.startswith(b"HTTP/1.1 302") and b"/receipt/" in head)
        times = [time.monotonic() - start]
        writer.close()
        return times

    async def ask(self, reader, writer, path, body=None):
        """(head, body) of the answer."""
        lines = [f"{'GET' if body is None else 'POST'} {path} HTTP/1.1", "Host: 127.0.0.1"]
        lines.append("Accept-Encoding: gzip")
        if body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        request = "\r\n".join([*lines, "", ""]).encode() + (body or b"")
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        found = LENGTH.search(head)
        answer = await reader.readexactly(int(found[1])) if found else b""
        if path.endswith("points/"):
            self.sizes.append(len(request) + len(head) + len(answer))
        return head, gzip.decompress(answer) if b"Encoding: gzip" in head else answer


def compared(directors):
    """(points lost, points doubled), director by director and point by point."""
    from reflections import tokens
    from reflections.models import Point

    lost = doubled = 0
    for director in directors:
        token = tokens.read(director.base.split("/")[2])
        sent = Point.objects.filter(reflection=token.number).values_list("section", "sent_text")
        stored, written = list(sent), list(director.texts.values())
        lost += sum(each not in stored for each in written)
        doubled += len(stored) - len(set(stored)) + max(0, len(stored) - POINTS)
    return lost, doubled


if __name__ == "__main__":
    main()
