"""Places from a YAML file: districts with their tiles, zones of them, affiliations, clusters."""

import re
from collections import Counter
from pathlib import Path

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from partners.models import Affiliation, District, SchoolCluster, Zone
from thai.words import clean

KALASIN = Path(__file__).parent / "places" / "kalasin.yaml"
KEY = re.compile(r"[a-z0-9_-]{1,50}")
LISTS = {
    "zones": Zone,
    "districts": District,
    "affiliations": Affiliation,
    "clusters": SchoolCluster,
}


class PlaceFileError(Exception):
    """The file is not as it must be; `problems` are sentences for people."""

    def __init__(self, problems):
        super().__init__("\n".join(problems))
        self.problems = problems


def load(path=KALASIN):
    """Bring the places of the file into the database, all or nothing; loading again is harmless.

    Returns {"districts": 18, ...}. Places that the file does not name stay as they are: schools
    may belong to them. Raises PlaceFileError with everything that is wrong.
    """
    data = _read(path)
    problems = [problem for name in LISTS for problem in _problems(name, data)]
    problems = problems or _dangling(data)
    if problems:
        raise PlaceFileError(problems)
    with transaction.atomic():
        _write(data)
    return {name: len(data[name]) for name in LISTS if data[name]}


def _read(path):
    try:
        data = yaml.safe_load(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise PlaceFileError([f"{path}: {error.strerror}"]) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        where = getattr(error, "problem_mark", None)
        raise PlaceFileError(
            [
                _("Line %(line)s: this is not YAML.") % {"line": where.line + 1}
                if where
                else _("This is not a YAML file in UTF-8.")
            ]
        ) from error
    if not isinstance(data, dict) or not data.get("districts"):
        raise PlaceFileError([_("The file names no districts.")])
    return {"province": data.get("province")} | {name: data.get(name) or [] for name in LISTS}


def _problems(name, data):
    """What is wrong with one list of places, each with its number in the list."""
    entries = data[name]
    if not isinstance(entries, list):
        yield _("%(list)s: this must be a list.") % {"list": name}
        return
    keys = Counter(str(entry.get("key")) for entry in entries if isinstance(entry, dict))
    for number, entry in enumerate(entries, start=1):
        reason = (
            _("this must be a mapping of names and values")
            if not isinstance(entry, dict)
            else _wrong(entry, keys)
        )
        if reason:
            place = {"list": name, "number": number, "reason": reason}
            yield _("%(list)s, number %(number)s: %(reason)s.") % place


def _wrong(entry, keys):
    if not KEY.fullmatch(str(entry.get("key", ""))):
        return _("`key` must be 1 to 50 of the signs a to z, 0 to 9, _ and -")
    if keys[str(entry["key"])] > 1:
        return _("the key %(key)s stands there twice") % {"key": entry["key"]}
    if not 0 < len(clean(str(entry.get("th") or ""))) <= 200:
        return _("`th`, the Thai name of at most 200 characters, is missing")
    if len(clean(str(entry.get("en") or ""))) > 200:
        return _("`en` is longer than 200 characters")
    tile = entry.get("tile", [0, 0])
    if not (
        isinstance(tile, list)
        and len(tile) == 2
        and all(type(step) is int and 0 <= step < 100 for step in tile)
    ):
        return _("`tile` must be [column, row], two whole numbers from 0 to 99")
    if not isinstance(entry.get("districts", []), list):
        return _("`districts` must be a list of keys")
    return ""


def _dangling(data):
    """Districts named by zones and clusters that are not there, or stand in two zones."""
    known = {str(district["key"]) for district in data["districts"]}
    in_zones = [str(key) for zone in data["zones"] for key in zone.get("districts", [])]
    of_clusters = [str(c["district"]) for c in data["clusters"] if c.get("district")]
    missing = sorted(set(in_zones + of_clusters) - known)
    twice = sorted(key for key, count in Counter(in_zones).items() if count > 1)
    return [_("There is no district %(key)s in the file.") % {"key": key} for key in missing] + [
        _("The district %(key)s stands in two zones.") % {"key": key} for key in twice
    ]


def _write(data):
    for name, model in LISTS.items():
        for order, entry in enumerate(data[name], start=1):
            values = {
                "name_th": clean(str(entry["th"])),
                "name_en": clean(str(entry.get("en") or "")),
                "order": order,
            }
            if model is District:
                values["tile_column"], values["tile_row"] = entry.get("tile", (None, None))
                if data["province"]:
                    values["province"] = clean(str(_thai_name(data["province"])))
            if model is SchoolCluster:
                values["district"] = District.objects.filter(key=entry.get("district")).first()
            model.objects.update_or_create(key=str(entry["key"]), defaults=values)
    for zone in data["zones"]:
        keys = [str(key) for key in zone.get("districts", [])]
        District.objects.filter(key__in=keys).update(zone=Zone.objects.get(key=zone["key"]))


def _thai_name(province):
    return province.get("th") if isinstance(province, dict) else province
