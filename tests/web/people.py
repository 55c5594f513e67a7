"""Who logs in: one person for each office in the district of the cast, and their counterparts elsewhere.

The district commission D1 runs the contests of U1 and U2. R1 stands above it, D2 beside it, U1.1 beneath it.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from uuid import UUID, uuid4

from allauth.mfa.totp.internal import auth
from django.test import Client

from dauys.apps.accounts.models import Account
from dauys.apps.commissions.actions import appoint_staff, enter_commissions, form_commissions
from dauys.apps.commissions.models import Appointment, Commission, Mandate, Membership, OutsideAct
from dauys.apps.people.actions import enter_people
from dauys.apps.people.models import Person
from dauys.core.rights import STAFF
from tests import cast
from tests.apps import members

FORMED = ("KZ.cec", "R1.rec", "D1.tec", "D2.tec", "U1.1.pec", "U1.2.pec")
SEATS = 7  # of each commission; the first three hold the elected offices
PASSWORD = "үлгі-құпиясөз-2021"
SECRET = "JBSWY3DPEHPK3PXP"  # of the app with codes, where one has it
BEGAN = dt.datetime(2021, 7, 1, tzinfo=dt.UTC)  # when the accounts were made
SEATED = ("chair", "deputy", "secretary", "member")


@dataclass(frozen=True, slots=True)
class Login:
    """One who can log in."""

    person: UUID
    office: str
    commission: str

    @property
    def email(self) -> str:
        """The address."""
        return f"{self.office}@{self.commission}.example".lower()


def _first(commission: str) -> int:
    return 100 * (FORMED.index(commission) + 1)


def who(office: str, commission: str = "D1.tec") -> Login:
    """The person who holds an office of a commission."""
    offices = (*SEATED, *STAFF)
    number = _first(commission) + (offices.index(office) if office in SEATED else 20 + STAFF.index(office))
    return Login(members.code_of(number), office, commission)


def enter_all(at: dt.datetime = cast.AT) -> None:
    """The commissions of the cast with members, staff and accounts; the territory is there."""
    by = cast.AIGERIM
    enter_commissions(members.ROWS, by=by, at=at)
    for code in FORMED:
        enter_people(members.people(SEATS, _first(code)), by=by, at=at)
        enter_people(members.people(len(STAFF), _first(code) + 20), by=by, at=at)
    form_commissions("KZ", [members.formation(code, SEATS, _first(code)) for code in FORMED], by=by, at=at)
    commissions = {one.code: one for one in Commission.objects.select_related("unit")}
    for code in FORMED:
        for office in STAFF:
            person = who(office, code).person
            appoint_staff(commissions[code], person, office, "№ 7", members.FORMED_ON, by=by, at=at)
    Account.objects.bulk_create(
        Account(person=one.person, email=one.email, language="en", created_at=BEGAN)
        for code in FORMED
        for one in (who(office, code) for office in (*SEATED, *STAFF))
    )


def entered(office: str, commission: str = "D1.tec") -> Client:
    """A browser in which that person is logged in."""
    client = Client()
    client.force_login(
        Account.objects.get(person=who(office, commission).person),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


def app_code(steps: int = 0, secret: str = SECRET) -> str:
    """The code of the app now, or some steps of half a minute later."""
    return str(auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + steps)))


def seat_many(count: int) -> None:
    """So many more in the commission of the district: each of them sits in it, and is its clerk too."""
    mandate, act = Mandate.objects.get(commission__code="D1.tec"), OutsideAct.objects.first()
    many = Person.objects.bulk_create(Person(code=uuid4(), name=f"Адам {n}") for n in range(count))
    Membership.objects.bulk_create(
        Membership(mandate=mandate, person=one, joined_by=act, valid_from=members.FORMED_ON) for one in many
    )
    Appointment.objects.bulk_create(
        Appointment(
            commission=mandate.commission,
            person=one,
            office="clerk",
            basis="№ 1",
            valid_from=members.FORMED_ON,
        )
        for one in many
    )
