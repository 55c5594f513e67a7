"""The same records over a million protocols as over one: answers, sides, counts and measures are equal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dauys.core.norms.records import Protocol
from dauys.core.protocol import LIMIT, MEASURES, MISSING, ExpressionError, Form, columns, form_of
from tests.core.forms import SIGNS, expressions, protocol, relation

LINES = ("on_list", "issued", "found")
Rows = list[list[int | None]]

# As few as make sense: relations hold and break about equally often, and the edges of the range come up.
FIGURES = st.none() | st.integers(0, 9) | st.sampled_from((99, 100, 101, LIMIT - 1, LIMIT))


class Case(NamedTuple):
    """A form, and rows of figures for its lines and candidates."""

    form: Form
    rows: Rows


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of three rows, so that a few rows already fill several."""
    monkeypatch.setattr(columns, "BLOCK", 3)


def _compiled(record: Protocol) -> Form | None:
    try:
        return form_of.__wrapped__(record)
    except ExpressionError:  # larger than 64 bits
        return None


@st.composite
def cases(draw: st.DrawFn) -> Case:
    texts = expressions(LINES)
    compare = st.tuples(texts, st.sampled_from([*SIGNS, "present"]), texts)
    relations = [
        relation(
            f"P-{index:02d}",
            *draw(st.lists(compare, min_size=1, max_size=3)),
            severity=draw(st.sampled_from(("error", "warning"))),
            join=draw(st.sampled_from(("all", "any"))),
        )
        for index in range(draw(st.integers(1, 3)))
    ]
    record = protocol(LINES, relations, participated=draw(texts), found=draw(st.just("") | texts))
    form = draw(st.just(_compiled(record)).filter(lambda one: one is not None))
    assert form is not None
    width = len(LINES) + draw(st.integers(0, 3))
    row = st.lists(FIGURES, min_size=width, max_size=width)
    return Case(form, draw(st.lists(row, min_size=1, max_size=8)))


def arrays(rows: Rows) -> Iterator[npt.NDArray[np.int64] | npt.NDArray[np.int32]]:
    """The figures in every layout that callers may hold."""
    figures = np.array([[MISSING if one is None else one for one in row] for row in rows], dtype=np.int64)
    yield np.asfortranarray(figures)
    yield np.ascontiguousarray(figures)
    yield np.asfortranarray(figures, dtype=np.int32)
    yield np.ascontiguousarray(figures, dtype=np.int32)
    yield np.repeat(np.repeat(figures, 2, axis=0), 2, axis=1)[::2, ::2]


def split(row: Sequence[int | None]) -> tuple[dict[str, int | None], Sequence[int | None]]:
    return dict(zip(LINES, row, strict=False)), row[len(LINES) :]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(cases())
def test_column_answers_as_the_single_protocol_does(case: Case) -> None:
    form, rows = case
    single = [form.check(*split(row)) for row in rows]
    states = {True: 1, False: 0, None: -1}
    for figures in arrays(rows):
        before = figures.copy()
        many = form.check_columns(figures)
        assert np.array_equal(figures, before)
        assert many.codes == tuple(one.code for one in single[0])
        assert many.severity == tuple(one.severity for one in single[0])
        assert many.holds.T.tolist() == [[states[one.holds] for one in found] for found in single]
        assert many.errors.tolist() == [
            sum(one.holds is False and one.severity == "error" for one in found) for found in single
        ]
        assert many.warnings.tolist() == [
            sum(one.holds is False and one.severity == "warning" for one in found) for found in single
        ]
        for index in range(len(form.relations)):
            left, right = many.sides(index, np.arange(len(rows)))
            assert left == [found[index].left for found in single]
            assert right == [found[index].right for found in single]
        assert many.failures() == [
            (row, index, one.left, one.right)
            for row, found in enumerate(single)
            for index, one in enumerate(found)
            if one.holds is False
        ]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(cases())
def test_measure_of_a_column_is_that_of_the_single_protocol(case: Case) -> None:
    form, rows = case
    for figures in arrays(rows):
        for name in MEASURES:
            values, known = form.measure_columns(name, figures)
            single = [form.measure(name, *split(row)) for row in rows]
            assert known.tolist() == [one is not None for one in single]
            assert values.tolist() == [MISSING if one is None else one for one in single]


def test_columns_of_those_who_do_not_stand_hold_zero_and_change_nothing() -> None:
    record = [relation("P-05", ("found", "==", "votes")), relation("P-17", ("votes_max", "<=", "3"))]
    form = form_of(protocol(LINES, record))
    narrow = form.check_columns(np.array([[9, 9, 5, 2, 3]]))
    padded = form.check_columns(np.array([[9, 9, 5, 2, 3, 0, 0]]))
    assert narrow.holds.tolist() == padded.holds.tolist() == [[1], [1]]


def test_no_rows_give_no_answers() -> None:
    form = form_of(protocol(LINES, [relation("P-05", ("found", "==", "votes"))]))
    found = form.check_columns(np.empty((0, 5), dtype=np.int64))
    assert found.holds.shape == (1, 0)
    assert found.failures() == []
    assert form.measure_columns("participated", np.empty((0, 5), dtype=np.int64)).values.tolist() == []


@pytest.mark.parametrize("figure", [LIMIT + 1, MISSING - 1, 2**62, -(2**62)])
@pytest.mark.parametrize("column", [0, 2, 4])
def test_figure_outside_its_limits_is_named_by_row_and_column(figure: int, column: int) -> None:
    form = form_of(protocol(LINES, [relation("P-05", ("found", "==", "votes"))]))
    figures = np.zeros((8, 5), dtype=np.int64, order="F")
    figures[1] = MISSING
    figures[7, column] = figure
    with pytest.raises(ValueError, match=f"Row 7, column {column}: {figure} is not a figure"):
        form.check_columns(figures)


@pytest.mark.parametrize(
    "figures",
    [
        np.zeros((3, 5)),
        np.zeros((3, 5), dtype=np.uint64),
        np.zeros((3, 2), dtype=np.int64),
        np.zeros(5, dtype=np.int64),
    ],
)
def test_figures_of_another_shape_or_type_are_refused(figures: npt.NDArray[np.int64]) -> None:
    form = form_of(protocol(LINES))
    with pytest.raises(ValueError, match="igures"):
        form.check_columns(figures)
    with pytest.raises(ValueError, match="igures"):
        form.measure_columns("participated", figures)


def test_measure_of_totals_is_exact_up_to_64_bits_and_refused_beyond() -> None:
    form = form_of(protocol(LINES, participated="100 * found - votes"))
    most = (2**63 - 1) // 100
    figures = np.array([[0, 0, most, 7]])
    assert form.measure_columns("participated", figures).values.tolist() == [100 * most - 7]
    figures[0, 2] += 1
    with pytest.raises(ExpressionError, match="64 bits"):
        form.measure_columns("participated", figures)
