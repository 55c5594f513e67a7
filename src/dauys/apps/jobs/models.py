"""The queue of works; what a work does, and to which rows, is known to the rooms above."""

from django.db import models


class Job(models.Model):
    """One work, as somebody asked for it: the actor and the moment are those of its verbs."""

    kind = models.CharField(max_length=40)  # a work that the worker knows
    subject = models.CharField(max_length=200)  # what it is about, opaque: import:12
    asked = models.TextField(default="{}")  # JSON
    person = models.CharField(max_length=100)
    office = models.CharField(max_length=40)
    commission = models.CharField(max_length=200, blank=True, default="")  # path of the unit
    second_factor = models.BooleanField(default=False)  # whether it was shown when this was asked for
    origin = models.CharField(max_length=100, blank=True, default="")
    at = models.DateTimeField()
    state = models.CharField(max_length=20, default="waiting")  # of core.lifecycle.JOB
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    report = models.TextField(default="{}")  # JSON: what came of it

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="jobs_by_state")]
