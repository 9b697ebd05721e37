"""`manage.py clear_demo`: takes the demonstration data away again, and nothing else."""

from django.conf import settings
from django.core.management.base import BaseCommand

from kalasin_network import demo


class Command(BaseCommand):
    help = "Deletes the demonstration data and its sign-ins; whatever else there is stays."

    def handle(self, *args, **options):
        for name, rows in demo.clear().items():
            self.stdout.write(f"{name}: {rows}")
        settings.DEMO_SIGN_INS.unlink(missing_ok=True)
