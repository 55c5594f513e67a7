"""Elections, the edition of the law they are bound to, and their contests."""

from django.db import models

from dauys.apps.law.models import Edition
from dauys.apps.territory.models import Unit


class Election(models.Model):
    """All contests of one call: `kz-akim-2021-07-25`."""

    code = models.CharField(max_length=100, unique=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT)
    country = models.ForeignKey(Unit, on_delete=models.PROTECT)
    called_on = models.DateField()
    election_day = models.DateField()
    sample = models.BooleanField(default=False)  # invented people and figures: said on every page

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(called_on__lt=models.F("election_day")), name="called_before_election_day"
            )
        ]


class Contest(models.Model):
    """One seat or one question in one unit: `kz-akim-2021-07-25/473600000-1`."""

    code = models.CharField(max_length=200, unique=True)
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="contests")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    is_early = models.BooleanField(default=False)  # called after a seat fell vacant, not at the end of a term

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "unit"], name="one_contest_per_unit"),
        ]


class ListedPrecinct(models.Model):
    """A precinct whose protocol is expected, where the file of the election lists them."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="listed")
    precinct = models.ForeignKey(Unit, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "precinct"], name="precinct_listed_once"),
        ]


class CitedFigure(models.Model):
    """Where a figure of an election was read: for a sample that stands on published figures."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="figures")
    position = models.PositiveIntegerField()
    what_kk = models.TextField()
    what_ru = models.TextField()
    what_en = models.TextField()
    value = models.TextField()
    source = models.TextField()
    is_real = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "position"], name="one_cited_figure_per_position"),
        ]
