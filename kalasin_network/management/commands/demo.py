"""`manage.py demo`: demonstration data and sign-ins into an empty database."""

import json
import secrets

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kalasin_network import demo, preparing


class Command(BaseCommand):
    help = "Loads the demonstration data and its sign-ins; refuses a database that holds records."
    requires_migrations_checks = False

    def handle(self, *args, verbosity, **options):
        preparing.migrate()
        password = settings.DEMO_PASSWORD or secrets.token_urlsafe(9)
        try:
            two_step = demo.load(password)
        except demo.NotEmpty as error:
            raise CommandError(
                "The database holds records already; the demo goes into an empty one only."
            ) from error
        settings.DEMO_SIGN_INS.parent.mkdir(exist_ok=True)
        settings.DEMO_SIGN_INS.touch(mode=0o600)
        settings.DEMO_SIGN_INS.write_text(json.dumps({"password": password, **two_step}))
        for line in demo.people.sign_in_lines() if verbosity else []:
            self.stdout.write(line)
