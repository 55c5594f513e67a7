"""What of the elections one commission sees, and who answers for what an address names."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from dauys.apps.calendar.queries import keeper_paths
from dauys.apps.elections.queries import Contest, Election, contest_of, election_of
from dauys.apps.journal.queries import last_number
from dauys.apps.results.queries.board import Board, contests_touching
from dauys.apps.results.queries.boards import board_of
from dauys.apps.results.queries.calls import is_touched
from dauys.apps.territory.queries import Unit, unit_of
from dauys.core.rights import FOREIGN, relation
from dauys.web.ui.doors import Desk


def election_named(desk: Desk, election: str) -> Election:
    """The election of an address; Http404 where it is not here or is not held where the commission is."""
    found = election_of(election)
    if found is None or found.country.code != desk.holds.country or not is_touched(found, desk.holds.path):
        raise Http404
    return found


def seen_election(desk: Desk, /, election: str) -> list[str]:
    """An election answers to the commission of the country."""
    return [election_named(desk, election).country.path]


def contest_named(election: str, unit: str) -> Contest:
    """The contest of an address; Http404 where there is none."""
    found = contest_of(f"{election}/{unit}")
    if found is None:
        raise Http404
    return found


def seen_contest(desk: Desk, /, election: str, unit: str) -> list[str]:
    """Whoever sees the unit of a contest sees the contest."""
    contest = contest_named(election, unit)
    if contest.election.country.code != desk.holds.country:
        raise Http404
    return [contest.unit.path]


def kept_contest(desk: Desk, /, election: str, unit: str) -> list[str]:
    """What is decided about a contest is decided by the commission that runs it."""
    seen_contest(desk, election=election, unit=unit)
    return list(keeper_paths([contest_named(election, unit)]))


def unit_of_desk(desk: Desk) -> Unit:
    """The unit of one's own commission."""
    found = unit_of(desk.holds.country, desk.holds.unit)
    if found is None:
        raise Http404
    return found


def board_of_desk(desk: Desk, election: Election) -> Board:
    """What the election comes to where the commission is."""
    found = board_of(election, unit_of_desk(desk), desk.at)
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Opened:
    """A contest with what it comes to, and the commission that runs it.

    `seen` is the number of the journal's last entry before that was read: what came later is not in it.
    """

    contest: Contest
    board: Board
    keeper: str  # the path of its unit
    seen: int


def opened(desk: Desk, election: str, unit: str) -> Opened:
    """The contest of an address, read."""
    contest, seen = contest_named(election, unit), last_number()
    board = board_of(contest.election, contest.unit, desk.at)
    if board is None:
        raise Http404
    return Opened(contest, board, next(iter(keeper_paths([contest]))), seen)


def precinct_named(desk: Desk, election: str, unit: str) -> tuple[Contest, Unit]:
    """The contest that a precinct of an address votes in; Http404 where it is none."""
    found, place = unit_named(desk, election, unit)
    if place.kind != "precinct":
        raise Http404
    return contests_touching(found, place)[0], place


def kept_precinct(desk: Desk, /, election: str, unit: str) -> list[str]:
    """A protocol is taken by the commission that runs the contest; of others the precinct is not there."""
    contest, place = precinct_named(desk, election, unit)
    if relation(desk.holds.path, place.path) == FOREIGN:
        return [place.path]
    return list(keeper_paths([contest]))


def unit_named(desk: Desk, election: str, unit: str) -> tuple[Election, Unit]:
    """The election and the unit of an address; Http404 where the election is not held in the unit."""
    found = election_of(election)
    if found is None or found.country.code != desk.holds.country:
        raise Http404
    place = unit_of(found.country.code, unit)
    if place is None or not is_touched(found, place.path):
        raise Http404
    return found, place


def seen_unit(desk: Desk, /, election: str, unit: str) -> list[str]:
    """The page of a unit is seen by its commission, by those above and beneath it."""
    return [unit_named(desk, election, unit)[1].path]
