"""The base of `manage.py import_...`: reads a file, says each bad row, writes all or nothing."""

from pathlib import Path

import pghistory
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class ImportCommand(BaseCommand):
    """Subclasses name their `import_class`, or make one from the options in `get_import`."""

    import_class = None

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="CSV or XLSX")
        parser.add_argument(
            "--language",
            choices=dict(settings.LANGUAGES),
            default=settings.LANGUAGE_CODE,
            help="language of what is said about the file",
        )

    def get_import(self, options):
        """The Import for the command's options; may raise CommandError."""
        return self.import_class()

    def handle(self, *args, file, language, **options):
        # what was written is on record as the command's, and found quicker than nobody's
        on_record = pghistory.context(command=type(self).__module__.rpartition(".")[2])
        with translation.override(language), on_record:
            run = self.get_import(options)
            try:
                with file.open("rb") as opened:
                    written = run.run(opened)
            except OSError as error:
                raise CommandError(f"{file}: {error.strerror}") from error
            if not written:
                for problem in run.problems:
                    self.stderr.write(str(problem))
                raise CommandError(nothing_imported(len(run.problems)))
            for note in run.notes:
                self.stdout.write(note)
            self.stdout.write(imported(run))


def imported(run):
    """What an import did, as one sentence."""
    return _("Imported: %(added)s added, %(changed)s changed, %(unchanged)s unchanged.") % {
        "added": f"{len(run.added):,}",
        "changed": f"{len(run.changed):,}",
        "unchanged": f"{run.unchanged:,}",
    }


def nothing_imported(count):
    """That nothing was written, and how much is wrong."""
    return ngettext(
        "Nothing was imported: %(count)s place in the file needs mending.",
        "Nothing was imported: %(count)s places in the file need mending.",
        count,
    ) % {"count": f"{count:,}"}
