"""The forum's edition: proposed by one invented organisation, agreed by the second."""

from kalasin_network.demo.people import address
from partners.models import Organisation, Person
from reflections import publishing
from reflections.models import Point, Theme

RELEASED = 12  # texts of questions 1 and 2 that a curator lets into the edition, one by one


def load(forum):
    proposer = Person.objects.get(email=address("coordinator"))
    second = Person.objects.get(email=address("supervisor"))
    edition = publishing.propose(forum, proposer, Organisation.objects.get(slug="demo-a"))
    for theme in Theme.objects.filter(parent=None).exclude(section="problems")[:RELEASED]:
        point = Point.objects.sent().filter(theme=theme, reflection__round=forum).first()
        publishing.release(edition, point, proposer)
    edition.refresh_from_db()
    publishing.agree(edition, second, Organisation.objects.get(slug="demo-b"), edition.version)
