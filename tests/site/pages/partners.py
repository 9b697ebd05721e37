"""Rows of the directory and its organisations."""

from partners.models import Organisation
from tests import builders
from tests.site.pages import OK, Page, everyone, only

COORDINATORS = {"coordinator", "administrator"}


def organisation(cast):
    return [builders.build_organisation().slug]


def own_school(cast):
    return [cast["director"].school.slug]


def deleted(cast):
    slug = builders.build_organisation().slug
    Organisation.objects.filter(slug=slug).delete_softly()
    return [slug]


PAGES = [
    Page("partners:directory", everyone()),
    Page("partners:organisation", everyone(), args=organisation),
    Page("partners:history", everyone(), args=organisation),
    Page("partners:new", only(COORDINATORS, OK)),
    Page("partners:import", only(COORDINATORS, OK)),
    Page("partners:deleted", only(COORDINATORS, OK)),
    Page("partners:edit", only(COORDINATORS, OK), args=organisation, note="of another"),
    Page("partners:edit", only(COORDINATORS | {"director"}, OK), args=own_school, note="own"),
    Page("partners:delete", only(COORDINATORS, OK), args=organisation),
    Page("partners:bring_back", only(COORDINATORS, OK), args=deleted),
]
