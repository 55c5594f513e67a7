"""A verb that waited for its turn is not done where the account was locked, ended or changed before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import RequestFactory

from dauys.apps.accounts.actions import (
    change_address,
    choose_language,
    close_account,
    end_sessions,
    set_lock,
    set_password,
)
from dauys.apps.accounts.models import Account
from dauys.apps.commissions.actions import lock_account
from dauys.apps.commissions.models import Commission, Membership
from dauys.apps.journal.models import Entry
from dauys.core.rights import Actor, Forbidden
from dauys.web.ui.doors import Desk
from tests import cast
from tests.web import people

MEMBER = people.who("member")
OWN: dict[str, Callable[[Account, Actor], None]] = {
    "address": lambda account, by: change_address(account, "new@own.example", by=by, at=cast.AT),
    "password": lambda account, by: set_password(account, people.PASSWORD, by=by, at=cast.AT),
    "language": lambda account, by: choose_language(account, "ru", by=by, at=cast.AT),
    "sessions": lambda account, by: end_sessions(account, by=by, at=cast.AT),
}
MEANWHILE: dict[str, Callable[[Account], object]] = {
    "locked": lambda of: set_lock(of.person, locked=True, reason="№ 1", by=cast.AIGERIM, at=cast.AT),
    "ended": lambda of: close_account(of.person, "№ 1", by=cast.AIGERIM, at=cast.AT),
    "sessions ended": lambda of: end_sessions(of, by=cast.AIGERIM, at=cast.AT),
    "password changed": lambda of: set_password(of, "мүлде-басқа-құпиясөз", by=cast.AIGERIM, at=cast.AT),
    "address changed": lambda of: change_address(of, "other@own.example", by=cast.AIGERIM, at=cast.AT),
}


def _desk(office: str) -> Desk:
    """Who asks, read before anything happens to the account."""
    request = RequestFactory().post("/")
    request.user = Account.objects.get(person=people.who(office).person)
    request.session = people.entered(office).session
    desk = Desk(request)  # type: ignore[arg-type]
    assert desk.actor.office == office
    return desk


def _meanwhile(what: str, office: str) -> None:
    MEANWHILE[what](Account.objects.get(person=people.who(office).person))


def _kept() -> object:
    return list(Account._base_manager.order_by("id").values()), Entry.objects.count()


@pytest.mark.parametrize("meanwhile", MEANWHILE)
@pytest.mark.parametrize("verb", OWN)
def test_own_account_is_not_changed(commissions: None, verb: str, meanwhile: str) -> None:
    desk = _desk("member")
    _meanwhile(meanwhile, "member")
    stood = _kept()
    assert desk.account is not None
    for by in (desk.actor, cast.AIGERIM):  # the account is asked too, whoever acts
        with pytest.raises(Forbidden):
            OWN[verb](desk.account, by)
    assert _kept() == stood


@pytest.mark.parametrize("verb", OWN)
def test_own_account_that_stands_is_changed(commissions: None, verb: str) -> None:
    desk = _desk("member")
    assert desk.account is not None
    for _ in range(2):  # one's own change is no reason to refuse the next
        OWN[verb](desk.account, desk.actor)


def test_who_holds_no_office_is_named_in_what_is_done_to_the_own_account(commissions: None) -> None:
    Membership.objects.filter(person__code=MEMBER.person).update(valid_to=cast.AT.date())
    client = people.entered("member")
    assert client.post("/en/desk/account/language/", {"letters": "ru"}).status_code == 302
    entry = Entry.objects.get(verb="choose_language")
    assert (entry.person, entry.office, entry.of) == (str(MEMBER.person), "", "")


@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_no_verb_is_done_by_one_who_was_locked_out(commissions: None, meanwhile: str) -> None:
    district = Commission.objects.select_related("unit").get(code="D1.tec")
    chair = replace(_desk("chair").actor, second_factor=True)
    _meanwhile(meanwhile, "chair")
    stood = _kept()
    with pytest.raises(Forbidden):
        lock_account(district, MEMBER.person, "№ 1", by=chair, at=cast.AT)
    assert _kept() == stood
