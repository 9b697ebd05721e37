"""Please contact me: a school asks one person, who alone reads it and says that it has arrived."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from partners.access import find, require
from reflections.contact_mail import tell
from reflections.forms.contact import ContactForm
from reflections.models import ContactWish

HELP = "director#contact"


def contact(request, answering):
    """Whom the school has asked; POST asks one more, or takes one back (`take_back`)."""
    if not answering.has_papers:
        raise Http404
    wishes = answering.reflection.contact_wishes
    if "take_back" in request.POST:
        _take_back(wishes.all(), request.POST["take_back"])
        return redirect(answering.url("answer_contact"))
    form = ContactForm(request.POST or None)
    if form.is_valid():
        with transaction.atomic():
            tell(form.ask(answering.reflection))
        return redirect(answering.url("answer_contact"))
    context = {
        "answering": answering,
        "round": answering.round,
        "wishes": wishes.select_related("person"),
        "form": form,
        "help_topic": HELP,
    }
    return render(request, "reflections/answer/contact.html", context)


def _take_back(wishes, key):
    wish = next((wish for wish in wishes if str(wish.public_id) == key), None)
    if wish is None:
        raise Http404
    wish.delete()


@never_cache
def wishes(request):
    """The schools that have asked for whoever is signed in."""
    require(request.user, "contact.receive")
    context = {
        "wishes": ContactWish.objects.for_person(request.user),
        "help_topic": "coordinator#contact",
    }
    return render(request, "reflections/contact_wishes.html", context)


@require_POST
def received(request, public_id):
    """Its person says that it has arrived."""
    require(request.user, "contact.receive")
    mine = ContactWish.objects.for_person(request.user)
    find(request.user, mine, public_id=public_id).receive()
    messages.success(request, _("The school sees now that you have received it."))
    return redirect("reflections:contact_wishes")
