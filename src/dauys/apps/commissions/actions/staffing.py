"""Offices that nobody is elected to: given and taken by a decision of the commission."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from pydantic import ValidationError

from dauys.apps.commissions.actions.standing import refuse, subject_of
from dauys.apps.commissions.models import Appointment, Commission
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.people.actions import PersonEntry, enter_people
from dauys.apps.people.models import Person
from dauys.core.rights import STAFF, Actor, require
from dauys.core.words import says_nothing


@transaction.atomic
def appoint_staff(
    commission: Commission, person: UUID, office: str, basis: str, on: dt.date, *, by: Actor, at: dt.datetime
) -> Appointment:
    """Appoint a person clerk, finance officer, press officer, trainer or auditor of a commission from a day.

    Refused for an office that is elected, without a decision, for one who is not known or has it already.
    """
    require("appoint_staff", by, lambda: [commission.unit.path])
    take_turn()
    if office not in STAFF:
        refuse("K-26", commission.code, f"{office} is no office of staff.", f"One of: {', '.join(STAFF)}.")
    if says_nothing(basis):
        refuse("K-27", commission.code, "an appointment rests on a decision.", "Name it.")
    found = Person.objects.filter(code=person).first()
    if found is None:
        refuse("K-28", commission.code, f"{person} is not known.", "Enter the person first.")
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    if Appointment.objects.filter(lasting, commission=commission, person=found, office=office).exists():
        refuse("K-29", commission.code, f"{person} is {office} already.", "Look at the list again.")
    row = Appointment.objects.create(
        commission=commission, person=found, office=office, basis=basis, valid_from=on
    )
    done = {"person": str(person), "office": office, "basis": basis, "on": on}
    _write("appoint_staff", commission, done, {"from": None}, {"from": on}, by, at)
    return row


@transaction.atomic
def appoint_newcomer(
    commission: Commission, newcomer: tuple[UUID, str], office: str, basis: str, on: dt.date, *,
    by: Actor, at: dt.datetime,
) -> Appointment:  # fmt: skip
    """Enter a person whom nobody knows yet (a new code and a name), and appoint them: both or neither."""
    require("appoint_staff", by, lambda: [commission.unit.path])
    code, name = newcomer
    try:
        entry = PersonEntry(code=code, name=name)
    except ValidationError:
        refuse("K-35", commission.code, "this is no name of a person.", "Correct the name.")
    enter_people([entry], by=by, at=at, within="appoint_staff")
    return appoint_staff(commission, code, office, basis, on, by=by, at=at)


@transaction.atomic
def end_appointment(
    commission: Commission, person: UUID, office: str, basis: str, on: dt.date, *, by: Actor, at: dt.datetime
) -> None:
    """End an appointment on a day, by a decision; Refused where there is none that began before it."""
    require("end_appointment", by, lambda: [commission.unit.path])
    take_turn()
    if says_nothing(basis):
        refuse("K-27", commission.code, "an appointment ends by a decision.", "Name it.")
    ended = Appointment.objects.filter(
        commission=commission, person__code=person, office=office, valid_to__isnull=True, valid_from__lt=on
    ).update(valid_to=on, end_basis=basis)
    if not ended:
        refuse("K-30", commission.code, f"{person} is not {office} before {on}.", "Correct the day.")
    done = {"person": str(person), "office": office, "basis": basis, "on": on}
    _write("end_appointment", commission, done, {"to": None}, {"to": on}, by, at)


def _write(
    verb: str, commission: Commission, done: dict[str, Any], before: dict[str, Any], after: dict[str, Any],
    by: Actor, at: dt.datetime,
) -> None:  # fmt: skip
    """The entry about an appointment: since and until when it stood, and stands."""
    done |= {"before": before, "after": after}
    subject = subject_of(commission.country, commission.code)
    write_entry(verb, subject, done, by=by, at=at, of=commission.unit.path)
