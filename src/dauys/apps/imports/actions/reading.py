"""A file opened for what it is: its columns and first rows, its rows as the verb takes them, that verb."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from dauys.apps.calendar.queries import contests_run_at
from dauys.apps.candidates.actions import ElectionEntry, enter_candidates
from dauys.apps.commissions.actions import CommissionRow, MemberRow, enter_commissions, enter_members
from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import (
    contests_of,
    days_of_votes,
    election_of,
    expected_precincts,
    lines_of_laws,
)
from dauys.apps.imports.models import Import
from dauys.apps.imports.queries import elections_for, first_rows, upload_of
from dauys.apps.imports.rules import LISTED
from dauys.apps.results.actions import (
    Breach,
    Terms,
    TurnoutRow,
    gather_batches,
    import_protocols,
    import_turnout,
)
from dauys.apps.results.queries import missing_protocols
from dauys.apps.territory.actions import enter_territory, read_units
from dauys.core.findings import Fault, Refused
from dauys.core.rights import Actor
from dauys.core.tables import Mapping, Table, first_contest, read_mapping, read_table, typed_rows
from dauys.core.tables.documents import read_document

Counts = dict[str, Any]
NAMED = 5  # elections that a refusal names


class Telling(Protocol):
    """Takes what goes on now, and how far it is; of how many, 0 where nobody knows."""

    def begin(self, step: str) -> None:
        """Something else is going on from now on."""

    def count(self, done: int, total: int) -> None:
        """So many are done, of so many."""


class Opened:
    """A file of one kind: opened, then read, then entered. All three raise Refused with every fault."""

    election: Election | None = None

    def __init__(self, imported: Import) -> None:
        self.imported = imported
        self.place = imported.file_name

    def open(self, path: Path) -> None:
        """Read the bytes."""
        raise NotImplementedError

    def read(self, told: Telling) -> None:
        """Read the rows as the verb takes them."""
        raise NotImplementedError

    def enter(self, by: Actor, at: dt.datetime, *, dry_run: bool, told: Telling) -> Counts:
        """Do what the verb of the kind does; what the file brings, in counts."""
        raise NotImplementedError

    def of_others(self, by: Actor) -> list[Fault]:  # noqa: ARG002 -- of votes only
        """Rows (Q-10) of contests that another commission than that of `by` runs, where they are known."""
        return []

    def shown(self) -> dict[str, Any]:
        """What a preview shows of the file itself, as far as it was read."""
        raise NotImplementedError


class _OfTable(Opened):
    """A table of any format."""

    table: Table | None = None

    def open(self, path: Path) -> None:
        self.table = self._table(path)

    def _table(self, path: Path) -> Table:
        return read_table(path, name=self.place)

    @property
    def _rows(self) -> Table:
        assert self.table is not None  # noqa: S101 -- opened before it is read
        return self.table

    def shown(self) -> dict[str, Any]:
        table = self.table
        if table is None:
            return {}
        return {**first_rows(table), "rows": table.rows, "notes": list(table.notes)}


class _Territory(_OfTable):
    def read(self, told: Telling) -> None:
        begin, table = self.imported.valid_from_on, self._rows
        self.units = read_units(table, valid_from=begin, told=lambda done: told.count(done, table.rows))

    def enter(self, by: Actor, at: dt.datetime, *, dry_run: bool, told: Telling) -> Counts:
        units = self.units
        entered = enter_territory(
            units.rows, by=by, at=at, lines=units.lines, place=self.place, sha256=self.imported.sha256,
            dry_run=dry_run, votes=days_of_votes, told=told.count,
        )  # fmt: skip
        counts = {"new": entered.new, "corrected": entered.corrected}
        counts["unchanged"] = entered.unchanged + units.standing
        return counts | ({"settlements": units.settlements} if units.settlements else {})


class _Commissions(_OfTable):
    def read(self, told: Telling) -> None:
        self.told = typed_rows(self._rows, CommissionRow, told=lambda done: told.count(done, self._rows.rows))
        self.told.faults.refuse()

    def enter(self, by: Actor, at: dt.datetime, *, dry_run: bool, told: Telling) -> Counts:  # noqa: ARG002
        entered = enter_commissions(
            self.told.rows, by=by, at=at, lines=self.told.lines, place=self.place,
            sha256=self.imported.sha256, dry_run=dry_run,
        )  # fmt: skip
        return {"new": entered.new, "corrected": entered.corrected, "unchanged": entered.unchanged}


class _Members(_OfTable):
    def read(self, told: Telling) -> None:
        self.told = typed_rows(self._rows, MemberRow, told=lambda done: told.count(done, self._rows.rows))
        self.told.faults.refuse()

    def enter(self, by: Actor, at: dt.datetime, *, dry_run: bool, told: Telling) -> Counts:  # noqa: ARG002
        rows = list(zip(self.told.lines, self.told.rows, strict=True))
        taken = enter_members(
            rows, new_code=uuid4, by=by, at=at, place=self.place, sha256=self.imported.sha256, dry_run=dry_run
        )
        names = ("formed", "came", "left", "suspended", "unchanged")
        return {name: getattr(taken, name) for name in names}


class _Election(Opened):
    def open(self, path: Path) -> None:
        self.path = path

    def read(self, told: Telling) -> None:  # noqa: ARG002 -- it is read at once
        try:
            self.document = read_document(self.path, ElectionEntry)
        except Refused as refused:  # the file lies under its digest; who reads knows it by its name
            raise Refused([replace(one, place=self.place) for one in refused.faults]) from None
        self.election = election_of(self.document.content.id)

    def enter(self, by: Actor, at: dt.datetime, *, dry_run: bool, told: Telling) -> Counts:  # noqa: ARG002
        entered = enter_candidates(
            self.document.content, by=by, at=at, place=self.place, sha256=self.imported.sha256,
            sample=self.imported.sample, dry_run=dry_run,
        )  # fmt: skip
        return asdict(entered)

    def shown(self) -> dict[str, Any]:
        unknown = list(self.document.unknown) if hasattr(self, "document") else []
        return {"unknown": unknown}


class _OfElection(_OfTable):
    def _choose(self, contest: str) -> Election:
        """The election chosen, else the one that a contest's id begins with; Refused (E-12) for none."""
        code = contest.partition("/")[0]
        found = self.election or self.imported.election or election_of(code)
        if found is None:
            here = ", ".join(one.code for one in elections_for(self.imported.commission)[:NAMED]) or "none"
            message = f"No election {code or '(none named)'} is here."
            raise Refused([Fault("E-12", message, f"Choose it. Here are: {here}.", self.place, value=code)])
        self.election = found
        return found

    def _of_others(self, by: Actor, rows: Iterable[tuple[int, str]]) -> list[Fault]:
        """Of rows (line, id of the contest) those of contests that another commission runs."""
        own = {one.code for one in contests_run_at(by.commission, self._choose(""))}
        said, remedy = "Another commission runs the contest {}.", "Take the row out, or hand it to that one."
        return [
            Fault("Q-10", said.format(contest), remedy, self.place, line, "precinct", contest)
            for line, contest in rows
            if contest not in own
        ]


