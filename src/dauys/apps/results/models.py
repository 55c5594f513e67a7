"""Protocols and what follows from them.

Protocol versions, turnout readings, releases, decisions and establishments are facts: rows are added, never
changed.
Tallies are derived and can be recomputed from the facts at any time.
Figures are packed as little-endian 32-bit integers, -1 for a figure that is missing: first the lines of the
law in the pack's order, then the votes by the candidates' positions. Tallies hold 64-bit sums the same way.
"""

from django.db import models

from dauys.apps.elections.models import Contest, Election
from dauys.apps.journal.models import Fact
from dauys.apps.territory.models import Unit


class Intake(Fact):
    """One file of protocols, or one protocol by hand, that was taken whole."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT)
    at = models.DateTimeField()
    file_name = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)  # why versions in it differ from those before
    with_findings = models.BooleanField()  # protocols with errors were accepted all the same, by decision
    journal_number = models.BigIntegerField()


class ProtocolVersion(Fact):
    """One version of the protocol of one precinct in one contest."""

    # No index of their own: asked for are a contest and precincts in it, to which the constraint leads, and
    # each index would slow down the import of a country.
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, db_index=False)
    precinct = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False)
    number = models.PositiveIntegerField()
    figures = models.BinaryField()
    errors = models.PositiveSmallIntegerField()
    warnings = models.PositiveSmallIntegerField()
    broken = models.CharField(max_length=300, blank=True)  # codes of the relations that do not hold
    accepted = models.BooleanField()  # at intake; one kept out may be released later
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "precinct", "number"], name="one_version_per_number"),
        ]


class Release(Fact):
    """A decision that a protocol kept out for errors counts all the same."""

    version = models.OneToOneField(ProtocolVersion, on_delete=models.PROTECT)
    at = models.DateTimeField()
    reason = models.TextField()
    journal_number = models.BigIntegerField()


class Tally(models.Model):
    """Sums of one contest over the precincts that hang right on one unit; units above are added up when read.

    A precinct has one latest version, and at most one that counts: the latest accepted or released.
    """

    election = models.ForeignKey(Election, on_delete=models.PROTECT)
    # No index of their own: the constraint leads from a contest to its units, and nobody comes by the unit.
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False)
    figures = models.BinaryField()  # int64 sums over the versions that count
    present = models.BinaryField()  # int64: how many of them hold the figure
    received = models.PositiveIntegerField(default=0)  # precincts with any version
    counted = models.PositiveIntegerField(default=0)  # … with a version that counts
    kept_out = models.PositiveIntegerField(default=0)  # … whose latest version does not count
    with_errors = models.PositiveIntegerField(default=0)  # … whose latest version breaks a relation
    with_warnings = models.PositiveIntegerField(default=0)
    kept_out_votes = models.BigIntegerField(default=0)  # the most votes the versions kept out may hold
    largest_base = models.PositiveIntegerField(default=0)  # the longest list on any version ever received
    as_of = models.DateTimeField()  # time of the latest fact about these precincts
    last_entry = models.BigIntegerField()  # its number in the journal

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "unit"], name="one_tally_of_contest"),
        ]


class TurnoutReading(Fact):
    """How many had received a ballot in a precinct by an hour; of several for one hour the latest counts."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, db_index=False)
    precinct = models.ForeignKey(Unit, on_delete=models.PROTECT)
    hour_at = models.DateTimeField()
    voted = models.PositiveIntegerField()
    on_list = models.PositiveIntegerField()
    reason = models.TextField(blank=True)  # why it differs from the one before it for the same hour
    at = models.DateTimeField()
    journal_number = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "precinct", "hour_at", "journal_number"], name="one_reading_per_entry"
            ),
            models.CheckConstraint(
                condition=models.Q(voted__lte=models.F("on_list")), name="voted_within_list"
            ),
        ]


class ContestDecision(Fact):
    """A decision about a contest besides its result: cancelled, extended, called again, closed."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT)
    verb = models.CharField(max_length=40)  # of core.lifecycle.CONTEST
    at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)  # to when a stage is extended
    evidence = models.TextField()  # the act, or the reason
    journal_number = models.BigIntegerField()


class Establishment(Fact):
    """The commission established the result of a contest; a correction afterwards reopens it, visibly."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=30)
    candidates = models.JSONField()
    figures = models.BinaryField()  # int64 sums as they were established
    evidence = models.TextField()
    journal_number = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="one_establishment_per_number"),
        ]
