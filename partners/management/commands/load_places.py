from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from partners.place_files import KALASIN, PlaceFileError, load


class Command(BaseCommand):
    """Brings districts, zones, affiliations and school clusters from a YAML file."""

    help = "Load districts, zones, affiliations and school clusters; loading again is harmless."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, default=KALASIN, help="a YAML file")

    def handle(self, *args, file, verbosity, **options):
        try:
            loaded = load(file)
        except PlaceFileError as error:
            for problem in error.problems:
                self.stderr.write(problem)
            raise CommandError(_("Nothing was loaded.")) from error
        if not verbosity:
            return
        counts = ", ".join(f"{name} {count}" for name, count in loaded.items())
        self.stdout.write(_("Places loaded: %(counts)s") % {"counts": counts})
