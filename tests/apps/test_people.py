"""Persons: known by opaque ids, corrected with a trace that holds no personal data."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from pydantic import ValidationError

from dauys.apps.journal.queries import entries_about
from dauys.apps.people.actions import Entered, PersonEntry, PostEntry, TieEntry, enter_people
from dauys.apps.people.models import Person
from dauys.apps.people.queries import people_by_code, posts_on, ties_of
from dauys.core.findings import Refused
from tests import cast
from tests.apps.members import code_of, people

pytestmark = pytest.mark.django_db


def enter(entries: list[PersonEntry], **facts: object) -> Entered:
    return enter_people(entries, by=cast.AIGERIM, at=cast.AT, **facts)


def tie(person: int, other: int, relation: str) -> TieEntry:
    return TieEntry.model_validate({"person": code_of(person), "other": code_of(other), "relation": relation})


def test_persons_are_entered_once() -> None:
    assert enter(people(3)) == Entered(3, 0, 0, 0, 0)
    assert enter(people(4)) == Entered(1, 0, 3, 0, 0)
    assert len(people_by_code({code_of(1), code_of(4), code_of(9)})) == 2


def test_journal_holds_no_name() -> None:
    enter(people(1))
    enter([people(1)[0].model_copy(update={"name": "Басқа Ат"})])
    bodies = [entry.body for entry in entries_about("people")]
    assert len(bodies) == 2
    assert '"fields":["name"]' in bodies[1]
    assert not any("Адам" in body or "Басқа" in body for body in bodies)


def test_ties_are_read_from_both_ends() -> None:
    enter(people(4), ties=[tie(1, 2, "spouse"), tie(1, 3, "subordinate")])
    assert enter([], ties=[tie(1, 2, "spouse")]).ties == 0
    found = ties_of(Person.objects.all())
    assert (found[code_of(1)].close, found[code_of(2)].close) == ({code_of(2)}, {code_of(1)})
    assert (found[code_of(3)].superiors, found[code_of(1)].superiors) == ({code_of(1)}, set())


def test_posts_count_only_while_they_are_held() -> None:
    held = PostEntry(
        person=code_of(1), kind="akim", valid_from=dt.date(2020, 1, 1), valid_to=dt.date(2021, 7, 5)
    )
    assert enter(people(1), posts=[held]).posts == 1
    assert enter([], posts=[held]).posts == 0
    assert posts_on(Person.objects.all(), dt.date(2021, 7, 4)) == {code_of(1): frozenset({"akim"})}
    assert posts_on(Person.objects.all(), dt.date(2021, 7, 5)) == {}


def test_tie_of_an_unknown_person_refuses_the_whole() -> None:
    with pytest.raises(Refused, match="No person"):
        enter(people(1), ties=[tie(1, 7, "child")])
    with pytest.raises(Refused, match="entered twice"):
        enter(people(1) + people(1))
    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    "wrong", [{"name": " Адам"}, {"name": ""}, {"name": "А\nБ"}, {"sex": "x"}, {"birth_year": 19}]
)
def test_person_who_does_not_stand_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        PersonEntry.model_validate({"code": UUID(int=1), "name": "Адам"} | wrong)


def test_nobody_is_tied_to_themselves() -> None:
    with pytest.raises(ValidationError, match="two persons"):
        tie(1, 1, "sibling")
