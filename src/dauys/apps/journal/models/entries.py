"""The table of entries: each holds the hash of the one before it."""

from django.db import models

from dauys.apps.journal.models.guards import Fact


class Entry(Fact):
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
    # Both are hashed only where they say something, so that entries from before have the digest they had.
    origin = models.CharField(max_length=64, blank=True, default="")  # where from; empty: the console
    of = models.CharField(max_length=255, blank=True, default="")  # path of the unit that it is about
