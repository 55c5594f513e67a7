"""Protocols in any order: taken, corrected, kept out, released; the sums are those of plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dauys.apps.elections.models import Contest, Election
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import breaks_in_chain
from dauys.apps.results.actions import (
    Batch,
    Terms,
    accept_protocol,
    import_protocols,
    recount,
    release_protocol,
)
from dauys.apps.results.models import ProtocolVersion
from dauys.apps.results.queries import Book, Result, open_book
from dauys.core.findings import Refused, Severity
from dauys.core.lifecycle import NotAllowed
from dauys.core.norms import load_pack
from dauys.core.protocol import MISSING, form_of
from tests import cast

FORM = form_of(load_pack(cast.LAW).protocol)
PEOPLE = {"U1": 2, "U2": 2, "U3": 3}
PRECINCTS = {"U1.1": "U1", "U1.2": "U1", "U2.1": "U2", "U3.1": "U3"}
PARENTS = {code: parent for code, parent, *_ in cast.TERRITORY}

Lines = dict[str, int | None]


@dataclass(frozen=True)
class Paper:
    """The figures of one protocol."""

    lines: tuple[tuple[str, int | None], ...]
    votes: tuple[int, ...]

    @property
    def found(self) -> tuple[bool, bool]:
        """Whether it breaks an error relation, and whether it breaks a warning."""
        broken = {one.severity for one in FORM.check(dict(self.lines), self.votes) if one.holds is False}
        return Severity.ERROR in broken, Severity.WARNING in broken


@dataclass
class Version:
    """One version as plain Python keeps it."""

    paper: Paper
    counts: bool


@dataclass
class Country:
    """What the precincts hold: every version, the oldest first."""

    versions: dict[str, list[Version]] = field(default_factory=lambda: {code: [] for code in PRECINCTS})

    def takes(self, papers: dict[str, Paper], *, reason: str, with_findings: bool) -> bool:
        """Take protocols; False where one differs from the latest version and no reason is given."""
        differ = {
            code
            for code, paper in papers.items()
            if self.versions[code] and self.versions[code][-1].paper != paper
        }
        if differ and not reason:
            return False
        for code, paper in papers.items():
            stands = self.versions[code]
            if not stands or code in differ:
                stands.append(Version(paper, with_findings or not paper.found[0]))
            elif with_findings:
                stands[-1].counts = True
        return True

    def releases(self, code: str) -> bool:
        """Release the latest version; False where nothing is kept out."""
        stands = self.versions[code]
        if not stands or stands[-1].counts:
            return False
        stands[-1].counts = True
        return True

    def counted(self, codes: Iterable[str]) -> list[Paper]:
        """In each precinct the latest version that counts."""
        found = []
        for code in codes:
            counting = [version.paper for version in self.versions[code] if version.counts]
            found += counting[-1:]
        return found

    def latest(self, codes: Iterable[str]) -> list[Version]:
        return [self.versions[code][-1] for code in codes if self.versions[code]]


def beneath(unit: str) -> list[str]:
    """The precincts of a unit, the unit itself where it is one."""
    found = []
    for precinct in PRECINCTS:
        above = precinct
        while above not in (unit, ""):
            above = PARENTS[above]
        if above == unit:
            found.append(precinct)
    return found


def total(figures: Sequence[int | None]) -> int | None:
    held = [figure for figure in figures if figure is not None]
    return sum(held) if held else None


@st.composite
def papers(draw: st.DrawFn, candidates: int) -> Paper:
    """A protocol that holds, or has a wrong box, or lacks a figure; few values, so that some come twice."""
    votes = [draw(st.sampled_from([0, 10, 40])) for _ in range(candidates)]
    lines: Lines = dict(cast.lines(sum(votes) + draw(st.sampled_from([5, 50])), votes))
    wrong = draw(st.sampled_from(["", "", "box", "blank"]))
    if wrong == "box":
        lines["stationary_ballots"] = lines["stationary_ballots"] + 1
    if wrong == "blank":
        lines["home_applications"] = None
    return Paper(tuple(lines.items()), tuple(votes))


@st.composite
def files(draw: st.DrawFn) -> tuple[str, dict[str, Paper], str, bool]:
    """Protocols of some precincts, as one file or one by hand, with or without a reason and an acceptance."""
    codes = draw(st.lists(st.sampled_from(list(PRECINCTS)), min_size=1, unique=True))
    found = {code: draw(papers(PEOPLE[PRECINCTS[code]])) for code in codes}
    verb = draw(st.sampled_from(["import", "accept"])) if len(codes) == 1 else "import"
    return verb, found, draw(st.sampled_from(["", "recounted"])), draw(st.booleans())


ACTS = st.lists(files() | st.tuples(st.just("release"), st.sampled_from(list(PRECINCTS))), max_size=10)


def batches(found: dict[str, Paper]) -> list[Batch]:
    """The file as the reader hands it on: a batch per contest."""
    by_unit: dict[str, list[str]] = {}
    for code in found:
        by_unit.setdefault(PRECINCTS[code], []).append(code)
    made = []
    for unit, codes in by_unit.items():
        rows = [[*dict(found[code].lines).values(), *found[code].votes] for code in codes]
        figures = np.array([[MISSING if one is None else one for one in row] for row in rows], dtype=np.int64)
        contest = Contest.objects.get(code=cast.contest(unit))
        made.append(Batch(contest, codes, list(range(2, len(codes) + 2)), figures))
    return made


def carry_out(election: Election, act: tuple[Any, ...]) -> bool:
    """The act by the verbs of the room; False where it is refused."""
    try:
        with transaction.atomic():
            if act[0] == "release":
                contest = Contest.objects.get(code=cast.contest(PRECINCTS[act[1]]))
                release_protocol(contest, act[1], reason="№ 3", by=cast.AIGERIM, at=cast.AT)
                return True
            verb, found, reason, with_findings = act
            terms = Terms(reason=reason, with_findings=with_findings)
            if verb == "import":
                import_protocols(election, batches(found), terms, by=cast.AIGERIM, at=cast.AT)
            for code, paper in found.items() if verb == "accept" else ():
                contest = Contest.objects.get(code=cast.contest(PRECINCTS[code]))
                votes = {str(number): count for number, count in enumerate(paper.votes, start=1)}
                accept_protocol(contest, code, dict(paper.lines), votes, terms, by=cast.AIGERIM, at=cast.AT)
    except (Refused, NotAllowed):
        return False
    return True


def agrees(result: Result, country: Country, codes: Sequence[str]) -> None:
    """One result beside what plain Python adds up."""
    counted, latest = country.counted(codes), country.latest(codes)
    for line, figure in result.lines.items():
        assert figure == total([dict(paper.lines)[line] for paper in counted]), (result.unit, line)
    assert (result.received, result.expected) == (len(latest), len(codes))
    assert result.kept_out == sum(not version.counts for version in latest)
    assert result.errors == sum(version.paper.found[0] for version in latest)
    assert result.warnings == sum(version.paper.found[1] for version in latest)
    if result.votes is not None:
        sums = [total(column) for column in zip(*(paper.votes for paper in counted), strict=True)]
        assert [row.votes for row in result.votes] == (sums or [None] * len(result.votes))


def everything_agrees(book: Book, country: Country) -> None:
    for (contest, unit), result in book.results.items():
        agrees(result, country, beneath(unit))
        children = [
            book.results[(key, one)] for key, one in book.results if PARENTS[one] == unit and contest == key
        ]
        below = children if contest else [book.result(one, book.contest_of(one)) for one in result.children]
        if not below:
            continue
        for line, figure in result.lines.items():
            assert figure == total([child.lines[line] for child in below]), (unit, line)
        for name in ("received", "expected", "kept_out", "errors", "warnings"):
            assert getattr(result, name) == sum(getattr(child, name) for child in below), (unit, name)


@pytest.mark.slow
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(acts=ACTS)
def test_sums_are_those_of_plain_python_whatever_the_order(election: Election, acts: list[Any]) -> None:
    with transaction.atomic():
        country = Country()
        for act in acts:
            before = (Entry.objects.count(), ProtocolVersion.objects.count())
            if act[0] == "release":
                expected = country.releases(act[1])
            else:
                expected = country.takes(act[1], reason=act[2], with_findings=act[3])
            assert carry_out(election, act) == expected
            if not expected:
                assert (Entry.objects.count(), ProtocolVersion.objects.count()) == before
        versions = sum(len(stands) for stands in country.versions.values())
        assert ProtocolVersion.objects.count() == versions
        everything_agrees(open_book(cast.ELECTION, at=cast.LATER), country)
        assert recount(election).differences == ()
        assert breaks_in_chain() == []
        transaction.set_rollback(True)
