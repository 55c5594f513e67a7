"""What the tests share: the small country, called and ready to vote."""

from __future__ import annotations

import pytest
from hypothesis import settings

from dauys.apps.candidates.actions import enter_candidates
from dauys.apps.candidates.rules import ElectionEntry
from dauys.apps.elections.models import Contest, Election
from dauys.apps.results.queries import boards, dutyground, resting
from dauys.apps.territory.actions import enter_territory
from dauys.apps.territory.rules import UnitRow
from tests import cast

# A loaded machine is no reason to fail: time is measured in bench/, never in a test.
settings.register_profile("dauys", deadline=None)
settings.load_profile("dauys")


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What a process keeps while the journal confirms it: tests write the same journal again and again."""
    resting._kept.clear()
    boards._kept.clear()
    boards._tops.clear()
    dutyground.forget()


@pytest.fixture
def country(db: None) -> None:
    """The small country of the cast, entered."""
    enter_territory([UnitRow(**row) for row in cast.territory_rows()], by=cast.AIGERIM, at=cast.AT)


@pytest.fixture
def election(country: None) -> Election:
    """Its election, called, with its candidates."""
    entry = ElectionEntry.model_validate(cast.election_file())
    enter_candidates(entry, by=cast.AIGERIM, at=cast.AT)
    return Election.objects.get(code=cast.ELECTION)


@pytest.fixture
def contest(election: Election) -> Contest:
    """The contest in U1, of two precincts and two candidates."""
    return Contest.objects.get(code=cast.contest("U1"))
