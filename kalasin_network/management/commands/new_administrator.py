"""`manage.py new_administrator`: when no administrator can sign in any more."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from kalasin_network.first_administrator import invite_administrator


class Command(BaseCommand):
    help = (
        "Prints a one-time address. Who opens it becomes an administrator: a new person by signing"
        " up, somebody who has an account under that address by signing in."
    )

    def add_arguments(self, parser):
        parser.add_argument("--email", required=True, help="whose address")
        parser.add_argument("--name", default="", help="name, for a new person")

    def handle(self, *args, email, name, **options):
        try:
            address = invite_administrator(email, name)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"Valid once, within thirty days: {address}")
