"""Commissions as lists show them: what is counted beside each, which break a rule, those of a list of units.

Everything here is a condition of the database, so that a list asks for its page before it composes anything.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from dauys.apps.commissions.models import Commission, Mandate, Membership, Office, Suspension
from dauys.apps.people.models import Tie
from dauys.apps.territory.models import Unit
from dauys.core.bodies import CLOSE, LEVELS, OFFICES, POSTS, place_of_work, rule_about, statutory_size
from dauys.core.norms import LANGUAGES, Body, Pack


def lasting(day: dt.date, prefix: str = "") -> Q:
    """Rows whose period has the day in it."""
    open_, later = {f"{prefix}valid_to__isnull": True}, {f"{prefix}valid_to__gt": day}
    return Q(**{f"{prefix}valid_from__lte": day}) & (Q(**open_) | Q(**later))


def counted_commissions(commissions: QuerySet[Commission], day: dt.date) -> QuerySet[Commission]:
    """The commissions with `formed_on`, `seats`, `members`, `offices`, `resting`, `vacant` and `chair`.

    Of a commission without a mandate on the day, `seats` and `vacant` are None.
    """
    mandate = Mandate.objects.filter(lasting(day), commission=OuterRef("pk"))
    sitting = Membership.objects.filter(lasting(day), mandate__commission=OuterRef("pk"))
    offices = Office.objects.filter(lasting(day), mandate__commission=OuterRef("pk"))
    resting = Suspension.objects.filter(
        lasting(day), lasting(day, "membership__"), membership__mandate__commission=OuterRef("pk")
    )
    return commissions.annotate(
        formed_on=Subquery(mandate.values("valid_from")[:1]),
        seats=Subquery(mandate.values("seats")[:1]),
        members=_count(sitting, "mandate__commission"),
        offices=_count(offices, "mandate__commission"),
        resting=_count(resting, "membership__mandate__commission"),
        chair=Subquery(offices.filter(kind="chair").values("membership__person__name")[:1]),
    ).annotate(vacant=Greatest(F("seats") - F("members"), 0))


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n")), 0)


def breaking_a_rule(commissions: QuerySet[Commission], pack: Pack, day: dt.date) -> set[int]:
    """Keys of the counted commissions that break a rule of the pack about their composition on the day.

    The same that `findings_about` answers one by one where neither voters nor candidates are told; a test
    holds the two equal. A question for each rule, whatever the number of commissions.
    """
    formed = commissions.order_by().filter(Q(seats__isnull=False))
    found: set[int] = set()
    for subject in CONDITIONS:
        for rule, levels in _levels_of(pack, subject, day):
            broken = CONDITIONS[subject](rule, day)
            found.update(formed.filter(broken, level__in=levels).values_list("pk", flat=True))
    return found


def _levels_of(pack: Pack, subject: str, day: dt.date) -> list[tuple[Body, list[str]]]:
    """The rules of the pack about a subject, each with the levels of commissions for which it stands."""
    found: dict[str, tuple[Body, list[str]]] = {}
    for level in LEVELS:
        sized = statutory_size(pack, level, None, day) if subject == "size" else None
        rule = sized[0] if sized else rule_about(pack, subject, level, day)
        if rule is not None:
            found.setdefault(rule.code, (rule, []))[1].append(level)
    return list(found.values())


def _size(rule: Body, _day: dt.date) -> Q:
    least, _, most = rule.value.partition("-")
    return Q(seats__lt=int(least)) | Q(seats__gt=int(most or least))


def _even(_rule: Body, _day: dt.date) -> Q:
    return Q(seats__in=range(0, 100, 2))


def _vacant(_rule: Body, _day: dt.date) -> Q:
    return Q(members__lt=F("seats")) | Q(members__gt=F("seats") + F("resting"))


def _without_an_office(_rule: Body, _day: dt.date) -> Q:
    return ~Q(offices=len(OFFICES))


def _beyond_its_term(rule: Body, day: dt.date) -> Q:
    return Q(formed_on__lte=_years_before(day, int(rule.value)))


def _years_before(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return dt.date(day.year - years, 2, 28)


def _barred(_rule: Body, day: dt.date) -> Q:
    """A member holds a post that bars from commissions."""
    begun = Q(person__posts__valid_from__isnull=True) | Q(person__posts__valid_from__lte=day)
    held = Q(person__posts__valid_to__isnull=True) | Q(person__posts__valid_to__gt=day)
    sitting = Membership.objects.filter(lasting(day), mandate__commission=OuterRef("pk"))
    return Q(Exists(sitting.filter(begun, held, person__posts__kind__in=POSTS)))


def _tied(_rule: Body, day: dt.date) -> Q:
    """Two who sit are close kin."""
    both = Q()
    for end in ("person__memberships__", "other__memberships__"):
        both &= lasting(day, end) & Q(**{f"{end}mandate__commission": OuterRef("pk")})
    return Q(Exists(Tie.objects.filter(both, relation__in=CLOSE)))


def _of_one_organisation(rule: Body, day: dt.date) -> Q:
    """More than that part of the members work in one place: its name is written freely."""
    part, _, whole = rule.value.partition("/")
    places: dict[int, Counter[str]] = defaultdict(Counter)
    rows = Membership.objects.filter(lasting(day)).values_list("mandate__commission_id", "workplace")
    for commission, workplace in rows.iterator(chunk_size=10_000):
        places[commission][place_of_work(workplace)] += 1
    broken = [
        commission
        for commission, found in places.items()
        if max((n for place, n in found.items() if place), default=0)
        > found.total() * int(part) // int(whole)
    ]
    return Q(pk__in=broken)


CONDITIONS: Final[Mapping[str, Callable[[Body, dt.date], Q]]] = {
    "size": _size,
    "size_odd": _even,
    "vacancy": _vacant,
    "offices": _without_an_office,
    "term": _beyond_its_term,
    "incompatibility": _barred,
    "kin_together": _tied,
    "one_organisation": _of_one_organisation,
}
"""By the subject of a rule, when a counted commission breaks it."""


def with_commissions(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """The units with the commission of each, the first of two: `commission_code`, `commission_<language>`."""
    own = Commission.objects.filter(unit=OuterRef("pk")).order_by("id")
    found: QuerySet[Unit] = units.annotate(
        commission_code=Subquery(own.values("code")[:1]),
        **{f"commission_{one}": Subquery(own.values(f"name_{one}")[:1]) for one in LANGUAGES},
    )
    return found
