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
    status = models.CharField(max_length=40)  # of core.lifecycle.CANDIDATE
    nominated_on = models.DateField(null=True)  # local day; null where nobody told it
    registered_on = models.DateField(null=True)
    left_on = models.DateField(null=True)  # refused, withdrawn, or registration cancelled

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="one_candidate_per_number"),
            models.UniqueConstraint(fields=["contest", "position"], name="one_candidate_per_position"),
            # A day that is not known hinders nothing: a comparison with null is not false.
            models.CheckConstraint(
                condition=models.Q(nominated_on__lte=models.F("registered_on")),
                name="nominated_before_registered",
            ),
            models.CheckConstraint(
                condition=models.Q(nominated_on__lte=models.F("left_on")), name="nominated_before_leaving"
            ),
            models.CheckConstraint(
                condition=models.Q(registered_on__lte=models.F("left_on")), name="registered_before_leaving"
            ),
        ]
