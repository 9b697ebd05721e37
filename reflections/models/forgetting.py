"""When names are cut, the answers forget their schools, and history who was signed in there."""

from django.apps import apps
from pghistory.models import Context

from reflections.codes import school_code

# what a school's own requests change, and the way from there to the answer
WRITTEN = {"Reflection": "", "Point": "__reflection", "SentenceRelease": "__point__reflection"}


def forget_names(answers, now):
    """Put the keyed code in the place of each school's name and forget who wrote."""
    for answer in answers:
        answer.school_code = school_code(answer.organisation_id)
        answer.organisation = answer.invitation = None
        answer.names_cut_at = now
    cut = ["school_code", "organisation", "invitation", "names_cut_at"]
    apps.get_model("reflections.Reflection").objects.bulk_update(answers, cut, batch_size=500)
    apps.get_model("reflections.ContactWish").objects.filter(reflection__in=answers).delete()
    forget_writers(answers)


def forget_addresses(round):
    """Take the schools' e-mail addresses, and what tells who had not answered, off the record."""
    apps.get_model("reflections.InvitationMail").objects.of_round(round).forget_addresses()


def forget_writers(answers):
    """Take the person out of the history of these answers, their points and sentences."""
    releases = apps.get_model("reflections.SentenceRelease").objects
    releases.filter(point__reflection__in=answers).update(released_by=None)
    for name, path in WRITTEN.items():
        model = apps.get_model("reflections", name)
        events = model.pgh_event_model.objects
        events = events.filter(**{f"pgh_obj{path}__in": answers}).exclude(pgh_context=None)
        contexts = list(events.values_list("pgh_context", flat=True))
        events.update(pgh_context=None)
        Context.objects.filter(pk__in=contexts).delete()
