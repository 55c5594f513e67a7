"""The journal: chained, written only with the act it records, and honest about every break."""

from __future__ import annotations

import pytest
from django.db import transaction

from dauys.apps.elections.models import Election
from dauys.apps.journal.actions import write_entry
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import breaks_in_chain
from tests import cast


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
