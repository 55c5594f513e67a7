"""Units of the country as one tree: country, regions, districts and cities, rural units, precincts."""

from django.db import models
from treebeard.mp_tree import MP_Node


class Unit(MP_Node):
    """One unit from `valid_from` up to, not including, `valid_to`, by its latest names; also a precinct."""

    steplen = 4  # 36⁴ children under one parent

    country = models.CharField(max_length=40, db_index=True)  # code of the root
    code = models.CharField(max_length=80)
    kind = models.CharField(max_length=30)
    name_kk = models.CharField(max_length=200)
    name_ru = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    iso = models.CharField(max_length=6, blank=True)  # ISO 3166-1 or -2; the latest, as the names
    zone = models.CharField(max_length=60, blank=True)  # tz name; blank: that of the unit above
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "code"], name="one_unit_per_code"),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_from__lt=models.F("valid_to")),
                name="unit_valid_for_a_time",
            ),
        ]


class EarlierName(models.Model):
    """What a unit was called up to, not including, `valid_to`, and since the earlier name before it ended."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="earlier_names")
    name_kk = models.CharField(max_length=200)
    name_ru = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    iso = models.CharField(max_length=6, blank=True)
    valid_to = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_to"], name="one_name_at_a_time"),
        ]
