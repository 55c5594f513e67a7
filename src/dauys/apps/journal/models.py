"""The table of entries: each holds the hash of the one before it."""

from django.db import models


class Entry(models.Model):
    """One verb that was carried out."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    person = models.CharField(max_length=100)
    office = models.CharField(max_length=40)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    law = models.CharField(max_length=60, blank=True)
    body = models.TextField()  # canonical JSON of what was done
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
