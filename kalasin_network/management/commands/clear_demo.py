"""`manage.py clear_demo`: takes the demonstration data away again, and nothing else."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import ProtectedError

from kalasin_network import demo


class Command(BaseCommand):
    help = "Deletes the demonstration data and its sign-ins; whatever else there is stays."

    def handle(self, *args, **options):
        try:
            gone = demo.clear()
        except ProtectedError as error:
            names = ", ".join(
                sorted(f"{o._meta.verbose_name}: {o}" for o in error.protected_objects)
            )
            raise CommandError(
                f"Nothing was taken away: these are no demonstration data, but rest on it. {names}"
            ) from error
        for name, rows in gone.items():
            self.stdout.write(f"{name}: {rows}")
        settings.DEMO_SIGN_INS.unlink(missing_ok=True)
