"""The accounts of the sample: staff appointed, everybody invited, each invitation accepted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dauys.apps.accounts.actions import accept_invitation
from dauys.apps.commissions.actions import appoint_staff, invite_holder
from dauys.apps.commissions.models import Commission
from dauys.apps.people.actions import PersonEntry, enter_people
from dauys.ops.demo import country as sample
from dauys.ops.demo.replay.event import BY, Event


def entrance(begin: dt.datetime) -> Iterator[Event]:
    """The events, at `begin`."""
    yield Event(begin, "staff", lambda: _appoint(begin))
    for login in sample.logins():
        yield Event(begin, "login", lambda login=login: _let_in(login, begin))  # type: ignore[misc]


def _appoint(at: dt.datetime) -> None:
    staff = [login for login in sample.logins() if login.office in sample.STAFF]
    people = [
        PersonEntry(code=one.member.person, name=one.member.name, sex=one.member.sex,
                    birth_year=one.member.birth_year)
        for one in staff
    ]  # fmt: skip
    enter_people(people, by=BY, at=at)
    for one in staff:
        commission = _commission(one)
        appoint_staff(commission, one.member.person, one.office, "№ 1", at.date(), by=BY, at=at)


def _let_in(login: sample.Login, at: dt.datetime) -> None:
    token = f"sample-{login.email}"  # of an invitation that is accepted at once
    invite_holder(_commission(login), login.member.person, login.email, "kk", token, by=BY, at=at)
    accept_invitation(token, sample.PASSWORD, origin="", at=at)


def _commission(login: sample.Login) -> Commission:
    return Commission.objects.select_related("unit").get(code=login.commission.code, country="KZ")
