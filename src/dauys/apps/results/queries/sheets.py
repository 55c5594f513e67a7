"""Versions of protocols as they are read: the latest of each precinct, and the one that counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from django.db.models import QuerySet

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


Rows = dict[int, dict[int, SheetRow]]  # by contest key and precinct key
_COLUMNS = (
    "contest_id", "precinct_id", "number", "figures", "errors", "warnings", "accepted", "intake__at",
    "intake__reason", "intake__sha256", "release__at", "release__reason",
)  # fmt: skip


def sheet_rows(election: Election) -> Rows:
    """All precincts of an election: one query."""
    return add_versions({}, ProtocolVersion.objects.filter(contest__election=election))


def add_versions(found: Rows, versions: QuerySet[ProtocolVersion]) -> Rows:
    """The rows with these versions after those that are in them already: one query."""
    ordered = versions.order_by("contest_id", "precinct_id", "number").values_list(*_COLUMNS)
    for contest, precinct, number, figures, errors, warnings, accepted, *intake, released_at, why in ordered:
        at, reason, sha = intake
        own = found.setdefault(contest, {})
        before = own.get(precinct)
        state = PROTOCOL.step(PROTOCOL.first, "import_protocols", "accepted" if accepted else "kept_out")
        if released_at is not None:
            state = PROTOCOL.step(state, "release_protocol")
        packed = bytes(figures)
        counts = state != "kept_out"
        note = VersionNote(number, state, at, why or reason, sha)
        own[precinct] = SheetRow(
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
