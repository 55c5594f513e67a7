"""What the check of one protocol rests on besides protocols, kept for as long as the journal confirms it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dauys.apps.candidates.queries import candidates_of, still_stands
from dauys.apps.elections.models import Contest
from dauys.apps.elections.queries import binding_law_of
from dauys.apps.journal.queries import Point, last_point, verbs_since
from dauys.apps.results.queries.states import Course, course_of
from dauys.core.norms import Pack
from dauys.core.protocol import Form, form_of

# What may be done without touching what a protocol is checked against: its contest, candidates, units. Other
# protocols of the same precinct show in its versions, which are read for each.
BESIDE = {
    "accept_protocol",
    "import_protocols",
    "prepare_import",
    "report_turnout",
    "republish_site",
    "examine_system",
}
MOST = 4_096  # contests that are kept; an election of all akims has 2,345


@dataclass(frozen=True, slots=True)
class Basis:
    """Of one contest: the law, the people by number and whether they stand, what its state follows from.

    `seen` is where the journal ended before it was read, or when it was confirmed last.
    """

    law: Pack
    form: Form
    people: dict[str, bool]
    course: Course
    seen: Point


# By contest key. Every change of these facts is an entry of the journal, and the digest of an entry holds the
# whole chain before it: what was read where the chain had this very entry, and since when only `BESIDE` was
# done, is what would be read again. Rolled back, or another database: the entry is not there.
_kept: dict[int, Basis] = {}


def basis_of(contest: Contest) -> Basis:
    """Read, or confirmed by one query; Refused where the rules on disk are not those that bind."""
    law = binding_law_of(contest.election)
    kept = _kept.get(contest.id)
    if kept is not None and kept.law.digest == law.digest:
        end = confirmed(kept.seen)
        if end is not None:
            _kept[contest.id] = kept = replace(kept, seen=end)
            return kept
    seen = last_point()  # before anything is read
    people = {person.number: still_stands(person) for person in candidates_of(contest)}
    if len(_kept) >= MOST:
        _kept.clear()
    _kept[contest.id] = basis = Basis(law, form_of(law.protocol), people, course_of(contest), seen)
    return basis


def confirmed(seen: Point) -> Point | None:
    """The end of the journal, if nothing that a check rests on was done since `seen`."""
    found = verbs_since(seen)
    return found[1] if found and found[0] <= BESIDE else None
