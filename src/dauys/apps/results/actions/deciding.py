"""What a commission decides about protocols and results: release, establish."""

from __future__ import annotations

import datetime as dt

import numpy as np
from django.db import transaction

from dauys.apps.candidates.queries import candidates_of
from dauys.apps.elections.models import Contest
from dauys.apps.elections.queries import law_of
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.results import rules
from dauys.apps.results.actions.tallies import add_deltas, deltas_of
from dauys.apps.results.models import Establishment, ProtocolVersion, Release, Tally
from dauys.apps.results.queries.figuring import verdict_of
from dauys.apps.results.queries.grounds import chain_of
from dauys.apps.results.queries.standing import Standing, standing_of, state_of
from dauys.apps.results.queries.states import contest_state
from dauys.core.findings import Fault, Refused
from dauys.core.lifecycle import CONTEST, PROTOCOL
from dauys.core.protocol import Form, form_of
from dauys.core.rights import Actor, require


def _refuse(code: str, message: str, remedy: str) -> Refused:
    return Refused([Fault(code, message, remedy)])


@transaction.atomic
def release_protocol(contest: Contest, precinct: str, *, reason: str, by: Actor, at: dt.datetime) -> Release:
    """Let a protocol that was kept out for errors count all the same, for a reason that the journal keeps."""
    require("release_protocol", by)
    take_turn()
    if not reason.strip():
        raise _refuse("R-90", "A release needs a reason.", "Say what the commission decided.")
    ground = chain_of(contest.election, precinct)
    place = ground.precincts[precinct]
    standing = standing_of(contest.id, [place.id]).get(place.id)
    if standing is None:
        raise _refuse("R-91", f"No protocol of {precinct} has come.", "Import it first.")
    PROTOCOL.step("accepted" if standing.counts else "kept_out", "release_protocol")
    law = law_of(contest.election)
    done = {"precinct": precinct, "version": standing.number, "reason": reason}
    entry = write_entry("release_protocol", f"contest:{contest.code}", done, by=by, at=at, law=law.id)
    release = Release.objects.create(
        version=ProtocolVersion.objects.get(id=standing.version),
        at=at,
        reason=reason,
        journal_number=entry.number,
    )
    _add_release(form_of(law.protocol), contest, ground, place, standing, at, entry.number)
    return release


def _add_release(
    form: Form,
    contest: Contest,
    ground: rules.Ground,
    place: rules.Place,
    standing: Standing,
    at: dt.datetime,
    entry: int,
) -> None:
    width = len(form.lines) + len(candidates_of(contest))
    part = ground.within(contest.unit.path)
    tree, above = ground.tree(part), np.array([place.above - part.start])
    share = rules.share_of(form, tree, above, state_of([standing.as_released()], width))
    share = share - rules.share_of(form, tree, above, state_of([standing], width))
    largest = np.zeros(len(ground.ids[part]), np.int64)
    add_deltas(
        contest.election, deltas_of(ground, form, contest.id, part, share, largest), at=at, entry=entry
    )


@transaction.atomic
def establish_results(contest: Contest, *, evidence: str, by: Actor, at: dt.datetime) -> Establishment:
    """Establish the result of a contest (113-10(1) for akims): every expected protocol is in and counts."""
    require("establish_results", by)
    take_turn()
    if not evidence.strip():
        raise _refuse(
            "R-93", "A result is established on evidence.", "Name the commission's protocol or act."
        )
    CONTEST.step(contest_state(contest, at), "establish_results")
    verdict, coverage = verdict_of(contest)
    if not coverage.complete or not coverage.expected:
        raise _refuse(
            "R-02",
            f"{coverage.counted} of {coverage.expected} protocols of {contest.code} count; "
            f"{coverage.kept_out} are kept out.",
            "A result is established when every protocol is in: import, correct or release the rest.",
        )
    law = law_of(contest.election)
    number = Establishment.objects.filter(contest=contest).count() + 1
    done = {
        "number": number,
        "outcome": verdict.kind,
        "candidates": list(verdict.candidates),
        "evidence": evidence,
    }
    entry = write_entry("establish_results", f"contest:{contest.code}", done, by=by, at=at, law=law.id)
    tally = Tally.objects.filter(contest=contest, unit=contest.unit).first()
    return Establishment.objects.create(
        contest=contest,
        number=number,
        at=at,
        outcome=verdict.kind,
        candidates=list(verdict.candidates),
        figures=tally.figures if tally else b"",
        evidence=evidence,
        journal_number=entry.number,
    )
