"""What the calls answer: an election by its id, its law, the protocols it expects."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby

from django.db.models import Q, QuerySet

from dauys.apps.elections.models import CitedFigure, Contest, Election, ListedPrecinct, Party, Source
from dauys.apps.elections.rules import Citation, SourceName
from dauys.apps.law.models import Edition
from dauys.apps.law.queries import pack_of
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import path_over, precincts_of, unit_above
from dauys.core.canonical import digest
from dauys.core.findings import Fault, Refused
from dauys.core.norms import LANGUAGES, Pack, Words

__all__ = [
    "Contest",
    "Election",
    "binding_law_of",
    "citations_of",
    "contest_of",
    "contests_for",
    "contests_in",
    "contests_of",
    "days_of_votes",
    "election_of",
    "elections",
    "elections_without_ground",
    "expected_precincts",
    "law_of",
    "parties_called",
    "path_over_contests",
    "seal_of_election",
    "seals_of_contests",
    "sources_of",
]


def elections() -> QuerySet[Election]:
    """All elections, the latest day first."""
    return Election.objects.select_related("edition", "country").order_by("-election_day", "code")


def election_of(code: str) -> Election | None:
    """The election of that id."""
    return elections().filter(code=code).first()


def contest_of(code: str) -> Contest | None:
    """The contest of that id, with its election and unit."""
    return (
        Contest.objects.select_related("election__edition", "election__country", "unit")
        .filter(code=code)
        .first()
    )


def contests_coded(codes: Collection[str]) -> list[Contest]:
    """The contests of these ids with their units, in tree order."""
    rows = Contest.objects.filter(code__in=list(codes)).select_related("election", "unit")
    return list(rows.order_by("unit__path"))


def law_of(election: Election) -> Pack:
    """The pack the election is bound to, as it stands on disk."""
    return pack_of(election.edition)


def lines_of_laws(called: Iterable[Election]) -> tuple[list[str], set[str]]:
    """Codes of the lines that a protocol of some elections may have, and of those that each has to have."""
    laws = {one.id: one for one in map(law_of, called)}.values()
    lines = dict.fromkeys(line.code for law in laws for line in law.protocol.line)
    required = [{line.code for line in law.protocol.line if line.required} for law in laws]
    return list(lines), set.intersection(*required) if required else set()


def binding_law_of(election: Election) -> Pack:
    """The same for a verb that writes: Refused where the rules on disk are no longer those that bind."""
    pack = law_of(election)
    if pack.digest != election.edition.digest:
        message = f"The rules of {pack.id} on disk are not those that {election.code} is bound to."
        remedy = "Put the pack back as it was; rules that change are a new edition."
        raise Refused([Fault("L-90", message, remedy)])
    return pack


def contests_of(election: Election) -> QuerySet[Contest]:
    """Its contests in tree order of their units."""
    return Contest.objects.filter(election=election).select_related("election", "unit").order_by("unit__path")


def expected_precincts(contests: Sequence[Contest]) -> dict[int, Mapping[str, int]]:
    """By contest key, the precincts whose protocols the call asks for: their keys by code, in tree order.

    Those listed, else all that lie in the contest's unit on election day. The contests are of one election,
    with their units; three queries for any number of them.
    """
    if not contests:
        return {}
    listed: dict[int, dict[str, int]] = defaultdict(dict)
    rows = ListedPrecinct.objects.filter(contest__in=contests).order_by("precinct__path")
    for contest, code, precinct in rows.values_list("contest_id", "precinct__code", "precinct_id"):
        listed[contest][code] = precinct
    by_path = {contest.unit.path: contest.id for contest in contests}
    inside: dict[int, dict[str, int]] = {contest.id: {} for contest in contests}
    above = unit_above([contest.unit for contest in contests])
    precincts = precincts_of(above, contests[0].election.election_day)
    for code, precinct, path in precincts.values_list("code", "id", "path"):
        for end in range(Unit.steplen, len(path) + 1, Unit.steplen):
            if (own := by_path.get(path[:end])) is not None:
                inside[own][code] = precinct
    return {contest: listed.get(contest, own) for contest, own in inside.items()}


def path_over_contests(contests: Sequence[Contest]) -> str:
    """The path of the lowest unit that has all of these contests; no query where they have their units."""
    bare = {one.id for one in contests if not Contest.unit.is_cached(one)}
    paths = {one.unit.path for one in contests if one.id not in bare}
    if bare:
        rows = Contest.objects.filter(election__in={one.election_id for one in contests})
        paths |= {path for key, path in rows.values_list("id", "unit__path") if key in bare}
    return path_over(paths)


def days_of_votes(paths: Collection[str]) -> Mapping[str, Sequence[dt.date]]:
    """By path of the tree, the days of elections with a contest at, above or beneath it: one query."""
    contests: dict[dt.date, set[str]] = defaultdict(set)
    rows = Contest.objects.order_by("election__election_day")
    for day, path in rows.values_list("election__election_day", "unit__path"):
        contests[day].add(path)
    above = {day: {upper for path in held for upper in _at_and_above(path)} for day, held in contests.items()}
    return {
        path: [
            day
            for day, held in contests.items()
            if path in above[day] or not held.isdisjoint(_at_and_above(path))
        ]
        for path in paths
    }


def _at_and_above(path: str) -> list[str]:
    return [path[:end] for end in range(Unit.steplen, len(path) + 1, Unit.steplen)]


def contests_for(unit: Unit) -> QuerySet[Contest]:
    """The contests of all elections in the unit itself or in a unit that it lies in, the latest day first."""
    rows = Contest.objects.filter(unit__path__in=_at_and_above(unit.path)).select_related("election", "unit")
    return rows.order_by("-election__election_day", "unit__path", "code")


def contests_in(election: Election, unit: Unit) -> list[Contest]:
    """The contests of an election that lie in the unit or that the unit lies in, in tree order."""
    return [
        contest
        for contest in contests_of(election)
        if contest.unit.path.startswith(unit.path) or unit.path.startswith(contest.unit.path)
    ]


def parties_called(country: str) -> dict[str, Words]:
    """What parties are called, by the name that files give them; of several elections the latest says."""
    rows = Party.objects.filter(election__country__code=country).order_by("election__election_day", "id")
    return {one.name: _words(one, "name") for one in rows}


def citations_of(election: Election) -> list[Citation]:
    """The figures that are cited, in their order: one query."""
    return [
        Citation(
            what=_words(one, "what"),
            value=one.value,
            source=one.source,
            is_real=one.is_real,
            kind=one.kind,
            said=_words(one, "words") if one.kind == "words" else None,
            code=one.code,
            unit=one.unit,
            is_rounded=one.is_rounded,
            is_ours=one.is_ours,
        )
        for one in CitedFigure.objects.filter(election=election).order_by("position")
    ]


def sources_of(election: Election) -> list[SourceName]:
    """The sources that are named, in the order in which they were: one query."""
    return [
        SourceName(one.address, _words(one, "name"), one.title, one.title_language, one.url)
        for one in Source.objects.filter(election=election).order_by("id")
    ]


def elections_without_ground() -> list[str]:
    """Ids of elections whose edition of the law or whose country is not here any more: they show nowhere."""
    here = Q(edition_id__in=Edition.objects.values("id"), country_id__in=Unit.objects.values("id"))
    return list(Election.objects.exclude(here).order_by("code").values_list("code", flat=True))


_ABOUT = ("code", "edition__law", "edition__digest", "country__code", "called_on", "election_day", "sample")
_NOTES = ("note_kk", "note_ru", "note_en")


def seal_of_election(election: Election) -> dict[str, str]:
    """By its id, the digest of what is said of an election, as it is stored: five queries.

    That is its law, days and note, its parties, sources and cited figures. The verbs that write them keep it
    in their journal entry, so that these rows don't change unseen.
    """
    row = Election.objects.filter(id=election.id).values_list(*_ABOUT, *_NOTES).first()
    parts = [
        [
            list(one)
            for one in model.objects.filter(election=election)
            .order_by(by)
            .values_list(*(field.attname for field in model._meta.concrete_fields if not field.primary_key))
        ]
        for model, by in ((Party, "id"), (Source, "id"), (CitedFigure, "position"))
    ]
    return {election.code: digest([row, *parts])}


def seals_of_contests(election: Election) -> dict[str, str]:
    """By id, the digest of each contest of an election: its unit, whether it is early, whom it expects."""
    listed = ListedPrecinct.objects.filter(contest__election=election).order_by("contest_id", "precinct_id")
    expected = {
        contest: digest([code for _, code in own])
        for contest, own in groupby(
            listed.values_list("contest_id", "precinct__code").iterator(), key=lambda row: row[0]
        )
    }
    rows = Contest.objects.filter(election=election).values_list("id", "code", "unit__code", "is_early")
    return {code: digest([code, unit, early, expected.get(key)]) for key, code, unit, early in rows}


def _words(row: CitedFigure | Source | Party, stem: str) -> Words:
    return Words(**{language: getattr(row, f"{stem}_{language}") for language in LANGUAGES})
