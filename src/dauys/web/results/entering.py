"""What a clerk types of one protocol: read as it stands, checked whole, every fault with its field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from dauys.apps.results.queries import CandidateNode
from dauys.apps.results.queries.ballots import on_ballot
from dauys.core.canonical import digest
from dauys.core.findings import Finding
from dauys.core.norms import Pack
from dauys.core.protocol import LIMIT, form_of
from dauys.press import wording
from dauys.web.ui.faults import Said

LONGEST = 20  # signs of a figure that are kept; a setting of ours
_SPACES = re.compile("[ \u00a0\u202f]")  # between thousands


@dataclass(slots=True)
class Cell:
    """One figure of the paper: its name among the fields, what stands, what was typed, what is wrong."""

    code: str  # of the line, or id of the candidate
    name: str  # of the field, and its id
    number: str
    label: str
    is_required: bool
    old: int | None = None
    typed: str = ""
    figure: int | None = None
    is_wrong: bool = False

    @property
    def has_changed(self) -> bool:
        """Whether it is another figure than the one that stands."""
        return self.figure != self.old


@dataclass(slots=True)
class Paper:
    """A protocol as it is typed, in the order of the paper: the lines of the law, then the candidates."""

    pack: Pack
    people: Sequence[CandidateNode]
    lines: list[Cell]
    votes: list[Cell]
    faults: list[Said] = field(default_factory=list)  # what can't be read
    doubts: list[Said] = field(default_factory=list)  # what is left empty, relations that do not hold
    errors: int = 0  # of those the ones that keep a protocol out

    @property
    def cells(self) -> list[Cell]:
        """All figures."""
        return [*self.lines, *self.votes]

    @property
    def figures(self) -> dict[str, int | None]:
        """The figures by code."""
        return {cell.code: cell.figure for cell in self.cells}

    @property
    def seal(self) -> str:
        """By which a second sending knows that nothing was changed since the list of faults was shown."""
        return digest([cell.figure for cell in self.cells])[:16]

    @property
    def is_unchanged(self) -> bool:
        """Whether these are the figures that stand."""
        return all(not cell.has_changed for cell in self.cells)


def paper_of(
    pack: Pack, people: Sequence[CandidateNode], old: Mapping[str, int | None], language: str
) -> Paper:
    """The empty paper beside the version that stands; whoever is on no ballot has no line."""
    lines = [
        Cell(
            line.code, f"line-{line.code}", line.number, line.label.in_language(language), line.required,
            old.get(line.code),
        )
        for line in pack.protocol.line
    ]  # fmt: skip
    votes = [
        Cell(one.id, f"votes-{one.number}", one.number, one.name, True, old.get(one.id))
        for one in on_ballot(people, [old])
    ]
    return Paper(pack, people, lines, votes)


def fill(paper: Paper, typed: Mapping[str, str], said: Callable[..., str]) -> None:
    """Put in what was typed, sign by sign as it is, and read it."""
    for cell in paper.cells:
        cell.typed = typed.get(cell.name, "")[:LONGEST]
        text = _SPACES.sub("", cell.typed)
        if not text:
            continue
        if not (text.isascii() and text.isdigit()):
            _wrong(paper, cell, said("results.entry.no_figure", label=cell.label, typed=cell.typed))
        elif int(text) > LIMIT:
            _wrong(paper, cell, said("results.entry.too_large", label=cell.label, limit=LIMIT))
        else:
            cell.figure = int(text)


def _wrong(paper: Paper, cell: Cell, text: str) -> None:
    cell.is_wrong = True
    paper.faults.append(Said(text, cell.name))


def check(paper: Paper, findings: Sequence[Finding], said: Callable[..., str], language: str) -> None:
    """Add what is left empty and each relation that does not hold, with the field to look at first."""
    readable = {cell.name for cell in paper.cells if not cell.is_wrong}
    for cell in paper.cells:
        if cell.figure is None and cell.is_required and cell.name in readable:
            cell.is_wrong = True
            paper.doubts.append(Said(said("results.entry.empty", label=cell.label), cell.name))
    known = {one.code: one for one in paper.pack.protocol.relation}
    for one in findings:
        if one.holds is not False:
            continue
        sides = _sides(one, said, language)
        weight = said(f"results.severity.{one.severity}")
        sentence = known[one.code].sentence.in_language(language)
        about = f"{sides}; {weight}" if sides else weight
        paper.doubts.append(Said(f"{sentence} ({about})", _field_of(paper, one.code), one.code))
        paper.errors += one.severity == "error"
        _mark(paper, one.code)


def _sides(one: Finding, said: Callable[..., str], language: str) -> str:
    """What should hold, with both sides and by how much they differ; nothing where none are compared."""
    if one.op not in wording.SIGNS and one.op not in "<>":
        return ""
    left, right = (wording.number(side, language) for side in (one.left, one.right))
    sign = wording.SIGNS.get(one.op, one.op)
    if one.left is None or one.right is None:
        return said("results.entry.sides", left=left, op=sign, right=right)
    by = wording.number(abs(one.left - one.right), language)
    return said("results.entry.sides_differ", left=left, op=sign, right=right, by=by)


def _needs(paper: Paper, code: str) -> list[Cell]:
    """The figures that a relation compares."""
    relation = next(one for one in form_of(paper.pack.protocol).relations if one.code == code)
    needs = {name for compared in relation.compared for name in compared.needs}
    own = [cell for cell in paper.lines if cell.code in needs]
    return own + (paper.votes if needs & {"votes", "votes_max"} else [])


def _field_of(paper: Paper, code: str) -> str:
    return next((cell.name for cell in _needs(paper, code)), "")


def _mark(paper: Paper, code: str) -> None:
    for cell in _needs(paper, code):
        cell.is_wrong = True
