"""One protocol with all its versions, who handed them in, and what the check of a new one rests on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dauys.apps.journal.models import Entry
from dauys.apps.results import rules
from dauys.apps.results.models import ProtocolVersion
from dauys.apps.results.queries.board import Board
from dauys.core.protocol import MISSING, form_of


@dataclass(frozen=True, slots=True)
class Kept:
    """One version as it was handed in: figures by code of a line or id of a candidate, by whom, why."""

    number: int
    figures: dict[str, int | None]
    at: dt.datetime
    office: str
    entry: int  # of the journal
    reason: str
    file: str
    broken: tuple[str, ...]
    released_at: dt.datetime | None
    released_by: str
    release_reason: str


def versions_of(board: Board, contest: str, precinct: str) -> list[Kept]:
    """The versions of a protocol, the first one first: two queries."""
    one = board.open[contest]
    codes = (*form_of(board.pack.protocol).lines, *(person.id for person in one.node.candidates))
    rows = list(
        ProtocolVersion.objects.filter(contest=one.contest, precinct__code=precinct)
        .select_related("intake", "release")
        .order_by("number")
    )
    numbers = [row.intake.journal_number for row in rows]
    numbers += [row.release.journal_number for row in rows if hasattr(row, "release")]
    offices = dict(Entry.objects.filter(number__in=numbers).values_list("number", "office"))
    return [_kept(row, codes, offices) for row in rows]


def _kept(row: ProtocolVersion, codes: tuple[str, ...], offices: dict[int, str]) -> Kept:
    figures = rules.unpack([bytes(row.figures)], len(codes))[0].tolist()
    release = getattr(row, "release", None)
    return Kept(
        row.number,
        {code: None if figure == MISSING else figure for code, figure in zip(codes, figures, strict=True)},
        row.intake.at,
        offices.get(row.intake.journal_number, ""),
        row.intake.journal_number,
        row.intake.reason,
        row.intake.file_name,
        tuple(row.broken.split()),
        release.at if release else None,
        offices.get(release.journal_number, "") if release else "",
        release.reason if release else "",
    )
