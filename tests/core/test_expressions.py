"""Expressions of a law record are read strictly, and mean the same for one protocol and for a column."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dauys.core.protocol import CANDIDATES_LIMIT, LIMIT, ExpressionError, parse
from dauys.core.protocol.expressions import ON_COLUMNS, ON_NUMBERS, ON_RANGES
from tests.core.forms import expressions

NAMES = ("issued", "received", "cancelled")
FIGURES = {"issued": 7, "received": 10, "cancelled": 4, "votes": 6, "votes_max": 5}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("issued", 7),
        ("12", 12),
        ("issued + cancelled - received", 1),
        ("3 * (issued + cancelled)", 33),
        ("-issued", -7),
        ("issued - -3", 10),
        ("abs(issued - received)", 3),
        ("max(issued, received)", 10),
        ("min(issued, received)", 7),
        ("ceil_div(101 * received, 100)", 11),
        ("ceil_div(100, 100)", 1),
        ("ceil_div(issued - received, 2)", -1),
        ("floor_div(issued, 2)", 3),
        ("floor_div(issued - received, 2)", -2),
        ("votes - votes_max", 1),
        ("  issued\n", 7),
    ],
)
def test_expression_is_worked_out_exactly(text: str, value: int) -> None:
    expression = parse(text, NAMES)
    assert expression.value(FIGURES) == value
    column = expression.column({name: np.array([figure]) for name, figure in FIGURES.items()})
    assert np.broadcast_to(column, 1).tolist() == [value]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("isued", 'no line "isued"'),
        ("issued / 2", '"issued / 2" is not allowed'),
        ("issued // 2", "is not allowed"),
        ("issued ** 2", "is not allowed"),
        ("issued % 2", "is not allowed"),
        ("+issued", "is not allowed"),
        ("issued < received", "is not allowed"),
        ("1.5 * issued", '"1.5" is not allowed'),
        ("True", "is not allowed"),
        ("'issued'", "is not allowed"),
        ("issued if received else 1", "is not allowed"),
        ("issued.real", "is not allowed"),
        ("[issued][0]", "is not allowed"),
        ("(lambda: 1)()", "is not allowed"),
        ("__import__('os')", 'no function "__import__"'),
        ("sum(issued, received)", 'no function "sum"'),
        ("abs(issued, received)", "abs takes 1 values, not 2"),
        ("max(issued)", "max takes 2 values, not 1"),
        ("max(issued, *received)", "is not allowed"),
        ("max(issued, key=received)", "is not allowed"),
        ("ceil_div(issued, 0)", "above 0"),
        ("ceil_div(issued, -2)", "above 0"),
        ("floor_div(issued, received)", "above 0"),
        ("", "is not an expression"),
        ("issued +", "is not an expression"),
        ("issued; received", "is not an expression"),
        ("issued\0", "is not an expression"),
        ("1" * 3_000, "longer than"),
        ("-" * 150 + "issued", "nested more than"),
        ("(" * 900 + "issued" + ")" * 900, "is not an expression"),
    ],
)
def test_expression_of_another_kind_is_refused(text: str, says: str) -> None:
    with pytest.raises(ExpressionError, match=says.replace("*", r"\*")):
        parse(text, NAMES)


def test_expression_knows_which_figures_it_needs() -> None:
    assert parse("received - issued + max(received, 2)", NAMES).needs == ("received", "issued")
    assert parse("12", NAMES).needs == ()


def test_expression_without_a_figure_has_no_value() -> None:
    figures = {**FIGURES, "issued": None}
    assert parse("0 * issued + received", NAMES).value(figures) is None
    assert parse("received", NAMES).value(figures) == 10


def test_multiplier_is_refused_exactly_where_64_bits_end() -> None:
    most = (2**63 - 1) // LIMIT
    largest = parse(f"{most} * issued", NAMES)
    assert int(largest.column({"issued": np.array([LIMIT])})[0]) == most * LIMIT
    with pytest.raises(ExpressionError, match="64 bits"):
        parse(f"{most + 1} * issued", NAMES)


def test_multiplier_of_votes_counts_every_candidate() -> None:
    most = (2**63 - 1) // (LIMIT * CANDIDATES_LIMIT)
    parse(f"{most} * votes", NAMES)
    with pytest.raises(ExpressionError, match="64 bits"):
        parse(f"{most + 1} * votes", NAMES)


@pytest.mark.parametrize(
    "text", ["9223372036854775808", "min(0, issued * issued * issued)", "0 * (20 * 999999999999999999)"]
)
def test_step_that_could_overflow_is_refused_wherever_it_stands(text: str) -> None:
    """A small result does not excuse a large step on the way."""
    with pytest.raises(ExpressionError, match="64 bits"):
        parse(text, NAMES)


def test_operations_are_the_same_in_every_table() -> None:
    assert set(ON_NUMBERS) == set(ON_COLUMNS) == set(ON_RANGES)


figures = st.integers(0, 40) | st.integers(0, LIMIT) | st.just(LIMIT)


@given(text=expressions(NAMES), rows=st.lists(st.tuples(*[figures] * 5), min_size=1, max_size=5))
def test_expression_is_the_same_over_numbers_and_columns_and_inside_its_bounds(
    text: str, rows: list[tuple[int, ...]]
) -> None:
    try:
        expression = parse(text, NAMES)
    except ExpressionError:
        assume(False)
    names = (*NAMES, "votes", "votes_max")
    columns = {name: np.array(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
    exact = [expression.value(dict(zip(names, row, strict=True))) for row in rows]
    assert np.broadcast_to(expression.column(columns), len(rows)).tolist() == exact
    low, high = expression.bounds({name: (int(one.min()), int(one.max())) for name, one in columns.items()})
    assert all(value is not None and low <= value <= high for value in exact)
