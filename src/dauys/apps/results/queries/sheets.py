"""Versions of protocols as they are read: the latest of each precinct, and the one that counts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field, replace

from dauys.apps.elections.models import Election
from dauys.apps.results.models import ProtocolVersion
from dauys.apps.results.queries.book import VersionNote
from dauys.core.lifecycle import PROTOCOL


@dataclass(slots=True)
class SheetRow:
    """One precinct's versions, oldest first."""

    number: int
    state: str
    figures: bytes
    errors: int
    warnings: int
    received_at: dt.datetime
    as_of: dt.datetime
    counted: bytes | None
    counted_number: int | None
    versions: list[VersionNote] = field(default_factory=list)
    packed: list[bytes] = field(default_factory=list)  # the figures of each version


def sheet_rows(election: Election) -> dict[int, dict[int, SheetRow]]:
    """By contest key and precinct key: one query."""
    rows = (
        ProtocolVersion.objects.filter(contest__election=election)
        .order_by("contest_id", "precinct_id", "number")
        .values_list(
            "contest_id",
            "precinct_id",
            "number",
            "figures",
            "errors",
            "warnings",
            "accepted",
            "intake__at",
            "intake__reason",
            "intake__sha256",
            "release__at",
            "release__reason",
        )
    )
    found: dict[int, dict[int, SheetRow]] = defaultdict(dict)
    for (
        contest,
        precinct,
        number,
        figures,
        errors,
        warnings,
        accepted,
        at,
        reason,
        sha,
        released_at,
        why,
    ) in rows:
        before = found[contest].get(precinct)
        state = PROTOCOL.step(PROTOCOL.first, "import_protocols", "accepted" if accepted else "kept_out")
        if released_at is not None:
            state = PROTOCOL.step(state, "release_protocol")
        packed = bytes(figures)
        counts = state != "kept_out"
        note = VersionNote(number, state, at, why or reason, sha)
        found[contest][precinct] = SheetRow(
            number=number,
            state=state,
            figures=packed,
            errors=errors,
            warnings=warnings,
            received_at=at,
            as_of=max(filter(None, (at, released_at))),
            counted=packed if counts else (before.counted if before else None),
            counted_number=number if counts else (before.counted_number if before else None),
            versions=[*_before(before, counts=counts), note],
            packed=[*(before.packed if before else ()), packed],
        )
    return found


def _before(row: SheetRow | None, *, counts: bool) -> list[VersionNote]:
    """The versions before a new one: superseded, but for one that goes on counting beside one kept out."""
    if row is None:
        return []
    return [
        note
        if note.state == "superseded" or (not counts and note.number == row.counted_number)
        else replace(note, state=PROTOCOL.step(note.state, "correct_protocol"))
        for note in row.versions
    ]
