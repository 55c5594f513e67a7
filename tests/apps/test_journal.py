"""The journal: chained, written only with the act it records, and honest about every break."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import transaction

from dauys.apps.calendar.actions import mark_done
from dauys.apps.commissions.actions import elect_officers, end_appointment, lock_account
from dauys.apps.commissions.models import Commission
from dauys.apps.elections.models import Contest, Election
from dauys.apps.journal.actions import write_entry
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import breaks_in_chain, done_of
from dauys.apps.people.models import Person
from dauys.apps.results.actions import cancel_poll
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import path_over
from dauys.core.canonical import digest
from dauys.core.rights import Actor
from tests import cast
from tests.apps import members
from tests.web import people

pytestmark = pytest.mark.usefixtures("unguarded")  # facts are spoiled by hand


def test_entries_of_a_called_election_form_a_whole_chain(election: Election) -> None:
    assert [entry.verb for entry in Entry.objects.order_by("number")] == [
        "enter_territory", "install_edition", "call_election", "enter_candidates",
    ]  # fmt: skip
    assert breaks_in_chain() == []


def test_changed_entry_is_named(election: Election) -> None:
    Entry.objects.filter(number=2).update(person="somebody")
    assert breaks_in_chain() == ["Entry 2 (install_edition) was changed after it was written."]


def test_deleted_entry_is_named(election: Election) -> None:
    Entry.objects.filter(number=2).delete()
    assert breaks_in_chain() == [
        "Entries 2 to 2 are missing.",
        "Entry 3 does not follow from the entry before it.",
    ]


@pytest.mark.django_db(transaction=True)
def test_entry_outside_a_transaction_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        write_entry("call_election", "x", {}, by=cast.AIGERIM, at=cast.AT)


@pytest.mark.django_db(transaction=True)
def test_entry_goes_with_the_act_that_fails() -> None:
    def fail() -> None:
        with transaction.atomic():
            write_entry("call_election", "x", {}, by=cast.AIGERIM, at=cast.AT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert Entry.objects.count() == 0


def test_entry_without_place_and_origin_has_the_digest_of_before(election: Election) -> None:
    """Chains that were written before entries knew where from, and of what, go on holding."""
    entry = Entry.objects.get(number=2)
    assert (entry.origin, entry.of) == ("", "")
    told = {
        "number": 2, "at": entry.at.astimezone(dt.UTC).isoformat(), "person": entry.person,
        "office": entry.office, "verb": entry.verb, "subject": entry.subject, "law": entry.law,
        "body": json.loads(entry.body), "previous": entry.previous,
    }  # fmt: skip
    assert entry.digest == digest(told)


@pytest.mark.parametrize("column", ["origin", "of"])
def test_origin_and_place_are_part_of_the_digest(election: Election, column: str) -> None:
    Entry.objects.filter(number=3).update(**{column: "10.0.0.7"})
    assert breaks_in_chain() == ["Entry 3 (call_election) was changed after it was written."]


@pytest.fixture
def district(contest: Contest) -> Actor:
    """The chair of the district, who has shown a second factor, at a desk."""
    people.enter_all()
    path = Unit.objects.get(code="D1").path
    return Actor(str(people.who("chair").person), "chair", path, second_factor=True, origin="10.0.0.7")


def _last() -> tuple[Entry, dict[str, Any]]:
    entry = Entry.objects.order_by("-number")[0]
    return entry, done_of(entry)


def test_entry_tells_where_from_and_of_which_unit(district: Actor, contest: Contest) -> None:
    cancel_poll(contest, reason="№ 1", by=district, at=cast.AT)
    entry, _ = _last()
    assert (entry.office, entry.origin, entry.of) == ("chair", "10.0.0.7", contest.unit.path)
    assert breaks_in_chain() == []


def test_entry_about_several_units_is_of_the_one_above_them(district: Actor, election: Election) -> None:
    paths = dict(Unit.objects.values_list("code", "path"))
    of = {entry.verb: entry.of for entry in Entry.objects.order_by("number")}
    assert of["enter_territory"] == of["call_election"] == of["form_commissions"] == paths["KZ"]
    assert of["enter_candidates"] == paths["R1"]
    assert path_over([paths["U1.1"], paths["U2"]]) == paths["D1"]
    assert path_over([paths["D1"], paths["U2"]]) == paths["D1"]
    assert path_over([]) == ""


def test_change_of_an_officer_tells_before_and_after(district: Actor) -> None:
    stood = people.who("deputy").person
    officers = members.officers(deputy=303)  # the member of the district
    elect_officers("KZ", officers, by=district, at=cast.AT)
    _, done = _last()
    assert done["before"]["deputy"] == str(stood)
    assert done["after"] == {"deputy": str(people.who("member").person)}


def test_staff_accounts_and_duties_tell_before_and_after(district: Actor) -> None:
    commission = Commission.objects.select_related("unit").get(code="D1.tec")
    clerk, on = people.who("clerk").person, cast.AT.date()
    told = {}
    for verb, act in {
        "end_appointment": lambda: end_appointment(
            commission, clerk, "clerk", "№ 9", on, by=district, at=cast.AT
        ),
        "lock_account": lambda: lock_account(
            commission, people.who("member").person, "№ 9", by=district, at=cast.AT
        ),
        "mark_done": lambda: mark_done(
            cast.ELECTION, ["D1"], "pub_tec", evidence="№ 4", by=district, at=cast.AT
        ),
    }.items():
        act()
        entry, done = _last()
        assert (entry.verb, entry.of) == (verb, commission.unit.path)
        told[verb] = (done["before"], done["after"])
    assert told == {
        "end_appointment": ({"to": None}, {"to": "2021-07-25"}),
        "lock_account": ({"is_active": True}, {"is_active": False}),
        "mark_done": ({"D1": None}, {"D1": "2021-07-25T22:00:00+00:00"}),
    }


def test_journal_names_nobody(district: Actor) -> None:
    """Persons are opaque ids in it: names live in the room of people alone."""
    names = list(Person.objects.values_list("name", flat=True))
    assert names
    told = "".join(Entry.objects.values_list("body", flat=True))
    assert [name for name in names if name in told] == []
