"""What administrators see under /admin/: people, roles, organisations; places to edit."""

from datetime import datetime

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partners.models import (
    Affiliation,
    District,
    Membership,
    Organisation,
    Person,
    SchoolCluster,
    Zone,
)
from partners.people.lost_access import reset_two_step, sign_out_everywhere
from partners.templatetags.thai import thai_date_short, thai_datetime


def shown_date(name, label):
    """A date or moment of the records as a column, in the reader's language and era."""

    @admin.display(description=label, ordering=name)
    def shown(record):
        value = getattr(record, name)
        words = thai_datetime if isinstance(value, datetime) else thai_date_short
        return words(value) or "-"

    return shown


def yes_or_no(name, label):
    """A column in words: Django's own signs have English ones behind them."""

    @admin.display(description=label, ordering=name)
    def shown(record):
        return _("yes") if getattr(record, name) else _("no")

    return shown


LAST_LOGIN = shown_date("last_login", _("last sign-in"))
STARTED, ENDED = shown_date("started_on", _("from")), shown_date("ended_on", _("to"))
JOINED, LEFT = shown_date("joined_on", _("joined on")), shown_date("left_on", _("left on"))
DELETED = shown_date("deleted_at", _("deleted"))
ACTIVE = yes_or_no("is_active", _("may sign in"))
ADMINISTERS = yes_or_no("is_superuser", _("administrator"))
PARTNER = yes_or_no("is_partner", _("partner of the network"))
UNCHECKED = yes_or_no("name_unchecked", _("name still to be checked"))


class LookUp(admin.ModelAdmin):
    """Only to find and look; changes are made on the portal's pages or by the actions here."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return obj is None

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Person)
class PersonAdmin(LookUp):
    list_display = ["full_name", "email", "position", "phone", ACTIVE, ADMINISTERS]
    list_filter = ["is_active", "is_superuser", "memberships__role"]
    search_fields = ["email", "first_name", "last_name", "position"]
    ordering = ["sort_key", "pk"]
    fields = ["title", "first_name", "last_name", "position", "phone", "email", LAST_LOGIN]
    readonly_fields = [LAST_LOGIN]
    actions = ["sign_out_everywhere", "take_second_step_away"]
    change_form_template = "admin/partners/person/change_form.html"

    @admin.display(description=_("name"))
    def full_name(self, person):
        return person.get_full_name()

    def get_queryset(self, request):
        return Person.everything.order_by("sort_key", "pk")

    @admin.action(description=_("Sign out on every device"))
    def sign_out_everywhere(self, request, people):
        for person in people:
            sign_out_everywhere(person)
        self.message_user(request, _("Done."), messages.SUCCESS)

    @admin.action(description=_("Take away the second step (phone lost)"))
    def take_second_step_away(self, request, people):
        """Not from administrators: for them there is a command on the server."""
        done = sum(reset_two_step(person) for person in people.filter(is_superuser=False))
        text = ngettext("Taken away from %(n)d person.", "Taken away from %(n)d people.", done)
        self.message_user(request, text % {"n": done}, messages.SUCCESS)


@admin.register(Membership)
class MembershipAdmin(LookUp):
    list_display = ["person", "role", "organisation", STARTED, ENDED]
    fields = list_display
    readonly_fields = [STARTED, ENDED]
    list_filter = ["role"]
    list_select_related = ["person", "organisation"]
    search_fields = ["person__email", "person__first_name", "person__last_name"]
    ordering = ["person__sort_key", "pk"]


@admin.register(Organisation)
class OrganisationAdmin(LookUp):
    list_display = ["name_th", "kind", "code", "district", PARTNER, DELETED]
    list_filter = ["kind", "is_partner", "district", "affiliation"]
    list_select_related = ["district"]
    search_fields = ["search_text"]
    ordering = ["sort_key", "pk"]
    exclude = ["is_partner", "joined_on", "left_on", "name_unchecked"]
    readonly_fields = [PARTNER, JOINED, LEFT, UNCHECKED, DELETED]
    actions = ["bring_back"]

    def get_queryset(self, request):
        return Organisation.everything.order_by("sort_key", "pk")

    @admin.action(description=_("Bring deleted ones back"))
    def bring_back(self, request, organisations):
        done = organisations.exclude(deleted_at=None).bring_back()
        text = ngettext("%(n)d was brought back.", "%(n)d were brought back.", done)
        self.message_user(request, text % {"n": done}, messages.SUCCESS)


class PlaceAdmin(admin.ModelAdmin):
    list_display = ["name_th", "name_en", "key", "order"]
    ordering = ["order", "pk"]

    def get_readonly_fields(self, request, obj=None):
        return ["key"] if obj else []  # files and addresses know the key


admin.site.register([Zone, Affiliation, SchoolCluster], PlaceAdmin)


@admin.register(District)
class DistrictAdmin(PlaceAdmin):
    list_display = ["name_th", "name_en", "zone", "tile_column", "tile_row", "order"]
    list_select_related = ["zone"]
