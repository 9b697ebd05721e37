"""Partners, schools and other bodies: who the network is made of, meets and asks."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.models.base import LivingManager, Record, RecordQuerySet, in_reader_language
from partners.models.places import Affiliation, District, SchoolCluster
from thai.order import person_sort_key, school_sort_key
from thai.words import bigrams, normalise

SMALL_UP_TO, MEDIUM_UP_TO = 120, 300


class SchoolSize(models.TextChoices):
    SMALL = "small", _("small (up to 120 pupils)")
    MEDIUM = "medium", _("medium (121 to 300 pupils)")
    LARGE = "large", _("large (over 300 pupils)")


class OrganisationQuerySet(RecordQuerySet):
    def schools(self):
        return self.filter(kind=Organisation.Kind.SCHOOL)

    def partners(self):
        return self.filter(is_partner=True, left_on=None)

    def search(self, text):
        """Organisations whose names hold each word of `text`, in any spelling of its marks."""
        parts = normalise(text).split()
        # a single letter has no pair to find candidates by
        pairs = {pair for part in parts for pair in bigrams(part) if len(pair) > 1}
        found = self.filter(search_bigrams__contains=sorted(pairs)) if pairs else self
        for part in parts:
            found = found.filter(search_text__contains=part)
        return found


@pghistory.track(exclude=["sort_key", "search_text", "search_bigrams"])
class Organisation(Record):
    """A partner, a school, or a body that the network meets or asks."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("school")
        EDUCATION_OFFICE = "education_office", _("education office")
        LOCAL_GOVERNMENT = "local_government", _("local government")
        PROVINCIAL_OFFICE = "provincial_office", _("provincial office")
        COMMITTEE = "committee", _("committee")
        CIVIL_COUNCIL = "civil_council", _("civil council")
        ASSOCIATION = "association", _("association")
        NGO = "ngo", _("non-governmental organisation")
        FOUNDATION = "foundation", _("foundation")
        UNIVERSITY = "university", _("university")
        BUSINESS = "business", _("business")
        INDIVIDUAL = "individual", _("individual partner")
        OTHER = "other", _("other")

    class ModelSchool(models.TextChoices):
        CANDIDATE = "candidate", _("model school candidate")
        MODEL = "model", _("model school")
        NATIONAL = "national", _("national model school")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    code = models.CharField(
        _("code"),
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^[0-9A-Za-z-]+$", _("Use letters a to z, digits and -."))],
    )
    name_th = models.CharField(_("name in Thai"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    former_names = models.TextField(_("former names, one a line"), max_length=1000, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.SCHOOL)
    province = models.CharField(_("province"), max_length=100, default="กาฬสินธุ์", blank=True)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, verbose_name=_("district")
    )
    subdistrict = models.CharField(_("subdistrict"), max_length=100, blank=True)
    affiliation = models.ForeignKey(
        Affiliation, models.PROTECT, null=True, blank=True, verbose_name=_("affiliation")
    )
    cluster = models.ForeignKey(
        SchoolCluster, models.SET_NULL, null=True, blank=True, verbose_name=_("school cluster")
    )
    pupils = models.PositiveIntegerField(_("number of pupils"), null=True, blank=True)
    declared_size = models.CharField(
        _("school size where the number of pupils is not known"),
        max_length=10,
        choices=SchoolSize,
        blank=True,
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    website = models.URLField(_("website"), blank=True)
    contribution = models.TextField(_("what it contributes"), max_length=2000, blank=True)
    model_school = models.CharField(
        _("model school"), max_length=10, choices=ModelSchool, blank=True
    )
    is_partner = models.BooleanField(_("partner of the network"), default=False)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    name_unchecked = models.BooleanField(_("name still to be checked"), default=False)

    sort_key = models.CharField(max_length=600, editable=False, db_collation="C")
    search_text = models.TextField(editable=False)
    search_bigrams = ArrayField(models.TextField(), editable=False, default=list)

    objects = LivingManager.from_queryset(OrganisationQuerySet)()
    everything = models.Manager.from_queryset(OrganisationQuerySet)()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                Upper("code"),
                name="organisation_code_is_unique",
                condition=~models.Q(code=""),
                violation_error_message=_("Another organisation has this code."),
            ),
            models.CheckConstraint(
                name="organisation_left_after_joined",
                condition=models.Q(left_on=None)
                | models.Q(joined_on=None)
                | models.Q(left_on__gte=models.F("joined_on")),
                violation_error_message=_("The day of leaving is before the day of joining."),
            ),
            models.CheckConstraint(
                name="organisation_only_schools_are_model_schools",
                condition=models.Q(model_school="") | models.Q(kind="school"),
                violation_error_message=_("Only a school can be a model school."),
            ),
        ]
        indexes = [
            # the directory's order; the search by letters
            models.Index(fields=["sort_key", "id"], name="organisation_in_thai_order"),
            GinIndex(fields=["search_bigrams"], name="organisation_by_letters"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("partners:organisation", args=[self.slug])

    def derive(self):
        """Fill what follows from the names; bulk writers call it themselves."""
        is_person = self.kind == self.Kind.INDIVIDUAL
        self.sort_key = (person_sort_key if is_person else school_sort_key)(self.name_th)
        names = [self.name_th, self.name_en, self.short_name, self.code, self.former_names]
        self.search_text = normalise(" | ".join(" ".join(names).split("\n")))
        self.search_bigrams = bigrams(self.search_text)

    @property
    def name(self):
        return in_reader_language(self.name_th, self.name_en)

    @property
    def is_school(self):
        return self.kind == self.Kind.SCHOOL

    def size(self, small_up_to=SMALL_UP_TO, medium_up_to=MEDIUM_UP_TO):
        """The school's SchoolSize value from its pupils, else as declared, else ''."""
        if self.pupils is None:
            return self.declared_size
        if self.pupils <= small_up_to:
            return SchoolSize.SMALL
        return SchoolSize.MEDIUM if self.pupils <= medium_up_to else SchoolSize.LARGE

    def responsible_organisations(self):
        """Ids of the organisations whose people look after this record."""
        return {self.pk}
