"""`manage.py import_reflections --round SLUG FILE`: answers from CSV or XLSX, a row a point."""

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from partners.import_command import ImportCommand
from reflections.importing.answers import ReflectionImport
from reflections.models import Round


class Command(ImportCommand):
    help = "Imports answers: school_code, question, group, text, theme_key, district, school_size."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--round", required=True, help="the round's address, such as 2559-11-30"
        )
        parser.add_argument("--create-round", metavar="TITLE", default="", help="make the round")
        parser.add_argument("--create-schools", action="store_true", help="make unknown schools")
        parser.add_argument("--coded", action="store_true", help="take theme_key as coding")

    def get_import(self, options):
        slug = options["round"]
        try:
            Round._meta.get_field("slug").clean(slug, None)
        except ValidationError as error:
            raise CommandError(f"--round {slug}: {' '.join(error.messages)}") from error
        return ReflectionImport(
            round=slug,
            title=options["create_round"],
            create_schools=options["create_schools"],
            coded=options["coded"],
        )
