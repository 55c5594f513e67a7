"""Findings as a sheet: one row for each relation about each protocol, passes included, with both sides."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import contests_in, law_of
from dauys.apps.results.models import ProtocolVersion
from dauys.apps.results.queries.outgoing import Precincts, Versions, Which, precincts_in, reader_of
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
    election: Election, unit: Unit, which: Which = "latest", *, only_broken: bool = False
) -> Sheet:
    """What each relation in force on election day says of the protocols at and beneath a unit.

    By contest and precinct in tree order, then by version, then as the law orders its relations. `holds` is
    null where a figure is missing; the sides are those of the comparison that decides. `only_broken` leaves
    out what holds and what could not be checked.
    """
    contests = contests_in(election, unit)
    ballot, form = ballot_of(election, contests), form_of(law_of(election).protocol)

    def parts(_: bool) -> Iterator[pl.DataFrame]:
        precincts = precincts_in(unit)
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
    """The findings about versions of one contest: by relation, then put in the order of protocols."""
    rows, relations = len(one.places), len(checked.relations)
    by_protocol = np.arange(rows * relations).reshape(relations, rows).T.ravel()
    protocol = np.repeat(np.arange(rows), relations)
    sides = [checked.sides_of(index, slice(None)) for index in range(relations)]
    holds = checked.holds.ravel()
    signs = [
        pl.Series([compared.op for compared in relation.compared], dtype=TEXT).gather(found.compared)
        for relation, found in zip(checked.relations, sides, strict=True)
    ]
    told = pl.DataFrame(
        {
            "rule": np.repeat(np.array(checked.codes, dtype=object), rows),
            "severity": np.repeat(np.array([str(one) for one in checked.severity], dtype=object), rows),
            "holds": _known(holds == 1, holds >= 0),
            "left": _known(
                np.hstack([one.left for one in sides]), np.hstack([one.has_left for one in sides])
            ),
            "op": pl.concat(signs) if signs else pl.Series(dtype=TEXT),
            "right": _known(
                np.hstack([one.right for one in sides]), np.hstack([one.has_right for one in sides])
            ),
        },
        schema={name: COLUMNS[name] for name in ("rule", "severity", "holds", "left", "op", "right")},
    )
    return pl.DataFrame(
        [
            pl.Series("contest", [one.contest.code], dtype=TEXT).new_from_index(0, rows * relations),
            precincts.codes.gather(one.places).gather(protocol).alias("precinct"),
            pl.Series("version", one.numbers[protocol], dtype=COUNT),
            *told.select(pl.all().gather(by_protocol)).get_columns(),
        ]
    )


def _known(values: np.ndarray, known: np.ndarray) -> pl.Series:
    """The values as a column, null where they are not known."""
    return pl.select(pl.when(pl.Series(known)).then(pl.Series(values))).to_series()
