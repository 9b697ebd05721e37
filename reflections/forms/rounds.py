"""Preparing a round and changing it: what may still change depends on how far it has come."""

from datetime import time

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from partners.fields import SchoolYearField, ThaiDateField, ThaiDateTimeField
from partners.forms import VersionedForm
from partners.models import Organisation
from partners.permissions import STAFF
from partners.templatetags.thai import thai_date_short
from reflections.defaults import wording
from reflections.models import Round
from reflections.models.rounds import ADDRESS_IS_TAKEN

FIXED_BY_ANSWERS = [*wording(), "small_up_to", "medium_up_to"]
NEEDED_ONCE_OPENED = ["closes_at", "contact", "controller_name", "names_cut_on"]
WORDING_IS_FIXED = _("The first answer has been begun: the wording and the sizes stay as they are.")


class MeetingField(forms.ModelChoiceField):
    def label_from_instance(self, meeting):
        day = thai_date_short(meeting.held_on, meeting.precision)
        return f"{meeting.title} ({day})" if day else meeting.title


class RoundForm(VersionedForm):
    """Creates or changes a round; `person` is who does it."""

    closes_at = ThaiDateTimeField(
        label=_("Answers are accepted until"), required=False, time_if_missing=time(23, 59)
    )
    names_cut_on = ThaiDateField(label=_("School names are cut on"), required=False)
    school_year = SchoolYearField(
        label=_("School year"), required=False, help_text=_("Such as 2559 or 2016")
    )
    meeting = MeetingField(
        Meeting.objects.all(), label=_("Meeting to which it belongs"), required=False
    )

    class Meta:
        model = Round
        fields = [
            "title_th",
            "title_en",
            "slug",
            "closes_at",
            "school_year",
            "term",
            "meeting",
            *wording(),
            "k",
            "small_up_to",
            "medium_up_to",
            "inviting",
            "contact",
            "controller_name",
            "controller_contact",
            "names_cut_on",
        ]
        labels = {
            "title_th": _("Title of the round"),
            "title_en": _("Title in English, if there is one"),
            "slug": _("Address of the round"),
            "term": _("Term"),
            "inviting": _("Organisation that invites"),
            "contact": _("Whom schools can ask (name, telephone)"),
            "controller_name": _("Data controller"),
            "controller_contact": _("How to reach the data controller"),
        }

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        round = self.instance
        self.is_begun = bool(round.pk) and round.is_begun()
        if round._state.adding:
            self._begin()
        self._fix_what_is_promised(round)
        staff_of = person.organisations_as(*STAFF)
        offered = Q(is_partner=True, left_on=None, deleted_at=None)
        self.fields["inviting"].queryset = Organisation.everything.filter(
            offered | Q(pk__in=staff_of) | Q(pk=round.inviting_id)
        )
        for name in ["inviting", "meeting"]:
            self.fields[name].empty_label = _("none")
        self.fields["term"].choices = [("", _("not said")), (1, "1"), (2, "2")]
        self.fields["names_cut_on"].help_text = _(
            "Left empty: %(months)d months after closing. Such as 30/11/2017"
        ) % {"months": settings.RETENTION_MONTHS}

    def _begin(self):
        own = [m.organisation for m in self.person.current_memberships if m.role in STAFF]
        contact = f"{self.person} {self.person.phone}".strip()
        for name, value in {
            **wording(),
            "contact": contact,
            "inviting": own[0].pk if own else None,
            "controller_name": settings.CONTROLLER_NAME,
            "controller_contact": settings.CONTROLLER_CONTACT,
        }.items():
            self.initial[name] = value
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _(
            "Small letters a to z, digits and -. Left empty it is made from the date."
        )

    def _fix_what_is_promised(self, round):
        for name in FIXED_BY_ANSWERS:
            self.fields[name].disabled = self.is_begun
        if round.opened_at:
            self.fields["slug"].disabled = True
            self.fields["k"].help_text = _("Once a round has been opened, this is only raised.")
        if round.phase == "closed":
            del self.fields["closes_at"]

    @property
    def questions(self):
        return [self.instance.question(number) for number in (1, 2, 3)]

    @property
    def english_is_open(self):
        """Folded away unless one of the English wordings needs a look."""
        return any(f"question_{number}_en" in self.errors for number in (1, 2, 3))

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if self.fields["slug"].disabled:
            return slug
        # deleted rounds keep their addresses
        if Round.everything.exclude(pk=self.instance.pk).filter(slug=slug).exists():
            raise forms.ValidationError(ADDRESS_IS_TAKEN)
        return slug

    def clean_k(self):
        k = self.cleaned_data["k"]
        if self.instance.opened_at and k < self.first("k"):
            raise forms.ValidationError(
                _("This was promised to the schools: it is %(k)s now and can only be raised."),
                params={"k": self.first("k")},
            )
        return k

    def first(self, name):
        """What the record holds, before anything typed is written into it."""
        return self.initial[name]

    def clean(self):
        cleaned = super().clean()
        self._check_wording_still_open()
        small, medium = cleaned.get("small_up_to"), cleaned.get("medium_up_to")
        if small is not None and medium is not None and small >= medium:
            self.add_error("medium_up_to", _("Small must be below medium."))
        if self.instance.opened_at:
            for name in set(NEEDED_ONCE_OPENED) & set(self.fields):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("A round that has been opened needs this."))
        self._check_days(cleaned)
        if not self.errors and not cleaned.get("slug"):
            cleaned["slug"] = self._free_address(cleaned)
        return cleaned

    def _check_wording_still_open(self):
        """Words that were typed while a school began its answer are told, not dropped silently."""
        if not (self.instance.pk and self.instance.is_begun()):
            return
        for name in FIXED_BY_ANSWERS:
            typed = self.data.get(self.add_prefix(name))
            if typed is not None and typed.strip() != str(self.first(name)):
                self.add_error(None, WORDING_IS_FIXED)
                return

    def _check_days(self, cleaned):
        closes_at = cleaned.get("closes_at", self.instance.closes_at)
        if "closes_at" in self.changed_data and closes_at and closes_at <= timezone.now():
            self.add_error("closes_at", _("Choose a time that is still to come."))
        cut = cleaned.get("names_cut_on")
        if not cut:
            return
        if closes_at and cut <= timezone.localdate(closes_at):
            self.add_error("names_cut_on", _("Names are cut after the round has closed."))
        elif self.is_begun and self.first("names_cut_on") and cut > self.first("names_cut_on"):
            self.add_error(
                "names_cut_on", _("This day was promised to the schools: it may only come earlier.")
            )

    def _free_address(self, cleaned):
        """Made from the meeting's day, else from the closing day, else from today."""
        meeting, closes_at = cleaned.get("meeting"), cleaned.get("closes_at")
        if meeting and meeting.held_on and meeting.precision == Meeting.Precision.DAY:
            day = meeting.held_on
        else:
            day = timezone.localdate(closes_at)
        return Round.everything.free_address(day)