class _Turnout(_OfElection):
    def read(self, told: Telling) -> None:
        self.told = typed_rows(self._rows, TurnoutRow, told=lambda done: told.count(done, self._rows.rows))
        self.told.faults.refuse()
        self.contests = sorted({row.contest for row in self.told.rows if row.contest})
        self._choose(next(iter(self.contests), ""))

    def enter(self, by: Actor, at: dt.datetime, *, dry_run: bool, told: Telling) -> Counts:  # noqa: ARG002
        taken = import_turnout(
            self._choose(""), self.told.rows, lines=self.told.lines, place=self.place,
            reason=self.imported.reason, by=by, at=at, dry_run=dry_run,
        )  # fmt: skip
        return {"new": taken.new, "corrected": taken.corrected, "unchanged": taken.unchanged}

    def of_others(self, by: Actor) -> list[Fault]:
        called = list(contests_of(self._choose("")))
        names = {one.id: one.code for one in called}
        places = expected_precincts(called)
        votes_in = {code: names[contest] for contest, own in places.items() for code in own}
        rows = zip(self.told.lines, self.told.rows, strict=True)
        return self._of_others(
            by, ((line, votes_in[one.precinct]) for line, one in rows if one.precinct in votes_in)
        )

    def shown(self) -> dict[str, Any]:
        return super().shown() | {"contests": getattr(self, "contests", [])}


