"""`manage.py tidy`: erases withdrawn words and cuts school names where it is time."""

from django.core.management.base import BaseCommand, CommandError

from reflections import tidying


class Command(BaseCommand):
    help = (
        "Erase the words of answers withdrawn 30 days ago and cut the school names of rounds whose"
        " day has come. The portal's worker does it every night; this does it now."
    )

    def handle(self, *args, **options):
        done = tidying.tidy()
        self.stdout.write(f"Answers erased: {done.erased}. Rounds with names cut: {done.cut}.")
        tidying.schedule()
        if done.failed:
            raise CommandError(f"{done.failed} failed; the log says why.")
