"""Marks that a duty is done; what is due is computed from the law and never stored."""

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
