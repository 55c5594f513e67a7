"""The state classifier of administrative units (KATO) read as rows of a territory file.

Its code is nine digits in groups: `ab` region, `cd` district or city, `ef` rural unit, `hij` settlement; a
unit lies under the nearest group above that is itself in the list. It has names in two languages, no dates.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, Field

from dauys.apps.territory.rules.row import Name, UnitRow
from dauys.core.findings import Fault

CLASSIFIER = ("te", "ab", "cd", "ef", "hij")  # the columns by which the file is known
COUNTRY = "KZ"
_CITIES = ("71", "75", "79")  # cities of republican significance stand among the regions
_CITY = re.compile(r"^г\.|^город\b|г\.\s?а\.", re.IGNORECASE)

Group = Annotated[str, Field(pattern=r"^[0-9]{1,3}$")]


class ClassifierRow(BaseModel):
    """One row of `te,ab,cd,ef,hij,k,name_kaz,name_rus,nn`; `k` and `nn` say nothing that is used here."""

    te: Annotated[str, Field(pattern=r"^[0-9]{9}$")]
    ab: Group
    cd: Group
    ef: Group
    hij: Group
    k: str = ""
    name_kaz: Name = ""
    name_rus: Name = ""
    nn: str = ""

    def stem(self) -> str:
        """The code without the empty groups at its end: of a region two digits, of a settlement nine."""
        if self.te.endswith("000"):
            return re.sub(r"(00)+$", "", self.te[:6]) or self.te[:2]
        return self.te

    def agrees(self) -> bool:
        """True where the groups are those of the code; a workbook may have lost their leading zeros."""
        groups = (self.te[:2], self.te[2:4], self.te[4:6], self.te[6:])
        return all(
            int(a) == int(b) for a, b in zip(groups, (self.ab, self.cd, self.ef, self.hij), strict=True)
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """The classifier's new units as rows, the line of each, how many settlements were left out, faults."""

    rows: list[UnitRow]
    lines: list[int]
    settlements: int
    faults: list[Fault]


def units_listed(
    rows: Sequence[ClassifierRow], lines: Sequence[int], standing: Mapping[str, bool], place: str,
    valid_from: dt.date | None = None,
) -> Listed:  # fmt: skip
    """The units of the classifier that are not yet in the tree.

    `standing` says of each code of the tree whether its unit still exists. A unit that exists stays as it is:
    without dates nobody can tell a correction from a renaming. New ones begin on `valid_from`. Settlements
    (`hij`) are no units of an election and are left out. A code whose unit has ended (T-08) and a new unit
    without a name (T-07) are faults, as are groups that are not those of the code (T-05).
    """
    stems = {row.stem() for row in rows if len(row.stem()) < 9}
    listed = Listed([], [], 0, [])
    left_out = 0
    for row, line in zip(rows, lines, strict=True):
        if not row.agrees():
            listed.faults.append(_disagrees(row, line, place))
        elif len(row.stem()) == 9:
            left_out += 1
        elif (code := _code(row.te, standing)) in standing:
            if not standing[code]:
                listed.faults.append(_ended(row, line, place))
        elif not (row.name_kaz or row.name_rus):
            listed.faults.append(_nameless(row, line, place))
        else:
            listed.rows.append(_unit(row, _above(row.stem(), stems, standing), valid_from))
            listed.lines.append(line)
    return Listed(listed.rows, listed.lines, left_out, listed.faults)


def _code(te: str, standing: Mapping[str, bool]) -> str:
    """The code under which the unit stands: its own, or, where that one has ended, `-2`, `-3` … after it."""
    code, number = te, 1
    while code in standing and not standing[code] and f"{te}-{number + 1}" in standing:
        number += 1
        code = f"{te}-{number}"
    return code


def _above(stem: str, stems: Collection[str], standing: Mapping[str, bool]) -> str:
    """The code of the unit above: the nearest group that is in the list or in the tree, else the country."""
    for length in range(len(stem) - 2, 0, -2):
        te = stem[:length].ljust(9, "0")
        if stem[:length] in stems or te in standing:
            return _code(te, standing)
    return COUNTRY


def _unit(row: ClassifierRow, parent: str, valid_from: dt.date | None) -> UnitRow:
    return UnitRow.model_validate(
        {
            "code": row.te, "parent": parent, "kind": _kind(row), "name_kk": row.name_kaz,
            "name_ru": row.name_rus, "valid_from": valid_from,
        }
    )  # fmt: skip


def _kind(row: ClassifierRow) -> str:
    """By the level of the code, and by the word for city in the Russian name; a default, no rule of law."""
    level, in_city = len(row.stem()), row.te.startswith(_CITIES)
    if level == 2:
        return "city" if in_city else "region"
    if in_city:
        return "district"
    if level == 4:
        return "city" if _CITY.search(row.name_rus) else "district"
    return "rural_unit"


def _disagrees(row: ClassifierRow, line: int, place: str) -> Fault:
    message = f"The groups {row.ab}, {row.cd}, {row.ef}, {row.hij} are not those of the code {row.te}."
    return Fault("T-05", message, "Correct the row.", place, line, "te", row.te)


def _ended(row: ClassifierRow, line: int, place: str) -> Fault:
    message = f"The unit that stood under {row.te} has ended, and the file gives its code to another one."
    remedy = f"Enter that unit with a territory file first, under the code {row.te}-2."
    return Fault("T-08", message, remedy, place, line, "te", row.te)


def _nameless(row: ClassifierRow, line: int, place: str) -> Fault:
    message = f"The unit {row.te} is new here and has no name in the file."
    return Fault("T-07", message, "Write its name into name_kaz or name_rus.", place, line, "name_kaz")
