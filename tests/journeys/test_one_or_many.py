"""Many protocols as columns, or each by itself: what is stored, added up and told is the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dauys.apps.elections.models import Contest, Election
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import breaks_in_chain
from dauys.apps.results.actions import Report, Terms, accept_protocol, import_protocols, recount
from dauys.apps.results.models import ProtocolVersion, Release, Tally
from dauys.apps.results.queries import missing_protocols
from dauys.apps.results.queries.grounds import ground_of_election
from dauys.apps.results.rules import packed_rows, unpack
from dauys.core.findings import Refused
from tests import cast
from tests.journeys.test_any_order import PEOPLE, PRECINCTS, Paper, batches, papers

pytestmark = pytest.mark.usefixtures("unguarded")  # facts are spoiled by hand

REASON = "recounted"
ROOM = "dauys.apps.results"
SMALL = {
    f"{ROOM}.rules.versions.BLOCK": 2,
    f"{ROOM}.rules.ground._FEW": 0,
    f"{ROOM}.rules.shares._BLOCK": 2,
    f"{ROOM}.actions.comparing._FEW": 0,
    f"{ROOM}.actions.comparing._BLOCK": 2,
    f"{ROOM}.actions.copying.MANY": 1,
    f"{ROOM}.queries.standing._BLOCK": 2,
}
"""Blocks so small that a handful of protocols takes every way that a million takes."""

TALLY = (
    "contest_id", "unit_id", "figures", "present", "received", "counted", "kept_out", "with_errors",
    "with_warnings", "kept_out_votes", "largest_base",
)  # fmt: skip
VERSION = (
    "contest_id", "precinct_id", "number", "figures", "errors", "warnings", "broken", "accepted",
)  # fmt: skip

File = tuple[dict[str, Paper], bool]


@st.composite
def files(draw: st.DrawFn) -> File:
    """Protocols of some precincts, and whether those that break a relation count."""
    codes = draw(st.lists(st.sampled_from(list(PRECINCTS)), min_size=1, unique=True))
    return {code: draw(papers(PEOPLE[PRECINCTS[code]])) for code in codes}, draw(st.booleans())


def taken_whole(election: Election, file: File) -> list[Report]:
    """The file as one intake of columns."""
    terms = Terms(reason=REASON, with_findings=file[1])
    return [import_protocols(election, batches(file[0]), terms, by=cast.AIGERIM, at=cast.AT)]


def taken_one_by_one(election: Election, file: File) -> list[Report]:
    """Each protocol of the file by itself."""
    terms = Terms(reason=REASON, with_findings=file[1])
    reports = []
    for code, paper in file[0].items():
        contest = Contest.objects.get(code=cast.contest(PRECINCTS[code]))
        votes = {str(number): count for number, count in enumerate(paper.votes, start=1)}
        lines = dict(paper.lines)
        reports.append(accept_protocol(contest, code, lines, votes, terms, by=cast.AIGERIM, at=cast.AT))
    return reports


def told(reports: list[Report]) -> dict[str, Any]:
    """What the reports say together."""
    names = ("new", "corrected", "unchanged", "released", "kept_out", "with_errors", "with_warnings")
    broken: dict[str, int] = {}
    for report in reports:
        for code, count in report.broken.items():
            broken[code] = broken.get(code, 0) + count
    return {name: sum(getattr(report, name) for report in reports) for name in names} | {"broken": broken}


def plain(rows: Any) -> list[tuple[Any, ...]]:
    return sorted(
        (tuple(bytes(cell) if isinstance(cell, memoryview) else cell for cell in row) for row in rows),
        key=str,
    )


def stored() -> dict[str, Any]:
    """Versions, releases and sums as they stand; keys of rows and numbers of entries apart."""
    return {
        "versions": plain(ProtocolVersion.objects.values_list(*VERSION)),
        "releases": plain(
            Release.objects.values_list("version__contest", "version__precinct", "version__number", "reason")
        ),
        "tallies": plain(Tally.objects.values_list(*TALLY)),
    }


def carried_out(election: Election, every: list[File], take: Any) -> tuple[list[Any], dict[str, Any], int]:
    """What is told of each file, what is stored in the end, and how many protocols are missing then."""
    with transaction.atomic():
        said = [told(take(election, file)) for file in every]
        assert recount(election).differences == ()
        assert breaks_in_chain() == []
        found = said, stored(), missing_protocols(election, ground_of_election(election))
        transaction.set_rollback(True)
    return found


@contextmanager
def blocks(*, small: bool) -> Iterator[None]:
    with ExitStack() as stack:
        for name, size in SMALL.items() if small else ():
            stack.enter_context(patch(name, size))
        yield


def paper(votes: tuple[int, ...], **other: int | None) -> Paper:
    lines = cast.lines(sum(votes) + 10, list(votes))
    return Paper(tuple((lines | other).items()), votes)


KEPT_OUT = paper((10, 40), stationary_ballots=99)
BLANK = paper((10, 40), home_applications=None)
GOOD = {"U1.1": paper((10, 40)), "U1.2": paper((0, 10)), "U3.1": paper((1, 2, 3))}
BROKEN = GOOD | {"U1.1": KEPT_OUT, "U1.2": BLANK}


@pytest.mark.slow
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(every=st.lists(files(), max_size=5), small=st.booleans())
@example(every=[(GOOD, False), (GOOD, False)], small=True)  # unchanged
@example(
    every=[(GOOD | {"U1.1": KEPT_OUT}, False), (GOOD | {"U1.1": KEPT_OUT}, True)], small=True
)  # released
@example(every=[(GOOD, False), (GOOD | {"U1.1": KEPT_OUT, "U1.2": BLANK}, False)], small=True)  # corrected
def test_columns_store_what_single_protocols_store(
    election: Election, every: list[File], small: bool
) -> None:
    by_themselves = carried_out(election, every, taken_one_by_one)
    with blocks(small=small):
        as_columns = carried_out(election, every, taken_whole)
    assert as_columns == by_themselves


def test_many_versions_are_witnessed_like_single_ones(election: Election) -> None:
    """The digest of columns, worked out in blocks, is that of the stored rows; figures changed are found."""
    with blocks(small=True):
        taken_whole(election, (GOOD | {"U1.2": KEPT_OUT}, False))
        taken_whole(election, (GOOD, False))
    assert recount(election).differences == ()
    changed = ProtocolVersion.objects.filter(precinct__code="U3.1")
    first, *rest = unpack([changed.get().figures], 16)[0].tolist()
    changed.update(figures=packed_rows(np.array([[first + 1, *rest]])).tobytes())
    entry = Entry.objects.order_by("number")[Entry.objects.count() - 2]
    said = f"The figures taken in by journal entry {entry.number} are not those it was written for."
    assert said in recount(election).differences


@pytest.mark.parametrize("small", [False, True])
def test_protocol_that_stands_otherwise_is_named_without_a_reason(election: Election, small: bool) -> None:
    taken_whole(election, (GOOD, False))
    other = batches({"U1.1": paper((7, 7)), "U1.2": GOOD["U1.2"]})
    with blocks(small=small), pytest.raises(Refused) as refused:
        import_protocols(election, other, Terms(place="in.csv"), by=cast.AIGERIM, at=cast.AT)
    assert [(fault.place, fault.line, fault.message) for fault in refused.value.faults] == [
        ("in.csv", 2, "The protocol of U1.1 differs from version 1 that stands.")
    ]
