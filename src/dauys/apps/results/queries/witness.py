"""What the journal says of figures, releases and decisions, held beside what is stored."""

from __future__ import annotations

import json
from collections import defaultdict

from dauys.apps.elections.models import Election
from dauys.apps.journal.models import Entry
from dauys.apps.results import rules
from dauys.apps.results.models import ContestDecision, Establishment, Intake, ProtocolVersion, Release


def unwitnessed(election: Election) -> list[str]:
    """Where figures are not those of their journal entry, or a fact has no entry at all, in words."""
    entries = {
        entry.number: entry
        for entry in Entry.objects.filter(number__in=_numbers(election)).only("number", "body", "verb")
    }
    found = [
        f"The journal has no entry {number}, which a stored fact cites."
        for number in sorted(_numbers(election))
        if number not in entries
    ]
    versions: dict[int, list[tuple[int, int, int, bytes, bool]]] = defaultdict(list)
    rows = ProtocolVersion.objects.filter(contest__election=election).values_list(
        "intake__journal_number", "contest_id", "precinct_id", "number", "figures", "accepted"
    )
    for entry, contest, precinct, number, figures, accepted in rows:
        versions[entry].append((contest, precinct, number, bytes(figures), accepted))
    for number, own in sorted(versions.items()):
        if number not in entries:
            continue
        written = json.loads(entries[number].body).get("figures")
        if written != rules.digest_of_versions(own):
            found.append(f"The figures taken in by journal entry {number} are not those it was written for.")
    return found


def _numbers(election: Election) -> set[int]:
    """The journal entries that facts of an election cite."""
    facts = (
        Intake.objects.filter(election=election),
        Release.objects.filter(version__contest__election=election),
        ContestDecision.objects.filter(contest__election=election),
        Establishment.objects.filter(contest__election=election),
    )
    return {number for rows in facts for number in rows.values_list("journal_number", flat=True)}
