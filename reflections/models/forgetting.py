"""When names are cut, history too forgets who was signed in as the school."""

from django.apps import apps
from pghistory.models import Context

# what a school's own requests change, and the way from there to the answer
WRITTEN = {"Reflection": "", "Point": "__reflection", "SentenceRelease": "__point__reflection"}


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
