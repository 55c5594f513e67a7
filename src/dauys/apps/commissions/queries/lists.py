"""Commissions as lists show them: what is counted beside each, which break a rule, those of a list of units.

Everything here is a condition of the database, so that a list asks for its page before it composes anything.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from dauys.apps.commissions.models import Commission, Mandate, Membership, Office, Suspension
from dauys.apps.people.models import Tie
from dauys.apps.territory.models import Unit
from dauys.core.bodies import CLOSE, LEVELS, OFFICES, POSTS, place_of_work, rule_about, statutory_size
from dauys.core.norms import LANGUAGES, Pack


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


def breaking_a_rule(pack: Pack, day: dt.date) -> Q:
    """Which of the counted commissions break a rule of the pack about their composition on the day.

    The same that `findings_about` answers one by one where neither voters nor candidates are told; a test
    holds the two equal.
    """
    found = Q(pk__in=[])
    for level in LEVELS:
        for broken in _broken(pack, level, day):
            found |= Q(level=level, seats__isnull=False) & broken
    return found


def _broken(pack: Pack, level: str, day: dt.date) -> Iterator[Q]:
    """A condition for each rule that the pack has for a level."""
    if size := statutory_size(pack, level, None, day):
        yield Q(seats__lt=size[1]) | Q(seats__gt=size[2])
    if rule_about(pack, "size_odd", level, day):
        yield Q(seats__in=range(0, 100, 2))
    if rule_about(pack, "vacancy", level, day):
        yield Q(members__lt=F("seats")) | Q(members__gt=F("seats") + F("resting"))
    if rule_about(pack, "offices", level, day):
        yield ~Q(offices=len(OFFICES))
    if term := rule_about(pack, "term", level, day):
        yield Q(formed_on__lte=_years_before(day, int(term.value)))
    if rule_about(pack, "incompatibility", level, day):
        yield Q(Exists(_sitting(day).filter(_posts(day))))
    if rule_about(pack, "kin_together", level, day):
        yield Q(Exists(_tied(day)))
    if together := rule_about(pack, "one_organisation", level, day):
        yield Q(pk__in=_of_one_organisation(together.value, day))


def _years_before(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return dt.date(day.year - years, 2, 28)


def _sitting(day: dt.date) -> QuerySet[Membership]:
    return Membership.objects.filter(lasting(day), mandate__commission=OuterRef("pk"))


def _posts(day: dt.date) -> Q:
    begun = Q(person__posts__valid_from__isnull=True) | Q(person__posts__valid_from__lte=day)
    held = Q(person__posts__valid_to__isnull=True) | Q(person__posts__valid_to__gt=day)
    return Q(person__posts__kind__in=POSTS) & begun & held


def _tied(day: dt.date) -> QuerySet[Tie]:
    """Ties of close kin whose two ends sit in the commission."""
    both = Q()
    for end in ("person__memberships__", "other__memberships__"):
        both &= lasting(day, end) & Q(**{f"{end}mandate__commission": OuterRef("pk")})
    return Tie.objects.filter(both, relation__in=CLOSE)


def _of_one_organisation(value: str, day: dt.date) -> list[int]:
    """Commissions more than that part of whose members work in one place: its name is written freely."""
    part, _, whole = value.partition("/")
    places: dict[int, Counter[str]] = defaultdict(Counter)
    rows = Membership.objects.filter(lasting(day)).values_list("mandate__commission_id", "workplace")
    for commission, workplace in rows.iterator(chunk_size=10_000):
        places[commission][place_of_work(workplace)] += 1
    return [
        commission
        for commission, found in places.items()
        if max((n for place, n in found.items() if place), default=0)
        > found.total() * int(part) // int(whole)
    ]


def with_commissions(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """The units with the commission of each, the first of two: `commission_code`, `commission_<language>`."""
    own = Commission.objects.filter(unit=OuterRef("pk")).order_by("id")
    found: QuerySet[Unit] = units.annotate(
        commission_code=Subquery(own.values("code")[:1]),
        **{f"commission_{one}": Subquery(own.values(f"name_{one}")[:1]) for one in LANGUAGES},
    )
    return found
