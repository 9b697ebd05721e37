"""The network's goals: read by everybody, kept by coordinators."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from meetings.forms.goals import GoalForm
from meetings.history import history_of_goal
from meetings.models import Goal
from partners.access import find, require
from partners.permissions import can


def find_to_edit(person, slug, goals=None):
    goal = find(person, goals or Goal.objects.all(), slug=slug)
    require(person, "goal.edit", goal)
    return goal


@login_not_required
def goals(request):
    may_edit = can(request.user, "goal.edit")
    context = {
        "goals": Goal.objects.all(),
        "deleted": Goal.everything.deleted() if may_edit else [],
        "may_edit": may_edit,
        "help_topic": "coordinator#goals",
    }
    return render(request, "meetings/goals.html", context)


@login_not_required
def goal(request, slug):
    found = find(request.user, Goal.objects.all(), slug=slug)
    context = {
        "goal": found,
        "may_edit": can(request.user, "goal.edit"),
        "help_topic": "coordinator#goals",
    }
    return render(request, "meetings/goal.html", context)


def new(request):
    require(request.user, "goal.edit")
    return goal_form(request, GoalForm(request.POST or None))


def edit(request, slug):
    goal = find_to_edit(request.user, slug)
    return goal_form(request, GoalForm(request.POST or None, instance=goal), goal)


def goal_form(request, form, goal=None):
    if form.try_save():
        messages.success(request, _("Saved"))
        return redirect(form.instance)
    context = {"form": form, "goal": goal, "help_topic": "coordinator#goals"}
    return render(request, "meetings/goal_form.html", context)


@require_POST
def move(request, slug):
    goal = find_to_edit(request.user, slug)
    goal.move(-1 if request.POST.get("to") == "earlier" else 1)
    return redirect("meetings:goals")


@require_POST
def delete(request, slug):
    goal = find_to_edit(request.user, slug)
    Goal.objects.filter(pk=goal.pk).delete_softly()
    messages.success(request, _("Deleted. It can be brought back below."))
    return redirect("meetings:goals")


@require_POST
def bring_back(request, slug):
    goal = find_to_edit(request.user, slug, Goal.everything.all())
    Goal.everything.filter(pk=goal.pk).exclude(deleted_at=None).bring_back()
    messages.success(request, _("Brought back"))
    return redirect("meetings:goals")


def history(request, slug):
    goal = find_to_edit(request.user, slug)
    context = {"goal": goal, "history": history_of_goal(goal), "help_topic": "coordinator#goals"}
    return render(request, "meetings/goal_history.html", context)
