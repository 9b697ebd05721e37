"""`manage.py import_reflections --round SLUG FILE`: answers from CSV or XLSX, a row a point."""

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from partners.import_command import ImportCommand
from reflections.importing.answers import ReflectionImport
from reflections.models import Round
from thai.words import clean


def checked(name, value, option):
    """`value` if a round can bear it in its field `name`, else CommandError."""
    try:
        return Round._meta.get_field(name).clean(value, None)
    except ValidationError as error:
        raise CommandError(f"{option} {value}: {' '.join(error.messages)}") from error


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
        title = options["create_round"]
        return ReflectionImport(
            round=checked("slug", options["round"], "--round"),
            title=title and checked("title_th", clean(title), "--create-round"),
            create_schools=options["create_schools"],
            coded=options["coded"],
        )
