"""Who works for a commission without being elected to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from dauys.apps.commissions.models import Appointment, Commission
from dauys.core.rights import STAFF


@dataclass(frozen=True, slots=True)
class StaffHolder:
    """One appointment: the person, the office, the decision it rests on, from when."""

    person: UUID
    name: str
    office: str
    basis: str
    since: dt.date


def staff_of(commission: Commission, day: dt.date) -> list[StaffHolder]:
    """Who is appointed in a commission on the day, by office, then by time: one question."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    rows = Appointment.objects.filter(lasting, commission=commission, valid_from__lte=day)
    found = [
        StaffHolder(row.person.code, row.person.name, row.office, row.basis, row.valid_from)
        for row in rows.select_related("person").order_by("valid_from", "id")
    ]
    return sorted(found, key=lambda one: STAFF.index(one.office))
