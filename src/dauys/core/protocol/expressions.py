"""Whole-number expressions over the lines of a protocol: read once, worked out for one or for a column.

The words of a record (`left = "3 * (stationary_ballots + portable_ballots)"`) become a small tree. The same
tree is worked out in three ways: over Python integers, over int64 columns, and over ranges. The last one
happens when the record is read: every step must stay inside int64 for the largest figures a protocol may
hold, so that a column can never overflow while the single protocol is right.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.int64]
Range = tuple[int, int]  # smallest and largest value, both possible

MISSING = -1  # a figure that is not there, in a column
LIMIT = 9_999_999  # the largest figure one line of one protocol may hold; a setting of ours
CANDIDATES_LIMIT = 1_000  # the most candidates on one protocol; a setting of ours

VOTES = "votes"  # the sum over the candidates
VOTES_MAX = "votes_max"  # the most votes one candidate has

_INT64 = 2**63 - 1
_TEXT_LIMIT = 2_000  # characters
_DEPTH_LIMIT = 100  # steps inside steps: far above any relation of a law, far below Python's own stack

T = TypeVar("T")


class ExpressionError(ValueError):
    """The words are not an expression over the lines of this protocol; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number written in the law."""

    value: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the protocol, or `votes` or `votes_max`."""

    name: str


@dataclass(frozen=True, slots=True)
class Step:
    """One operation over what stands beneath it."""

    operation: str
    over: tuple[Node, ...]


Node = Number | Figure | Step


