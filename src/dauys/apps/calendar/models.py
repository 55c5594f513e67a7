"""Marks that a duty is done, and terms that a commission set otherwise; the rest is computed from the law."""

from django.db import models

from dauys.apps.elections.models import Election
from dauys.apps.territory.models import Unit


class Mark(models.Model):
    """A duty of one unit's commission is done, on this evidence; marks are only ever added."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    deadline = models.CharField(max_length=60)  # code of the pack's deadline
    done_at = models.DateTimeField()
    evidence = models.TextField()
    marked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["election", "unit", "deadline"])]


class AdoptedTerm(models.Model):
    """A term that a commission set where the law lets it choose; the latest one of a unit counts."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    deadline = models.CharField(max_length=60)
    starts_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    evidence = models.TextField()  # the decision
    adopted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["election", "deadline"])]
