"""Taking protocols: checked, stored as new versions, added to the sums, all in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import transaction

from dauys.apps.candidates.queries import candidates_of, still_stands
from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import binding_law_of
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.results import rules
from dauys.apps.results.actions.comparing import (
    Batch,
    Comparison,
    Report,
    compare_all,
    not_open,
    refuse_beyond,
)
from dauys.apps.results.actions.storing import VersionRow, store_releases, store_versions
from dauys.apps.results.actions.tallies import Delta, add_deltas, deltas_of
from dauys.apps.results.models import Intake
from dauys.apps.results.queries.grounds import chain_of, ground_of_election
from dauys.core.findings import Refused
from dauys.core.protocol import MISSING, Form, form_of
from dauys.core.rights import Actor, require


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms protocols are taken: why they differ, whether broken ones count, from which file."""

    reason: str = ""
    with_findings: bool = False
    place: str = ""
    sha256: str = ""
    dry_run: bool = False


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
    require("import_protocols", by)
    take_turn()
    # Units only ever join the tree, so the ground that the file was gathered on still holds them.
    ground = ground or ground_of_election(election)
    return _take(election, ground, batches, terms, "import_protocols", by, at)


@transaction.atomic
def accept_protocol(
    contest: Contest, precinct: str, lines: Mapping[str, int | None], votes: Mapping[str, int | None],
    terms: Terms = Terms(), *, by: Actor, at: dt.datetime,
) -> Report:  # fmt: skip
    """Take one protocol; the cost grows with the depth of the tree, not with its size.

    `lines` by code of the law's line, `votes` by candidate number.
    """
    require("accept_protocol", by)
    take_turn()
    form = form_of(binding_law_of(contest.election).protocol)
    figures = [lines.get(line) for line in form.lines]
    # Whoever does not stand is on no ballot: no figure there means 0, as in a file.
    figures += [
        votes.get(person.number, None if still_stands(person) else 0) for person in candidates_of(contest)
    ]
    refuse_beyond(figures, precinct)
    row = np.array([[MISSING if figure is None else figure for figure in figures]], dtype=np.int64)
    batch = Batch(contest, [precinct], [1], row)
    ground = chain_of(contest.election, precinct)
    return _take(contest.election, ground, [batch], terms, "accept_protocol", by, at)


def _take(
    election: Election, ground: rules.Ground, batches: Sequence[Batch], terms: Terms, verb: str, by: Actor,
    at: dt.datetime,
) -> Report:  # fmt: skip
    """Compare, refuse or store: the one path of every protocol into the sums."""
    law = binding_law_of(election)
    form = form_of(law.protocol)
    report = Report()
    day = election.election_day
    compared = compare_all(form, ground, batches, with_findings=terms.with_findings, on=day)
    faults = [fault for one in compared for fault in one.unexplained(terms.reason, terms.place)]
    faults += not_open(election, compared, verb, terms.place, at=at)
    if faults:
        raise Refused(faults)
    for one in compared:
        one.add_to(report)
    if terms.dry_run or not report.changes:
        return report
    rows = [row for one in compared for row in _rows(one)]
    done = _done(report, terms) | {"figures": rules.digest_of_versions(row.witnessed() for row in rows)}
    entry = write_entry(verb, f"election:{election.code}", done, by=by, at=at, law=law.id)
    intake = Intake.objects.create(
        election=election, at=at, file_name=terms.place, sha256=terms.sha256, reason=terms.reason,
        with_findings=terms.with_findings, journal_number=entry.number,
    )  # fmt: skip
    store_versions(rows, intake.id)
    released = [row.version for one in compared for n in one.released if (row := one.stands[n])]
    store_releases(released, terms.reason or "accepted with findings", at=at, entry=entry.number)
    deltas = [delta for one in compared for delta in _deltas(form, ground, one)]
    add_deltas(election, deltas, at=at, entry=entry.number)
    return report


def _done(report: Report, terms: Terms) -> dict[str, object]:
    """What the journal keeps of an intake."""
    return {
        "file": terms.place, "sha256": terms.sha256, "new": report.new, "corrected": report.corrected,
        "released": report.released, "kept_out": report.kept_out, "broken": dict(report.broken),
        "accept_with_findings": terms.with_findings, "reason": terms.reason,
    }  # fmt: skip


def _rows(one: Comparison) -> list[VersionRow]:
    """The rows to store: one per protocol that makes a new version."""
    broken = rules.broken_codes(one.checked)
    checked = zip(
        one.checked.errors.tolist(), one.checked.warnings.tolist(), one.accepted.tolist(), strict=True
    )
    return [
        VersionRow(
            one.batch.contest.id, one.places[at].id, 1 if (row := one.stands[at]) is None else row.number + 1,
            one.packed[n], errors, warnings, broken.get(n, ""), accepted,
        )
        for n, (at, (errors, warnings, accepted)) in enumerate(zip(one.fresh.tolist(), checked, strict=True))
    ]  # fmt: skip


def _deltas(form: Form, ground: rules.Ground, one: Comparison) -> list[Delta]:
    """What the moved precincts add to the sums above them, taken away what they added before."""
    if not one.moved:
        return []
    part = ground.within(one.batch.contest.unit.path)
    tree = ground.tree(part)

    def above(indexes: Sequence[int]) -> rules.Ints:
        hung: rules.Ints = np.array([one.places[at].above for at in indexes], dtype=np.int64)
        hung -= part.start
        return hung

    after = one.after()
    share = rules.share_of(form, tree, above(one.moved), after)
    stood, before = one.before()
    if stood:
        share = share - rules.share_of(form, tree, above(stood), before)
    parents = np.array(ground.parents[part], dtype=np.int64) - part.start
    largest = rules.largest_above(form, parents, above(one.moved), after.latest)
    return deltas_of(ground, form, one.batch.contest.id, part, share, largest)
