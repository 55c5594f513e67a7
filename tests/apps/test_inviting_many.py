"""Many invited at once: whom the list has, the single verb would invite; all are invited, or nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from dauys.apps.accounts.actions import accept_invitation, note_letter
from dauys.apps.accounts.models import Account, Invitation
from dauys.apps.accounts.queries import LETTER_WAITS_FOR, letters_by
from dauys.apps.commissions.actions import (
    Addressed,
    end_account,
    invite_holder,
    invite_holders,
    suspend_member,
)
from dauys.apps.commissions.models import Appointment, Commission, Membership
from dauys.apps.commissions.queries import appointed_to_invite, sitting_to_invite
from dauys.apps.journal.models import Entry
from dauys.apps.people.models import Person
from dauys.core.findings import Refused
from dauys.core.rights import Actor, Forbidden, SecondFactorNeeded
from tests import cast
from tests.apps import members
from tests.web import people

ACTING = [
    (office, commission)
    for commission in ("KZ.cec", "R1.rec", "D1.tec", "U1.1.pec")
    for office in ("chair", "secretary")
]
Place = tuple[str, UUID]


def _commission(code: str = "D1.tec") -> Commission:
    return Commission.objects.select_related("unit").get(code=code)


def _actor(office: str, commission: str) -> Actor:
    path = _commission(commission).unit.path
    return Actor(str(people.who(office, commission).person), office, path, second_factor=True)


def _appointed(person: UUID, commission: str, office: str = "trainer") -> None:
    Appointment.objects.create(
        commission=_commission(commission),
        person=Person.objects.get(code=person),
        office=office,
        basis="№ 1",
        valid_from=members.FORMED_ON,
    )


@contextmanager
def undone() -> Iterator[None]:
    """Nothing of it stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def holders(election: Any) -> None:
    """Nobody has an account, and some hold offices in several commissions, or have what bars them."""
    people.enter_all()
    Account.objects.all().delete()
    _appointed(people.who("chair").person, "U1.1.pec")  # the own chair, also beneath
    _appointed(people.who("member").person, "R1.rec")  # also above
    _appointed(people.who("secretary", "D2.tec").person, "D1.tec")  # also beside
    _appointed(people.who("chair", "U1.1.pec").person, "D1.tec")  # from beneath
    _appointed(people.who("member", "U1.1.pec").person, "D1.tec")
    _appointed(people.who("clerk").person, "D1.tec", "auditor")  # two offices in one commission
    _appointed(members.code_of(305), "D1.tec", "clerk")  # a member whose duties rest
    suspend_member("KZ", members.rest(305), by=cast.AIGERIM, at=cast.AT)
    for actor, commission, person in (
        (_actor("secretary", "D1.tec"), "D1.tec", people.who("clerk").person),
        (_actor("chair", "R1.rec"), "D1.tec", people.who("secretary").person),
    ):
        with_account = _commission(commission), person
        invite_holder(*with_account, "a@ended.example", "kk", f"token {person}", by=cast.AIGERIM, at=cast.AT)
        end_account(*with_account, "№ 1", by=actor, at=cast.AT)


def _places() -> set[Place]:
    """Everybody in every commission."""
    sitting = Membership.objects.values_list("mandate__commission__code", "person__code")
    return {*sitting, *Appointment.objects.values_list("commission__code", "person__code")}


def _listed(by: Actor, at: dt.datetime = cast.AT) -> set[Place]:
    rows = [*sitting_to_invite(by, at), *appointed_to_invite(by, at)]
    places = [(row.commission_code, row.person_code) for row in rows]
    return set(places)


def _is_taken(place: Place, by: Actor) -> bool:
    with undone():
        try:
            invite_holder(_commission(place[0]), place[1], "a@b.example", "kk", "t", by=by, at=cast.AT)
        except (Refused, Forbidden):
            return False
        return True


@pytest.mark.parametrize(("office", "commission"), ACTING)
def test_list_is_whom_the_single_verb_would_invite(holders: None, office: str, commission: str) -> None:
    by = _actor(office, commission)
    wanted = {place for place in _places() if _is_taken(place, by)}
    assert _listed(by) == wanted
    assert wanted


@pytest.mark.parametrize(("office", "commission"), ACTING)
def test_many_are_invited_where_each_would_be(holders: None, office: str, commission: str) -> None:
    """The whole country is tried one by one: nobody is invited here whom the single verb refuses."""
    by = _actor(office, commission)
    taken = set()
    for code, person in _places():
        asked = [Addressed(_commission(code), person, "a@b.example", "t")]
        with undone():
            try:
                invite_holders(asked, "kk", by=by, at=cast.AT)
            except (Refused, Forbidden):
                continue
            taken.add((code, person))
    assert taken == _listed(by)


def test_one_row_for_each_and_why(holders: None) -> None:
    by = _actor("chair", "D1.tec")
    rows = list(appointed_to_invite(by, cast.AT))
    assert len({row.person_code for row in rows}) == len(rows)
    assert {row.wanting for row in rows} == {"none"}


