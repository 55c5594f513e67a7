"""Parent = sum of children, exactly, for any tree, any order of rows, with figures missing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dauys.core import rollup
from dauys.core.protocol import MISSING
from dauys.core.rollup import Sums, Tree, ancestors

Rows = list[tuple[int, list[int | None]]]


@st.composite
def countries(draw: st.DrawFn) -> tuple[list[int], Rows, int]:
    """Parents of up to twelve units (a chain is as likely as a fan), rows on any of them, columns."""
    units = draw(st.integers(1, 12))
    parents = [-1] + [
        draw(st.integers(-1 if draw(st.booleans()) else unit - 1, unit - 1)) for unit in range(1, units)
    ]
    width = draw(st.integers(1, 4))
    figure = st.none() | st.integers(0, 5) | st.integers(0, 9_999_999)
    row = st.tuples(st.integers(0, units - 1), st.lists(figure, min_size=width, max_size=width))
    return parents, draw(st.lists(row, max_size=12)), width


def added_by_hand(parents: list[int], rows: Rows, width: int) -> tuple[list[list[int]], list[list[int]]]:
    totals = [[0] * width for _ in parents]
    present = [[0] * width for _ in parents]
    for leaf, figures in rows:
        unit = leaf
        while unit != -1:
            for index, figure in enumerate(figures):
                totals[unit][index] += figure or 0
                present[unit][index] += figure is not None
            unit = parents[unit]
    return totals, present


def columns_of(rows: Rows, width: int) -> npt.NDArray[np.int64]:
    figures = [[MISSING if one is None else one for one in row] for _, row in rows]
    return np.array(figures, dtype=np.int64).reshape(len(rows), width)


@settings(deadline=None)
@given(country=countries(), block=st.integers(1, 5))
def test_totals_are_those_added_by_hand(country: tuple[list[int], Rows, int], block: int) -> None:
    parents, rows, width = country
    tree = Tree(parents)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rollup, "BLOCK", block)
        for ordered in (rows, sorted(rows, key=lambda row: row[0])):
            units = np.array([unit for unit, _ in ordered], dtype=np.int64)
            figures = columns_of(ordered, width)
            for layout in (
                np.asfortranarray(figures),
                np.ascontiguousarray(figures),
                figures.astype(np.int32),
            ):
                sums = tree.add_up(units, layout)
                assert sums.totals.shape == sums.present.shape == (len(parents), width)
                assert (sums.totals.tolist(), sums.present.tolist()) == added_by_hand(parents, rows, width)


@settings(deadline=None)
@given(countries())
def test_protocols_added_one_by_one_make_the_same_totals(country: tuple[list[int], Rows, int]) -> None:
    parents, rows, width = country
    tree = Tree(parents)
    sums = tree.add_up(np.empty(0, dtype=np.int64), columns_of([], width))
    for unit, figures in rows:
        tree.add_one(sums, unit, figures)
    assert (sums.totals.tolist(), sums.present.tolist()) == added_by_hand(parents, rows, width)
    for unit, figures in rows[1:]:
        tree.add_one(sums, unit, figures, times=-1)
    assert (sums.totals.tolist(), sums.present.tolist()) == added_by_hand(parents, rows[:1], width)


@settings(deadline=None)
@given(countries())
def test_parent_is_the_sum_of_its_children_and_its_own_rows(country: tuple[list[int], Rows, int]) -> None:
    parents, rows, width = country
    units = np.array([unit for unit, _ in rows], dtype=np.int64)
    figures = columns_of(rows, width)
    sums = Tree(parents).add_up(units, figures)
    for unit in range(len(parents)):
        children = [child for child, parent in enumerate(parents) if parent == unit]
        own = np.where(figures < 0, 0, figures)[units == unit].sum(axis=0)
        assert np.array_equal(sums.totals[unit], sums.totals[children].sum(axis=0) + own)


def test_tree_may_be_as_deep_as_it_is_long() -> None:
    depth = 2_000
    parents = np.arange(depth) - 1
    sums = Tree(parents).add_up(np.array([depth - 1, 0]), np.array([[3], [4]], dtype=np.int32))
    assert sums.totals[:, 0].tolist() == [7] + [3] * (depth - 1)
    assert ancestors(parents, depth - 1) == tuple(range(depth - 1, -1, -1))


def test_units_without_rows_have_totals_of_nothing() -> None:
    sums = Tree([-1, 0, 0]).add_up(np.array([2]), np.array([[5, MISSING]]))
    assert sums.totals.tolist() == [[5, 0], [0, 0], [5, 0]]
    assert sums.present.tolist() == [[1, 0], [0, 0], [1, 0]]


def test_tree_without_units_has_no_totals() -> None:
    sums = Tree(np.empty(0, dtype=np.int64)).add_up(
        np.empty(0, dtype=np.int64), np.empty((0, 3), dtype=np.int64)
    )
    assert sums.totals.shape == (0, 3)


def test_units_may_stand_level_by_level_too() -> None:
    """Pre-order is not asked for: parents before children is enough."""
    sums = Tree([-1, 0, 0, 2, 1, 2]).add_up(np.array([3, 4, 5]), np.array([[1], [10], [100]]))
    assert sums.totals[:, 0].tolist() == [111, 10, 101, 1, 10, 100]


def test_sum_is_exact_up_to_64_bits_and_refused_beyond() -> None:
    most = (2**63 - 1) // 2
    tree = Tree([-1])
    assert tree.add_up(np.array([0, 0]), np.array([[most], [most]])).totals.tolist() == [[2 * most]]
    with pytest.raises(ValueError, match="can't be added up"):
        tree.add_up(np.array([0, 0]), np.array([[most + 1], [0]]))
    with pytest.raises(ValueError, match="can't be added up"):
        tree.add_up(np.array([0, 0]), np.array([[MISSING - 1], [0]]))


def test_int32_figures_are_summed_in_64_bits() -> None:
    figures = np.full((3, 1), 2**31 - 1, dtype=np.int32)
    assert Tree([-1, 0]).add_up(np.array([1, 1, 1]), figures).totals.tolist() == [[3 * (2**31 - 1)]] * 2


@pytest.mark.parametrize("parents", [[0], [-1, 1], [-1, 2, 0], [-2], [-1, 0, 3, 0]])
def test_parent_that_does_not_stand_before_its_child_is_refused(parents: list[int]) -> None:
    with pytest.raises(ValueError, match="stands before"):
        Tree(parents)


def test_path_that_would_never_end_is_refused() -> None:
    with pytest.raises(ValueError, match="stands before"):
        ancestors([-1, 2, 1], 2)


@pytest.mark.parametrize(
    ("units", "figures"),
    [
        (np.array([2]), np.zeros((1, 3), dtype=np.int64)),
        (np.array([-1]), np.zeros((1, 3), dtype=np.int64)),
        (np.array([0]), np.zeros((2, 3), dtype=np.int64)),
        (np.array([0]), np.zeros((1, 3))),
        (np.array([0]), np.zeros(1, dtype=np.int64)),
    ],
)
def test_rows_that_do_not_fit_are_refused(
    units: npt.NDArray[np.int64], figures: npt.NDArray[np.int64]
) -> None:
    with pytest.raises(ValueError, match=r"outside the tree|int64 or int32 of shape"):
        Tree([-1, 0]).add_up(units, figures)


def test_figures_handed_in_stay_as_they_are() -> None:
    figures = np.asfortranarray([[1, MISSING], [2, 3]])
    before = figures.copy()
    sums = Tree([-1]).add_up(np.array([0, 0]), figures)
    Tree([-1]).add_one(sums, 0, [5, 5])
    assert isinstance(sums, Sums)
    assert np.array_equal(figures, before)
