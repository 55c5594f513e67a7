"""What a check says: findings about figures, faults in files.

A finding is the answer of one rule about one set of figures, a pass included.
A fault is one thing wrong with what was handed in: a file, a row, a law record.
Both are values. Nothing here raises for bad figures: an election has many of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a broken rule weighs: an error keeps a protocol out, a warning asks for a reason."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Sides:
    """One comparison of a rule that has several: its own answer, the two numbers, the sign between them."""

    holds: bool | None
    left: int | None
    op: str
    right: int | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's answer about one protocol.

    `holds` is None when a figure that the rule needs is missing: the rule could not be checked.
    `left` and `right` are the two compared numbers, `op` the sign between them; of a rule with several
    comparisons those of the one that decides. `comparisons` then has all of them in the order of the law, and
    `join` says whether `all` or `any` of them must hold; for a single comparison both are empty.
    """

    code: str
    severity: Severity
    holds: bool | None
    left: int | None
    op: str
    right: int | None
    comparisons: tuple[Sides, ...] = ()
    join: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input and what to do about it.

    `code` names the rule of the reader (`I-07`), `place` says where (`protocols.csv`, `act.toml`),
    `line` is counted from 1 in the file as an editor shows it, `column` is the header's own word.
    """

    code: str
    message: str
    remedy: str = ""
    place: str = ""
    line: int | None = None
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        where = self.place + (f":{self.line}" if self.line is not None else "")
        if self.column:
            where += f" [{self.column}]"
        said = f"{self.code} {self.message}"
        if self.remedy:
            said += f" {self.remedy}"
        return f"{where}: {said}" if where else said

    def as_dict(self) -> dict[str, str | int | None]:
        """The fault as a flat record for `--format json`."""
        return {
            "code": self.code,
            "file": self.place,
            "row": self.line,
            "column": self.column,
            "value": self.value,
            "message": self.message,
            "remedy": self.remedy,
        }


class Refused(Exception):  # noqa: N818 -- the statute's word for what a commission does with bad papers
    """The input was refused whole, for these faults; nothing was written."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults[:3]))
        self.faults = tuple(faults)
