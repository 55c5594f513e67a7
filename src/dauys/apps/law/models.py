"""Editions that elections here are bound to."""

from django.db import models


class Edition(models.Model):
    """One law pack as it was when it was installed; the same edition with other rules is another row."""

    law = models.CharField(max_length=60)  # kz/akim/2021
    digest = models.CharField(max_length=64)  # SHA-256 over all its records
    installed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["law", "digest"], name="one_edition_per_digest")]
