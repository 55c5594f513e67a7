"""What the verbs share: acts that are cited, the term that stands, rows that end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NoReturn
from uuid import UUID

from django.db.models import Q

from dauys.apps.commissions import rules
from dauys.apps.commissions.models import Membership, Office, OutsideAct, Suspension, Term
from dauys.apps.commissions.rules import ActEntry
from dauys.core.findings import Fault, Refused

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


def standing_term(country: str, commission: str, on: dt.date) -> Term:
    """The term of a commission that stands on a day and has no end; Refused where there is none."""
    term = (
        Term.objects.filter(commission__country=country, commission__code=commission, valid_to__isnull=True)
        .select_related("commission__unit")
        .first()
    )
    if term is None or term.valid_from > on:
        refuse(
            "K-15", commission, f"no term stands on {on}.", "Form the commission first, or correct the day."
        )
    return term


def sitting(term: Term, person: UUID, on: dt.date) -> Membership:
    """The membership of a person that began before a day and has not ended; Refused where there is none."""
    found = Membership.objects.filter(
        term=term, person__code=person, valid_to__isnull=True, valid_from__lte=on
    ).first()
    if found is None:
        refuse(
            "K-16", term.commission.code, f"{person} is no member on {on}.", "Correct the person or the day."
        )
    return found


def refuse(code: str, commission: str, message: str, remedy: str) -> NoReturn:
    """Refuse for one fault about one commission."""
    raise Refused([rules.fault_about(code, commission, message, remedy)])


def end_rows(terms: Iterable[Term], on: dt.date, act: OutsideAct, reason: str) -> list[Fault]:
    """End terms on a day with all that stands in them, by few statements; faults where one cannot end."""
    ending = list(terms)
    ids = [term.id for term in ending]
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    late = set(
        Membership.objects.filter(lasting, term__in=ids, valid_from__gte=on).values_list(
            "term__commission__code", flat=True
        )
    ) | set(
        Office.objects.filter(lasting, term__in=ids, valid_from__gte=on).values_list(
            "term__commission__code", flat=True
        )
    )
    late |= {term.commission.code for term in ending if term.valid_from >= on}
    if late:
        return [
            rules.fault_about("K-17", code, f"a row of it begins on {on} or later.", "End it on a later day.")
            for code in sorted(late)
        ]
    Suspension.objects.filter(lasting, membership__term__in=ids).update(valid_to=on)
    Office.objects.filter(lasting, term__in=ids).update(valid_to=on)
    Membership.objects.filter(lasting, term__in=ids).update(valid_to=on, left_by=act, left_reason=reason)
    Term.objects.filter(id__in=ids).update(valid_to=on, ended_by=act, end_reason=reason)
    return []
