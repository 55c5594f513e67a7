"""What a row of a territory file must be beside the other rows and the units that stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dauys.apps.territory.rules.history import Life, Period, lives_of
from dauys.apps.territory.rules.row import UnitRow
from dauys.core.findings import Fault

DEEPEST = 60  # levels of the tree

_Said = tuple[str, str, str, str]  # column, value, message, remedy


@dataclass(frozen=True, slots=True)
class Standing:
    """What already stands under a code: kind, parent's code, and what it was called over time."""

    kind: str
    parent: str
    periods: tuple[Period, ...] = ()


def faults_between(
    rows: Sequence[UnitRow], lines: Sequence[int], standing: Mapping[str, Standing], place: str
) -> list[Fault]:
    """Faults that show beside other rows or what stands: doubles, wrong parents, moves, circles, gaps."""
    by_code: dict[str, UnitRow] = {}
    for row in rows:
        by_code.setdefault(row.code, row)
    faults = [
        Fault("T-01", message, remedy, place, line, column, value)
        for line, row in zip(lines, rows, strict=True)
        for column, value, message, remedy in _wrong(row, by_code, standing)
    ]
    last = {row.code: line for line, row in zip(lines, rows, strict=True)}
    several = {row.code for row in rows if row is not by_code[row.code]}
    lives = lives_of(rows, {code: stands.periods for code, stands in standing.items()})
    faults += [
        _gap(life, place, last[life.code], several=life.code in several)
        for life in lives
        if not life.touching()
    ]
    faults += _beyond_parents(lives, standing, last, place)
    return sorted(faults, key=lambda fault: fault.line or 0)


def _beyond_parents(
    lives: Sequence[Life], standing: Mapping[str, Standing], last: Mapping[str, int], place: str
) -> list[Fault]:
    """Units whose days do not lie within those of the unit above, where the file tells of one of the two."""
    parents = {code: stands.parent for code, stands in standing.items()}
    parents |= {life.code: life.parent for life in lives}
    periods = {code: stands.periods for code, stands in standing.items()}
    periods |= {life.code: life.periods for life in lives}
    return [
        _beyond(code, parent, column, place, last.get(code, last.get(parent)))
        for code, parent in parents.items()
        if code in last or parent in last
        if periods.get(code) and periods.get(parent)
        if (column := _loose_end(periods[code], periods[parent]))
    ]


def _loose_end(unit: Sequence[Period], above: Sequence[Period]) -> str:
    """The column in which a unit reaches beyond the one above; "" where it does not."""
    begins, first = unit[0].valid_from, above[0].valid_from
    ends, last = unit[-1].valid_to, above[-1].valid_to
    if first is not None and (begins is None or begins < first):
        return "valid_from"
    return "valid_to" if last is not None and (ends is None or ends > last) else ""


def _beyond(code: str, parent: str, column: str, place: str, line: int | None) -> Fault:
    when, verb = ("before", "begins") if column == "valid_from" else ("after", "ends")
    message = f"{code} would exist {when} {parent}, in which it lies, {verb}."
    remedy = f"Give {code} a {column} within the days of {parent}, in the same file."
    return Fault("T-11", message, remedy, place, line, column, code)


def _wrong(row: UnitRow, by_code: Mapping[str, UnitRow], standing: Mapping[str, Standing]) -> Iterator[_Said]:
    """What is wrong with one row beside the rows of the file and the units that stand."""
    first, stands = by_code[row.code], standing.get(row.code)
    parent = by_code.get(row.parent) or standing.get(row.parent)
    if (first.kind, first.parent, first.zone) != (row.kind, row.parent, row.zone):
        message = f"{row.code} stands in two rows that differ in kind, parent or zone; only names change."
        yield "code", row.code, message, "Give another unit another code."
    if row.parent and parent is None:
        message = f"No unit {row.parent} is known."
        yield "parent", row.parent, message, "Add its row or correct the code."
    elif parent is not None and parent.kind == "precinct":
        yield "parent", row.parent, "A precinct has no units beneath it.", "Name the unit above it."
    if stands and (stands.kind, stands.parent) != (row.kind, row.parent):
        above = stands.parent or "nothing"
        message = f"{row.code} stands as {stands.kind} under {above}; units do not move."
        yield "parent", row.parent, message, "Close it with valid_to and enter the new unit under a new code."
    if wrong := _lies_wrong(row, by_code, standing):
        yield "parent", row.parent, f"{row.code} lies {wrong}.", "Correct the parents."


def _gap(life: Life, place: str, line: int, *, several: bool) -> Fault:
    """The fault where the periods of one unit leave a gap or overlap."""
    if several:
        message = f"The unit {life.code} stands twice, and its periods do not follow each other."
        remedy = "Keep one row, or let each row of a renamed unit begin on the day the other ends."
        return Fault("T-01", message, remedy, place, line, "code", life.code)
    message = (
        f"The unit {life.code} stands with days of its own, and this row does not fit between them: "
        "there is a gap or an overlap."
    )
    remedy = (
        "Give it the valid_from of the name it corrects or the day on which the last one ended, "
        "or list all its names, one row each."
    )
    return Fault("T-01", message, remedy, place, line, "valid_from", life.code)


def _lies_wrong(row: UnitRow, by_code: Mapping[str, UnitRow], standing: Mapping[str, Standing]) -> str:
    """Where a unit cannot lie: beneath itself, or deeper than the tree goes; "" where it lies well."""
    above, levels = row.parent, 1
    while above and levels <= DEEPEST:
        if above == row.code:
            return "beneath itself"
        parent = by_code.get(above) or standing.get(above)
        above, levels = (parent.parent if parent else ""), levels + 1
    return f"more than {DEEPEST} levels deep, or beneath a unit that lies beneath itself" if above else ""
