"""Rounds: list and read."""

from django.shortcuts import get_object_or_404, render

from reflections.models import Round


def rounds(request):
    found = Round.objects.visible_to(request.user)
    return render(request, "reflections/rounds.html", {"rounds": found})


def round_page(request, slug):
    found = get_object_or_404(Round.objects.visible_to(request.user), slug=slug)
    return render(request, "reflections/round.html", {"round": found})
