"""What other rooms may ask about persons: who they are, how they are tied, which barred posts they hold."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet

from dauys.apps.people.models import Person, Post, Tie
from dauys.core.bodies import CLOSE, SUBORDINATE
from dauys.core.tables.lookalikes import shape_pattern

_ASKED_AT_ONCE = 10_000  # below the parameters that either database takes in one question


@dataclass(slots=True)
class Ties:
    """Of one person: spouse and close kin, and those to whom the person is directly subordinate."""

    close: set[UUID] = field(default_factory=set)
    superiors: set[UUID] = field(default_factory=set)


def people_by_code(codes: Collection[UUID]) -> dict[UUID, Person]:
    """Those of the persons that are known, by code: one question for every ten thousand."""
    asked = list(codes)
    found: dict[UUID, Person] = {}
    for start in range(0, len(asked), _ASKED_AT_ONCE):
        some = Person.objects.filter(code__in=asked[start : start + _ASKED_AT_ONCE])
        found |= {person.code: person for person in some}
    return found


def codes_called(name: str, among: Collection[UUID]) -> list[UUID]:
    """Those of the persons whose name holds all these words, written with letters that look alike."""
    patterns = [re.compile(shape_pattern(word)) for word in name.split()]
    return [
        code
        for code, person in people_by_code(among).items()
        if all(pattern.search(person.name) for pattern in patterns)
    ]


def ties_of(people: QuerySet[Person]) -> dict[UUID, Ties]:
    """The ties of each of the persons who has one, read from both of its ends: one question."""
    found: dict[UUID, Ties] = defaultdict(Ties)
    ids = people.order_by().values("id")
    rows = Tie.objects.filter(Q(person__in=ids) | Q(other__in=ids))
    for person, other, relation in rows.values_list("person__code", "other__code", "relation"):
        if relation in CLOSE:
            found[person].close.add(other)
            found[other].close.add(person)
        elif relation == SUBORDINATE:
            found[other].superiors.add(person)
    return dict(found)


def posts_on(people: QuerySet[Person], day: dt.date) -> dict[UUID, frozenset[str]]:
    """The barred posts that each of the persons holds on the day: one question."""
    rows = Post.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        person__in=people.order_by().values("id"),
    )
    held: dict[UUID, set[str]] = defaultdict(set)
    for person, kind in rows.values_list("person__code", "kind"):
        held[person].add(kind)
    return {person: frozenset(kinds) for person, kinds in held.items()}
