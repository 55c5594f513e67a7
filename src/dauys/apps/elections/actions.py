"""Calling an election."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from dauys.apps.elections import rules
from dauys.apps.elections.models import CitedFigure, Contest, Election, ListedPrecinct
from dauys.apps.elections.rules import Call, Citation, ContestCall
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.law.actions import install_edition
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import subtree, unit_of, valid_on
from dauys.core.findings import Fault, Refused
from dauys.core.norms import load_pack
from dauys.core.rights import Actor, require

# `Call` is what the verb takes; the rest of the rules stays in the room.
__all__ = ["Call", "Citation", "ContestCall", "call_election", "cite_figures"]


@transaction.atomic
def call_election(call: Call, *, by: Actor, at: dt.datetime, place: str = "") -> tuple[Election, int]:
    """Enter the call of an election and its contests (113-1 for akims); returns how many contests are new.

    A call that already stands may gain contests; its law and days do not change. Refused as a whole.
    """
    require("call_election", by)
    take_turn()
    pack = load_pack(call.law)
    faults = rules.faults_of_call(call, pack, place)
    country = unit_of(pack.act.jurisdiction, pack.act.jurisdiction)
    if country is None:
        faults.append(
            Fault(
                "E-10",
                f"The territory of {pack.act.jurisdiction} is not here yet.",
                "Import it first: dauys import territory FILE.",
                place,
            )
        )
        raise Refused(faults)
    units = {unit.code: unit for unit in subtree(country)}
    on_day = set(valid_on(subtree(country), call.election_day).values_list("code", flat=True))
    faults += rules.faults_of_units(
        call, {code: (unit.kind, unit.path) for code, unit in units.items()}, on_day, place
    )
    standing = Election.objects.filter(code=call.id).select_related("edition").first()
    if standing is not None:
        faults += _faults_beside(standing, call, place)
    if faults:
        raise Refused(faults)
    election = standing or Election.objects.create(
        code=call.id,
        edition=install_edition(call.law, by=by, at=at),
        country=country,
        called_on=call.called_on,
        election_day=call.election_day,
        sample=call.sample,
    )
    new = _add_contests(election, call, units)
    if standing is None or new:
        done = {
            "called_on": call.called_on,
            "election_day": call.election_day,
            "contests": new,
            "file": place,
        }
        write_entry("call_election", f"election:{call.id}", done, by=by, at=at, law=call.law)
    return election, len(new)


def _faults_beside(standing: Election, call: Call, place: str) -> list[Fault]:
    """Law, days and listed precincts of a call that stands do not change; nor does it become a sample."""
    stands: dict[str, object] = {
        "law": standing.edition.law,
        "called_on": standing.called_on,
        "election_day": standing.election_day,
        "sample": standing.sample and call.sample,
    }
    return _relisted(standing, call, place) + [
        Fault(
            "E-11",
            f"The election stands with {name} {value}.",
            "A call is not changed by a file; call another election.",
            place,
            None,
            name,
            str(getattr(call, name)),
        )
        for name, value in stands.items()
        if getattr(call, name) != value
    ]


def _relisted(standing: Election, call: Call, place: str) -> list[Fault]:
    """Contests that stand with other expected precincts than the file lists."""
    listed: dict[str, set[str]] = {
        code: set() for code in Contest.objects.filter(election=standing).values_list("code", flat=True)
    }
    rows = ListedPrecinct.objects.filter(contest__election=standing)
    for contest, precinct in rows.values_list("contest__code", "precinct__code"):
        listed[contest].add(precinct)
    return [
        Fault(
            "E-17",
            f"{contest.id} stands and expects other precincts.",
            "A call is not changed by a file; leave `expected` out, or list the same precincts.",
            place,
            None,
            f"contests[{number}].expected",
        )
        for number, contest in enumerate(call.contests)
        if contest.expected and set(contest.expected) != listed.get(contest.id, set(contest.expected))
    ]


def _add_contests(election: Election, call: Call, units: dict[str, Unit]) -> list[str]:
    known = set(Contest.objects.filter(election=election).values_list("code", flat=True))
    new = [contest for contest in call.contests if contest.id not in known]
    Contest.objects.bulk_create(
        Contest(code=contest.id, election=election, unit=units[contest.unit], is_early=contest.is_early)
        for contest in new
    )
    ids = dict(Contest.objects.filter(election=election).values_list("code", "id"))
    ListedPrecinct.objects.bulk_create(
        ListedPrecinct(contest_id=ids[contest.id], precinct=units[code])
        for contest in new
        for code in contest.expected or ()
    )
    return [contest.id for contest in new]


@transaction.atomic
def cite_figures(election: Election, citations: Sequence[Citation], *, by: Actor, at: dt.datetime) -> int:
    """Say where figures of an election were read, after those cited before; returns how many are new."""
    require("cite_figures", by)
    first = election.figures.count()
    CitedFigure.objects.bulk_create(
        CitedFigure(
            election=election,
            position=position,
            what_kk=one.what.kk,
            what_ru=one.what.ru,
            what_en=one.what.en,
            value=one.value,
            source=one.source,
            is_real=one.is_real,
        )
        for position, one in enumerate(citations, start=first)
    )
    write_entry(
        "cite_figures",
        f"election:{election.code}",
        {"figures": len(citations)},
        by=by,
        at=at,
        law=election.edition.law,
    )
    return len(citations)
