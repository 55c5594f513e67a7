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
    note_kk = models.TextField(blank=True, default="")  # what every page says of it; all three, or none
    note_ru = models.TextField(blank=True, default="")
    note_en = models.TextField(blank=True, default="")

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


class Party(models.Model):
    """What a party of the candidates' files is called in each language, in one election: names change."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="parties")
    name = models.CharField(max_length=200)  # as the files of candidates give it
    name_kk = models.CharField(max_length=200)
    name_ru = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "name"], name="party_named_once"),
        ]


class Source(models.Model):
    """Where figures of an election were read: what it is in each language, its own title in its language."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="sources")
    address = models.CharField(max_length=200)  # as cited figures name it
    name_kk = models.TextField()
    name_ru = models.TextField()
    name_en = models.TextField()
    title = models.TextField(blank=True)  # of the document itself, where it was read
    title_language = models.CharField(max_length=10, blank=True)
    url = models.CharField(max_length=500, blank=True, default="")  # where it is read, where that is known

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "address"], name="source_named_once"),
        ]


class CitedFigure(models.Model):
    """Where a figure of an election was read: for a sample that stands on published figures."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="figures")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=100, blank=True, default="")  # what it counts, for programs: voters
    unit = models.CharField(max_length=100, blank=True, default="")  # the code of the unit it is about
    what_kk = models.TextField()
    what_ru = models.TextField()
    what_en = models.TextField()
    kind = models.CharField(max_length=10, default="text")  # of rules.VALUES; a row from before has text
    value = models.TextField()  # as programs write it: 1209817, 79.10, 2021-06-25
    words_kk = models.TextField(blank=True, default="")  # the value, where it is said in words
    words_ru = models.TextField(blank=True, default="")
    words_en = models.TextField(blank=True, default="")
    is_rounded = models.BooleanField(default=False)  # by the source
    source = models.TextField()  # addresses, "; " between them
    is_real = models.BooleanField()
    is_ours = models.BooleanField(default=False)  # neither read nor invented: reckoned or chosen by us

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "position"], name="one_cited_figure_per_position"),
        ]
