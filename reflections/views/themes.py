"""The codebook: themes and sub-themes made, renamed, ordered, retired; never deleted."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from partners.access import require
from reflections.forms.coding import ThemeForm
from reflections.models import Section, Theme


def codebook(request):
    """All themes by question and group, sub-themes under theirs, retired ones at the end."""
    require(request.user, "theme.edit")
    themes = list(Theme.objects.in_book_order())
    sections = [
        (section, [theme for theme in themes if theme.section == section and not theme.parent_id])
        for section in Section
    ]
    for theme in themes:
        theme.subs = [sub for sub in themes if sub.parent_id == theme.pk]
        theme.subs_in_use = sum(sub.retired_at is None for sub in theme.subs)
    context = {"sections": sections, "help_topic": "coordinator#themes"}
    return render(request, "reflections/codebook.html", context)


def add(request):
    require(request.user, "theme.edit")
    initial = {"section": request.GET.get("section"), "parent": request.GET.get("parent")}
    return _form_page(request, ThemeForm(request.POST or None, initial=initial))


def edit(request, pk):
    require(request.user, "theme.edit")
    theme = get_object_or_404(Theme.objects, pk=pk)
    return _form_page(request, ThemeForm(request.POST or None, instance=theme))


def _form_page(request, form):
    if form.try_save():
        messages.success(request, _("Saved."))
        return redirect(form.instance.get_absolute_url())
    context = {"form": form, "help_topic": "coordinator#themes"}
    return render(request, "reflections/theme_form.html", context)


@require_POST
def move(request, pk):
    """Change places with the neighbour above (`up`) or below, within question and parent."""
    require(request.user, "theme.edit")
    theme = get_object_or_404(Theme.objects, pk=pk)
    theme.move(up="up" in request.POST)
    return redirect(theme.get_absolute_url())


@require_POST
def retire(request, pk):
    """Take a theme out of use (`retire`), or back into it (`use`); its points keep it."""
    require(request.user, "theme.edit")
    theme = get_object_or_404(Theme.objects, pk=pk)
    try:
        subs = theme.retire() if "retire" in request.POST else theme.use_again()
    except ValidationError as refused:
        messages.warning(request, refused.message % refused.params)
        return redirect(theme.get_absolute_url())
    text = _("Retired: %(theme)s") if theme.retired_at else _("In use again: %(theme)s")
    with_it = ngettext("with %(n)d sub-theme", "with %(n)d sub-themes", subs) % {"n": subs}
    messages.success(request, text % {"theme": theme} + (f" ({with_it})" if subs else ""))
    return redirect(theme.get_absolute_url())
