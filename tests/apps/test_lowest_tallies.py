"""Sums are stored right above the precincts and added up from there; homes from before are brought over."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from dauys.apps.candidates.actions import enter_candidates
from dauys.apps.candidates.rules import ElectionEntry
from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import election_of
from dauys.apps.results import rules
from dauys.apps.results.actions import Terms, accept_protocol, establish_results, recount, release_protocol
from dauys.apps.results.models import Establishment, Tally
from dauys.apps.results.queries import open_book
from dauys.apps.results.queries.tallies import (
    OVER_CONTESTS,
    UnitTally,
    last_entries_of,
    received_of,
    tallies_of,
    tallies_of_contests,
)
from dauys.apps.territory.actions import enter_territory
from dauys.apps.territory.models import Unit
from dauys.apps.territory.rules import UnitRow
from tests import cast

pytestmark = pytest.mark.usefixtures("unguarded")  # facts are spoiled by hand

# Precincts hang on units of every level, a unit with precincts of its own has others beneath it.
TREE = [
    ("KZ", "", "country"), ("R", "KZ", "region"), ("R.1", "R", "precinct"), ("D", "R", "district"),
    ("D.1", "D", "precinct"), ("D.2", "D", "precinct"), ("U", "D", "rural_unit"), ("U.1", "U", "precinct"),
    ("E", "R", "district"), ("E.1", "E", "precinct"), ("S", "KZ", "region"), ("S.1", "S", "precinct"),
]  # fmt: skip
LISTS = {"R.1": 300, "D.1": 400, "D.2": 450, "U.1": 900, "E.1": 350, "S.1": 800}
COLUMNS = (
    "contest__code", "unit__code", "figures", "present", *rules.COUNTS, "largest_base", "last_entry", "as_of",
)  # fmt: skip
BEFORE, NOW = [("results", "0002_fewer_indexes")], [("results", "0003_lowest_tallies")]


def entered() -> Election:
    """A contest of two in the region R, one of three in the region S."""
    units = [UnitRow(code=code, parent=parent, kind=kind, name_kk=code) for code, parent, kind in TREE]
    enter_territory(units, by=cast.AIGERIM, at=cast.AT)
    file = cast.election_file() | {
        "contests": [
            {
                "id": cast.contest(unit),
                "unit": unit,
                "candidates": [
                    {
                        "id": f"{cast.contest(unit)}#{number}",
                        "name": f"{unit} {number}",
                        "status": "registered",
                    }
                    for number in range(1, count + 1)
                ],
            }
            for unit, count in (("R", 2), ("S", 3))
        ]
    }
    enter_candidates(ElectionEntry.model_validate(file), by=cast.AIGERIM, at=cast.AT)
    return Election.objects.get(code=cast.ELECTION)


def accept(precinct: str, voters: int, *, reason: str = "", later: bool = False, **other: int) -> None:
    contest = Contest.objects.get(code=cast.contest("S" if precinct == "S.1" else "R"))
    votes = [100, 60, 20][: 3 if precinct == "S.1" else 2]
    told = {str(number): count for number, count in enumerate(votes, start=1)}
    accept_protocol(
        contest, precinct, cast.lines(voters, votes) | other, told, Terms(reason), by=cast.AIGERIM,
        at=cast.LATER if later else cast.AT,
    )  # fmt: skip


def counted() -> Election:
    """All protocols in: one was longer at first, one is kept out, and one released."""
    election = entered()
    accept("D.1", 990)
    for code, voters in LISTS.items():
        wrong = {"stationary_ballots": 1} if code in ("D.2", "E.1") else {}
        accept(code, voters, reason="recounted" if code == "D.1" else "", later=code == "U.1", **wrong)
    contest = Contest.objects.get(code=cast.contest("R"))
    release_protocol(contest, "E.1", reason="№ 3", by=cast.AIGERIM, at=cast.AT)
    return election


def stored() -> list[tuple[Any, ...]]:
    rows = Tally.objects.order_by("contest__code", "unit__code").values_list(*COLUMNS)
    return [tuple(bytes(cell) if isinstance(cell, memoryview) else cell for cell in row) for row in rows]


def codes_of(election: Election) -> dict[tuple[str | None, str], UnitTally]:
    """The sums by code of contest and unit."""
    contests = dict(Contest.objects.values_list("id", "code"))
    units = dict(Unit.objects.values_list("path", "code"))
    return {
        (contests.get(contest), units[path]): tally for (contest, path), tally in tallies_of(election).items()
    }


def test_only_units_that_hold_precincts_are_stored(db: None) -> None:
    counted()
    assert [row[1] for row in stored()] == ["D", "E", "R", "U", "S"]


def test_units_above_are_added_up(db: None) -> None:
    election = counted()
    sums, form = (
        codes_of(election),
        [line.code for line in open_book(cast.ELECTION, at=cast.AT).pack.protocol.line],
    )
    inside, over = cast.contest("R"), None
    assert {key for key in sums if key[0] == inside} == {(inside, unit) for unit in ("R", "D", "U", "E")}
    assert {unit for contest, unit in sums if contest is over} == {"KZ"}
    voters = form.index("voters_on_list")
    expected = {"U": 900, "D": 900 + 400, "E": 350, "R": 900 + 400 + 350 + 300}
    assert {unit: int(sums[inside, unit].figures[voters]) for unit in expected} == expected
    assert [sums[inside, unit].received for unit in ("U", "D", "E", "R")] == [1, 3, 1, 5]
    assert [sums[inside, unit].kept_out for unit in ("U", "D", "E", "R")] == [0, 1, 0, 1]
    assert [sums[inside, unit].largest_base for unit in ("U", "D", "E", "R")] == [900, 990, 350, 990]
    country = sums[over, "KZ"]
    assert (int(country.figures[voters]), country.received, len(country.figures)) == (2750, 6, len(form))
    assert [sums[inside, unit].as_of for unit in ("D", "E", "R")] == [cast.LATER, cast.AT, cast.LATER]
    assert country.last_entry == max(row[-2] for row in stored())
    assert (sums[inside, "R"].last_entry, sums[inside, "E"].last_entry) == (country.last_entry,) * 2


def test_sums_of_contests_and_of_a_part_are_those_of_the_whole(db: None) -> None:
    election = counted()
    every = tallies_of(election)
    contests = list(Contest.objects.all())
    own = tallies_of_contests(contests)
    for contest in contests:
        whole = every[contest.id, contest.unit.path]
        assert np.array_equal(own[contest.id].figures, whole.figures)
        assert (received_of(election)[contest.id], last_entries_of([contest.id])) == (
            whole.received,
            {contest.id: whole.last_entry},
        )
    district = Unit.objects.get(code="D")
    part = tallies_of(election, beneath=district.path)
    for key, tally in part.items():
        if key[1].startswith(district.path):
            assert np.array_equal(tally.figures, every[key].figures)
    assert OVER_CONTESTS not in own


@pytest.mark.parametrize("contests", [1, 3])
def test_sums_are_read_by_one_query(
    election: Election, contests: int, django_assert_num_queries: Any
) -> None:
    for unit in cast.UNITS[:contests]:
        contest = Contest.objects.get(code=cast.contest(unit))
        votes = {str(number): 0 for number in range(1, 4 if unit == "U3" else 3)}
        accept_protocol(contest, f"{unit}.1", cast.lines(9, [0]), votes, by=cast.AIGERIM, at=cast.AT)
    here = election_of(election.code)
    assert here is not None
    with django_assert_num_queries(1):
        assert len(tallies_of(here)) == contests + {1: 3, 3: 4}[contests]


def test_result_is_established_with_the_sums_of_all_units(db: None) -> None:
    counted()
    contest = Contest.objects.get(code=cast.contest("R"))
    release_protocol(contest, "D.2", reason="№ 4", by=cast.AIGERIM, at=cast.LATER)
    establish_results([contest], evidence="№ 5", by=cast.AIGERIM, at=cast.LATER)
    own = tallies_of_contests([contest])[contest.id]
    assert bytes(Establishment.objects.get().figures) == rules.pack_sums(own.figures)
    accept("U.1", 900, reason="the boxes were opened", later=True, invalid=1)
    book = open_book(cast.ELECTION, at=cast.LATER)
    assert book.contests[contest.code].state == "reopened"


def test_recount_names_a_sum_that_is_missing_or_too_many(db: None) -> None:
    election = counted()
    contest = Contest.objects.get(code=cast.contest("R"))
    unit = Unit.objects.get(code="E")
    Tally.objects.get(contest=contest, unit=unit).delete()
    assert recount(election).differences == (
        f"The sum of unit {unit.id} in contest {contest.id} is not stored.",
    )
    Tally.objects.filter(contest=contest, unit__code="U").update(unit=unit)
    differences = recount(election).differences
    assert f"{contest.code} E: stored largest_base 900, counted again 350." in differences


def as_before(election: Election) -> None:
    """Store what the version before stored: a sum for each unit up to the country."""
    units = dict(Unit.objects.values_list("path", "id"))
    every = tallies_of(election)
    Tally.objects.all().delete()
    MigrationExecutor(connection).migrate(BEFORE)
    of_old = MigrationExecutor(connection).loader.project_state(BEFORE).apps.get_model("results", "Tally")
    of_old.objects.bulk_create(
        of_old(
            election_id=election.id,
            contest_id=contest or None,
            unit_id=units[path],
            figures=rules.pack_sums(tally.figures),
            present=rules.pack_sums(tally.present),
            **{name: getattr(tally, name) for name in (*rules.COUNTS, "largest_base", "last_entry", "as_of")},
        )
        for (contest, path), tally in every.items()
    )


@pytest.mark.django_db(transaction=True)
def test_home_from_before_is_brought_over() -> None:
    election = counted()
    now, told = stored(), open_book(cast.ELECTION, at=cast.LATER).results
    as_before(election)
    try:
        assert Tally.objects.count() == len(now) + 1
    finally:
        MigrationExecutor(connection).migrate(NOW)
    after = stored()
    assert [row[:-2] for row in after] == [row[:-2] for row in now]
    assert open_book(cast.ELECTION, at=cast.LATER).results == told
    assert recount(election).differences == ()
