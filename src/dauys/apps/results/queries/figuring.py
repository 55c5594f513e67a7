"""From sums to what the law makes of them: coverage, turnout, shares, the verdict, the alarm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dauys.apps.candidates.models import Candidate
from dauys.apps.candidates.queries import candidates_in, still_stands
from dauys.apps.elections.models import Contest
from dauys.apps.elections.queries import expected_precincts, law_of
from dauys.apps.results import rules
from dauys.apps.results.models import ContestDecision, ProtocolVersion
from dauys.apps.results.queries.tallies import UnitTally, tallies_of_contests
from dauys.core.norms import Pack
from dauys.core.outcome import Verdict, decide
from dauys.core.protocol import Form, form_of

Lines = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which protocols are in; `missing` are expected precincts of which nothing has come.

    Of those, `listed` have reported turnout; `listed_voters` stood on their lists by the latest readings.
    """

    expected: int = 0
    received: int = 0
    counted: int = 0
    kept_out: int = 0
    missing: int = 0
    kept_out_votes: int = 0
    largest_base: int = 0
    with_errors: int = 0
    with_warnings: int = 0
    listed: int = 0
    listed_voters: int = 0

    @property
    def complete(self) -> bool:
        """True when every expected protocol is in and none is kept out."""
        return not self.missing and not self.kept_out

    def outstanding(self, pack: Pack) -> int | None:
        """The most votes that are still out: kept out, or in precincts of which nothing has come.

        A precinct holds at most as many voters as its latest turnout reading has on the list (a default, not
        from the law); one without a reading as many as the law allows, else (a default too) as the longest
        list received in the contest; None when none of these is known.
        """
        known = self.kept_out_votes + self.listed_voters
        unlisted = self.missing - self.listed
        if not unlisted:
            return known
        bound = pack.protocol.measures.precinct_voters_max or self.largest_base
        return known + unlisted * bound if bound else None


@dataclass(frozen=True, slots=True)
class Awaited:
    """Protocols expected under one unit and those of them still `missing`; `listed` as in Coverage."""

    expected: int = 0
    missing: int = 0
    listed: int = 0
    listed_voters: int = 0


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums of one unit as people read them: None where no protocol has the figure."""

    lines: Lines
    votes: tuple[int | None, ...]

    @staticmethod
    def of(form: Form, figures: rules.Ints, present: rules.Ints) -> Sums:
        """From packed sums and the counts of figures present; lines first, then candidates by position."""
        values = [int(figure) if there else None for figure, there in zip(figures, present, strict=True)]
        width = len(form.lines)
        return Sums(dict(zip(form.lines, values[:width], strict=True)), tuple(values[width:]))


def verdict(
    pack: Pack,
    form: Form,
    sums: Sums,
    standing: Sequence[tuple[str, bool]],
    *,
    complete: bool,
    cancelled: bool,
) -> Verdict:
    """What the law makes of a contest's sums; `standing`: each candidate's id, and whether they stand."""
    rule = pack.outcome
    return decide(
        rule,
        votes={name: count or 0 for (name, _), count in zip(standing, sums.votes, strict=True)},
        participated=form.measure("participated", sums.lines, sums.votes),
        against_all=sums.lines.get(rule.against_all) if rule.against_all else None,
        standing=[name for name, stands in standing if stands],
        complete=complete,
        cancelled=cancelled,
    )


def verdicts_of(contests: Sequence[Contest]) -> dict[int, tuple[Verdict, Coverage]]:
    """Verdict and coverage of contests of one election as they stand, by key; other contests are not read."""
    pack = law_of(contests[0].election)
    form = form_of(pack.protocol)
    ids = [contest.id for contest in contests]
    people = candidates_in(contests)
    tallies = tallies_of_contests(contests)
    arrived: dict[int, set[int]] = defaultdict(set)
    for contest, precinct in ProtocolVersion.objects.filter(contest_id__in=ids).values_list(
        "contest_id", "precinct_id"
    ):
        arrived[contest].add(precinct)
    cancelled, places = cancelled_among(ids), expected_precincts(contests)
    found = {}
    for one in contests:
        is_cancelled = one.id in cancelled
        # A cancelled poll asks for nothing more than what had come before.
        expected = arrived[one.id] if is_cancelled else set(places[one.id].values())
        tally = tallies.get(one.id)
        coverage = coverage_of(tally, len(expected), len(expected - arrived[one.id]))
        sums = sums_of(form, tally, len(people[one.id]))
        standing = standing_of_people(one.code, people[one.id])
        found[one.id] = (
            verdict(pack, form, sums, standing, complete=coverage.complete, cancelled=is_cancelled),
            coverage,
        )
    return found


def cancelled_among(contests: Collection[int]) -> set[int]:
    """The keys of those of the contests whose poll was cancelled."""
    decided = ContestDecision.objects.filter(contest_id__in=contests, verb="cancel_poll")
    return set(decided.values_list("contest_id", flat=True))


def standing_of_people(contest: str, people: Sequence[Candidate]) -> list[tuple[str, bool]]:
    """Each candidate's id and whether they still stand, by position."""
    return [(f"{contest}#{person.number}", still_stands(person)) for person in people]


def coverage_of(tally: UnitTally | None, expected: int, missing: int) -> Coverage:
    """The coverage of a tally, given how many protocols are expected under it and how many have not come."""
    if tally is None:
        return Coverage(expected=expected, missing=missing)
    return Coverage(
        expected=expected,
        received=tally.received,
        counted=tally.counted,
        kept_out=tally.kept_out,
        missing=missing,
        kept_out_votes=tally.kept_out_votes,
        largest_base=tally.largest_base,
        with_errors=tally.with_errors,
        with_warnings=tally.with_warnings,
    )


def sums_of(form: Form, tally: UnitTally | None, candidates: int) -> Sums:
    """The sums of a tally; nothing but None where there is no tally yet."""
    width = len(form.lines) + candidates
    none = np.zeros(width, dtype=np.int64)
    figures, present = (tally.figures, tally.present) if tally else (none, none)
    return Sums.of(form, rules.widened(figures, width), rules.widened(present, width))
