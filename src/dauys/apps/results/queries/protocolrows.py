"""Protocols as a list: one row for each precinct that votes, with the state its protocol is in."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from dauys.apps.elections.models import Contest, Election, ListedPrecinct
from dauys.apps.results.models import ContestDecision, ProtocolVersion, Release
from dauys.apps.territory.models import Unit
from dauys.core.lifecycle import PROTOCOL

STATES = tuple(state for state in PROTOCOL.states if state != "superseded")


@dataclass(frozen=True, slots=True)
class ProtocolRow:
    """The protocol of one precinct: the number of its latest version (None: nothing came), what it breaks."""

    code: str
    path: str
    name_kk: str
    name_ru: str
    name_en: str
    contest_unit: str  # code of the unit of the contest
    contest_name_kk: str
    contest_name_ru: str
    contest_name_en: str
    state: str  # of core.lifecycle.PROTOCOL
    number: int | None = None
    broken: str = ""
    received_at: dt.datetime | None = None


Latest = Mapping[tuple[int, int], tuple[int, int, bool, str, dt.datetime]]
_NAMES = ("name_kk", "name_ru", "name_en")


def protocols_in(election: Election, path: str) -> list[ProtocolRow]:
    """The precincts at and beneath a path whose protocol is expected or has come, in tree order.

    Expected are those that the contest lists, else those there on election day; of a cancelled poll none.
    Six queries; a few columns are read of each precinct and version, no figures.
    """
    contests = {one.unit.path: one for one in _contests_touching(election, path)}
    lengths = sorted({len(one) for one in contests})
    cancelled, listed = _cancelled(election), _listed(election)
    latest, released = _latest(election, path), _released(election, path)
    day, found = election.election_day, []
    rows = Unit.objects.filter(path__startswith=path, country=election.country.code, kind="precinct")
    columns = ("id", "code", "path", *_NAMES, "valid_from", "valid_to")
    for key, code, where, kk, ru, en, begins, ends in rows.order_by("path").values_list(*columns):
        contest = next((contests[where[:end]] for end in lengths if where[:end] in contests), None)
        if contest is None:
            continue
        unit = contest.unit
        told = (code, where, kk, ru, en, unit.code, unit.name_kk, unit.name_ru, unit.name_en)
        version = latest.get((contest.id, key))
        if version is not None:
            row, number, accepted, broken, at = version
            state = "accepted" if accepted else "released" if row in released else "kept_out"
            found.append(ProtocolRow(*told, state, number, broken, at))
            continue
        stands = (begins is None or begins <= day) and (ends is None or ends > day)
        is_expected = key in listed[contest.id] if contest.id in listed else stands
        if is_expected and contest.id not in cancelled:
            found.append(ProtocolRow(*told, PROTOCOL.first))
    return found


def _contests_touching(election: Election, path: str) -> list[Contest]:
    above = [path[:end] for end in range(Unit.steplen, len(path), Unit.steplen)]
    touching = Q(unit__path__startswith=path) | Q(unit__path__in=above)
    return list(Contest.objects.filter(touching, election=election).select_related("unit"))


def _latest(election: Election, path: str) -> Latest:
    """By contest and precinct, of the latest version: its key and number, accepted, broken, when it came."""
    rows = ProtocolVersion.objects.filter(contest__election=election, precinct__path__startswith=path)
    columns = ("contest_id", "precinct_id", "id", "number", "accepted", "broken", "intake__at")
    found = {}
    for contest, precinct, *version in rows.order_by("number").values_list(*columns):
        found[contest, precinct] = tuple(version)
    return found


def _released(election: Election, path: str) -> set[int]:
    """The keys of versions that were released."""
    rows = Release.objects.filter(
        version__contest__election=election, version__precinct__path__startswith=path
    )
    return set(rows.values_list("version_id", flat=True))


def _cancelled(election: Election) -> set[int]:
    """The keys of the contests whose poll was cancelled."""
    rows = ContestDecision.objects.filter(contest__election=election, verb="cancel_poll")
    return set(rows.values_list("contest_id", flat=True))


def _listed(election: Election) -> Mapping[int, set[int]]:
    """The precincts that contests list, by contest key."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = ListedPrecinct.objects.filter(contest__election=election)
    for contest, precinct in rows.values_list("contest_id", "precinct_id"):
        found[contest].add(precinct)
    return found
