"""Each intake, release, decision, result and reading beside the journal entry that it cites."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from dauys.apps.elections.models import Election
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import done_of
from dauys.apps.results.models import ContestDecision, Establishment, Intake, Release, TurnoutReading
from dauys.core.canonical import digest

Said = dict[str, object]
BY_DECISION = "accepted with findings"  # the reason of a release where an intake gave none


@dataclass(frozen=True, slots=True)
class Claim:
    """What a stored row says, by the words for it; `entry` is the one that it cites, `what` names the row."""

    entry: int
    what: str
    said: Said
    contest: str = ""

    def against(self, entry: Entry) -> list[str]:
        """Each thing that the entry says otherwise, in words."""
        written = _written(entry, self.contest)
        return [
            f"The {key} of {self.what} is not what journal entry {entry.number} says."
            for key, value in self.said.items()
            if written.get(key) != value
        ]


def claims_of(election: Election) -> Iterator[Claim]:
    """All rows of an election that cite an entry of the journal."""
    yield from _intakes(election)
    yield from _releases(election)
    yield from _decisions(election)
    yield from _establishments(election)
    yield from _readings(election)


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


def _written(entry: Entry, contest: str) -> Said:
    """What an entry says, by the words of a claim; of several contests that of one."""
    done = done_of(entry)
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


def _intakes(election: Election) -> Iterator[Claim]:
    for row in Intake.objects.filter(election=election).order_by("id"):
        said: Said = {
            "moment": moment(row.at), "file": row.file_name, "sha256": row.sha256, "reason": row.reason,
            "accept_with_findings": row.with_findings, "subject": f"election:{election.code}",
        }  # fmt: skip
        yield Claim(row.journal_number, f"intake {row.id}", said)


def _releases(election: Election) -> Iterator[Claim]:
    # A file taken with findings also releases what an earlier one had kept out: its entry names no precinct.
    intakes = set(Intake.objects.filter(election=election).values_list("journal_number", flat=True))
    rows = Release.objects.filter(version__contest__election=election).order_by("id")
    for row in rows.select_related("version__precinct", "version__contest"):
        version = row.version
        precinct = version.precinct.code
        said: Said = {"moment": moment(row.at), "grounds": row.reason}
        if row.journal_number not in intakes:
            said |= {"subject": f"contest:{version.contest.code}", "precinct": precinct,
                     "version": version.number, "verb": "release_protocol"}  # fmt: skip
        yield Claim(row.journal_number, f"the release of {precinct} in {version.contest.code}", said)


def _decisions(election: Election) -> Iterator[Claim]:
    for row in ContestDecision.objects.filter(contest__election=election).select_related("contest"):
        said: Said = {
            "moment": moment(row.at), "verb": row.verb, "subject": f"contest:{row.contest.code}",
            "evidence": row.evidence, "until": moment(row.until_at),
        }  # fmt: skip
        yield Claim(row.journal_number, f"the decision {row.verb} about {row.contest.code}", said)


def _establishments(election: Election) -> Iterator[Claim]:
    for row in Establishment.objects.filter(contest__election=election).select_related("contest"):
        said: Said = {
            "moment": moment(row.at), "verb": "establish_results", "contest": row.contest.code,
            "outcome": row.outcome, "candidates": row.candidates, "evidence": row.evidence,
        }  # fmt: skip
        what = f"the established result of {row.contest.code}"
        yield Claim(row.journal_number, what, said, contest=row.contest.code)


def _readings(election: Election) -> Iterator[Claim]:
    """The readings of an hour together: the journal keeps their digest."""
    readings: dict[tuple[int, str, str, str], dict[str, tuple[int, int]]] = defaultdict(dict)
    rows = TurnoutReading.objects.filter(contest__election=election).order_by("id").values_list(
        "journal_number", "hour_at", "reason", "at", "precinct__code", "voted", "on_list"
    )  # fmt: skip
    for entry, hour_at, reason, at, precinct, voted, on_list in rows.iterator():
        readings[entry, moment(hour_at), reason, moment(at)][precinct] = (voted, on_list)
    for (entry, hour, reason, taken), own in readings.items():
        said: Said = {
            "moment": taken, "verb": "report_turnout", "hour_at": hour, "reason": reason,
            "readings": digest(own), "subject": f"election:{election.code}",
        }  # fmt: skip
        yield Claim(entry, f"the turnout of {hour}", said)
