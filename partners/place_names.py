"""Finds districts, affiliations and school clusters by the names that lists give them."""

import difflib
import re
import secrets
from functools import lru_cache

from django.utils.translation import gettext as _

from partners.models import Affiliation, District, SchoolCluster
from thai.words import normalise

DISTRICT = re.compile(r"^(?:อำเภอ|อ\.|amphoe |district of )|(?: district)$")
PROVINCE = re.compile(r"^(?:จังหวัด|จ\.|changwat )|(?: province)$")
SUBDISTRICT = re.compile(r"^(?:ตำบล|ต\.)")
CLUSTER = re.compile(r"^กลุ่ม(?:โรงเรียน|ร\.?ร\.?)?")
NOISE = re.compile(r"[\s.·_-]|เขต(?=\s*\d)")


@lru_cache(maxsize=4096)
def plain(name, prefix=None):
    """A name as it is compared: normalised, without `prefix`, spaces, dots and เขต."""
    name = normalise(name)
    if prefix:
        name = prefix.sub("", name)
    return NOISE.sub("", name)


class PlaceNames:
    """The places of the database by their names; three queries when it is made.

    `district` and `affiliation` give a record or None, or raise ValueError that names near ones.
    `cluster` makes what it does not know (`new_clusters`, unsaved): clusters come with the lists.
    """

    def __init__(self):
        self.districts = self._by_name(District.objects.all(), DISTRICT)
        self.affiliations = self._by_name(Affiliation.objects.all())
        self.provinces = {plain(d.province) for d in self.districts.values()}
        self.clusters = {
            (plain(cluster.name_th, CLUSTER), cluster.district_id): cluster
            for cluster in SchoolCluster.objects.all()
        }
        self.new_clusters = []

    def _by_name(self, places, prefix=None):
        return {
            plain(name, prefix): place
            for place in places
            for name in [place.key, place.name_th, place.name_en]
            if name
        }

    def district(self, name, province=""):
        if not name:
            return None
        if province and plain(province, PROVINCE) not in self.provinces:
            raise ValueError(
                _("The portal holds no districts of the province %(name)s; leave this empty.")
                % {"name": province}
            )
        return self._find(self.districts, name, DISTRICT)

    def affiliation(self, name):
        return self._find(self.affiliations, name) if name else None

    def cluster(self, name, district):
        if not name:
            return None
        wanted, place = plain(name, CLUSTER), district and district.pk
        found = self.clusters.get((wanted, place))
        if found is None and place is None:
            same = [c for (known, _place), c in self.clusters.items() if known == wanted]
            found = same[0] if len(same) == 1 else None
        if found is None:
            key = f"cluster-{secrets.token_hex(5)}"
            order = len(self.clusters) + 1
            found = SchoolCluster(key=key, name_th=name, district=district, order=order)
            self.clusters[wanted, place] = found
            self.new_clusters.append(found)
        return found

    def _find(self, places, name, prefix=None):
        wanted = plain(name, prefix)
        if wanted in places:
            return places[wanted]
        near = difflib.get_close_matches(wanted, places, n=3, cutoff=0.5)
        names = dict.fromkeys(places[match].name_th for match in near)
        if not names:
            raise ValueError(_("%(name)s is not known.") % {"name": name})
        raise ValueError(
            _("%(name)s is not known. Near it: %(near)s.")
            % {"name": name, "near": ", ".join(names)}
        )