def _ceil_div(value: int, by: int) -> int:
    return -(-value // by)


def _column_ceil_div(value: Column, by: Column) -> Column:
    return np.negative(np.floor_divide(np.negative(value), by))


def _range_mul(one: Range, other: Range) -> Range:
    corners = [a * b for a in one for b in other]
    return min(corners), max(corners)


def _range_abs(one: Range) -> Range:
    low, high = one
    return (0 if low <= 0 <= high else min(abs(low), abs(high))), max(abs(low), abs(high))


# Each way knows the same operations; a test holds the three tables equal in names and in answers.
ON_NUMBERS: dict[str, Callable[..., int]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "neg": operator.neg,
    "abs": abs,
    "max": max,
    "min": min,
    "floor_div": operator.floordiv,
    "ceil_div": _ceil_div,
}
ON_COLUMNS: dict[str, Callable[..., Column]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "neg": np.negative,
    "abs": np.absolute,
    "max": np.maximum,
    "min": np.minimum,
    "floor_div": np.floor_divide,
    "ceil_div": _column_ceil_div,
}
ON_RANGES: dict[str, Callable[..., Range]] = {
    "add": lambda a, b: (a[0] + b[0], a[1] + b[1]),
    "sub": lambda a, b: (a[0] - b[1], a[1] - b[0]),
    "mul": _range_mul,
    "neg": lambda a: (-a[1], -a[0]),
    "abs": _range_abs,
    "max": lambda a, b: (max(a[0], b[0]), max(a[1], b[1])),
    "min": lambda a, b: (min(a[0], b[0]), min(a[1], b[1])),
    "floor_div": lambda a, n: (a[0] // n[0], a[1] // n[0]),
    "ceil_div": lambda a, n: (_ceil_div(a[0], n[0]), _ceil_div(a[1], n[0])),
}

_SIGNS: dict[type[ast.operator], str] = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul"}
_FUNCTIONS = {"abs": 1, "max": 2, "min": 2, "floor_div": 2, "ceil_div": 2}


def _work(
    node: Node, number: Callable[[int], T], figures: Mapping[str, T], steps: Mapping[str, Callable[..., T]]
) -> T:
    if isinstance(node, Number):
        return number(node.value)
    if isinstance(node, Figure):
        return figures[node.name]
    return steps[node.operation](*(_work(part, number, figures, steps) for part in node.over))


def _column_of(value: int) -> Column:
    return np.array(value, dtype=np.int64)


def _range_of(value: int) -> Range:
    return value, value


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that was read and found safe: its words, its tree, the figures it needs."""

    text: str
    node: Node
    needs: tuple[str, ...]  # in the order of first use

    def value(self, figures: Mapping[str, int | None]) -> int | None:
        """The exact value for one protocol, or None when a figure that it needs is missing."""
        present: dict[str, int] = {}
        for name in self.needs:
            figure = figures[name]
            if figure is None:
                return None
            present[name] = figure
        return _work(self.node, int, present, ON_NUMBERS)

    def column(self, figures: Mapping[str, Column]) -> Column:
        """The values of int64 columns of one length (a bare number gives an array of no dimension).

        Rows in which a needed figure is MISSING hold nothing of meaning; the caller masks them.
        """
        return _work(self.node, _column_of, figures, ON_COLUMNS)

    def bounds(self, figures: Mapping[str, Range]) -> Range:
        """Smallest and largest value when the figures lie in these ranges.

        Raises ExpressionError when any step on the way could leave int64.
        """
        return _bounds(self.node, figures, self.text)


def _bounds(node: Node, figures: Mapping[str, Range], text: str) -> Range:
    if isinstance(node, Step):
        over = [_bounds(part, figures, text) for part in node.over]
        low, high = ON_RANGES[node.operation](*over)
    else:
        low, high = _work(node, _range_of, figures, ON_RANGES)
    if low < -_INT64 or high > _INT64:
        raise ExpressionError(f'"{text}" may become larger than 64 bits hold; use smaller numbers')
    return low, high


def largest_figures(names: Collection[str]) -> dict[str, Range]:
    """The ranges of figures in columns of protocols: MISSING … LIMIT, and sums of these for `votes`."""
    ranges = dict.fromkeys(names, (MISSING, LIMIT))
    ranges[VOTES] = (MISSING * CANDIDATES_LIMIT, LIMIT * CANDIDATES_LIMIT)
    ranges[VOTES_MAX] = (MISSING, LIMIT)
    return ranges


def parse(text: str, names: Collection[str]) -> Expression:
    """Read an expression over the lines `names`, `votes` and `votes_max`.

    Whole numbers, + - *, unary -, parentheses, abs(x), max(x, y), min(x, y), and floor_div(x, n),
    ceil_div(x, n) with n a whole number above 0. Raises ExpressionError: not such an expression, an unknown
    line, or a step that could leave int64 for figures of a protocol (see LIMIT, CANDIDATES_LIMIT).
    """
    text = text.strip()
    node = _Reader(text, {*names, VOTES, VOTES_MAX}).node(_tree(text), 0)
    expression = Expression(text=text, node=node, needs=tuple(dict.fromkeys(_figures(node))))
    expression.bounds(largest_figures(names))
    return expression


def _tree(text: str) -> ast.expr:
    if len(text) > _TEXT_LIMIT:
        raise ExpressionError(f"the expression is longer than {_TEXT_LIMIT} characters")
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError(f'"{text}" is not an expression') from error


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns Python's tree into ours; what it does not know is refused."""

    text: str
    known: Collection[str]

    def node(self, tree: ast.expr, depth: int) -> Node:
        if depth > _DEPTH_LIMIT:
            raise ExpressionError(f"the expression is nested more than {_DEPTH_LIMIT} deep")
        match tree:
            case ast.Constant(value=int() as value) if not isinstance(value, bool):
                return Number(value)
            case ast.Name(id=name):
                return self.figure(name)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Step("neg", self.nodes([operand], depth))
            case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _SIGNS:
                return Step(_SIGNS[type(sign)], self.nodes([left, right], depth))
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
                return self.call(name, args, depth)
        words = ast.get_source_segment(self.text, tree) or self.text
        raise ExpressionError(
            f'"{words}" is not allowed: only lines, whole numbers, + - *, ( ) and {", ".join(_FUNCTIONS)}'
        )

    def nodes(self, trees: list[ast.expr], depth: int) -> tuple[Node, ...]:
        return tuple(self.node(tree, depth + 1) for tree in trees)

    def figure(self, name: str) -> Figure:
        if name not in self.known:
            raise ExpressionError(f'the protocol has no line "{name}"')
        return Figure(name)

    def call(self, name: str, args: list[ast.expr], depth: int) -> Step:
        if name not in _FUNCTIONS:
            raise ExpressionError(f'there is no function "{name}": only {", ".join(_FUNCTIONS)}')
        if len(args) != _FUNCTIONS[name]:
            raise ExpressionError(f"{name} takes {_FUNCTIONS[name]} values, not {len(args)}")
        over = self.nodes(args, depth)
        if name.endswith("_div") and not (isinstance(over[1], Number) and over[1].value > 0):
            raise ExpressionError(f"{name} divides by a whole number above 0 that is written out")
        return Step(name, over)


def _figures(node: Node) -> list[str]:
    if isinstance(node, Figure):
        return [node.name]
    if isinstance(node, Number):
        return []
    return [name for part in node.over for name in _figures(part)]
