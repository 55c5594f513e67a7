"""What the verbs share: acts that are cited, the mandate that stands, rows that end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn
from uuid import UUID

from django.db.models import Q

from dauys.apps.commissions import rules
from dauys.apps.commissions.models import Mandate, Membership, Office, OutsideAct, Suspension
from dauys.apps.commissions.rules import ActEntry
from dauys.apps.people.actions import PersonEntry, enter_people
from dauys.apps.people.queries import people_by_code
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor

ActKey = tuple[str, str, dt.date]


def cited(acts: Iterable[ActEntry]) -> dict[ActKey, OutsideAct]:
    """The acts as rows, by who decided, number and day; those that are new are kept."""
    wanted = {act.key: act for act in acts}
    found = OutsideAct.objects.filter(adopted_on__in={day for _, _, day in wanted})
    kept = {(act.body, act.number, act.adopted_on): act for act in found}
    new = [OutsideAct(**act.model_dump()) for key, act in wanted.items() if key not in kept]
    OutsideAct.objects.bulk_create(new)
    return kept | {(act.body, act.number, act.adopted_on): act for act in new}


def named(act: ActEntry) -> dict[str, Any]:
    """The act as the journal keeps it."""
    return {"body": act.body, "number": act.number, "adopted_on": act.adopted_on}


def subject_of(country: str, commission: str) -> str:
    """The commission as the journal names it."""
    return f"commission:{country}/{commission}"


def standing_mandate(country: str, commission: str, on: dt.date) -> Mandate:
    """The mandate of a commission that stands on a day and has no end; Refused where there is none."""
    mandate = (
        Mandate.objects.filter(
            commission__country=country, commission__code=commission, valid_to__isnull=True
        )
        .select_related("commission__unit")
        .first()
    )
    if mandate is None or mandate.valid_from > on:
        refuse(
            "K-15",
            commission,
            f"no mandate stands on {on}.",
            "Form the commission first, or correct the day.",
        )
    return mandate


def sitting(mandate: Mandate, person: UUID, on: dt.date) -> Membership:
    """The membership of a person that began before a day and has not ended; Refused where there is none."""
    found = Membership.objects.filter(
        mandate=mandate, person__code=person, valid_to__isnull=True, valid_from__lte=on
    ).first()
    if found is None:
        refuse(
            "K-16",
            mandate.commission.code,
            f"{person} is no member on {on}.",
            "Correct the person or the day.",
        )
    return found


def refuse(code: str, commission: str, message: str, remedy: str) -> NoReturn:
    """Refuse for one fault about one commission."""
    raise Refused([rules.fault_about(code, commission, message, remedy)])


def enter_new(
    people: Sequence[PersonEntry], commission: str, within: str, *, by: Actor, at: dt.datetime
) -> None:
    """Enter those whom a verb brings along, once its own right is asked; none of them may be known already.

    A form that is sent twice brings the same person twice: the second time is refused (K-34).
    """
    known = people_by_code({one.code for one in people})
    if known:
        refuse("K-34", commission, "a new person is known already.", "The form was sent before: look at it.")
    if people:
        enter_people(people, by=by, at=at, within=within)


def end_rows(mandates: Iterable[Mandate], on: dt.date, act: OutsideAct, reason: str) -> list[Fault]:
    """End mandates on a day with all that stands in them, by few statements; faults where one cannot end."""
    ending = list(mandates)
    ids = [mandate.id for mandate in ending]
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    late = set(
        Membership.objects.filter(lasting, mandate__in=ids, valid_from__gte=on).values_list(
            "mandate__commission__code", flat=True
        )
    ) | set(
        Office.objects.filter(lasting, mandate__in=ids, valid_from__gte=on).values_list(
            "mandate__commission__code", flat=True
        )
    )
    late |= {mandate.commission.code for mandate in ending if mandate.valid_from >= on}
    if late:
        return [
            rules.fault_about("K-17", code, f"a row of it begins on {on} or later.", "End it on a later day.")
            for code in sorted(late)
        ]
    Suspension.objects.filter(lasting, membership__mandate__in=ids).update(valid_to=on)
    Office.objects.filter(lasting, mandate__in=ids).update(valid_to=on)
    Membership.objects.filter(lasting, mandate__in=ids).update(valid_to=on, left_by=act, left_reason=reason)
    Mandate.objects.filter(id__in=ids).update(valid_to=on, ended_by=act, end_reason=reason)
    return []
