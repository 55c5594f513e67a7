"""A control relation of the law, read from its record and ready to be asked of one protocol."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dauys.core.findings import Finding, Severity, Sides
from dauys.core.norms.records import Comparison, Relation
from dauys.core.protocol.expressions import Expression, ExpressionError, parse

PRESENT = "present"

# The same signs work on whole numbers and on columns of them.
SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison of a relation; `right` is None where the law only asks that the left figure is there."""

    left: Expression
    op: str
    right: Expression | None

    @property
    def needs(self) -> tuple[str, ...]:
        """The figures without which it can't be answered."""
        return self.left.needs + (self.right.needs if self.right else ())

    def asked(self, figures: Mapping[str, int | None]) -> Sides:
        """Both sides and the answer of one protocol; a side that is missing, or lacks a figure, is None."""
        left, right = self.left.value(figures), self.right.value(figures) if self.right else None
        return Sides(self.answer(left, right), left, self.op, right)

    def answer(self, left: int | None, right: int | None) -> bool | None:
        """True, False, or None when it can't be told because a figure is missing."""
        if self.right is None:
            return left is not None
        if left is None or right is None:
            return None
        return bool(SIGNS[self.op](left, right))


def joined(answers: Iterable[bool | None], join: str) -> bool | None:
    """The answer of several comparisons; a missing one leaves it open only where it could still turn it.

    `all`: one False is enough for False. `any`: one True is enough for True.
    """
    given = set(answers)
    decisive = join == "any"
    if decisive in given:
        return decisive
    return None if None in given else not decisive


@dataclass(frozen=True, slots=True)
class CompiledRelation:
    """A relation of the pack with its expressions read; `record` has its sentences and its citation."""

    record: Relation
    severity: Severity
    compared: tuple[Compared, ...]

    @property
    def code(self) -> str:
        """P-05 and so on."""
        return self.record.code

    def in_force(self, on: dt.date | None) -> bool:
        """True when `valid_from <= on < valid_to`; a date that the record leaves out does not bound it."""
        if on is None:
            return True
        began = self.record.valid_from is None or self.record.valid_from <= on
        return began and (self.record.valid_to is None or on < self.record.valid_to)

    def finding(self, figures: Mapping[str, int | None]) -> Finding:
        """The answer about one protocol.

        With several comparisons the one that decides is the first whose answer is the relation's.
        """
        sides = tuple(one.asked(figures) for one in self.compared)
        answers = [one.holds for one in sides]
        holds = joined(answers, self.record.join)
        shown = sides[answers.index(holds)]
        finding = Finding(self.code, self.severity, holds, shown.left, shown.op, shown.right)
        return replace(finding, comparisons=sides, join=self.record.join) if len(sides) > 1 else finding


def compile_relation(record: Relation, names: Collection[str]) -> CompiledRelation:
    """Read the relation over the lines `names`; raises ExpressionError that begins with its code."""
    try:
        compared = tuple(_compared(one, names) for one in record.compare)
    except ExpressionError as error:
        raise ExpressionError(f"{record.code}: {error}") from error
    return CompiledRelation(record=record, severity=Severity(record.severity), compared=compared)


def _compared(record: Comparison, names: Collection[str]) -> Compared:
    right = None if record.op == PRESENT else parse(record.right, names)
    return Compared(left=parse(record.left, names), op=record.op, right=right)
