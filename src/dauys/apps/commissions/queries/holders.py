"""Everybody who holds an office on a day, and how their account stands, in rows for lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from dauys.apps.accounts.models import LETTER_FAILED, LETTER_WAITS, Account, Invitation
from dauys.apps.accounts.queries import LETTER_WAITS_FOR
from dauys.apps.commissions.models import Appointment, Commission, Membership, Office, Suspension
from dauys.apps.commissions.queries.capacities import capacities
from dauys.apps.people.models import Person
from dauys.core.bodies import LEVELS
from dauys.core.rights import MEMBER, OFFICES

STATES = ("none", "invited", "expired", "active", "locked")  # of the account of one who holds an office


def sitting_holders(path: str, day: dt.date, at: dt.datetime) -> QuerySet[Any]:
    """Chairs, deputies, secretaries and members of the commissions of a unit and of those beneath it.

    Each row has, besides itself: `office`, `rank` (of the office), `person_code`, `name`, `commission_…`
    (`code`, `country`, `level`, `path`, `kk`, `ru`, `en`), `state` (of STATES), `last_login`,
    `invited_until`, `address` (of the account), `letter` (of the open invitation, see `_letter`). One whose
    duties rest is there with `rests`.
    """
    offices = Office.objects.filter(on_day(day), membership=OuterRef("pk"))
    resting = Suspension.objects.filter(on_day(day), membership=OuterRef("pk"))
    rows = Membership.objects.filter(
        on_day(day), on_day(day, "mandate__"), mandate__commission__unit__path__startswith=path
    ).annotate(
        office=Coalesce(Subquery(offices.values("kind")[:1]), Value(MEMBER), output_field=CharField()),
        rests=Exists(resting),
    )
    return _with_account(rows, "mandate__commission", at)


def appointed_holders(path: str, day: dt.date, at: dt.datetime) -> QuerySet[Any]:
    """Those appointed, not elected, in the same commissions, with the same columns."""
    rows = Appointment.objects.filter(on_day(day), commission__unit__path__startswith=path)
    return _with_account(rows, "commission", at)


def on_day(day: dt.date, prefix: str = "") -> Q:
    """Rows that last on a day."""
    lasting = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    return Q(**{f"{prefix}valid_from__lte": day}) & lasting


def _with_account(rows: QuerySet[Any], commission: str, at: dt.datetime) -> QuerySet[Any]:
    rank = Case(
        *(When(office=office, then=Value(place)) for place, office in enumerate(OFFICES)),
        output_field=IntegerField(),
    )
    accounts = Account.objects.filter(person=OuterRef("person__code"))
    found: QuerySet[Any] = rows.annotate(
        rank=rank,
        person_code=F("person__code"),
        name=F("person__name"),
        commission_code=F(f"{commission}__code"),
        commission_country=F(f"{commission}__country"),
        commission_level=F(f"{commission}__level"),
        commission_path=F(f"{commission}__unit__path"),
        commission_kk=F(f"{commission}__name_kk"),
        commission_ru=F(f"{commission}__name_ru"),
        commission_en=F(f"{commission}__name_en"),
        state=_state(accounts, at),
        last_login=Subquery(accounts.values("last_login")[:1]),
        invited_until=Subquery(_open_invitations().values("expires_at")[:1]),
        address=Subquery(accounts.values("email")[:1]),
        letter=_letter(at),
    )
    return found


def _open_invitations() -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        account__person=OuterRef("person__code"), accepted_at__isnull=True, withdrawn_at__isnull=True
    )


def _letter(at: dt.datetime) -> Case:
    """What became of the letter of an open invitation, as `letter_of` of accounts tells it."""
    lost = _open_invitations().filter(letter=LETTER_WAITS, issued_at__lt=at - LETTER_WAITS_FOR)
    return Case(
        When(Exists(lost), then=Value(LETTER_FAILED)),
        default=Coalesce(Subquery(_open_invitations().values("letter")[:1]), Value("")),
        output_field=CharField(),
    )


def _state(accounts: QuerySet[Account], at: dt.datetime) -> Case:
    """How an account stands; whoever has no password yet waits for an invitation to be accepted."""
    return Case(
        When(~Exists(accounts), then=Value("none")),
        When(Exists(accounts.filter(is_active=False)), then=Value("locked")),
        When(Exists(accounts.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)), then=Value("active")),
        When(Exists(_open_invitations().filter(expires_at__gt=at)), then=Value("invited")),
        default=Value("expired"),
        output_field=CharField(),
    )


@dataclass(frozen=True, slots=True)
class Holder:
    """One person in one commission on a day, with the account, if there is one."""

    commission: Commission
    person: UUID
    name: str
    offices: Sequence[str]
    account: Account | None
    invitation: Invitation | None  # the open one
    state: str  # of STATES


def holder_of(commission: Commission, person: UUID, day: dt.date, at: dt.datetime) -> Holder | None:
    """The person in the commission; None where the person is nobody there that day."""
    found = Person.objects.filter(code=person).first()
    offices = [one.office for one in capacities(person, day) if _is_of(one, commission)]
    if found is None or not (offices or _rests(commission, person, day)):
        return None
    account = Account.objects.filter(person=person).first()
    invitation = Invitation.objects.filter(
        account=account, accepted_at__isnull=True, withdrawn_at__isnull=True
    ).first()
    return Holder(
        commission, person, found.name, offices, account, invitation, _state_of(account, invitation, at)
    )


def _is_of(capacity: Any, commission: Commission) -> bool:
    return (capacity.country, capacity.commission) == (commission.country, commission.code)


def _rests(commission: Commission, person: UUID, day: dt.date) -> bool:
    """One whose duties rest has no capacity, and is still a member whose account may be looked at."""
    return Membership.objects.filter(
        on_day(day), on_day(day, "mandate__"), mandate__commission=commission, person__code=person
    ).exists()


def _state_of(account: Account | None, invitation: Invitation | None, at: dt.datetime) -> str:
    if account is None:
        return "none"
    if not account.is_active:
        return "locked"
    if not account.password.startswith(UNUSABLE_PASSWORD_PREFIX):
        return "active"
    return "invited" if invitation is not None and invitation.expires_at > at else "expired"


def members_to_appoint(commission: Commission, day: dt.date) -> list[tuple[UUID, str]]:
    """Code and name of those who sit in a commission on a day or work for it, by name: two questions."""
    sitting = Membership.objects.filter(on_day(day), on_day(day, "mandate__"), mandate__commission=commission)
    appointed = Appointment.objects.filter(on_day(day), commission=commission)
    found = {*_named(sitting), *_named(appointed)}
    return sorted(found, key=lambda one: one[1])


def _named(rows: QuerySet[Model]) -> list[tuple[UUID, str]]:
    return list(rows.values_list("person__code", "person__name"))


def commissions_right_beneath(level: str, path: str) -> list[Commission]:
    """The commissions of the next level within a unit, by place, with their units: one question."""
    if level == LEVELS[-1]:
        return []
    beneath = LEVELS[LEVELS.index(level) + 1]
    found = Commission.objects.filter(level=beneath, unit__path__startswith=path)
    return list(found.select_related("unit").order_by("unit__path", "id"))
