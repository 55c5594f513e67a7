"""The command `dauys` as tests call it, the files that it reads, and what stands after it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from dauys.apps.candidates.models import Candidate
from dauys.apps.elections.models import Contest
from dauys.apps.journal.models import Entry
from dauys.apps.results.models import Establishment, ProtocolVersion, Release, Tally
from dauys.apps.territory.models import Unit
from dauys.core.norms import load_pack
from dauys.ops.commands import app
from tests import cast

LINES = [line.code for line in load_pack(cast.LAW).protocol.line]
CANDIDATES = [
    f"{cast.contest(unit)}#{number}"
    for unit, count in zip(cast.UNITS, (2, 2, 3), strict=True)
    for number in range(1, count + 1)
]
HEADER = ["contest", "precinct", *LINES, *(f"votes:{candidate}" for candidate in CANDIDATES)]

Row = dict[str, int | str | None]


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)

    @property
    def faults(self) -> list[dict[str, Any]]:
        """The faults that it named with --format json."""
        return json.loads(self.err)["faults"]


def dauys(*arguments: str | Path) -> Ended:
    """Run a command in this process; an error that it does not catch is raised, not taken for code 1."""
    ended = CliRunner().invoke(app, [str(one) for one in arguments])
    if ended.exception is not None and not isinstance(ended.exception, SystemExit):
        raise ended.exception
    return Ended(ended.exit_code, ended.stdout, ended.stderr)


def row(unit: str, number: int, voters: int, votes: list[int], **other: int) -> Row:
    """One protocol as a row of its file; relations hold unless `other` says otherwise."""
    names = [f"votes:{cast.contest(unit)}#{at}" for at in range(1, len(votes) + 1)]
    return {
        "contest": cast.contest(unit),
        "precinct": f"{unit}.{number}",
        **cast.lines(voters, votes, **other),
        **dict(zip(names, votes, strict=True)),
    }


def rows() -> list[Row]:
    """All four protocols of the small country."""
    return [
        row("U1", 1, 500, [200, 100], against=5, invalid=3),
        row("U1", 2, 400, [120, 130]),
        row("U2", 1, 100, [40, 20], against=1),
        row("U3", 1, 300, [50, 60, 70], invalid=2),
    ]


def as_csv(found: Iterable[Mapping[str, Any]], header: Iterable[str] = HEADER) -> str:
    """Rows as the text of a CSV file; a figure that is None is blank."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(header), lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    return text.getvalue()


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """A file of that content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def facts() -> dict[str, int]:
    """How many rows stand: what a refused or repeated command must leave as it is."""
    tables = (Entry, Unit, Contest, Candidate, ProtocolVersion, Release, Establishment, Tally)
    return {table.__name__: table.objects.count() for table in tables}


def stored() -> list[tuple[Any, ...]]:
    """Every version and every sum with its figures: two states are the same where these are."""
    versions = ProtocolVersion.objects.order_by("contest__code", "precinct__code", "number").values_list(
        "contest__code", "precinct__code", "number", "figures", "errors", "warnings", "broken", "accepted"
    )
    sums = Tally.objects.order_by("contest__code", "unit__code").values_list(
        "contest__code", "unit__code", "figures", "present", "received", "counted", "kept_out", "with_errors"
    )
    return [
        tuple(bytes(value) if isinstance(value, memoryview) else value for value in found)
        for found in (*versions, *sums)
    ]
