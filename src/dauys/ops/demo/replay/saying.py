"""What is said of the sample's elections in three languages: a note, parties, where figures come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from dauys.apps.elections.actions import (
    Citation,
    Description,
    PartyName,
    SourceName,
    cite_figures,
    describe_election,
)
from dauys.core.norms import Words
from dauys.ops.demo import country as sample
from dauys.ops.demo.parties import PARTIES
from dauys.ops.demo.replay.event import BY, CAPITAL, Event, election_at


def saying(land: sample.Country, figures: Sequence[sample.Figure]) -> Iterator[Event]:
    """The events, right after the call."""
    at = dt.datetime.combine(land.called_on, dt.time(9, 1), CAPITAL)
    yield Event(at, "description", lambda: _describe(land, at))
    yield Event(at, "figures", lambda: _cite(land, figures, at))


def _describe(land: sample.Country, at: dt.datetime) -> None:
    parties = tuple(PartyName(name, words) for name, words in PARTIES.items())
    note = words_of(land.note) if land.note is not None else None
    describe_election(election_at(land.election), Description(note, parties), by=BY, at=at, place="sample")


def _cite(land: sample.Country, figures: Sequence[sample.Figure], at: dt.datetime) -> None:
    addresses = {address for one in figures for address in one.source.split("; ")}
    sources = [
        SourceName(paper.address, words_of(paper.names), paper.title, paper.language, paper.url)
        for paper in sample.PAPERS
        if paper.address in addresses
    ]
    citations = [_citation(one) for one in figures]
    cite_figures(election_at(land.election), citations, sources, by=BY, at=at)


def _citation(one: sample.Figure) -> Citation:
    return Citation(
        what=words_of(one.what),
        value=one.value,
        source=one.source,
        is_real=one.is_real,
        is_ours=one.is_ours,
        kind=one.kind,
        said=words_of(one.said) if one.said is not None else None,
        code=one.code,
        unit=one.place,
        is_rounded=one.is_rounded,
    )


def words_of(names: sample.Names) -> Words:
    """Names of the generator as words of the records."""
    return Words(kk=names.kk, ru=names.ru, en=names.en)
