"""Marks on evidence, withdrawn for a reason, witnessed by the journal; letters once a day; own calendars."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from dauys.apps.calendar.actions import (
    Evidence,
    end_subscription,
    mark_done,
    open_subscription,
    send_reminders,
    withdraw_mark,
)
from dauys.apps.calendar.models import Mark, Reminder, Subscription
from dauys.apps.calendar.queries import marks_of, said_of, subscription_at, subscription_of
from dauys.apps.elections.models import Election
from dauys.apps.files.actions import store_file, withdraw_file
from dauys.apps.files.models import StoredFile
from dauys.apps.journal.models import Entry
from dauys.apps.results.queries.witness import unwitnessed
from dauys.apps.territory.models import Unit
from dauys.core.findings import Refused
from dauys.core.rights import Actor, Forbidden
from tests import cast
from tests.apps import papers

LINK = "https://example.org/acts/4"
PERSON = UUID(int=7)
SELF = Actor(person=str(PERSON), office="auditor", commission="0001")


def mark(**more: object) -> Mark:
    done_at = more.pop("done_at", None)
    evidence = Evidence(**{"words": "№ 4", **more})
    return mark_done(
        cast.ELECTION, ["D1"], "pub_tec", evidence=evidence, by=cast.AIGERIM, at=cast.AT, done_at=done_at
    )[0]


def withdraw(reason: str = "Басқа бап") -> Mark:
    return withdraw_mark(cast.ELECTION, "D1", "pub_tec", reason=reason, by=cast.AIGERIM, at=cast.LATER)


def test_address_of_an_act_is_evidence_by_itself(election: Election) -> None:
    assert (mark(words="", link=LINK).link, Mark.objects.get().evidence) == (LINK, "")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"words": " "}, "D-91"),
        ({"link": "javascript:alert(1)"}, "D-97"),
        ({"link": "https://"}, "D-97"),
        ({"link": "acts/4"}, "D-97"),
        ({"done_at": cast.LATER}, "D-96"),
    ],
)
def test_mark_without_evidence_or_by_what_is_no_address_is_refused(
    election: Election, more: dict[str, object], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        mark(**more)
    assert ([fault.code for fault in refused.value.faults], Mark.objects.count()) == ([code], 0)


@pytest.fixture
def stored(country: None, settings: Settings, tmp_path: Path) -> Callable[[str], StoredFile]:
    """Keep a file for the commission of a unit."""
    settings.HOME = tmp_path

    def keep(unit: str) -> StoredFile:
        path = Unit.objects.get(code=unit).path
        paper = io.BytesIO(papers.pdf())
        return store_file(path, "a.pdf", paper, "№ 4 акт", code=uuid4(), by=cast.AIGERIM, at=cast.AT)

    return keep


@pytest.mark.usefixtures("unguarded")
@pytest.mark.usefixtures("unguarded")  # a fact is spoiled by hand
def test_file_of_the_commission_is_evidence_by_itself(
    election: Election, stored: Callable[[str], StoredFile]
) -> None:
    file = stored("D1")
    assert mark(words="", file=file.code).file == file
    assert said_of(marks_of(election).popitem()[1]) == "№ 4 акт"
    assert list(unwitnessed(election)) == []
    Mark.objects.update(file=stored("D1"))
    assert any("The mark of pub_tec in D1 is stored otherwise" in said for said in unwitnessed(election))


def test_file_of_another_commission_or_a_withdrawn_one_is_no_evidence(
    election: Election, stored: Callable[[str], StoredFile]
) -> None:
    own = stored("D1")
    withdraw_file(own, "қате", by=cast.AIGERIM, at=cast.AT)
    for file in (own, stored("D2"), stored("U1.1")):
        with pytest.raises(Refused) as refused:
            mark(words="", file=file.code)
        assert [fault.code for fault in refused.value.faults] == ["D-88"]
    assert mark(words="", file=stored("R1").code).evidence == ""


def test_withdrawn_mark_counts_no_more_and_stays_as_a_version(election: Election) -> None:
    first = mark()
    withdrawn = withdraw()
    assert (withdrawn.withdraws, withdrawn.evidence, Mark.objects.count()) == (first, "Басқа бап", 2)
    assert marks_of(election) == {}
    again = mark(words="№ 5")
    assert list(marks_of(election).values()) == [again]


@pytest.mark.parametrize(("marked", "reason", "code"), [(False, "x", "D-98"), (True, " ", "D-99")])
def test_withdrawal_needs_a_mark_and_a_reason(
    election: Election, marked: bool, reason: str, code: str
) -> None:
    if marked:
        mark()
    with pytest.raises(Refused) as refused:
        withdraw(reason)
    assert [fault.code for fault in refused.value.faults] == [code]


def test_mark_is_not_withdrawn_twice(election: Election) -> None:
    mark()
    withdraw()
    with pytest.raises(Refused):
        withdraw()


@pytest.mark.usefixtures("unguarded")  # a fact is spoiled by hand
@pytest.mark.parametrize("change", [{"link": LINK}, {"evidence": "№ 9"}, {"withdraws": None}])
def test_mark_or_withdrawal_unlike_its_entry_is_named(election: Election, change: dict[str, object]) -> None:
    mark()
    withdraw()
    assert list(unwitnessed(election)) == []
    Mark.objects.filter(withdraws__isnull=False).update(**change)
    assert any("The mark of pub_tec in D1 is stored otherwise" in said for said in unwitnessed(election))


@pytest.mark.django_db
def test_letter_goes_to_each_once_a_day_and_again_where_it_failed() -> None:
    other, told = UUID(int=8), []

    def send(person: UUID) -> bool:
        told.append(person)
        return person == PERSON or len(told) > 2

    duties = {PERSON: 2, other: 1}
    assert send_reminders(duties, send, by=cast.AIGERIM, at=cast.AT) == (1, 1)
    assert send_reminders(duties, send, by=cast.AIGERIM, at=cast.AT) == (1, 0)
    assert send_reminders(duties, send, by=cast.AIGERIM, at=cast.AT) == (0, 0)
    assert told == [PERSON, other, other]
    assert [(row.person, row.duties) for row in Reminder.objects.order_by("duties")] == [
        (other, 1),
        (PERSON, 2),
    ]
    next_day = cast.AT + dt.timedelta(days=1)
    assert send_reminders({PERSON: 1}, send, by=cast.AIGERIM, at=next_day) == (1, 0)
    assert [entry.verb for entry in Entry.objects.order_by("number")] == ["send_reminders"] * 3


@pytest.mark.django_db
def test_address_of_a_calendar_is_renewed_and_ended_by_its_own_person() -> None:
    open_subscription(PERSON, "one", by=SELF, at=cast.AT)
    first = subscription_at("one")
    assert first is not None
    assert (first.person, first.issued_at) == (PERSON, cast.AT)
    open_subscription(PERSON, "two", by=SELF, at=cast.LATER)
    assert (subscription_at("one"), subscription_at("two")) == (None, subscription_of(PERSON))
    assert "two" not in str(Subscription.objects.values())
    with pytest.raises(Forbidden):
        end_subscription(PERSON, by=cast.AIGERIM, at=cast.LATER)
    end_subscription(PERSON, by=SELF, at=cast.LATER)
    assert (subscription_at("two"), subscription_of(PERSON)) == (None, None)
    with pytest.raises(Refused):
        end_subscription(PERSON, by=SELF, at=cast.LATER)
