"""Roll-up of many protocols × 20 figures over four levels, against one flat sum of the same figures."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import numpy as np
import numpy.typing as npt
import polars as pl

from bench.measuring import Way, in_rounds, timed
from dauys.core.rollup import Tree

FIGURES = 20
REGIONS, DISTRICTS, UNITS = 20, 10, 12  # a country: 20 regions × 10 districts × 12 rural units
ROUNDS = 15
COLUMNS = [f"f{number}" for number in range(FIGURES)]

Ints = npt.NDArray[np.int64]


def country() -> Ints:
    """Parents of the units in pre-order: country, regions, districts, rural units."""
    parents = [-1]
    for _ in range(REGIONS):
        region = len(parents)
        parents.append(0)
        for _ in range(DISTRICTS):
            district = len(parents)
            parents.append(region)
            parents += [district] * UNITS
    return np.array(parents, dtype=np.int64)


def made(rows: int) -> tuple[Ints, Ints, Ints]:
    """Parents, the unit of each row (rural units only, sorted) and the figures, column by column."""
    draw = np.random.default_rng(20210725)
    parents = country()
    leaves = np.setdiff1d(np.arange(len(parents)), parents)
    # Every rural unit has a protocol: SQL has no row for the sum of nothing, and would look wrong for it.
    units = np.sort(np.concatenate([leaves, draw.choice(leaves, rows - len(leaves))]))
    figures = np.asfortranarray(draw.integers(0, 3_000, (rows, FIGURES), dtype=np.int64))
    return parents, units, figures


def by_duckdb(parents: Ints, units: Ints, figures: Ints) -> Callable[[], Ints]:
    """The same totals by SQL: the lowest level once, each level above from the one beneath it."""
    base = duckdb.connect()
    base.register("rows", {"unit": units, **{name: figures[:, at] for at, name in enumerate(COLUMNS)}})
    base.register("units", {"unit": np.arange(len(parents)), "parent": parents})
    base.execute("CREATE TABLE figures AS FROM rows; CREATE TABLE tree AS FROM units")
    sums = ", ".join(f"sum({name})::BIGINT AS {name}" for name in COLUMNS)
    up = f"SELECT tree.parent AS unit, {sums} FROM {{}} AS below JOIN tree USING (unit) GROUP BY 1"
    query = (
        f"WITH l3 AS MATERIALIZED (SELECT unit, {sums} FROM figures GROUP BY 1), "
        f"l2 AS MATERIALIZED ({up.format('l3')}), l1 AS MATERIALIZED ({up.format('l2')}), "
        f"l0 AS MATERIALIZED ({up.format('l1')}) "
        "SELECT * FROM (FROM l0 UNION ALL FROM l1 UNION ALL FROM l2 UNION ALL FROM l3) ORDER BY unit"
    )

    def run() -> Ints:
        columns = base.execute(query).fetchnumpy()
        return np.column_stack([columns[name] for name in COLUMNS])

    return run


def by_polars(parents: Ints, units: Ints, figures: Ints) -> Callable[[], Ints]:
    """The same totals by data frames, level by level."""
    frame = pl.DataFrame({"unit": units, **{name: figures[:, at] for at, name in enumerate(COLUMNS)}})
    tree = pl.DataFrame({"unit": np.arange(len(parents)), "parent": parents})
    sums = [pl.col(name).sum() for name in COLUMNS]

    def run() -> Ints:
        levels = [frame.group_by("unit").agg(sums)]
        for _ in range(3):
            above = levels[-1].join(tree, on="unit").group_by("parent").agg(sums)
            levels.append(above.rename({"parent": "unit"}))
        return pl.concat(levels).sort("unit").select(COLUMNS).to_numpy()

    return run


def measure(rows: int) -> list[Way]:
    """The limit, ours, and the peers; no figure is printed when one of them adds up to something else."""
    parents, units, figures = made(rows)
    tree = Tree(parents)
    ways: dict[str, Callable[[], Ints]] = {
        "flat sum (limit)": lambda: figures.sum(axis=0),
        "dauys roll-up": lambda: tree.add_up(units, figures).totals,
        "DuckDB": by_duckdb(parents, units, figures),
        "Polars": by_polars(parents, units, figures),
    }
    wanted = ways["dauys roll-up"]()
    assert np.array_equal(wanted[0], ways["flat sum (limit)"]())
    for peer in ("DuckDB", "Polars"):
        assert np.array_equal(wanted, ways[peer]()), f"{peer} adds up to something else"
    return in_rounds({name: lambda work=work: timed(work) for name, work in ways.items()}, ROUNDS)
