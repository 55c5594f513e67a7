"""Files that were handed in, what was found wrong with them, and the mappings that a commission keeps."""

from django.db import models

from dauys.apps.elections.models import Election
from dauys.apps.jobs.models import Job


class Import(models.Model):
    """One file, handed in to be looked through and then taken."""

    stands: str  # stage and state, like preview.done: annotated by queries.imports

    kind = models.CharField(max_length=20)  # of rules.KINDS
    election = models.ForeignKey(
        Election, on_delete=models.PROTECT, null=True
    )  # as chosen; else the file tells
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    commission = models.CharField(max_length=200)  # path of the unit of who handed it in
    person = models.CharField(max_length=100)
    office = models.CharField(max_length=40)
    at = models.DateTimeField()
    reason = models.TextField(blank=True, default="")  # why it differs from what stands
    with_findings = models.BooleanField(default=False)  # protocols that break a relation count all the same
    sample = models.BooleanField(default=False)  # an election of invented people and figures
    valid_from_on = models.DateField(null=True)  # on which the units of a classifier begin
    mapping = models.TextField(blank=True, default="")  # TOML
    preview = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")  # the latest
    taking = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")  # the latest


class FaultList(models.Model):
    """All that a preview found wrong: kept apart, as no list of imports needs it."""

    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="+")
    packed = models.BinaryField()  # JSON, compressed by zlib


class KeptMapping(models.Model):
    """A mapping that a commission uses again; the latest of a name counts, earlier ones stay."""

    name = models.CharField(max_length=100)
    commission = models.CharField(max_length=200)  # path of the unit
    text = models.TextField()  # TOML
    person = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["commission", "name"], name="mappings_of_commission")]
