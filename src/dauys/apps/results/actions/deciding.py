"""What a commission decides about protocols and results: release, establish."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from django.db import transaction

from dauys.apps.calendar.queries import keeper_paths
from dauys.apps.candidates.queries import candidates_of
from dauys.apps.elections.models import Contest
from dauys.apps.elections.queries import binding_law_of, path_over_contests
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.journal.models import Entry
from dauys.apps.results import rules
from dauys.apps.results.actions.tallies import Moved, add_deltas, deltas_of
from dauys.apps.results.models import Establishment, ProtocolVersion, Release
from dauys.apps.results.queries.figuring import Coverage, verdicts_of
from dauys.apps.results.queries.grounds import ground_of_precinct
from dauys.apps.results.queries.preconditions import can_be_established
from dauys.apps.results.queries.standing import Standing, standing_of
from dauys.apps.results.queries.states import contest_state, facts_of_contests, zones_of_contests
from dauys.apps.results.queries.tallies import last_entries_of, tallies_of_contests
from dauys.apps.results.queries.testimony import digest_of_sums
from dauys.core.findings import Fault, Refused
from dauys.core.lifecycle import CONTEST, PROTOCOL
from dauys.core.outcome import Verdict
from dauys.core.protocol import Form, form_of
from dauys.core.rights import Actor, require
from dauys.core.words import says_nothing


def _refuse(code: str, message: str, remedy: str) -> Refused:
    return Refused([Fault(code, message, remedy)])


@transaction.atomic
def release_protocol(
    contest: Contest, precinct: str, *, reason: str, by: Actor, at: dt.datetime, seen: int | None = None
) -> Release:
    """Let a protocol that was kept out for errors count all the same, for a reason that the journal keeps.

    `seen` is the number of the journal's last entry when it was looked at; Refused where it came later.
    """
    require("release_protocol", by, lambda: keeper_paths([contest]))
    take_turn()
    if says_nothing(reason):
        raise _refuse("R-90", "A release needs a reason.", "Say what the commission decided.")
    CONTEST.step(contest_state(contest, at), "release_protocol")
    ground = ground_of_precinct(contest.election, precinct)
    standing = standing_of([contest.id], ground.precincts.ids.tolist()).get(contest.id)
    if standing is None:
        raise _refuse("R-91", f"No protocol of {precinct} has come.", "Import it first.")
    PROTOCOL.step("accepted" if standing.state.counts[0] else "kept_out", "release_protocol")
    version = ProtocolVersion.objects.select_related("intake").get(id=int(standing.versions[0]))
    _refuse_unseen(version.intake.journal_number, seen)
    law = binding_law_of(contest.election)
    done = {"precinct": precinct, "version": int(standing.numbers[0]), "reason": reason}
    subject, of = f"contest:{contest.code}", contest.unit.path
    entry = write_entry("release_protocol", subject, done, by=by, at=at, law=law.id, of=of)
    release = Release.objects.create(
        version=version,
        at=at,
        reason=reason,
        journal_number=entry.number,
    )
    _add_release(form_of(law.protocol), contest, ground, standing, at, entry.number)
    return release


def _add_release(
    form: Form, contest: Contest, ground: rules.Ground, standing: Standing, at: dt.datetime, entry: int
) -> None:
    """Add the one precinct of the ground to the sums as it counts now, taken away how it stood."""
    before = standing.state.widened(len(form.lines) + len(candidates_of(contest)))
    above = ground.precincts.above
    moved = Moved(above, before.as_released(), above, before, above[:0], before.latest[:0])
    add_deltas(contest.election, deltas_of(ground, form, contest, moved), at=at, entry=entry)


@transaction.atomic
def establish_results(
    contests: Sequence[Contest], *, evidence: str, by: Actor, at: dt.datetime, seen: int | None = None
) -> list[Establishment]:
    """Establish the results of contests of one election at a meeting (113-10(1) for akims): all or none.

    Every expected protocol of each of them is in and counts, else Refused; the order is that of the contests.
    Refused where none is named, or one twice. `seen` is the number of the journal's last entry when the
    figures were looked at; Refused where later ones came.
    """
    require("establish_results", by, lambda: keeper_paths(contests))
    take_turn()
    if not contests or len({contest.id for contest in contests}) < len(contests):
        message = "No contest is named." if not contests else "A contest is named twice."
        raise _refuse("R-98", message, "Name each contest once.")
    if says_nothing(evidence):
        raise _refuse(
            "R-93", "A result is established on evidence.", "Name the commission's protocol or act."
        )
    election = contests[0].election
    law = binding_law_of(election)
    zones = zones_of_contests(election, law)
    facts = facts_of_contests(election, {contest.id: zones[contest.id] for contest in contests}, at)
    for contest in contests:
        CONTEST.step(facts[contest.id].state, "establish_results")
    _refuse_unseen(max(last_entries_of([contest.id for contest in contests]).values(), default=0), seen)
    verdicts = verdicts_of(contests)
    faults = [fault for contest in contests for fault in _missing_protocols(contest, verdicts[contest.id][1])]
    if faults:
        raise Refused(faults)
    stored = tallies_of_contests(contests)
    sums = {key: rules.pack_sums(tally.figures) for key, tally in stored.items()}
    done = {
        "evidence": evidence,
        "results": [
            _told(contest, verdicts[contest.id][0], sums.get(contest.id, b"")) for contest in contests
        ],
    }
    subject, of = f"election:{election.code}", path_over_contests(contests)
    entry = write_entry("establish_results", subject, done, by=by, at=at, law=law.id, of=of)
    return _store(contests, {key: verdict for key, (verdict, _) in verdicts.items()}, sums, evidence, entry)


def _refuse_unseen(latest: int, seen: int | None) -> None:
    if seen is not None and latest > seen:
        remedy = "Look at them again, then confirm."
        raise _refuse("R-89", "Figures came after those that were confirmed.", remedy)


def _told(contest: Contest, verdict: Verdict, sums: bytes) -> dict[str, object]:
    """What the journal keeps of one result: the sums by their digest, so that none changes unseen."""
    return {
        "contest": contest.code, "outcome": verdict.kind, "candidates": list(verdict.candidates),
        "sums": digest_of_sums(sums),
    }  # fmt: skip


def _missing_protocols(contest: Contest, coverage: Coverage) -> list[Fault]:
    if can_be_established(coverage):
        return []
    message = (
        f"{coverage.counted} of {coverage.expected} protocols of {contest.code} count; "
        f"{coverage.kept_out} are kept out."
    )
    remedy = "A result is established when every protocol is in: import, correct or release the rest."
    return [Fault("R-02", message, remedy)]


def _store(
    contests: Sequence[Contest],
    verdicts: Mapping[int, Verdict],
    sums: Mapping[int, bytes],
    evidence: str,
    entry: Entry,
) -> list[Establishment]:
    """One row per contest with the sums as they were established."""
    earlier = Counter(Establishment.objects.filter(contest__in=contests).values_list("contest_id", flat=True))
    return Establishment.objects.bulk_create(
        Establishment(
            contest=contest,
            number=earlier[contest.id] + 1,
            at=entry.at,
            outcome=verdicts[contest.id].kind,
            candidates=list(verdicts[contest.id].candidates),
            figures=sums.get(contest.id, b""),
            evidence=evidence,
            journal_number=entry.number,
        )
        for contest in contests
    )
