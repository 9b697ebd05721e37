"""Rebuilds the kept counts from the points, or only compares them."""

from django.core.management.base import BaseCommand, CommandError

from reflections.models import ThemeCount


class Command(BaseCommand):
    help = "Rebuild the kept counts from the points; with --check only compare them."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="change nothing, fail on a difference"
        )

    def handle(self, *args, check, **options):
        if not check:
            self.stdout.write(f"Counted again; answers put right: {ThemeCount.objects.rebuild()}.")
        elif wrong := len(ThemeCount.objects.differing()):
            raise CommandError(
                f"The kept counts of {wrong} answers are not what their points say."
                " manage.py recount puts them right."
            )
        else:
            self.stdout.write("The kept counts are what the points say.")
