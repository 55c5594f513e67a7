"""Who stands: one row per candidate of a contest."""

from django.db import models

from dauys.apps.elections.models import Contest


class Candidate(models.Model):
    """One candidate; `position` is the place among the figures of a protocol and never changes."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="candidates")
    number = models.CharField(max_length=20)
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    party = models.CharField(max_length=200, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    birth_year = models.PositiveIntegerField(null=True)
    nominated_by = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="one_candidate_per_number"),
            models.UniqueConstraint(fields=["contest", "position"], name="one_candidate_per_position"),
        ]
