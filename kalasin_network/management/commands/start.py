"""`manage.py start`: an empty portal for real use."""

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from kalasin_network import preparing
from kalasin_network.first_administrator import invite_administrator
from meetings.defaults import make_goals
from reflections.codebook import make_book


class Command(BaseCommand):
    help = (
        "Makes an empty portal for real use: places, the five goals, the theme book, and a one-time"
        " address where the first administrator signs up."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--email", required=True, help="the first administrator's address")
        parser.add_argument("--name", required=True, help="and name")

    def handle(self, *args, email, name, **options):
        preparing.migrate()
        if not preparing.is_empty():
            raise CommandError(
                "This portal was started before: `start` is for an empty database. An address for"
                f" an administrator: manage.py new_administrator --email {email}"
            )
        try:
            address = self.begin(email, name)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write("The portal is ready: places, five goals, theme book, three questions.")
        self.stdout.write(f"{name} signs up here, once, within thirty days: {address}")

    @transaction.atomic
    def begin(self, email, name):
        address = invite_administrator(email, name)
        call_command("load_places", verbosity=0)
        make_goals()
        make_book()
        return address
