"""Who stands where, today or on an earlier day; the same as files that leave."""

from __future__ import annotations

import datetime as dt
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import groupby
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from dauys.apps.candidates.models import Candidate
from dauys.apps.candidates.rules import DAYS, NOMINATED, STANDING
from dauys.apps.elections.actions import Citation
from dauys.apps.elections.models import Contest, Election, ListedPrecinct, Party
from dauys.apps.elections.queries import citations_of, contests_in, law_of, sources_of
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import zone_of
from dauys.core.canonical import digest
from dauys.core.tables import DAY, FIGURE, TEXT, Kind, Sheet, sheet_of
from dauys.core.timetable import CALL, ELECTION_DAY, plan

SHEET: dict[str, Kind] = {
    "contest": TEXT, "id": TEXT, "name": TEXT, "party": TEXT, "sex": TEXT, "birth_year": FIGURE,
    "nominated_by": TEXT, "status": TEXT, "nominated_on": DAY, "registered_on": DAY, "left_on": DAY,
}  # fmt: skip


class Numbered(Protocol):
    """Whoever has a number and a name on the ballot."""

    @property
    def number(self) -> str:
        """On the ballot."""

    @property
    def name(self) -> str:
        """In full."""


OnBallot = TypeVar("OnBallot", bound=Numbered)


def ballot_order(people: Iterable[OnBallot]) -> list[OnBallot]:
    """Those on a ballot as the paper lists them: 2 before 10, whoever has a word for a number after these.

    Pages and forms are in this order. Figures are stored by `position`, that of nomination, which it does not
    touch: whoever reads them asks by id.
    """
    return sorted(people, key=_place_on_ballot)


def _place_on_ballot(person: Numbered) -> tuple[int, str, str]:
    number = person.number
    return (int(number), "", "") if number.isdecimal() else (sys.maxsize, number, person.name)


CHUNK = 500  # contests named in one query: databases bound the values of a statement


def candidates_of(contest: Contest) -> list[Candidate]:
    """The candidates of a contest in the order of the protocol's figures, those who left included."""
    return list(Candidate.objects.filter(contest=contest).order_by("position"))


_SEALED = tuple(field.attname for field in Candidate._meta.concrete_fields if not field.primary_key)


def seals_of_candidates(contests: Collection[int]) -> dict[str, str]:
    """By contest id, the digest of its candidates' rows as they are stored; a query for each CHUNK of keys.

    The verbs that write candidates keep it in their journal entry, so that none is changed unseen.
    """
    keys = sorted(contests)
    found: dict[str, str] = {}
    for start in range(0, len(keys), CHUNK):
        rows = Candidate.objects.filter(contest_id__in=keys[start : start + CHUNK])
        found |= _sealed(rows)
    return found


def seals_of_all_candidates(election: Election) -> dict[str, str]:
    """The same for every contest of an election that has candidates: one query."""
    return _sealed(Candidate.objects.filter(contest__election=election))


def _sealed(rows: QuerySet[Candidate]) -> dict[str, str]:
    ordered = rows.order_by("contest_id", "position").values_list("contest__code", *_SEALED).iterator()
    return {
        contest: digest([row[1:] for row in own]) for contest, own in groupby(ordered, key=lambda row: row[0])
    }


def still_stands(candidate: Candidate) -> bool:
    """Whether the candidate is registered, and neither left nor was refused."""
    return is_standing(candidate.status)


def is_standing(status: str) -> bool:
    """Whether whoever has this status is registered, and neither left nor was refused."""
    return status == STANDING


def status_on(candidate: Candidate, day: dt.date) -> str | None:
    """The candidate's state at the end of a local day; None before the nomination.

    A step whose day nobody told counts as taken before.
    """
    if _is_after(candidate.nominated_on, day):
        return None
    state = candidate.status
    if _is_after(candidate.left_on, day):  # had not left yet
        was_registered = candidate.registered_on is not None or state == "registration_cancelled"
        state = STANDING if was_registered else NOMINATED
    return NOMINATED if state == STANDING and _is_after(candidate.registered_on, day) else state


def count_present(contest: Contest, day: dt.date) -> int:
    """How many were nominated and neither left nor were refused by the end of a local day."""
    return sum(status_on(person, day) in (NOMINATED, STANDING) for person in candidates_of(contest))


def _is_after(on: dt.date | None, day: dt.date) -> bool:
    return on is not None and on > day


def today_of(election: Election, at: dt.datetime) -> dt.date:
    """The day of a moment in the capital."""
    return at.astimezone(ZoneInfo(law_of(election).act.capital_zone)).date()


_EASTMOST, _WESTMOST = dt.timezone(dt.timedelta(hours=14)), dt.timezone(dt.timedelta(hours=-12))


def contests_voting(election: Election, contests: Iterable[Contest], at: dt.datetime) -> list[str]:
    """The ids of the contests whose election day has begun, or is over, in their own local time.

    No query but where the day has begun somewhere on earth and not everywhere.
    """
    day = election.election_day
    if at.astimezone(_EASTMOST).date() < day:
        return []
    if at.astimezone(_WESTMOST).date() >= day:
        return [contest.code for contest in contests]
    default = law_of(election).act.default_zone
    return [
        contest.code
        for contest in contests
        if at.astimezone(ZoneInfo(zone_of(contest.unit, default))).date() >= day
    ]


