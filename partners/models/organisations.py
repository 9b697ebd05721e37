"""Partners, schools and other bodies: who the network is made of, meets and asks."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.addresses import validate_address
from partners.models.base import LivingManager, Record, in_reader_language
from partners.models.organisation_queries import MEDIUM_UP_TO, SMALL_UP_TO, OrganisationQuerySet
from partners.models.places import Affiliation, District, SchoolCluster
from partners.provinces import PROVINCES
from thai.order import person_sort_key, school_sort_key
from thai.words import bigrams, normalise


class SchoolSize(models.TextChoices):
    SMALL = "small", _("small (up to 120 pupils)")
    MEDIUM = "medium", _("medium (121 to 300 pupils)")
    LARGE = "large", _("large (over 300 pupils)")


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

    slug = models.SlugField(_("address"), max_length=80, unique=True, validators=[validate_address])
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
            # the directory's order; its first page, the partners; the search by letters
            models.Index(fields=["sort_key", "id"], name="organisation_in_thai_order"),
            models.Index(
                fields=["sort_key", "id"],
                name="organisation_partners_in_order",
                condition=models.Q(is_partner=True),
            ),
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
        names = [self.name_th, self.name_en, self.short_name, self.code]
        names += self.former_names.splitlines()
        self.search_text = normalise(" | ".join(filter(None, names)))
        self.search_bigrams = bigrams(self.search_text)

    @property
    def name(self):
        return in_reader_language(self.name_th, self.name_en)

    @property
    def place(self):
        """Subdistrict and district (else the province) in the reader's language, or ''."""
        if not self.district:
            return self.province_in_words
        words = [_("subdistrict %(name)s") % {"name": self.subdistrict}] if self.subdistrict else []
        return " ".join([*words, _("%(name)s district") % {"name": self.district}])

    @property
    def province_in_words(self):
        name = in_reader_language(self.province, PROVINCES.get(self.province, ""))
        return _("%(name)s province") % {"name": name} if name else ""

    @property
    def former_names_list(self):
        return self.former_names.splitlines()

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

    @property
    def size_in_words(self):
        """The school's size with its numbers, as in 'small (up to 120 pupils)', else ''."""
        size = self.size()
        return SchoolSize(size).label if size else ""

    def responsible_organisations(self):
        """Ids of the organisations whose people look after this record."""
        return {self.pk}
