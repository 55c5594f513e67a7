"""An election, its contests and candidates beside the digests that their last journal entries keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from dauys.apps.candidates.models import Candidate
from dauys.apps.candidates.queries import seals_of_all_candidates
from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import seal_of_election, seals_of_contests
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import done_of

VERBS = (
    "call_election", "describe_election", "cite_figures", "enter_candidates", "nominate_candidates",
    "register_candidates", "refuse_registration", "withdraw_candidates", "cancel_registration",
)  # fmt: skip
PARTS = {
    "election": "What is said of the election {} (law, days, note, parties, sources, figures)",
    "contests": "The contest {}",
    "candidates": "The list of candidates of {}",
}
Key = tuple[str, str]  # the part, and the id of the election or contest


@dataclass(slots=True)
class _Told:
    """What the journal tells: the last digest of each part with its entry, contests and candidates by id."""

    seals: dict[Key, tuple[str, int]] = field(default_factory=dict)
    contests: set[str] = field(default_factory=set)
    candidates: set[str] = field(default_factory=set)

    def hear(self, entry: Entry) -> None:
        """Take in one entry; they come oldest first."""
        done = done_of(entry)
        for part, own in _mapping(done.get("seals")).items():
            self.seals |= {(part, key): (str(seal), entry.number) for key, seal in _mapping(own).items()}
        if entry.verb == "call_election":
            self.contests.update(_texts(done.get("contests")))
        if entry.verb in ("enter_candidates", "nominate_candidates"):
            self.candidates.update(_texts(done.get("entered") or done.get("candidates")))


def unsealed(election: Election) -> list[str]:
    """Where these rows are not as the last entry about them left them, in words; a query for each table."""
    told, present = _told(election), _present(election)
    contests = Contest.objects.filter(election=election).values_list("code", flat=True)
    people = Candidate.objects.filter(contest__election=election).values_list("contest__code", "number")
    found = [
        *_unlike("contest", contests, told.contests),
        *_unlike("candidate", (f"{code}#{number}" for code, number in people.iterator()), told.candidates),
    ]
    for (part, key), (seal, number) in told.seals.items():
        if present.get((part, key)) != seal:
            found.append(f"{PARTS[part].format(key)} is not as journal entry {number} left it.")
    return found


def unprovable(election: Election) -> list[str]:
    """Rows of which the journal keeps no digest, for they were entered before it did: said, no fault."""
    told = _told(election)
    lacking = Counter(part for part, key in _present(election).keys() - told.seals.keys())
    return [
        f"{election.code}: not provable, entered before the journal kept digests: {lacking[part]} × {part}."
        for part in PARTS
        if lacking[part]
    ]


def _told(election: Election) -> _Told:
    told = _Told()
    entries = Entry.objects.filter(subject=f"election:{election.code}", verb__in=VERBS)
    for entry in entries.order_by("number").iterator():
        told.hear(entry)
    return told


def _present(election: Election) -> dict[Key, str]:
    parts = {
        "election": seal_of_election(election),
        "contests": seals_of_contests(election),
        "candidates": seals_of_all_candidates(election),
    }
    return {(part, key): seal for part, own in parts.items() for key, seal in own.items()}


def _unlike(what: str, stored: Iterable[str], written: set[str]) -> Iterator[str]:
    here = set(stored)
    for code in sorted(here - written):
        yield f"The {what} {code} is here, and no entry of the journal says how it came."
    for code in sorted(written - here):
        yield f"The {what} {code} is in the journal, and it is not here."


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
