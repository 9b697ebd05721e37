"""Requests a second of the pages that must bear most, as a ratio to a bare view in one run."""

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from statistics import median
from urllib.request import urlopen

from django.db import connection
from django.test import Client

from benchmarks import load, urls
from partners.models import Membership, Person, Role
from reflections import publishing
from reflections.models import Invitation, Point, Reflection, Round

SECONDS, TURNS = 1.5, 9
SCHOOLS = 40
WORDS = "เด็กอ่านออก เขียนได้ และมีน้ำใจ"
SERVER = "--worker-class gthread --preload --workers 3 --threads 8 --no-control-socket"


@contextmanager
def server(port):
    """The portal's gunicorn, as `make run` starts it on two cores."""
    command = [sys.executable, "-m", "gunicorn", "kalasin_network.wsgi", *SERVER.split()]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    process = subprocess.Popen(command)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        yield
    finally:
        process.terminate()
        process.wait()


def wait_for(address):
    for _ in range(150):
        try:
            return urlopen(address).read()
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server does not answer")


def signed_in(person):
    """A Cookie header's value for `person`."""
    client = Client()
    client.force_login(person)
    return f"sessionid={client.cookies['sessionid'].value}"


def an_edition(round):
    """Address of a published edition of `round`; one is made if there is none."""
    if not round.editions.filter(state="published").exists():
        first, second = Person.objects.filter(memberships__role="coordinator").order_by("pk")[:2]
        of = {p.pk: p.current_memberships[0].organisation for p in (first, second)}
        edition = publishing.propose(round, first, of[first.pk])
        publishing.agree(edition, second, of[second.pk], edition.version)
    return f"/summary/{round.slug}/{round.editions.filter(state='published').first().number}/"


def forms():
    """(address of the step about learners, Cookie header) of SCHOOLS schools that answer now, each
    with a director of its own, as in life; and the tokens of their writers' own addresses."""
    open_rounds = Round.objects.accepting()
    asked = Invitation.objects.standing().filter(round__in=open_rounds, reflection=None)
    found, tokens = [], []
    for invitation in asked.select_related("round", "school")[:SCHOOLS]:
        school = invitation.school
        person = Person.objects.create_user(email=f"{school.slug}@example.org", first_name="ก")
        Membership.objects.create(person=person, organisation=school, role=Role.DIRECTOR)
        tokens.append(Reflection.objects.begin(invitation).writer_token)
        place = f"{invitation.round.slug}/answer/{school.slug}"
        found.append((f"/reflections/{place}/learner/", signed_in(person)))
    return found, tokens


def phone(cookie):
    """What a browser sends along that matters here."""
    return {"Cookie": cookie, "Accept-Encoding": "gzip, deflate, br"}


def saving(address, cookie):
    """The request that saves a step with one new point."""
    token = "a" * 32
    data = {"id": load.FRESH.decode(), "revision": 0, "base": "", "go": "add"}
    data["text"] = f"{WORDS} {load.FRESH.decode()}"
    headers = {"Cookie": f"{cookie}; csrftoken={token}", "X-CSRFToken": token}
    return load.request(address, headers=headers, data=data)


def saving_a_point(token):
    """The request by which the form's script saves one new point, at the writer's own address."""
    identity = load.FRESH.decode()
    point = {"id": identity, "revision": 0, "base": "", "text": f"{WORDS} {identity}", "was": []}
    body = json.dumps({"section": "learner", "points": [point], "keys": []})
    return load.request(f"/r/{token}/points/", body=body.encode(), kind="application/json")


def forget_points():
    """What was saved in one turn does not make the next one's answers longer."""
    Point.objects.filter(text__startswith=WORDS).delete()


def measure(port):
    """Rows of (what, requests a second, compared with, its requests a second, ratio, target).

    All are asked in TURNS turns, one after another, so that a slow moment of the machine meets
    each of them; a ratio is the median of the turns' ratios.
    """
    with connection.cursor() as cursor:
        cursor.execute(urls.ROWS)
    round = Round.objects.get(slug="2559-11-30")
    edition = an_edition(round)
    reader = {"Cookie": signed_in(Person.objects.get(email="supervisor@example.org"))}
    writers, tokens = forms()
    asked = {
        "bare": ([load.request("/benchmark/bare/")], 200),
        "live": ([load.request(f"/summary/{round.slug}/", headers=reader)], 200),
        "edition": ([load.request(edition)], 200),
        "form": ([load.request(form, headers=phone(cookie)) for form, cookie in writers], 200),
        "insert": ([load.request("/benchmark/insert/", data={"text": "ก" * 40})], 200),
        "save": ([saving(form, cookie) for form, cookie in writers], 302),
        "point": ([saving_a_point(token) for token in tokens], 200),
    }
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum has done on any portal that runs for a minute
    turns = []
    with server(port):
        for turn in range(TURNS + 1):
            forget_points()
            connection.close()
            seconds = SECONDS if turn else 1  # the first turn warms each worker up
            found = {name: load.per_second(port, a, seconds, b) for name, (a, b) in asked.items()}
            turns.append(found)
    return [
        row(turns[1:], "live summary", "live", "bare view", "bare", 1 / 25),
        row(turns[1:], "edition", "edition", "bare view", "bare", 1 / 2),
        row(turns[1:], "form page", "form", "bare view", "bare", 1 / 15),
        row(turns[1:], "saving a step, signed in", "save", "bare insert", "insert", 0.3),
        row(turns[1:], "saving a point, by link", "point", "bare insert", "insert", 0.3),
    ]


def row(turns, what, name, compared, bare, target):
    """One row of the table, of medians over the turns."""
    each, other = ([turn[key] for turn in turns] for key in (name, bare))
    ratio = median(a / b for a, b in zip(each, other, strict=True))
    return what, median(each), compared, median(other), ratio, target
