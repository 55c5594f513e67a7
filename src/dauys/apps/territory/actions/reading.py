"""Files of units as the verb takes them: our own columns, or those of the state classifier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dauys.apps.territory.queries import ends_of
from dauys.apps.territory.rules import ClassifierRow, UnitRow, units_listed
from dauys.apps.territory.rules.classifier import CLASSIFIER, COUNTRY
from dauys.core.findings import Fault, Refused
from dauys.core.tables import Table, read_table, typed_rows

_TABLES = Path(__file__).parents[1] / "tables"


@dataclass(frozen=True, slots=True)
class ReadUnits:
    """Rows of units, the line of each, and how many rows of the file are no units or stand already."""

    rows: list[UnitRow]
    lines: list[int]
    settlements: int = 0
    standing: int = 0


def countries_at_hand() -> tuple[str, ...]:
    """Codes of the countries whose table comes along: two small letters, as of ISO 3166-1."""
    return tuple(sorted(path.stem for path in _TABLES.glob("[a-z][a-z].csv")))


def country_table(country: str) -> Table:
    """The table of a country that comes along; raises Refused where there is none."""
    if country not in countries_at_hand():
        remedy = f"At hand: {', '.join(countries_at_hand())}. Import a file of your own instead."
        raise Refused([Fault("T-06", f"No table of the country {country} comes along.", remedy)])
    return read_table(_TABLES / f"{country}.csv", name=f"{country}.csv")


def read_units(
    table: Table, *, valid_from: dt.date | None = None, told: Callable[[int], None] = lambda _: None
) -> ReadUnits:
    """The units of a table, recognised by its header; raises Refused with every fault.

    `told` takes now and then how many rows are read.

    A classifier brings units that are not in the tree yet; they begin on `valid_from`, which no other file
    takes. The country's own row comes from its table where the tree does not have it.
    """
    if not all(table.has(column) for column in CLASSIFIER):
        if valid_from is not None:
            remedy = "Write it into the file's own column."
            raise Refused([Fault("T-09", "Only the classifier needs a valid_from.", remedy, table.name)])
        units = typed_rows(table, UnitRow, told=told)
        units.faults.refuse()
        return ReadUnits(units.rows, units.lines)
    read = typed_rows(table, ClassifierRow, told=told)
    read.faults.refuse()
    standing = ends_of(COUNTRY)
    listed = units_listed(
        read.rows, read.lines, {code: end is None for code, end in standing.items()}, table.name, valid_from
    )
    if listed.faults:
        raise Refused(listed.faults)
    known = len(read.rows) - len(listed.rows) - listed.settlements
    if COUNTRY in standing:
        return ReadUnits(listed.rows, listed.lines, listed.settlements, known)
    root = typed_rows(country_table(COUNTRY.lower()), UnitRow).rows[0]
    return ReadUnits([root, *listed.rows], [1, *listed.lines], listed.settlements, known)
