"""How a file of each kind has to look: its columns with what they mean, and a filled sample."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from pydantic import BaseModel

from dauys.apps.candidates.actions import ElectionEntry
from dauys.apps.commissions.actions import CommissionRow, MemberRow
from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import law_of
from dauys.apps.results.actions import TurnoutRow
from dauys.apps.territory.actions import UnitRow
from dauys.core.norms import Pack
from dauys.core.tables import FIGURE, TEXT, read_table, sheet_of, write_table
from dauys.core.tables.dictionary import Meaning, column_told, columns_told

EXAMPLES = Path(__file__).parents[1] / "examples"
ROWS: Mapping[str, type[BaseModel]] = {
    "territory": UnitRow, "commissions": CommissionRow, "members": MemberRow, "election": ElectionEntry,
    "turnout": TurnoutRow,
}  # fmt: skip
PROTOCOL = ("contest", "precinct", "votes:…")  # what every file of protocols has beside the lines of its law


@dataclass(frozen=True, slots=True)
class ColumnTold:
    """One column of a file that is handed in: what stands in it, and whether it has to be there."""

    name: str
    type: str
    meaning: Meaning
    is_required: bool


def columns_of(kind: str, law: Pack | None = None) -> list[ColumnTold]:
    """The columns of a kind of file (of an election: its keys) in their order; of protocols under a law."""
    if kind == "protocols":
        return _of_protocols(law)
    model = ROWS[kind]
    told = {one.name: one for one in columns_told(kind)}
    named = _required(model)
    more = [name for name in model.model_fields if name not in told]
    told |= {name: column_told(kind, name) for name in more}
    return [ColumnTold(one.name, one.type, one.meaning, named.get(one.name, False)) for one in told.values()]


def _required(model: type[BaseModel]) -> dict[str, bool]:
    """By name, also that of a key one level down, whether it has to be there."""
    named = {}
    for name, info in model.model_fields.items():
        named[name] = info.is_required()
        for inner in get_args(info.annotation):
            if isinstance(inner, type) and issubclass(inner, BaseModel) and info.is_required():
                named |= {f"{name}.{key}": one.is_required() for key, one in inner.model_fields.items()}
    return named


def _of_protocols(law: Pack | None) -> list[ColumnTold]:
    lines = law.protocol.line if law is not None else ()
    required = {line.code for line in lines if line.required} | set(PROTOCOL)
    named = [(line.code, line.label.model_dump()) for line in lines] if law is not None else None
    return [
        ColumnTold(one.name, one.type, one.meaning, one.name in required)
        for one in columns_told("protocols", named)
    ]


def laws_of(called: Iterable[Election]) -> Sequence[Pack]:
    """The laws of some elections, each once, in the order in which they come."""
    return tuple({law.id: law for law in map(law_of, called)}.values())


def example_of(kind: str) -> Path:
    """The filled sample of a kind of file, as `dauys import KIND --example` prints it."""
    return next(EXAMPLES.glob(f"{kind}.*"))


def example_as_workbook(kind: str) -> bytes:
    """The same sample as XLSX, for those who open tables in a spreadsheet; of a table only."""
    sample = example_of(kind)
    table = read_table(sample, name=sample.name)
    kinds = {
        name: FIGURE if one.dtype.is_integer() else TEXT
        for name, one in zip(table.columns, table.series, strict=True)
    }
    rows = [tuple(one[row] for one in table.series) for row in range(table.rows)]
    written = io.BytesIO()
    write_table(sheet_of(kinds, rows), written, "xlsx")
    return written.getvalue()
