"""Where schools are and to whom they belong: rows that `load_places` brings."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models.base import in_reader_language


class Place(models.Model):
    """A named row with a stable key, in the order of the places file."""

    key = models.SlugField(_("key"), max_length=50, unique=True)
    name_th = models.CharField(_("name in Thai"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return in_reader_language(self.name_th, self.name_en)


class Zone(Place):
    """Some neighbouring districts, the next coarser grouping after the district."""

    class Meta(Place.Meta):
        verbose_name = _("zone")
        verbose_name_plural = _("zones")


class District(Place):
    """อำเภอ. `tile_column` and `tile_row` place it on the schematic map, north up."""

    province = models.CharField(_("province"), max_length=100, default="กาฬสินธุ์")
    zone = models.ForeignKey(
        Zone,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="districts",
        verbose_name=_("zone"),
    )
    tile_column = models.PositiveSmallIntegerField(_("column on the map"), null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField(_("row on the map"), null=True, blank=True)

    class Meta(Place.Meta):
        verbose_name = _("district")
        verbose_name_plural = _("districts")


class Affiliation(Place):
    """สังกัด: to which office a school belongs, such as สพป.กาฬสินธุ์ เขต 1."""

    class Meta(Place.Meta):
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")


class SchoolCluster(Place):
    """กลุ่มโรงเรียน: schools that work together, how schools are really reached."""

    district = models.ForeignKey(
        District, models.SET_NULL, null=True, blank=True, verbose_name=_("district")
    )

    class Meta(Place.Meta):
        verbose_name = _("school cluster")
        verbose_name_plural = _("school clusters")