def _asked(*offices: str, **emails: str) -> list[Addressed]:
    return [
        Addressed(
            _commission(), people.who(one).person, emails.get(one, f"{one}@new.example"), f"token {one}"
        )
        for one in offices
    ]


def _invite(asked: list[Addressed], by: Actor | None = None) -> list[Invitation]:
    return invite_holders(asked, "ru", by=by or _actor("chair", "D1.tec"), at=cast.AT)


def _state(office: str, at: dt.datetime = cast.AT) -> str:
    """Why they stand on the list, "" where they do not."""
    rows = sitting_to_invite(_actor("chair", "D1.tec"), at).filter(person_code=people.who(office).person)
    return next((row.wanting for row in rows), "")


def test_each_has_an_entry_and_a_letter_that_waits(election: Any) -> None:
    people.enter_all()
    Account.objects.exclude(person=people.who("chair").person).delete()
    before = Entry.objects.count()
    issued = _invite(_asked("deputy", "secretary", "member"))
    assert [one.account.email for one in issued] == [
        f"{one}@new.example" for one in ("deputy", "secretary", "member")
    ]
    assert {one.account.language for one in issued} == {"ru"}
    entries = Entry.objects.order_by("number")[before:]
    subjects = [f"account:{people.who(one).person}" for one in ("deputy", "secretary", "member")]
    assert [(one.verb, one.subject) for one in entries] == [("issue_invitation", one) for one in subjects]
    assert set(Invitation.objects.values_list("letter", flat=True)) == {"waiting"}
    assert letters_by(str(people.who("chair").person), cast.AT) == {"waiting": 3}


def test_one_fault_refuses_all_and_each_is_named_by_its_place(election: Any) -> None:
    people.enter_all()
    Account.objects.filter(
        person__in=[people.who(one).person for one in ("deputy", "member", "clerk")]
    ).delete()
    asked = [
        *_asked("deputy", deputy="one@new.example"),
        *_asked("member", member="no address"),
        *_asked("secretary"),  # has an account
        *_asked("clerk", clerk=people.who("chair").email),
        *_asked("auditor", auditor="ONE@new.example"),  # the same address, and an account
    ]
    with pytest.raises(Refused) as refused:
        _invite(asked)
    told = [(fault.line, fault.code) for fault in refused.value.faults]
    assert told == [(0, "K-41"), (1, "A-01"), (2, "K-39"), (3, "A-06"), (4, "K-41"), (4, "K-39")]
    assert not Invitation.objects.exists()
    assert not Entry.objects.filter(verb="issue_invitation").exists()


def test_one_person_in_two_rows_is_refused(holders: None) -> None:
    chair = people.who("chair", "U1.1.pec").person
    asked = [
        Addressed(_commission(code), chair, f"{code}@new.example", code) for code in ("U1.1.pec", "D1.tec")
    ]
    with pytest.raises(Refused) as refused:
        _invite(asked)
    assert [(fault.line, fault.code) for fault in refused.value.faults] == [(0, "K-40"), (1, "K-40")]


def test_second_sending_ends_no_link_of_the_first(holders: None) -> None:
    _invite(_asked("deputy"))
    with pytest.raises(Refused) as refused:
        _invite(_asked("deputy"))
    assert [fault.code for fault in refused.value.faults] == ["K-39"]
    assert Invitation.objects.get(account__person=people.who("deputy").person, withdrawn_at=None)


def test_second_factor_is_asked_for_and_others_reach_nobody(holders: None) -> None:
    chair = _actor("chair", "D1.tec")
    with pytest.raises(SecondFactorNeeded):
        _invite(_asked("deputy"), Actor(chair.person, chair.office, chair.commission))
    for office, commission in (("deputy", "D1.tec"), ("chair", "D2.tec"), ("chair", "R1.rec")):
        with pytest.raises(Forbidden):
            _invite(_asked("deputy"), _actor(office, commission))
    assert not Account.objects.exists()


def test_who_needs_an_invitation_follows_the_letter_and_the_term(holders: None) -> None:
    assert _state("deputy") == "none"
    [issued] = _invite(_asked("deputy"))
    assert _state("deputy") == ""
    assert _state("deputy", cast.AT + LETTER_WAITS_FOR) == ""
    later = cast.AT + LETTER_WAITS_FOR + dt.timedelta(seconds=1)
    assert _state("deputy", later) == "failed"  # it was lost on the way
    chair = str(people.who("chair").person)
    assert letters_by(chair, later) == {"failed": 1}
    note_letter(issued, "sent")
    assert _state("deputy", later) == ""
    assert _state("deputy", issued.expires_at) == "expired"
    assert letters_by(chair, issued.expires_at) == {}
    note_letter(issued, "failed")
    assert _state("deputy") == "failed"
    asked = Addressed(_commission(), people.who("deputy").person, "right@new.example", "another token")
    [again] = _invite([asked])
    assert again.account.email == "right@new.example"
    assert _state("deputy") == ""
    accept_invitation("another token", people.PASSWORD, origin="", at=cast.AT)
    assert _state("deputy", issued.expires_at) == ""
