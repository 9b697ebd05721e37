"""`manage.py reset_two_step`: when somebody has lost the phone and the recovery codes."""

from django.core.management.base import BaseCommand, CommandError

from partners.models import Person
from partners.people.lost_access import reset_two_step


class Command(BaseCommand):
    help = (
        "Takes away somebody's second step and signs them out everywhere. The password stays; an"
        " administrator is led to setting up the second step anew."
    )

    def add_arguments(self, parser):
        parser.add_argument("--email", required=True, help="whose second step")

    def handle(self, *args, email, **options):
        person = Person.objects.filter(email=email.lower()).first()
        if person is None:
            raise CommandError(f"Nobody signs in as {email}.")
        if not reset_two_step(person):
            raise CommandError(f"{email} has no second step; nothing was changed.")
        self.stdout.write(f"Done. {email} signs in with the password alone.")
