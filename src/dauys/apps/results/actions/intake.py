"""Taking protocols: checked, stored as new versions, added to the sums, all in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import transaction

from dauys.apps.calendar.queries import keeper_paths
from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import binding_law_of, path_over_contests
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.journal.queries import Point
from dauys.apps.results import rules
from dauys.apps.results.actions.breaches import breaches_of
from dauys.apps.results.actions.comparing import (
    Batch,
    Comparison,
    Report,
    compare_all,
    not_open,
    refuse_beyond,
)
from dauys.apps.results.actions.storing import store_intake, store_releases, store_versions
from dauys.apps.results.actions.tallies import Delta, Moved, add_deltas, deltas_of
from dauys.apps.results.models import Intake
from dauys.apps.results.queries.grounds import ground_of_election, ground_of_precinct
from dauys.apps.results.queries.resting import basis_of, confirmed
from dauys.apps.results.queries.standing import versions_of_one
from dauys.apps.results.queries.states import ContestFacts, facts_of_contests, zones_of_contests
from dauys.core.findings import Fault, Refused
from dauys.core.norms import Pack
from dauys.core.protocol import MISSING, Form, form_of
from dauys.core.rights import Actor, require


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms protocols are taken: why they differ, whether broken ones count, from which file.

    `over` is the number of the version that stood when one protocol was looked at, 0 for none: Refused where
    another stands when its turn comes.
    """

    reason: str = ""
    with_findings: bool = False
    place: str = ""
    sha256: str = ""
    dry_run: bool = False
    over: int | None = None


@transaction.atomic
def import_protocols(
    election: Election,
    batches: Sequence[Batch],
    terms: Terms,
    *,
    by: Actor,
    at: dt.datetime,
    ground: rules.Ground | None = None,
) -> Report:
    """Take the protocols of a file whole, or raise Refused with every fault and write nothing.

    A protocol equal to the latest version changes nothing; a different one is a new version and needs a
    reason. One that breaks an error relation is stored and kept out of the sums, unless the terms say that
    it is accepted all the same, which the journal keeps.
    """
    require("import_protocols", by, lambda: keeper_paths(batch.contest for batch in batches))
    take_turn()
    # Units only ever join the tree, so the ground that the file was gathered on still holds them.
    ground = ground or ground_of_election(election)
    law = binding_law_of(election)
    facts = facts_of_contests(election, zones_of_contests(election, law), at)
    grounds = _Grounds(law, ground, facts)
    checked = _check(election, grounds, batches, terms, "import_protocols")
    checked.report.breaches = breaches_of(form_of(law.protocol), checked.compared, election.election_day)
    return checked.report if terms.dry_run else _store(checked, terms, "import_protocols", by, at)


def accept_protocol(
    contest: Contest, precinct: str, lines: Mapping[str, int | None], votes: Mapping[str, int | None],
    terms: Terms = Terms(), *, by: Actor, at: dt.datetime,
) -> Report:  # fmt: skip
    """Take one protocol; the cost grows with the depth of the tree, not with its size.

    `lines` by code of the law's line, `votes` by candidate number. It is checked before its turn to write
    comes, and again only when something happened meanwhile that the checks rest on.
    """
    require("accept_protocol", by, lambda: keeper_paths([contest]))
    checked = _checked_alone(contest, precinct, lines, votes, terms, at)
    if terms.dry_run or not checked.report.changes:
        return checked.report
    with transaction.atomic():
        take_turn()
        if not _still_holds(checked):
            checked = _checked_alone(contest, precinct, lines, votes, terms, at)
        return _store(checked, terms, "accept_protocol", by, at)


@dataclass(frozen=True, slots=True, eq=False)
class _Checked:
    """Protocols that may be stored, as the journal stood at `seen`: beside what stood, and what sums gain."""

    election: Election
    law: Pack
    compared: Sequence[Comparison]
    deltas: Sequence[Delta]
    report: Report
    seen: Point | None = None  # None for what is checked in its turn


@dataclass(frozen=True, slots=True, eq=False)
class _Grounds:
    """On what protocols are checked: the law, the precincts, the states of the contests by key."""

    law: Pack
    ground: rules.Ground
    facts: Mapping[int, ContestFacts]
    seen: Point | None = None


def _checked_alone(
    contest: Contest, precinct: str, lines: Mapping[str, int | None], votes: Mapping[str, int | None],
    terms: Terms, at: dt.datetime,
) -> _Checked:  # fmt: skip
    """One protocol, checked."""
    basis = basis_of(contest)
    people = basis.people
    _refuse_strange(lines, basis.form.lines, "line of the law's protocol", precinct)
    _refuse_strange(votes, people, f"candidate of {contest.code}", precinct)
    figures = [lines.get(line) for line in basis.form.lines]
    # Whoever does not stand is on no ballot: no figure there means 0, as in a file.
    figures += [votes.get(number, None if stands else 0) for number, stands in people.items()]
    refuse_beyond(figures, precinct)
    row = np.array([[MISSING if figure is None else figure for figure in figures]], dtype=np.int64)
    batch = Batch(contest, [precinct], [1], row)
    ground = ground_of_precinct(contest.election, precinct)
    grounds = _Grounds(basis.law, ground, {contest.id: basis.course.facts(at)}, basis.seen)
    found = _check(contest.election, grounds, [batch], terms, "accept_protocol")
    if found.report.changes and terms.over not in (None, _stood(found)):
        message, remedy = "Figures came after those that were looked at.", "Look at them again, then confirm."
        raise Refused([Fault("R-89", message, remedy)])
    return found


