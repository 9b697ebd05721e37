"""The live summary of a round."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render


@login_not_required
def latest_summary(request, slug=None, number=None):
    return render(request, "reflections/summary.html")
