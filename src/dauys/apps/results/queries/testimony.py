"""Each intake, release, decision, result and reading beside the journal entry that it cites, and back."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby

from dauys.apps.elections.models import Election
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import done_of
from dauys.apps.results import rules
from dauys.apps.results.models import (
    ContestDecision,
    Establishment,
    Intake,
    ProtocolVersion,
    Release,
    TurnoutReading,
)
from dauys.core.canonical import digest

Said = dict[str, object]
BY_DECISION = "accepted with findings"  # the reason of a release where an intake gave none
INTAKES = ("import_protocols", "accept_protocol")
DECISIONS = ("cancel_poll", "extend_nomination", "extend_election", "call_repeat_election", "close_election")
VERBS = (*INTAKES, *DECISIONS, "release_protocol", "report_turnout", "establish_results")
"""Verbs that write the facts of this room; what an entry with one of them tells of must be found."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a stored row says, by the words for it; `entry` is the one that it cites, `what` names the row.

    `kind` is what the entry counts such rows under, and `faults` what is wrong with the row in itself.
    """

    entry: int
    kind: str
    what: str
    said: Said
    contest: str = ""
    faults: tuple[str, ...] = ()


@dataclass(slots=True)
class Testimony:
    """One entry, what it says, and which rows cited it so far."""

    entry: Entry
    done: Mapping[str, object] = field(init=False)
    found: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Read what was done once, for all the rows that cite it."""
        self.done = done_of(self.entry)

    def against(self, claim: Claim) -> list[str]:
        """Each thing that the entry says otherwise than a row, in words."""
        self.found[claim.kind] += 1
        written = self._written(claim.contest)
        if claim.kind == "figures":
            same = written.get("figures") == claim.said["figures"]
            said = (
                f"The figures taken in by journal entry {self.entry.number} are not those it was written for."
            )
            return [] if same else [said]
        return [
            f"The {key} of {claim.what} is not what journal entry {self.entry.number} says."
            for key, value in claim.said.items()
            if (key in written or key not in LATER) and written.get(key) != value
        ]

    def missing(self) -> list[str]:
        """What the entry tells of and is not stored, or is more than once; asked after all rows."""
        told = f"Journal entry {self.entry.number} ({self.entry.verb}, {self.entry.subject}) tells of"
        return [
            f"{told} {count} {kind}, and {self.found[kind]} are stored."
            for kind, count in self._expected().items()
            if self.found[kind] != count and not (kind in TOGETHER and self.found[kind])
        ]

    def _expected(self) -> dict[str, int]:
        """How many rows of each kind cite the entry; of those with one digest, whether there are any."""
        done, verb = self.done, self.entry.verb
        if verb in INTAKES:
            taken = bool(_number(done, "new") + _number(done, "corrected"))
            return {"intake": 1, "figures": int(taken), "release": _number(done, "released")}
        if verb == "report_turnout":
            return {"turnout": 1}
        if verb == "establish_results":
            results = done.get("results")
            return {"established result": len(results) if isinstance(results, list) else 0}
        return {"release" if verb == "release_protocol" else "decision": 1}

    def _written(self, contest: str) -> Said:
        """What the entry says, by the words of a claim; of several contests that of one."""
        done, entry = dict(self.done), self.entry
        results = done.get("results")
        own = [one for one in results if isinstance(one, dict)] if isinstance(results, list) else []
        done |= next((one for one in own if one.get("contest") == contest), {})
        return {
            **done,
            "moment": moment(entry.at),
            "verb": entry.verb,
            "subject": entry.subject,
            "until": moment(done.get("until")),
            "hour_at": moment(done.get("hour_at")),
            "grounds": done.get("reason") or BY_DECISION,
        }


TOGETHER = ("figures", "turnout")  # rows of which the entry keeps one digest: it says whether any lacks
LATER = ("sums",)  # what entries of earlier versions don't say; without it nothing is held against them


def claims_of(election: Election) -> Iterator[Claim]:
    """All rows of an election that cite an entry of the journal, in the order of the entries.

    One query for each table; nothing is kept but the rows of the entry at hand.
    """
    sources = (
        _intakes(election), _figures(election), _releases(election), _decisions(election),
        _establishments(election), _readings(election),
    )  # fmt: skip
    return merge(*sources, key=lambda claim: claim.entry)


def digest_of_sums(figures: bytes | memoryview) -> str:
    """SHA-256 (hex) of the packed sums of an established result: what the journal keeps of them."""
    return hashlib.sha256(figures).hexdigest()