def _refuse_strange(given: Iterable[str], known: Collection[str], what: str, precinct: str) -> None:
    """Refused with every name that has no place in the protocol: no figure is dropped in silence."""
    strange = [name for name in given if name not in known]
    if strange:
        remedy = f"Correct the name; there are {', '.join(known) or 'none'}."
        faults = [
            Fault("P-94", f"The protocol of {precinct}: {name!r} is no {what}.", remedy, column=name)
            for name in strange
        ]
        raise Refused(faults)


def _still_holds(checked: _Checked) -> bool:
    """Whether one protocol that was checked before its turn may be stored as it was checked."""
    if checked.seen is None or confirmed(checked.seen) is None:
        return False
    (one,) = checked.compared
    return versions_of_one(one.batch.contest.id, int(one.precincts[0])) == _stood(checked)


def _stood(checked: _Checked) -> int:
    """The number of the version beside which one protocol was checked; 0 for none."""
    (one,) = checked.compared
    return int(one.standing.numbers[one.stands[0]]) if one.standing and one.stands[0] >= 0 else 0


def _check(election: Election, on: _Grounds, batches: Sequence[Batch], terms: Terms, verb: str) -> _Checked:
    """Compare with what stands; Refused with every fault."""
    form = form_of(on.law.protocol)
    report = Report()
    day = election.election_day
    compared = compare_all(form, on.ground, batches, with_findings=terms.with_findings, on=day)
    faults = [fault for one in compared for fault in one.unexplained(terms.reason, terms.place)]
    faults += not_open(on.facts, compared, verb, terms.place)
    if faults:
        raise Refused(faults)
    for one in compared:
        one.add_to(report)
    if terms.dry_run or not report.changes:
        return _Checked(election, on.law, compared, (), report, on.seen)
    deltas = [delta for one in compared for delta in _deltas(form, on.ground, one)]
    return _Checked(election, on.law, compared, deltas, report, on.seen)


def _store(checked: _Checked, terms: Terms, verb: str, by: Actor, at: dt.datetime) -> Report:
    """Write the entry, the versions and the sums: the one path of every protocol."""
    election, report = checked.election, checked.report
    if not report.changes:
        return report
    versions = [one.versions() for one in checked.compared]
    done = _done(report, terms) | _where(checked.compared) | {"figures": rules.digest_of_versions(versions)}
    of = path_over_contests([one.batch.contest for one in checked.compared])
    entry = write_entry(verb, f"election:{election.code}", done, by=by, at=at, law=checked.law.id, of=of)
    intake = store_intake(
        Intake(
            election=election, at=at, file_name=terms.place, sha256=terms.sha256, reason=terms.reason,
            with_findings=terms.with_findings, journal_number=entry.number,
        )
    )  # fmt: skip
    store_versions(versions, intake)
    released = [key for one in checked.compared for key in one.released_versions()]
    store_releases(released, terms.reason or "accepted with findings", at=at, entry=entry.number)
    add_deltas(election, checked.deltas, at=at, entry=entry.number)
    return report


def _done(report: Report, terms: Terms) -> dict[str, object]:
    """What the journal keeps of an intake."""
    return {
        "file": terms.place, "sha256": terms.sha256, "new": report.new, "corrected": report.corrected,
        "released": report.released, "kept_out": report.kept_out, "broken": dict(report.broken),
        "accept_with_findings": terms.with_findings, "reason": terms.reason,
    }  # fmt: skip


def _where(compared: Sequence[Comparison]) -> dict[str, object]:
    """The contest and the precinct of an intake, where it is of one only."""
    contests = {one.batch.contest.code for one in compared}
    precincts = [code for one in compared for code in one.batch.precincts[:2]]
    return {
        name: found.pop()
        for name, found in (("contest", contests), ("precinct", set(precincts)))
        if len(found) == 1
    }


def _deltas(form: Form, ground: rules.Ground, one: Comparison) -> list[Delta]:
    """What the moved precincts add to the sums above them, taken away what they added before."""
    moved = one.moved
    if not len(moved):
        return []
    stood, before = one.before()
    change = Moved(
        one.above[moved], one.after(), one.above[stood], before, one.above[one.fresh], one.checked.figures
    )
    return deltas_of(ground, form, one.batch.contest, change)
