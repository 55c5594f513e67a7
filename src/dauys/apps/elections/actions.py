"""Calling an election, and saying in three languages what it is, who stands, where figures were read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from dauys.apps.elections import rules
from dauys.apps.elections.models import CitedFigure, Contest, Election, ListedPrecinct, Party, Source
from dauys.apps.elections.queries import citations_of, seal_of_election, seals_of_contests, sources_of
from dauys.apps.elections.rules import Call, Citation, ContestCall, Description, PartyName, SourceName
from dauys.apps.journal.actions import take_turn, write_entry
from dauys.apps.law.actions import install_edition
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import subtree, unit_of, valid_on
from dauys.core.findings import Fault, Refused
from dauys.core.norms import load_pack
from dauys.core.rights import Actor, require, require_somewhere

# `Call` is what the verb takes; the rest of the rules stays in the room.
__all__ = [
    "Call",
    "Citation",
    "ContestCall",
    "Description",
    "PartyName",
    "SourceName",
    "call_election",
    "cite_figures",
    "describe_election",
]


@transaction.atomic
def call_election(call: Call, *, by: Actor, at: dt.datetime, place: str = "") -> tuple[Election, int]:
    """Enter the call of an election and its contests (113-1 for akims); returns how many contests are new.

    A call that already stands may gain contests; its law and days do not change. Refused as a whole.
    """
    require_somewhere("call_election", by)
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
    require("call_election", by, lambda: [country.path])
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
        edition=install_edition(call.law, by=by, at=at, within="call_election"),
        country=country,
        called_on=call.called_on,
        election_day=call.election_day,
        sample=call.sample,
    )
    new = _add_contests(election, call, units)
    if standing is None or new:
        seals = seals_of_contests(election)
        done = {
            "called_on": call.called_on,
            "election_day": call.election_day,
            "contests": new,
            "file": place,
            "seals": {
                "election": seal_of_election(election),
                "contests": {code: seals[code] for code in new},
            },
        }
        write_entry("call_election", f"election:{call.id}", done, by=by, at=at, law=call.law, of=country.path)
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
def describe_election(
    election: Election, description: Description, *, by: Actor, at: dt.datetime, place: str = ""
) -> bool:
    """Say what every page says of an election and what its parties are called; returns whether it is new.

    Words may be corrected by saying them again; a party that is not named again keeps its words.
    Refused with every party named twice.
    """
    require("describe_election", by, lambda: [election.country.path])
    take_turn()
    if faults := rules.faults_of_description(description, place):
        raise Refused(faults)
    before = _note(election, description) | _parties(election, description)
    if before:
        subject = f"election:{election.code}"
        seals = {"election": seal_of_election(election)}
        done = {"before": before, "file": place, "seals": seals}
        path = election.country.path
        write_entry("describe_election", subject, done, by=by, at=at, law=election.edition.law, of=path)
    return bool(before)


def _note(election: Election, description: Description) -> dict[str, Any]:
    """Write the note where it is another one; returns the one before, empty when nothing changed."""
    stood = {"kk": election.note_kk, "ru": election.note_ru, "en": election.note_en}
    if description.note is None or stood == description.note.model_dump():
        return {}
    election.note_kk, election.note_ru, election.note_en = description.note.model_dump().values()
    election.save(update_fields=["note_kk", "note_ru", "note_en"])
    return {"note": stood}


def _parties(election: Election, description: Description) -> dict[str, Any]:
    """Write the parties that are new or called otherwise; returns what they were called, None for new."""
    stand = {party.name: party for party in election.parties.all()}
    before: dict[str, Any] = {}
    for one in description.parties:
        words = {f"name_{language}": name for language, name in one.words.model_dump().items()}
        party = stand.get(one.name)
        stood = {name: getattr(party, name) for name in words} if party is not None else None
        if stood != words:
            before[one.name] = stood
            Party.objects.update_or_create(election=election, name=one.name, defaults=words)
    return {"parties": before} if before else {}


@transaction.atomic
def cite_figures(
    election: Election,
    citations: Sequence[Citation],
    sources: Sequence[SourceName] = (),
    *,
    by: Actor,
    at: dt.datetime,
    place: str = "",
) -> bool:
    """Say where figures of an election were read, after those cited before; returns whether any is new.

    `sources` says what the addresses are that the citations name. What stands already is not said again.
    Refused with every value that is not written as its kind is.
    """
    require("cite_figures", by, lambda: [election.country.path])
    take_turn()
    if faults := rules.faults_of_citations(citations, place):
        raise Refused(faults)
    stood = citations_of(election)
    new = [one for one in citations if one not in stood]
    named = sources_of(election)
    renamed = [one for one in sources if one not in named]
    if not new and not renamed:
        return False
    CitedFigure.objects.bulk_create(
        _cited(election, position, one) for position, one in enumerate(new, start=len(stood))
    )
    for source in renamed:
        names = {f"name_{language}": name for language, name in source.words.model_dump().items()}
        about = {"title": source.title, "title_language": source.language, "url": source.url, **names}
        Source.objects.update_or_create(election=election, address=source.address, defaults=about)
    addresses = [one.address for one in renamed]
    seals = {"election": seal_of_election(election)}
    write_entry(
        "cite_figures",
        f"election:{election.code}",
        {"figures": len(new), "sources": addresses, "file": place, "seals": seals},
        by=by,
        at=at,
        law=election.edition.law,
        of=election.country.path,
    )
    return True


def _cited(election: Election, position: int, one: Citation) -> CitedFigure:
    said = one.said.model_dump() if one.said is not None else {}
    return CitedFigure(
        election=election,
        position=position,
        code=one.code,
        unit=one.unit,
        kind=one.kind,
        value=one.value,
        is_rounded=one.is_rounded,
        source=one.source,
        is_real=one.is_real,
        is_ours=one.is_ours,
        **{f"what_{language}": words for language, words in one.what.model_dump().items()},
        **{f"words_{language}": words for language, words in said.items()},
    )
