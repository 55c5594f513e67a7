"""Sums kept in memory, whatever comes in whatever order: always those that are read afresh."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from dauys.apps.elections.models import Election
from dauys.apps.results.actions import recount
from dauys.apps.results.queries.live import LiveTallies, stored_since
from dauys.apps.results.queries.tallies import UnitTally, tallies_of
from tests.apps import test_lowest_tallies as lowest
from tests.journeys.test_any_order import ACTS, carry_out

NUMBERS = (
    "received", "counted", "kept_out", "with_errors", "with_warnings", "kept_out_votes", "largest_base",
    "last_entry", "as_of",
)  # fmt: skip


def told(tally: UnitTally | None) -> tuple[Any, ...]:
    assert tally is not None
    return (tally.figures.tolist(), tally.present.tolist(), *(getattr(tally, name) for name in NUMBERS))


def same(live: LiveTallies, election: Election) -> None:
    """The sums in memory are those read afresh, of the same units."""
    every = tallies_of(election)
    assert sorted(live.places()) == sorted(every)
    for key, tally in every.items():
        assert told(live.of(*key)) == told(tally), key


@pytest.mark.slow
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(acts=ACTS)
def test_live_sums_are_those_read_afresh(election: Election, acts: list[Any]) -> None:
    with transaction.atomic():
        live = LiveTallies(election)
        assert live.places() == []
        for act in acts:
            carry_out(election, act)
            live.take_in()
            same(live, election)
        assert recount(election).differences == ()
        transaction.set_rollback(True)


def test_opened_late_and_applied_twice_they_are_the_same(db: None) -> None:
    election = lowest.counted()
    live = LiveTallies(election)
    same(live, election)
    for stored in stored_since(election, 0):
        live.apply(stored)
    same(live, election)


def test_what_came_since_is_taken_in_once(db: None) -> None:
    election = lowest.entered()
    lowest.accept("S.1", 800)
    live = LiveTallies(election)
    assert live.take_in() == []
    lowest.accept("D.1", 990)
    lowest.accept("U.1", 900, later=True)
    paths = {path for _, path in live.take_in()}
    assert len(paths) == 2
    assert live.take_in() == []
    same(live, election)


def test_unit_of_which_nothing_came_has_no_sums(db: None) -> None:
    live = LiveTallies(lowest.entered())
    assert live.of(0, "0001") is None


def test_sums_told_are_not_those_kept(db: None) -> None:
    election = lowest.counted()
    live = LiveTallies(election)
    for key in live.places():
        tally = live.of(*key)
        assert tally is not None
        tally.figures[:] = -1
    same(live, election)
    assert not np.any([told(live.of(*key))[0][0] < 0 for key in live.places()])
