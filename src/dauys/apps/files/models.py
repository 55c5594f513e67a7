"""The table of files: what each is and whose; the bytes lie beside the database, by their digest."""

from django.db import models

from dauys.apps.journal.models import Fact


class StoredFile(Fact):
    """One file as somebody gave it. Two rows may name the same bytes; no row is ever deleted."""

    may_change = ("withdrawn_at", "withdrawn_by", "withdrawal_reason")

    code = models.UUIDField(unique=True)  # by chance: the address that nobody guesses
    of = models.CharField(max_length=255, db_index=True)  # path of the unit whose commission keeps it
    kind = models.CharField(max_length=10)  # of rules.KINDS, as the content says
    name = models.CharField(max_length=200)  # as it was given: a text, never a path
    about = models.CharField(max_length=300)  # what it is, in the words of who stored it
    size = models.PositiveIntegerField()  # bytes that are kept
    sha256 = models.CharField(max_length=64, db_index=True)  # of the bytes that are kept
    given_sha256 = models.CharField(max_length=64)  # of the bytes that were given: an image is made anew
    person = models.CharField(max_length=100)  # opaque id of who stored it
    office = models.CharField(max_length=40)
    stored_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=100, blank=True, default="")
    withdrawal_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawal_reason="")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawal_reason="")),
                name="file_withdrawn_for_a_reason",
            ),
        ]
