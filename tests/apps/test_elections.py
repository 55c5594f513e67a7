"""Calls and candidates: taken whole, bound to a law, never silently changed."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest

from dauys.apps.candidates.actions import enter_candidates
from dauys.apps.candidates.models import Candidate
from dauys.apps.candidates.rules import ElectionEntry
from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import contests_of, expected_precincts
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import entries_about
from dauys.apps.territory.models import Unit
from dauys.core.findings import Refused
from tests import cast


def enter(found: dict[str, Any], **terms: bool):
    entry = ElectionEntry.model_validate(found)
    return enter_candidates(entry, by=cast.AIGERIM, at=dt.datetime(2021, 7, 20, tzinfo=dt.UTC), **terms)


def changed(path: str, value: object) -> dict[str, Any]:
    """The cast's file with one value changed: `contests.0.unit`."""
    found = copy.deepcopy(cast.election_file())
    *above, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place: Any = found
    for part in above:
        place = place[part]
    place[last] = value
    return found


def test_election_stands_with_its_contests_and_candidates(election: Election) -> None:
    assert list(election.contests.order_by("code").values_list("code", flat=True)) == [
        cast.contest(unit) for unit in cast.UNITS
    ]
    assert Candidate.objects.count() == 7
    assert election.edition.law == cast.LAW
    assert len(election.edition.digest) == 64


def test_same_file_twice_changes_nothing(election: Election) -> None:
    before = Entry.objects.count()
    again = enter(cast.election_file())
    assert (again.new_contests, again.new_candidates, again.changed_candidates) == (0, 0, 0)
    assert Entry.objects.count() == before


def test_withdrawal_is_kept_with_what_was_before(election: Election) -> None:
    assert enter(changed("contests.0.candidates.1.status", "withdrawn")).changed_candidates == 1
    assert Candidate.objects.get(contest__code=cast.contest("U1"), number="2").status == "withdrawn"
    assert '"before":{"status":"registered"}' in entries_about(f"election:{cast.ELECTION}").last().body


def test_dry_run_writes_nothing(country: None) -> None:
    report = enter(cast.election_file(), dry_run=True)
    assert (report.new_contests, report.new_candidates) == (3, 7)
    assert (Election.objects.count(), Candidate.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("id", "kz-akim-2021-07-26", "E-01"),
        ("called_on", "2021-07-25", "E-02"),
        ("contests.0.id", f"{cast.ELECTION}/U9", "C-01"),
        ("contests.0.unit", "U9", "E-04"),
        ("contests.0.candidates.0.id", "other#1", "C-01"),
        ("contests.0.candidates.0.id", f"{cast.contest('U1')}#2", "C-02"),
        ("contests.0.expected", ["U1.1", "U1.1"], "E-08"),
        ("contests.0.expected", ["U2.1"], "E-09"),
        ("contests.0.expected", [], "E-18"),
        ("contests", [], "E-06"),
        ("law", "kz/akim/1999", "N-"),
        ("law", "kz/akim/2023", "E-03"),
    ],
)
def test_wrong_file_is_refused_whole(country: None, path: str, value: object, code: str) -> None:
    with pytest.raises(Refused) as refused:
        enter(changed(path, value))
    assert refused.value.faults[0].code.startswith(code)
    assert (Election.objects.count(), Contest.objects.count(), Candidate.objects.count()) == (0, 0, 0)


def test_candidate_who_stood_does_not_vanish_from_a_later_file(election: Election) -> None:
    with pytest.raises(Refused, match="is missing from the file"):
        enter(changed("contests.0.candidates", []))


def test_standing_call_is_not_changed_by_a_file(election: Election) -> None:
    with pytest.raises(Refused, match="stands with called_on 2021-06-25"):
        enter(changed("called_on", "2021-06-24"))


def expected(*units: str) -> dict[str, list[str]]:
    """The codes of the precincts expected in the contests of these units."""
    contests = list(contests_of(Election.objects.get()).filter(unit__code__in=units))
    found = expected_precincts(contests)
    return {contest.unit.code: list(found[contest.id]) for contest in contests}


def test_expected_precincts_are_those_of_the_unit_unless_listed(election: Election) -> None:
    everywhere = {"U1": ["U1.1", "U1.2"], "U2": ["U2.1"], "U3": ["U3.1"]}
    assert expected("U1", "U2", "U3") == everywhere
    for unit, codes in everywhere.items():
        assert expected(unit) == {unit: codes}
    assert expected_precincts([]) == {}


def test_listed_precincts_are_the_ones_expected(country: None) -> None:
    enter(changed("contests.0.expected", ["U1.2"]))
    assert expected("U1", "U2") == {"U1": ["U1.2"], "U2": ["U2.1"]}
    keys = expected_precincts(list(contests_of(Election.objects.get()))).values()
    assert {code: key for own in keys for code, key in own.items()} == dict(
        Unit.objects.filter(code__in=["U1.2", "U2.1", "U3.1"]).values_list("code", "id")
    )


def test_precincts_of_any_number_of_contests_are_three_queries(
    election: Election, django_assert_num_queries
) -> None:
    for units in (["U1"], ["U1", "U2"], ["U1", "U2", "U3"]):
        contests = list(contests_of(election).filter(unit__code__in=units))
        with django_assert_num_queries(2 if len(units) == 1 else 3):
            expected_precincts(contests)


def test_unknown_territory_is_named(db: None) -> None:
    with pytest.raises(Refused, match="dauys import territory"):
        enter(cast.election_file())


def test_contest_inside_the_unit_of_another_is_refused(country: None) -> None:
    found = cast.election_file()
    found["contests"].append({"id": cast.contest("D1"), "unit": "D1", "candidates": []})
    with pytest.raises(Refused, match="U1 lies in D1"):
        enter(found)
