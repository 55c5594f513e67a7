"""How many expected protocols are missing: beneath the unit or listed, on election day, before and after."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from dauys.apps.elections.models import Contest, Election, ListedPrecinct
from dauys.apps.results.actions import Batch, Report, Terms, import_protocols
from dauys.apps.results.queries import missing_protocols
from dauys.apps.territory.models import Unit
from tests import cast


def take(contest: Contest, *codes: str, dry_run: bool = False) -> Report:
    row = [*cast.lines(100, [40, 30]).values(), 40, 30]
    figures = np.array([row] * len(codes), dtype=np.int64)
    batch = Batch(contest, codes, range(2, len(codes) + 2), figures)
    terms = Terms(dry_run=dry_run)
    return import_protocols(contest.election, [batch], terms, by=cast.AIGERIM, at=cast.AT)


def end(code: str, day: dt.date) -> None:
    Unit.objects.filter(code=code).update(valid_to=day)


def test_what_has_come_is_not_missing(election: Election, contest: Contest) -> None:
    assert missing_protocols(election) == 4
    take(contest, "U1.1")
    assert missing_protocols(election) == 3


def test_dry_run_tells_what_would_be_missing(election: Election, contest: Contest) -> None:
    take(contest, "U1.1")
    coming = take(contest, "U1.1", "U1.2", dry_run=True)
    assert missing_protocols(election, arriving=coming.arriving) == 2
    assert missing_protocols(election) == 3


@pytest.mark.parametrize(("day", "missing"), [(25, 3), (26, 4)])
def test_precinct_that_ended_by_election_day_is_not_expected(
    election: Election, contest: Contest, day: int, missing: int
) -> None:
    end("U1.1", dt.date(2021, 7, day))
    assert missing_protocols(election) == missing
    coming = take(contest, "U1.1", dry_run=True)
    assert missing_protocols(election, arriving=coming.arriving) == 3
    take(contest, "U1.1")
    assert missing_protocols(election) == 3


def test_of_a_contest_that_lists_its_precincts_the_others_are_not_expected(
    election: Election, contest: Contest
) -> None:
    ListedPrecinct.objects.create(contest=contest, precinct=Unit.objects.get(code="U1.2"))
    assert missing_protocols(election) == 3
    take(contest, "U1.1")
    assert missing_protocols(election) == 3
    coming = take(contest, "U1.2", dry_run=True)
    assert missing_protocols(election, arriving=coming.arriving) == 2
    take(contest, "U1.2")
    assert missing_protocols(election) == 2
