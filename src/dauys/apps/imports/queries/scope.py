"""What whoever asks may hand in: which kinds of files, of which elections, for which contests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dauys.apps.calendar.queries import contests_run_at, elections_at
from dauys.apps.candidates.models import Candidate
from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import elections, law_of
from dauys.apps.imports.models import Import
from dauys.apps.imports.rules import KINDS
from dauys.apps.territory.models import Unit
from dauys.apps.territory.queries import units_at
from dauys.core.norms import Line
from dauys.core.rights import Actor, may, may_somewhere

FEW = 50  # contests that a screen offers by name


def elections_for(path: str) -> list[Election]:
    """The elections of which the commission of a unit runs a contest, the latest day first.

    Of another one no row of turnout or of a protocol would be taken from it.
    """
    own = units_at([path])
    runs = {one.id for one, _, count in elections_at(own[0]) if count} if own else set()
    return list(elections().filter(id__in=runs)) if runs else []


def kinds_for(by: Actor, called: Sequence[Election] | None = None) -> list[str]:
    """The kinds of files of which at least one could be taken here; `called` is what `elections_for` answers.

    What belongs to an election needs one of which the commission runs a contest, what belongs to the country
    is handed in by its commission.
    """
    called = elections_for(by.commission) if called is None else called
    country = by.commission[: Unit.steplen]
    return [
        name
        for name, kind in KINDS.items()
        if may_somewhere(kind.verb, by)
        and (called or not kind.of_election)
        and (not kind.of_country or may(kind.verb, by, country))
    ]


@dataclass(frozen=True, slots=True)
class Targets:
    """What columns of a file of protocols may be: lines of the law, numbers of candidates.

    Candidates and contests are those of the commission that handed the file in.
    """

    lines: Sequence[Line]
    numbers: Sequence[str]
    contests: Sequence[str]  # codes, where there are few


def targets_of(imported: Import) -> Targets | None:
    """What the columns of an import may be; None where its election is not known."""
    election = imported.election
    if election is None:
        return None
    contests = contests_run_at(imported.commission, election)
    numbers = Candidate.objects.filter(contest__in=contests).values_list("number", flat=True).distinct()
    return Targets(
        law_of(election).protocol.line,
        sorted(set(numbers), key=lambda one: (len(str(one)), str(one))),
        sorted(one.code for one in contests) if len(contests) <= FEW else (),
    )
