"""Findings as a sheet: one row for each relation about each protocol, passes included, with both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import contests_in, law_of
from dauys.apps.results.models import ProtocolVersion
from dauys.apps.results.queries.outgoing import Order, Precincts, Versions, Which, precincts_in, reader_of
from dauys.apps.results.queries.protocolsheet import COUNT, ballot_of, gathered, versions_in_parts
from dauys.apps.territory.models import Unit
from dauys.core.protocol import ColumnFindings, form_of
from dauys.core.tables import FIGURE, FLAG, TEXT, Kind, Sheet

COLUMNS: dict[str, Kind] = {
    "contest": TEXT, "precinct": TEXT, "version": COUNT, "rule": TEXT, "severity": TEXT, "holds": FLAG,
    "left": FIGURE, "op": TEXT, "right": FIGURE,
}  # fmt: skip
MOST = 8_192  # protocols of one part: each has a row for every relation


def finding_sheet(
    election: Election,
    unit: Unit,
    which: Which = "latest",
    *,
    only_broken: bool = False,
    order: Order = precincts_in,
) -> Sheet:
    """What each relation in force on election day says of the protocols at and beneath a unit.

    By contest and precinct in tree order, then by version, then as the law orders its relations. `holds` is
    null where a figure is missing; the sides are those of the comparison that decides. `only_broken` leaves
    out what holds and what could not be checked.
    """
    contests = contests_in(election, unit)
    ballot, form = ballot_of(election, contests), form_of(law_of(election).protocol)

    def parts(_: bool) -> Iterator[pl.DataFrame]:
        precincts = order(unit)
        reader = reader_of(contests, precincts, which)
        for some in gathered(versions_in_parts(contests, ballot, reader), MOST):
            found = [form.check_columns(one.figures, election.election_day) for one in some]
            frames = (_frame(one, checked, precincts) for one, checked in zip(some, found, strict=True))
            frame = pl.concat(frames)
            yield frame.filter(~pl.col("holds")) if only_broken else frame

    versions = ProtocolVersion.objects.filter(contest__in=contests).count() if contests else 0
    most = versions * len(form.in_force(election.election_day))
    return Sheet(COLUMNS, parts, None if only_broken else most)


def _frame(one: Versions, checked: ColumnFindings, precincts: Precincts) -> pl.DataFrame:
    """The findings about versions of one contest, in the order of protocols, then of relations."""
    rows, relations = len(one.places), len(checked.relations)
    if not relations:
        return pl.DataFrame(schema=COLUMNS)
    protocol, relation = np.repeat(np.arange(rows), relations), np.tile(np.arange(relations), rows)
    sides = [checked.sides_of(index, slice(None)) for index in range(relations)]
    # The signs of all comparisons in one row; those of a relation begin where those before it end.
    signs = [[compared.op for compared in each.compared] for each in checked.relations]
    first = np.cumsum([0, *map(len, signs)], dtype=np.intp)[:-1]
    shown = [found.compared + begin for found, begin in zip(sides, first, strict=True)]
    holds = _by_protocol(list(checked.holds))
    return pl.DataFrame(
        {
            "contest": pl.repeat(one.contest.code, rows * relations, dtype=pl.String(), eager=True),
            "precinct": precincts.codes.gather(one.places).gather(protocol),
            "version": one.numbers[protocol],
            "rule": pl.Series(checked.codes, dtype=TEXT).gather(relation),
            "severity": pl.Series([str(each) for each in checked.severity], dtype=TEXT).gather(relation),
            "holds": _known(holds == 1, holds >= 0),
            "left": _known(
                _by_protocol([each.left for each in sides]), _by_protocol([each.has_left for each in sides])
            ),
            "op": pl.Series([sign for each in signs for sign in each]).gather(_by_protocol(shown)),
            "right": _known(
                _by_protocol([each.right for each in sides]), _by_protocol([each.has_right for each in sides])
            ),
        },
        schema=COLUMNS,
    )


def _by_protocol(each: Sequence[np.ndarray]) -> np.ndarray:
    """A column for each relation as one column, in which what is said of a protocol stands together."""
    return np.stack(each, axis=1).ravel()


def _known(values: np.ndarray, known: np.ndarray) -> pl.Series:
    """The values as a column, null where they are not known."""
    return pl.select(pl.when(pl.Series(known)).then(pl.Series(values))).to_series()