def last_day_to_leave(election: Election) -> dt.date | None:
    """The last day to withdraw or to cancel a registration; None where the law as read names none."""
    pack = law_of(election)
    days = {CALL: election.called_on, ELECTION_DAY: election.election_day}
    ends = (one.due_at for one in plan(pack, days, pack.act.capital_zone) if one.code == "withdraw_end")
    return next((end.date() for end in ends if end is not None), None)


def candidates_by_contest(election: Election) -> dict[int, list[Candidate]]:
    """The same for all contests of an election, by the contest's key: one query."""
    found: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in Candidate.objects.filter(contest__election=election).order_by("contest_id", "position"):
        found[candidate.contest_id].append(candidate)
    return found


def candidates_beneath(election: Election, path: str) -> dict[int, list[Candidate]]:
    """The same for the contests held in units at and beneath a path: one query."""
    found: dict[int, list[Candidate]] = defaultdict(list)
    rows = Candidate.objects.filter(contest__election=election, contest__unit__path__startswith=path)
    for candidate in rows.order_by("contest_id", "position"):
        found[candidate.contest_id].append(candidate)
    return found


def candidates_in(contests: Iterable[Contest]) -> dict[int, list[Candidate]]:
    """The same for some contests: what a verb costs grows with them, not with the country."""
    found: dict[int, list[Candidate]] = defaultdict(list)
    keys = [contest.id for contest in contests]
    for start in range(0, len(keys), CHUNK):
        rows = Candidate.objects.filter(contest_id__in=keys[start : start + CHUNK])
        for candidate in rows.order_by("contest_id", "position"):
            found[candidate.contest_id].append(candidate)
    return found


def contests_named(election: Election, codes: Collection[str]) -> dict[str, Contest]:
    """The contests of an election by their ids; ids that it does not have are left out."""
    named = sorted(codes)
    return {
        contest.code: contest
        for start in range(0, len(named), CHUNK)
        for contest in Contest.objects.filter(election=election, code__in=named[start : start + CHUNK])
    }


def candidates_named(election: Election, ids: Iterable[str]) -> dict[str, Candidate]:
    """The candidates of the contests that the ids name, by id; it may hold more than were asked for."""
    contests = contests_named(election, {code.rpartition("#")[0] for code in ids})
    people = candidates_in(contests.values())
    return {
        f"{code}#{person.number}": person
        for code, contest in contests.items()
        for person in people[contest.id]
    }


def candidate_sheet(election: Election, unit: Unit) -> Sheet:
    """The candidates of the contests at and beneath a unit, in the order of protocols' figures."""
    people = candidates_by_contest(election)
    return sheet_of(
        SHEET,
        [
            (
                contest.code,
                f"{contest.code}#{person.number}",
                *(getattr(person, name) for name in list(SHEET)[2:]),
            )
            for contest in contests_in(election, unit)
            for person in people.get(contest.id, ())
        ],
    )


def election_document(election: Election, unit: Unit) -> dict[str, Any]:
    """The election as the import takes it, with the contests at and beneath a unit in tree order."""
    contests = contests_in(election, unit)
    people = candidates_by_contest(election)
    listed: dict[int, list[str]] = defaultdict(list)
    rows = ListedPrecinct.objects.filter(contest__election=election).order_by("precinct__path")
    for contest, code in rows.values_list("contest_id", "precinct__code"):
        listed[contest].append(code)
    parties = Party.objects.filter(election=election).order_by("id")
    note = {language: getattr(election, f"note_{language}") for language in ("kk", "ru", "en")}
    return {
        "id": election.code,
        "law": election.edition.law,
        "called_on": election.called_on.isoformat(),
        "election_day": election.election_day.isoformat(),
        "sample": election.sample,
        "note": note if any(note.values()) else None,
        "parties": list(parties.values("name", "name_kk", "name_ru", "name_en")),
        "sources": [
            {
                "address": one.address,
                "name": one.words.model_dump(),
                "title": one.title,
                "language": one.language,
                "url": one.url,
            }
            for one in sources_of(election)
        ],
        "figures": [_figure(one) for one in citations_of(election)],
        "contests": [
            {
                "id": contest.code,
                "unit": contest.unit.code,
                "is_early": contest.is_early,
                **({"expected": listed[contest.id]} if contest.id in listed else {}),
                "candidates": [_written(contest, person) for person in people.get(contest.id, ())],
            }
            for contest in contests
        ],
    }


def _figure(one: Citation) -> dict[str, Any]:
    """One cited figure of the document."""
    said = one.said.model_dump() if one.said is not None else None
    facts = ("value", "kind", "source", "code", "unit", "is_rounded", "is_real", "is_ours")
    written = {name: getattr(one, name) for name in facts}
    return {"what": one.what.model_dump(), **written, "said": said}


def _written(contest: Contest, person: Candidate) -> dict[str, str | int | None]:
    """One candidate of the document; a day that nobody told is left out."""
    days = {name: day.isoformat() for name in DAYS if (day := getattr(person, name)) is not None}
    facts = {name: getattr(person, name) or None for name in ("party", "sex", "birth_year", "nominated_by")}
    written = {"id": f"{contest.code}#{person.number}", "name": person.name, **facts, "status": person.status}
    return written | days
