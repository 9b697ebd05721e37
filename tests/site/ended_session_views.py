"""Pages of every make, for the tests of ended sessions: none of them knows of kept forms."""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from partners.models import Organisation


class NameForm(forms.Form):
    name_th = forms.CharField()
    notes = forms.CharField(required=False, widget=forms.Textarea)
    picture = forms.FileField(required=False)


def careful(request):
    """Asks for the method before it saves."""
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        Organisation.objects.create(name_th=form.cleaned_data["name_th"], slug="saved")
        return HttpResponseRedirect("/careful/")
    return render(request, "ended_session.html", {"form": form})


def careless(request):
    """Saves whatever is bound and valid."""
    form = NameForm(request.POST or None)
    if form.is_valid():
        Organisation.objects.create(name_th=form.cleaned_data["name_th"], slug="saved")
        return HttpResponseRedirect("/careless/")
    return render(request, "ended_session.html", {"form": form})


class ByClass(FormView):
    """Looks at what was posted on POST only."""

    form_class, template_name, success_url = NameForm, "ended_session.html", "/by-class/"


@require_POST
def post_only(request):
    return HttpResponse("saved")


urlpatterns = [
    path("careful/", careful),
    path("careless/", careless),
    path("by-class/", ByClass.as_view()),
    path("post-only/", post_only),
    path("", include("kalasin_network.urls")),
]
