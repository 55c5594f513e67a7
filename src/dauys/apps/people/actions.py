"""Entering persons, and what the check of commissions has to know about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.people import rules
from dauys.apps.people.models import Person, Post, Tie
from dauys.apps.people.queries import people_by_code
from dauys.apps.people.rules import PersonEntry, PostEntry, TieEntry
from dauys.core.findings import Refused
from dauys.core.rights import Actor, require_somewhere

# The entries are what the verb takes; the rest of the rules stays in the room.
__all__ = ["Entered", "PersonEntry", "PostEntry", "TieEntry", "enter_people"]

_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Entered:
    """How many persons were new, corrected, and there as they are; how many ties and posts are new."""

    new: int
    corrected: int
    unchanged: int
    ties: int
    posts: int


@transaction.atomic
def enter_people(
    people: Sequence[PersonEntry],
    *,
    ties: Sequence[TieEntry] = (),
    posts: Sequence[PostEntry] = (),
    by: Actor,
    at: dt.datetime,
    within: str = "",
) -> Entered:
    """Enter persons, correct known ones, add ties and barred posts (20(12)); all or nothing (Refused).

    The journal names codes and which fields changed, never what stood in them: names live in this room only.
    `within` is the verb of an upper room that enters them and has asked for its own right.
    """
    require_somewhere(within or "enter_people", by)
    take_turn()
    named = [code for tie in ties for code in (tie.person, tie.other)] + [post.person for post in posts]
    known = people_by_code({person.code for person in people} | set(named))
    faults = rules.faults_between(people, named, set(known))
    if faults:
        raise Refused(faults)
    new = [Person(code=entry.code, **entry.facts()) for entry in people if entry.code not in known]
    changes = {
        entry.code: fields
        for entry in people
        if entry.code in known and (fields := _change(known[entry.code], entry))
    }
    Person.objects.bulk_create(new, batch_size=_BATCH)
    Person.objects.bulk_update(
        [known[code] for code in changes], ["name", "sex", "birth_year"], batch_size=_BATCH
    )
    ids = {code: person.id for code, person in (known | {person.code: person for person in new}).items()}
    tied, held = _tie(ties, ids), _hold(posts, ids)
    entered = Entered(len(new), len(changes), len(people) - len(new) - len(changes), tied, held)
    if new or changes or tied or held:
        done: dict[str, Any] = {
            "new": [str(person.code) for person in new],
            "corrected": [{"person": str(code), "fields": fields} for code, fields in changes.items()],
            "ties": tied,
            "posts": held,
        }
        write_entry("enter_people", "people", done, by=by, at=at)
    return entered


def _change(person: Person, entry: PersonEntry) -> list[str]:
    """Set the entry's facts on the person; returns the names of the fields that differ."""
    facts = entry.facts()
    fields = [name for name, value in facts.items() if getattr(person, name) != value]
    for name in fields:
        setattr(person, name, facts[name])
    return fields


def _tie(ties: Sequence[TieEntry], ids: dict[UUID, int]) -> int:
    """Add the ties that are not there yet; returns how many."""
    wanted = {(ids[tie.person], ids[tie.other], tie.relation) for tie in ties}
    there = Tie.objects.filter(person_id__in={person for person, _, _ in wanted})
    new = sorted(wanted - set(there.values_list("person_id", "other_id", "relation")))
    Tie.objects.bulk_create(
        (Tie(person_id=person, other_id=other, relation=relation) for person, other, relation in new),
        batch_size=_BATCH,
    )
    return len(new)


def _hold(posts: Sequence[PostEntry], ids: dict[UUID, int]) -> int:
    """Add the posts that are not there yet; returns how many."""
    wanted = {(ids[post.person], post.kind, post.valid_from, post.valid_to): None for post in posts}
    there = set(
        Post.objects.filter(person_id__in={ids[post.person] for post in posts}).values_list(
            "person_id", "kind", "valid_from", "valid_to"
        )
    )
    new = [row for row in wanted if row not in there]
    Post.objects.bulk_create(
        (
            Post(person_id=person, kind=kind, valid_from=begins, valid_to=ends)
            for person, kind, begins, ends in new
        ),
        batch_size=_BATCH,
    )
    return len(new)