def moment(value: object) -> str:
    """A moment as text in UTC, whatever the zone it was written in; other text as it stands."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if not isinstance(value, str):
        return ""
    try:
        return dt.datetime.fromisoformat(value).astimezone(dt.UTC).isoformat()
    except (ValueError, OverflowError):
        return value


def _number(done: Mapping[str, object], name: str) -> int:
    value = done.get(name)
    return value if isinstance(value, int) else 0


def _intakes(election: Election) -> Iterator[Claim]:
    for row in Intake.objects.filter(election=election).order_by("journal_number").iterator():
        said: Said = {
            "moment": moment(row.at), "file": row.file_name, "sha256": row.sha256, "reason": row.reason,
            "accept_with_findings": row.with_findings, "subject": f"election:{election.code}",
        }  # fmt: skip
        yield Claim(row.journal_number, "intake", f"intake {row.id}", said)


def _figures(election: Election) -> Iterator[Claim]:
    """The versions of an intake together: the journal keeps their digest."""
    fields = ("intake__journal_number", "contest_id", "precinct_id", "number")
    rows = ProtocolVersion.objects.filter(contest__election=election).order_by(*fields)
    stored = rows.values_list(*fields, "figures", "accepted").iterator()
    for entry, own in groupby(stored, key=lambda row: int(row[0])):
        said: Said = {"figures": rules.digest_of_sorted(row[1:] for row in own)}
        yield Claim(entry, "figures", "the figures", said)


def _releases(election: Election) -> Iterator[Claim]:
    # A file taken with findings also releases what an earlier one had kept out: its entry names no precinct.
    intakes = set(
        Intake.objects.filter(election=election, with_findings=True).values_list("journal_number", flat=True)
    )
    rows = Release.objects.filter(version__contest__election=election).order_by("journal_number", "id")
    for row in rows.select_related("version__precinct", "version__contest").iterator():
        version = row.version
        precinct = version.precinct.code
        said: Said = {"moment": moment(row.at), "grounds": row.reason}
        if row.journal_number not in intakes:
            said |= {"subject": f"contest:{version.contest.code}", "precinct": precinct,
                     "version": version.number, "verb": "release_protocol"}  # fmt: skip
        yield Claim(
            row.journal_number, "release", f"the release of {precinct} in {version.contest.code}", said
        )


def _decisions(election: Election) -> Iterator[Claim]:
    rows = ContestDecision.objects.filter(contest__election=election).order_by("journal_number", "id")
    for row in rows.select_related("contest").iterator():
        said: Said = {
            "moment": moment(row.at), "verb": row.verb, "subject": f"contest:{row.contest.code}",
            "evidence": row.evidence, "until": moment(row.until_at),
        }  # fmt: skip
        what = f"the decision {row.verb} about {row.contest.code}"
        yield Claim(row.journal_number, "decision", what, said)


def _establishments(election: Election) -> Iterator[Claim]:
    rows = Establishment.objects.filter(contest__election=election).order_by("journal_number", "id")
    numbers: Counter[str] = Counter()
    for row in rows.select_related("contest").iterator():
        contest = row.contest.code
        numbers[contest] += 1
        what = f"the established result of {contest}"
        said: Said = {
            "moment": moment(row.at), "verb": "establish_results", "contest": contest,
            "outcome": row.outcome, "candidates": row.candidates, "evidence": row.evidence,
            "sums": digest_of_sums(row.figures),
        }  # fmt: skip
        wrong = f"The number of {what} is {row.number}, and it is no. {numbers[contest]} of its contest."
        faults = () if row.number == numbers[contest] else (wrong,)
        yield Claim(row.journal_number, "established result", what, said, contest, faults)


def _readings(election: Election) -> Iterator[Claim]:
    """The readings of an hour together: the journal keeps their digest."""
    keys = ("journal_number", "hour_at", "reason", "at")
    rows = TurnoutReading.objects.filter(contest__election=election).order_by(*keys, "id")
    stored = rows.values_list(*keys, "precinct__code", "voted", "on_list").iterator()
    for (entry, hour_at, reason, taken), own in groupby(stored, key=lambda row: row[:4]):
        hour = moment(hour_at)
        said: Said = {
            "moment": moment(taken), "verb": "report_turnout", "hour_at": hour, "reason": reason,
            "readings": digest({code: (voted, on_list) for *_, code, voted, on_list in own}),
            "subject": f"election:{election.code}",
        }  # fmt: skip
        yield Claim(entry, "turnout", f"the turnout of {hour}", said)
