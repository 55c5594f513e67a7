"""What the journal says of an election's facts, held beside what is stored."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from dauys.apps.calendar.models import AdoptedTerm, Mark
from dauys.apps.elections.models import Election
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import done_of
from dauys.apps.law.models import Edition
from dauys.apps.results import rules
from dauys.apps.results.models import (
    ContestDecision,
    Establishment,
    Intake,
    ProtocolVersion,
    Release,
    Tally,
    TurnoutReading,
)
from dauys.apps.results.queries.testimony import claims_of, moment
from dauys.apps.territory.models import Unit


def unwitnessed(election: Election) -> list[str]:
    """Where a fact is not as its journal entry says, or has no entry at all, in words."""
    numbers = _numbers(election)
    entries = {entry.number: entry for entry in _entries(numbers)}
    found = [
        f"The journal has no entry {number}, which a stored fact cites."
        for number in sorted(numbers - entries.keys())
    ]
    found += _figures(election, entries)
    for claim in claims_of(election):
        if claim.entry in entries:
            found += claim.against(entries[claim.entry])
    return [*found, *_marks(election), *_terms(election)]


def without_beginning() -> list[str]:
    """Countries, editions of a law and elections of which no entry of the journal tells how they came."""
    subjects = {
        **{f"country:{code}": code for code in Unit.objects.filter(depth=1).values_list("code", flat=True)},
        **{f"edition:{law}": law for law in Edition.objects.values_list("law", flat=True)},
        **{f"election:{code}": code for code in Election.objects.values_list("code", flat=True)},
    }
    known = set(Entry.objects.filter(subject__in=subjects).values_list("subject", flat=True).distinct())
    return [
        f"{name} is here, and no entry of the journal says how it came."
        for subject, name in sorted(subjects.items())
        if subject not in known
    ]


def _numbers(election: Election) -> set[int]:
    """The journal entries that facts of an election cite."""
    facts = (
        Intake.objects.filter(election=election),
        Release.objects.filter(version__contest__election=election),
        ContestDecision.objects.filter(contest__election=election),
        Establishment.objects.filter(contest__election=election),
        TurnoutReading.objects.filter(contest__election=election),
    )
    cited = {number for rows in facts for number in rows.values_list("journal_number", flat=True).distinct()}
    return cited | set(Tally.objects.filter(election=election).values_list("last_entry", flat=True))


def _entries(numbers: set[int]) -> Iterator[Entry]:
    """The entries with these numbers, some at a time."""
    ordered = sorted(numbers)
    for start in range(0, len(ordered), 500):
        yield from Entry.objects.filter(number__in=ordered[start : start + 500])


def _figures(election: Election, entries: dict[int, Entry]) -> list[str]:
    """Where the figures of an intake are not those whose digest its entry keeps."""
    versions: dict[int, list[tuple[int, int, int, bytes, bool]]] = defaultdict(list)
    rows = ProtocolVersion.objects.filter(contest__election=election).values_list(
        "intake__journal_number", "contest_id", "precinct_id", "number", "figures", "accepted"
    )
    for entry, contest, precinct, number, figures, accepted in rows:
        versions[entry].append((contest, precinct, number, bytes(figures), accepted))
    return [
        f"The figures taken in by journal entry {number} are not those it was written for."
        for number, own in sorted(versions.items())
        if number in entries and done_of(entries[number]).get("figures") != rules.digest_of_rows(own)
    ]


def _marks(election: Election) -> Iterator[str]:
    stored: Counter[tuple[object, ...]] = Counter(
        (mark.deadline, mark.unit.code, moment(mark.done_at), mark.evidence, moment(mark.marked_at))
        for mark in Mark.objects.filter(election=election).select_related("unit")
    )
    written: Counter[tuple[object, ...]] = Counter()
    for entry, done in _done(election, "mark_done"):
        own = (moment(done.get("done_at")), done.get("evidence"), moment(entry.at))
        written.update((done.get("deadline"), unit, *own) for unit in _units(done))
    yield from _unlike("mark", stored, written)


def _terms(election: Election) -> Iterator[str]:
    stored: Counter[tuple[object, ...]] = Counter(
        (row.deadline, row.unit.code, moment(row.starts_at), moment(row.due_at), row.evidence,
         moment(row.adopted_at))
        for row in AdoptedTerm.objects.filter(election=election).select_related("unit")
    )  # fmt: skip
    written: Counter[tuple[object, ...]] = Counter()
    for entry, done in _done(election, "adopt_term"):
        own = (moment(done.get("starts_at")), moment(done.get("due_at")), done.get("evidence"))
        written.update((done.get("deadline"), unit, *own, moment(entry.at)) for unit in _units(done))
    yield from _unlike("adopted term", stored, written)


def _done(election: Election, verb: str) -> Iterator[tuple[Entry, dict[str, object]]]:
    entries = Entry.objects.filter(verb=verb, subject=f"election:{election.code}").order_by("number")
    yield from ((entry, done_of(entry)) for entry in entries)


def _units(done: dict[str, object]) -> list[str]:
    units = done.get("units")
    return [str(unit) for unit in units] if isinstance(units, list) else []


def _unlike(
    what: str, stored: Counter[tuple[object, ...]], written: Counter[tuple[object, ...]]
) -> Iterator[str]:
    for row in sorted((stored - written).keys(), key=str):
        yield f"The {what} of {row[0]} in {row[1]} is stored otherwise than the journal says."
    for row in sorted((written - stored).keys(), key=str):
        yield f"The {what} of {row[0]} in {row[1]} is in the journal and is not stored so."
