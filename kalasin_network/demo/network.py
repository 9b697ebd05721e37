"""Organisations of the demo: those of the record, two invented partners, 150 invented schools."""

import random
from pathlib import Path

import yaml
from django.conf import settings
from django.core.management import call_command

from partners.models import Affiliation, District, Organisation, SchoolCluster

FACTS = yaml.safe_load((Path(__file__).parent / "network.yaml").read_text())
SCHOOLS = 150
SEED = 2559


def load_places():
    call_command("load_places", settings.BASE_DIR / "partners/places/kalasin.yaml", verbosity=0)


def load_organisations():
    """The six partners, the bodies met, the national model schools, the two invented partners."""
    for row in [*FACTS["partners"], *FACTS["invented"]]:
        Organisation.objects.create(is_partner=True, is_demo=True, **row)
    for row in FACTS["met_with"]:
        Organisation.objects.create(is_demo=True, **row)
    for row in FACTS["model_schools"]:
        Organisation.objects.create(kind="school", model_school="national", is_demo=True, **row)


def load_schools():
    """150 schools named โรงเรียนบ้านตัวอย่าง N over all districts, a few places each; the list."""
    rng = random.Random(SEED)
    districts = list(District.objects.order_by("order"))
    affiliations = list(Affiliation.objects.filter(name_th__startswith="สพป.").order_by("order"))
    clusters = {
        district.pk: SchoolCluster.objects.create(
            key=f"demo-{district.key}",
            name_th=f"กลุ่มโรงเรียนสาธิต {district.name_th}",
            name_en=f"Demonstration cluster {district.name_en}",
            district=district,
            order=900 + number,
        )
        for number, district in enumerate(districts)
    }
    schools = []
    for number in range(1, SCHOOLS + 1):
        # every district has at least five schools, Mueang and its neighbours more
        district = districts[(number - 1) % 18 if number <= 90 else int(rng.triangular(0, 18, 0))]
        school = Organisation(
            slug=f"demo-school-{number}",
            code=f"99{number:06}",
            name_th=f"โรงเรียนบ้านตัวอย่าง {number}",
            name_en=f"Ban Tua Yang {number} School",
            kind=Organisation.Kind.SCHOOL,
            district=district,
            affiliation=affiliations[districts.index(district) * len(affiliations) // 18],
            cluster=clusters[district.pk],
            pupils=int(rng.lognormvariate(4.8, 0.75)) + 18,
            is_demo=True,
        )
        school.derive()
        schools.append(school)
    return Organisation.objects.bulk_create(schools)
