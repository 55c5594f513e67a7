"""Protocols read into rows of precincts, column by column: nothing is made for each precinct."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dauys.apps.elections.models import Election
from dauys.apps.results import rules
from dauys.apps.results.models import Intake, ProtocolVersion, Release
from dauys.apps.results.queries.countrybook import Country
from dauys.apps.results.queries.outgoing import columns_of
from dauys.apps.results.queries.precinctground import NAMES, PrecinctGround
from dauys.apps.results.queries.precinctrows import (
    ACCEPTED,
    CANCELLED,
    ERROR,
    EXPECTED,
    KEPT_OUT,
    NO_FLAG,
    PARTED,
    RELEASED,
    UNKNOWN,
    WARNING,
    Flags,
    PrecinctRows,
)
from dauys.core.norms.records import Words
from dauys.core.protocol import MISSING, Form
from dauys.core.protocol.form import Measure

MEASURES: dict[str, Measure] = {
    "registered": "turnout_base",
    "turnout_count": "turnout_count",
    "participated": "participated",
}
NONE = -1  # the place of a version, where nothing came


@dataclass(frozen=True, slots=True, eq=False)
class _Versions:
    """Stored versions as columns (n,), by precinct in the order of the ground, then by number.

    `columns`: places (of the precinct in the ground), numbers, states, flags, broken (places in `texts`),
    received and latest (places in `moments`); `figures` (n, k).
    """

    columns: Mapping[str, rules.Ints]
    figures: npt.NDArray[np.int32]
    texts: tuple[str, ...]
    moments: tuple[dt.datetime, ...]

    def at(self, rows: rules.Ints, width: int) -> tuple[dict[str, rules.Ints], npt.NDArray[np.int32]]:
        """The versions at some places; of NONE nothing but zeros and missing figures."""
        none = rows == NONE
        if none.all():
            zeros = np.zeros(len(rows), dtype=np.int64)
            return dict.fromkeys(self.columns, zeros), np.full((len(rows), width), MISSING, dtype=np.int32)
        figures = self.figures[rows, :width]
        figures[none] = MISSING
        return {name: np.where(none, 0, column[rows]) for name, column in self.columns.items()}, figures


@dataclass(frozen=True, slots=True, eq=False)
class Protocols:
    """What came of the precincts of a ground: the rows to be shown, and by precinct whether anything came."""

    versions: _Versions
    shown: rules.Ints  # places of versions, NONE for a precinct of which nothing came; in order of the ground
    precincts: rules.Ints  # places in the ground of the same rows
    came: Flags  # (precincts of the ground,)


def protocols_of(election: Election, ground: PrecinctGround, width: int, began: dt.datetime) -> Protocols:
    """The versions that a reader is shown: of each precinct the latest, and the one that counts."""
    versions = _versions_of(election, ground, width, began)
    places = versions.columns["places"]
    last = _last(places)
    counting = np.flatnonzero(versions.columns["states"] != KEPT_OUT)
    shown = last.copy()
    # A version that counts goes on counting beside a later one that is kept out.
    shown[counting[_last(places[counting])]] = True
    came = np.zeros(len(ground), dtype=np.bool_)
    came[places] = True
    versions.columns["flags"][~last] = NO_FLAG
    awaited = np.flatnonzero(ground.asked & ~came)
    rows = np.append(np.flatnonzero(shown), np.full(len(awaited), NONE))
    precincts = np.append(places[shown], awaited)
    order = np.argsort(precincts, kind="stable")
    return Protocols(versions, rows[order], precincts[order], came)


def _last(places: rules.Ints) -> Flags:
    """The last of each run of equal places."""
    last = np.ones(len(places), dtype=np.bool_)
    last[:-1] = places[1:] != places[:-1]
    return last


def _versions_of(election: Election, ground: PrecinctGround, width: int, began: dt.datetime) -> _Versions:
    """All versions of the precincts of the ground: three queries."""
    intakes = dict(Intake.objects.filter(election=election).values_list("id", "at"))
    releases = dict(
        Release.objects.filter(version__contest__election=election).values_list("version_id", "at")
    )
    moments = (began, *sorted({*intakes.values(), *releases.values()}))
    moment = {at: place for place, at in enumerate(moments) if place}
    texts: dict[str, int] = {"": 0}
    read, figures = _read(election, width, texts)
    received = _looked_up({key: moment[at] for key, at in intakes.items()}, read["intake_id"])
    states = np.where(read["accepted"] > 0, ACCEPTED, KEPT_OUT)
    latest = received.copy()
    if releases:
        free = np.flatnonzero(np.isin(read["id"], list(releases)))
        states[free] = RELEASED
        at = _looked_up({key: moment[one] for key, one in releases.items()}, read["id"][free])
        latest[free] = np.maximum(latest[free], at)
    flags = np.where(read["errors"] > 0, ERROR, np.where(read["warnings"] > 0, WARNING, NO_FLAG))
    places = ground.find(read["precinct_id"])
    order = np.lexsort((read["number"], places))
    order = order[np.searchsorted(places[order], 0) :]  # those of precincts that are not here come first
    columns = {
        "places": places, "numbers": read["number"], "states": states, "flags": flags,
        "broken": read["broken"], "received": received, "latest": latest,
    }  # fmt: skip
    ordered = {name: column[order] for name, column in columns.items()}
    return _Versions(ordered, figures[order], tuple(texts), moments)


def _read(
    election: Election, width: int, texts: dict[str, int]
) -> tuple[dict[str, rules.Ints], npt.NDArray[np.int32]]:
    """Columns of the table as they came, in no order; `texts` learn the codes of relations broken."""
    names = ("id", "precinct_id", "number", "accepted", "errors", "warnings", "intake_id")
    rows = ProtocolVersion.objects.filter(contest__in=election.contests.values("id")).order_by()
    pieces: list[list[rules.Ints]] = [[np.empty(0, np.int64)] for _ in (*names, "broken")]
    figures: list[npt.NDArray[np.int32]] = [np.empty((0, width), np.int32)]
    for *columns, broken, packed in columns_of(rows.values_list(*names, "broken", "figures")):
        known = [texts.setdefault(text, len(texts)) for text in broken]
        for piece, column in zip(pieces, (*columns, known), strict=True):
            piece.append(np.array(column, dtype=np.int64))
        figures.append(rules.unpacked_rows(packed, width))
    found = zip((*names, "broken"), map(np.concatenate, pieces), strict=True)
    return dict(found), np.concatenate(figures)


def _looked_up(known: Mapping[int, int], keys: rules.Ints) -> rules.Ints:
    """What is known by each key (n,); every key is known."""
    different, which = np.unique(keys, return_inverse=True)
    found: rules.Ints = np.array([known[key] for key in different.tolist()], dtype=np.int64)
    return found[which]


def precinct_rows_of(
    country: Country,
    ground: PrecinctGround,
    protocols: Protocols,
    form: Form,
    widths: Mapping[int, int],
    cancelled: Sequence[int],
) -> dict[str, PrecinctRows]:
    """By unit code, its precincts; `widths` by contest key say how many figures a protocol has."""
    versions, codes = protocols.versions, list(country.units)
    named = {contest.id: contest.code for contest in country.contests}
    units = ground.units[protocols.precincts]
    found: dict[str, PrecinctRows] = {}
    for unit, start, end in _runs(units):
        rows, places = protocols.shown[start:end], protocols.precincts[start:end]
        contest = int(ground.contests[places[0]])
        is_cancelled = contest in cancelled
        own, figures = versions.at(rows, widths[contest])
        states = np.where(rows == NONE, CANCELLED if is_cancelled else EXPECTED, own["states"])
        called = ground.called[places]
        kk, ru, en = (PARTED.join(called[name]) for name in NAMES)
        found[codes[unit]] = PrecinctRows(
            contest=named[contest],
            precincts=len(np.unique(places)),
            codes=PARTED.join(called["code"]),
            names=Words(kk=kk, ru=ru, en=en),
            expected=(rows != NONE) if is_cancelled else ground.asked[places],
            versions=own["numbers"],
            states=states.astype(np.int8),
            flags=own["flags"].astype(np.int8),
            broken=own["broken"],
            received=own["received"],
            latest=own["latest"],
            figures=figures,
            measures=_measures(form, figures),
            texts=versions.texts,
            moments=versions.moments,
        )
    return found


def _runs(units: rules.Ints) -> list[tuple[int, int, int]]:
    """Each unit with the stretch of rows that hang on it: the rows are in order of the units."""
    own, starts = np.unique(units, return_index=True)
    ends = np.append(starts[1:], len(units))
    return [(int(unit), int(start), int(end)) for unit, start, end in zip(own, starts, ends, strict=True)]


def _measures(form: Form, figures: npt.NDArray[np.int32]) -> dict[str, rules.Ints]:
    found = {}
    for name, measure in MEASURES.items():
        column = form.measure_columns(measure, figures)
        found[name] = np.where(column.known, column.values, UNKNOWN)
    return found
