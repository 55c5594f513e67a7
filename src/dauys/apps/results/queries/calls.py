"""The elections as a list: how many contests each has in a unit, how many of them are settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from dauys.apps.elections.models import Contest, Election
from dauys.apps.elections.queries import elections, law_of
from dauys.apps.results.models import ContestDecision, Establishment, Tally
from dauys.apps.results.queries.states import ENDS
from dauys.apps.territory.models import Unit
from dauys.core.norms import Words


@dataclass(frozen=True, slots=True)
class CallRow:
    """One election, as much of it as touches a unit: `settled` of its `contests` have nothing to come."""

    code: str
    law: str
    title: Words  # of the office to be filled
    called_on: dt.date
    election_day: dt.date
    is_sample: bool
    is_rehearsal: bool
    contests: int
    settled: int

    @property
    def is_final(self) -> bool:
        """Whether nothing more is expected of any of its contests."""
        return self.settled == self.contests


def calls_touching(path: str, at: dt.datetime) -> list[CallRow]:
    """The elections with a contest at, above or beneath a path, the latest day first, rehearsals last.

    Three queries, however many elections and contests there are.
    """
    contests: dict[int, list[int]] = {}
    for election, settled in _settled(path, at):
        own = contests.setdefault(election, [0, 0])
        own[0] += 1
        own[1] += settled
    rows = [_row(one, *contests[one.id]) for one in elections() if one.id in contests]
    return sorted(rows, key=lambda row: row.is_rehearsal)


def is_touched(election: Election, path: str) -> bool:
    """Whether an election has a contest at, above or beneath a path."""
    return _touching(path).filter(election=election).exists()


def _touching(path: str) -> QuerySet[Contest]:
    above = [path[:end] for end in range(Unit.steplen, len(path), Unit.steplen)]
    return Contest.objects.filter(Q(unit__path__startswith=path) | Q(unit__path__in=above))


def _settled(path: str, at: dt.datetime) -> Iterable[tuple[int, bool]]:
    """Of each contest its election, and whether it is settled at a moment: by an end, or a result."""
    ends = ContestDecision.objects.filter(contest=OuterRef("pk"), verb__in=ENDS, at__lte=at)
    established = Establishment.objects.filter(contest=OuterRef("pk"), at__lte=at).order_by("-number")
    came = Tally.objects.filter(contest=OuterRef("pk")).order_by().values("contest")
    rows = _touching(path).annotate(
        ended=Exists(ends),
        established=Subquery(established.values("journal_number")[:1]),
        last=Subquery(came.annotate(last=Max("last_entry")).values("last")),
    )
    for election, ended, number, last in rows.values_list("election_id", "ended", "established", F("last")):
        yield election, bool(ended) or (number is not None and number > (last or 0))


def _row(election: Election, contests: int, settled: int) -> CallRow:
    return CallRow(
        election.code,
        election.edition.law,
        law_of(election).act.office_title,
        election.called_on,
        election.election_day,
        election.sample,
        election.sample and bool(election.note_kk),
        contests,
        settled,
    )
