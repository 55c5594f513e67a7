"""Marks that a duty is done, and terms that a commission set otherwise; the rest is computed from the law.

Who is reminded of them, and who has them in a calendar of their own.
"""

from django.db import models

from dauys.apps.elections.models import Election
from dauys.apps.files.models import StoredFile
from dauys.apps.journal.models import Fact
from dauys.apps.territory.models import Unit


class Mark(Fact):
    """A duty of one unit's commission is done, on this evidence; marks are only ever added.

    The latest of a duty counts. One that `withdraws` another says that the duty is not done after all, and
    its evidence why.
    """

    election = models.ForeignKey(Election, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    deadline = models.CharField(max_length=60)  # code of the pack's deadline
    done_at = models.DateTimeField()
    evidence = models.TextField()
    link = models.CharField(max_length=500, blank=True, default="")  # address of the act that shows it
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="marks")
    marked_at = models.DateTimeField()
    withdraws = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="withdrawals")

    class Meta:
        indexes = [models.Index(fields=["election", "unit", "deadline"])]


class AdoptedTerm(Fact):
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


class Subscription(models.Model):
    """An address by which a calendar program reads the terms of one person's commissions.

    Whoever has the address may read, so it holds a token of chance, and only its digest is kept.
    """

    person = models.UUIDField()
    token_digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at__isnull=True),
                name="one_open_subscription_for_a_person",
            ),
        ]


class Reminder(models.Model):
    """A letter about duties that went to one person on one day; there is at most one."""

    person = models.UUIDField()
    sent_on = models.DateField()
    duties = models.PositiveIntegerField()  # how many it told of

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "sent_on"], name="reminded_once_a_day"),
        ]