class _Protocols(_OfElection):
    contests: tuple[str, ...] = ()
    unmapped: tuple[str, ...] = ()
    breaches: Sequence[Breach] = ()

    def _table(self, path: Path) -> Table:
        text = self.imported.mapping
        self.columns: Mapping | None = read_mapping(text.encode()) if text else None
        return read_table(path, name=self.place, file=self.columns.file if self.columns else None)

    def read(self, told: Telling) -> None:
        table, columns = self._rows, self.columns
        chosen = self._choose("" if self.imported.election else self._first())
        told.begin("checking")
        self.gathered = gather_batches(chosen, table, columns)
        self.unmapped = self.gathered.unmapped
        self.contests = tuple(batch.contest.code for batch in self.gathered.batches)

    def _first(self) -> str:
        """The contest of the first row; Refused with all that is wrong in a header that tells none."""
        lines, required = lines_of_laws(elections_for(self.imported.commission))
        return first_contest(self._rows, self.columns, lines=lines, required=required)

    def enter(self, by: Actor, at: dt.datetime, *, dry_run: bool, told: Telling) -> Counts:  # noqa: ARG002
        imported, chosen = self.imported, self._choose("")
        terms = Terms(imported.reason, imported.with_findings, self.place, imported.sha256, dry_run)
        ground = self.gathered.ground
        report = import_protocols(chosen, self.gathered.batches, terms, by=by, at=at, ground=ground)
        self.breaches = report.breaches
        names = ("new", "corrected", "unchanged", "released", "kept_out", "with_errors", "with_warnings")
        counts: Counts = {name: getattr(report, name) for name in names}
        own = [one.id for one in contests_run_at(imported.commission, chosen)]
        among = own or [batch.contest.id for batch in self.gathered.batches]
        counts["missing"] = missing_protocols(
            chosen, ground, report.arriving if dry_run else None, among=among
        )
        return counts | {"broken": dict(sorted(report.broken.items()))}

    def of_others(self, by: Actor) -> list[Fault]:
        found = self._of_others(
            by,
            ((int(line), batch.contest.code) for batch in self.gathered.batches for line in batch.rows),
        )
        return sorted(found, key=lambda one: one.line or 0)

    def shown(self) -> dict[str, Any]:
        breaches = [asdict(one) for one in self.breaches[:LISTED]]
        told = {"unmapped": list(self.unmapped), "breaches": breaches, "breach_count": len(self.breaches)}
        return super().shown() | {"contests": list(self.contests)} | told


KINDS: dict[str, type[Opened]] = {
    "territory": _Territory,
    "commissions": _Commissions,
    "members": _Members,
    "election": _Election,
    "turnout": _Turnout,
    "protocols": _Protocols,
}


def opened(imported: Import, told: Telling) -> Opened:
    """The file of an import, opened; raises Refused for one that no longer lies there (Q-09)."""
    told.begin("reading")
    path = upload_of(imported.sha256)
    if not path.exists():
        message = "The file that was handed in no longer lies here."
        raise Refused([Fault("Q-09", message, "Hand it in again.", imported.file_name)])
    found = KINDS[imported.kind](imported)
    found.open(path)
    return found
