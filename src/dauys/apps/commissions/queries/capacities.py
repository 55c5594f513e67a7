"""In which capacity a person may act on a day: the offices held, in which commissions.

Rights follow the day: whoever was replaced, whose term ended or whose duties rest has none that day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Model

from dauys.apps.commissions.models import Appointment, Commission, Mandate, Membership, Office, Suspension
from dauys.apps.people.models import Person
from dauys.apps.territory.models import Unit
from dauys.core.bodies import LEVELS
from dauys.core.norms import Words
from dauys.core.rights import MEMBER, OFFICES, OWN, SUBORDINATE, relation


@dataclass(frozen=True, slots=True)
class Capacity:
    """One office of one person in one commission, as rights see it."""

    office: str
    commission: str  # code
    country: str
    level: str
    unit: str  # code
    path: str  # of the unit
    name: Words  # of the commission
    unit_name: Words

    @property
    def key(self) -> str:
        """By which it is chosen: unique among those of one person."""
        return f"{self.country}/{self.commission}:{self.office}"


_COMMISSION = (
    "commission.code, commission.country, commission.level, unit.code, unit.path, commission.name_kk,"
    " commission.name_ru, commission.name_en, unit.name_kk, unit.name_ru, unit.name_en"
)
_TABLES: dict[str, type[Model]] = {
    "commissions": Commission, "units": Unit, "people": Person, "mandates": Mandate,
    "memberships": Membership, "offices": Office, "suspensions": Suspension, "appointments": Appointment,
}  # fmt: skip


def _on(row: str) -> str:
    return f"{row}.valid_from <= %(day)s AND ({row}.valid_to IS NULL OR {row}.valid_to > %(day)s)"


# Asked for every page of everybody: written out, so that nothing is put together each time, which took
# a third of a page. A test holds it equal to the same in Django's words.
_STATEMENT = """
SELECT COALESCE((SELECT office.kind FROM {offices} office WHERE office.membership_id = membership.id
    AND {office} LIMIT 1), %(member)s), {columns}
FROM {people} person JOIN {memberships} membership ON membership.person_id = person.id
    JOIN {mandates} mandate ON mandate.id = membership.mandate_id
    JOIN {commissions} commission ON commission.id = mandate.commission_id
    JOIN {units} unit ON unit.id = commission.unit_id
WHERE person.code = %(person)s AND {membership} AND {mandate} AND NOT EXISTS (
    SELECT 1 FROM {suspensions} suspension WHERE suspension.membership_id = membership.id AND {suspension})
UNION ALL
SELECT appointment.office, {columns}
FROM {people} person JOIN {appointments} appointment ON appointment.person_id = person.id
    JOIN {commissions} commission ON commission.id = appointment.commission_id
    JOIN {units} unit ON unit.id = commission.unit_id
WHERE person.code = %(person)s AND {appointment}
""".format(  # noqa: S608 -- our own names
    columns=_COMMISSION,
    **{name: model._meta.db_table for name, model in _TABLES.items()},
    **{row: _on(row) for row in ("office", "membership", "mandate", "suspension", "appointment")},
)


def capacities(person: UUID, day: dt.date) -> list[Capacity]:
    """The capacities of a person on a day, that of the highest commission first: one question."""
    code = Person._meta.get_field("code").get_db_prep_value(person, connection)
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"person": code, "day": day.isoformat(), "member": MEMBER})
        found = [_capacity(*row) for row in cursor.fetchall()]
    return sorted(found, key=lambda one: (LEVELS.index(one.level), one.path, OFFICES.index(one.office)))


def all_beneath(person: UUID, path: str, day: dt.date) -> bool:
    """Whether the commission of a unit, or one beneath it, is where a person holds every office of theirs."""
    return all(relation(path, one.path) in (OWN, SUBORDINATE) for one in capacities(person, day))


def _capacity(office: str, *commission: str) -> Capacity:
    code, country, level, unit, path, kk, ru, en, unit_kk, unit_ru, unit_en = commission
    return Capacity(
        office, code, country, level, unit, path, Words(kk=kk, ru=ru, en=en),
        Words(kk=unit_kk, ru=unit_ru, en=unit_en),
    )  # fmt: skip
