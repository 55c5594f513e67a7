"""In which capacity a person acts: the statement written out is held equal to the same in Django's words."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from django.db.models import Exists, OuterRef, Q, Subquery

from dauys.apps.commissions.models import Appointment, Commission, Mandate, Membership, Office, Suspension
from dauys.apps.commissions.queries import capacities
from dauys.apps.people.models import Person
from dauys.apps.territory.models import Unit
from dauys.core.norms import Words
from tests import cast
from tests.apps import members
from tests.web import people

DAY = cast.AT.date()
ENDED, BEGUN = DAY - dt.timedelta(days=3), DAY + dt.timedelta(days=3)
DAYS = (members.FORMED_ON - dt.timedelta(days=1), members.FORMED_ON, ENDED, DAY, BEGUN)


def _on(day: dt.date, prefix: str = "") -> Q:
    ends = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    return Q(**{f"{prefix}valid_from__lte": day}) & ends


def by_django(person: UUID, day: dt.date) -> list[tuple[str, str]]:
    """Office and commission, as the models say it."""
    resting = Suspension.objects.filter(_on(day), membership=OuterRef("pk"))
    office = Office.objects.filter(_on(day), membership=OuterRef("pk"))
    sitting = (
        Membership.objects.filter(_on(day), _on(day, "mandate__"), ~Exists(resting), person__code=person)
        .annotate(kind=Subquery(office.values("kind")[:1]))
        .values_list("kind", "mandate__commission__code")
    )
    appointed = Appointment.objects.filter(_on(day), person__code=person)
    found = [(kind or "member", code) for kind, code in sitting]
    return sorted([*found, *appointed.values_list("office", "commission__code")])


@pytest.fixture
def changed(election: object) -> None:
    """The cast in office; then somebody left, an office changed, duties rest, a mandate and work ended."""
    people.enter_all()
    of = {office: people.who(office).person for office in people.SEATED}
    by = Membership.objects.first().joined_by  # type: ignore[union-attr]
    chair = Office.objects.get(membership__person__code=of["chair"])
    Office.objects.filter(pk=chair.pk).update(valid_to=ENDED)
    Membership.objects.filter(person__code=of["deputy"]).update(valid_to=ENDED)
    resting = Membership.objects.get(person__code=of["secretary"])
    Suspension.objects.create(membership=resting, decided_by=by, reason="-", valid_from=ENDED, valid_to=BEGUN)
    Mandate.objects.filter(commission__code="D2.tec").update(valid_to=ENDED, ended_by=by)
    Appointment.objects.filter(office="clerk").update(valid_to=DAY)


@pytest.mark.django_db
def test_capacities_are_those_that_the_models_say_on_every_day(changed: None) -> None:
    found = {
        (code, day): sorted((one.office, one.commission) for one in capacities(code, day))
        for code in Person.objects.values_list("code", flat=True)
        for day in DAYS
    }
    assert found == {(code, day): by_django(code, day) for code, day in found}
    held = {day: sum(len(one) for (_, on), one in found.items() if on == day) for day in DAYS}
    assert held[DAYS[0]] == 0
    assert held[DAYS[1]] > held[DAY] > 0


@pytest.mark.django_db
def test_capacity_names_commission_and_unit_in_each_language(election: object) -> None:
    people.enter_all()
    Commission.objects.filter(code="D1.tec").update(name_kk="а", name_ru="б", name_en="c")
    Unit.objects.filter(code="D1").update(name_kk="д", name_ru="е", name_en="f")
    [held] = capacities(people.who("chair").person, DAY)
    assert (held.office, held.commission, held.level, held.unit) == ("chair", "D1.tec", "district", "D1")
    assert held.name == Words(kk="а", ru="б", en="c")
    assert held.unit_name == Words(kk="д", ru="е", en="f")
