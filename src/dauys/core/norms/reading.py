"""The files of one edition, read as records that know where they were written."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from dauys.core.findings import Fault
from dauys.core.norms.codes import LawFault
from dauys.core.norms.places import Layout, Step
from dauys.core.norms.records import (
    LANGUAGES,
    Act,
    Anchor,
    Body,
    Cited,
    Control,
    Deadline,
    Line,
    Outcome,
    ProtocolMeasures,
    Record,
    Relation,
    Setting,
    Source,
    Words,
)

R = TypeVar("R", bound=Record)
R_co = TypeVar("R_co", bound=Record, covariant=True)

ACT_FILE = "act.toml"
TABLES = {
    ACT_FILE: ("source", "anchor", "unread"),
    "deadlines.toml": ("deadline",),
    "protocol.toml": ("measures", "line", "relation"),
    "outcome.toml": ("outcome", "rule"),
    "bodies.toml": ("body",),
    "settings.toml": ("setting",),
}
_LINE_OF_SYNTAX_FAULT = re.compile(r"\(at line (\d+), column \d+\)")
_DATED = ("time", "until_time", "valid_from", "valid_to", "read_on", "on", "called_on", "election_day")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """One file as it was read. `place` is its path under the root of the laws."""

    place: str
    values: Mapping[str, Any]
    layout: Layout


@dataclass(frozen=True, slots=True)
class Placed(Generic[R_co]):
    """A record and where it was written: its file, and its path in it, e.g. ("deadline", 2)."""

    record: R_co
    law: str  # the edition in whose folder it stands
    file: TomlFile
    path: tuple[Step, ...]

    @property
    def name(self) -> str:
        """What the record is called in a fault: its code, key or id, else its table."""
        return name_of(vars(self.record)) or str(self.path[0])

    def fault(
        self, code: LawFault, message: str, *, key: tuple[Step, ...] = (), remedy: str = "", value: str = ""
    ) -> Fault:
        """A fault of this record, at the line of `key` inside it where there is one."""
        line = self.file.layout.line((*self.path, *key))
        return Fault(
            code=code,
            message=message,
            remedy=remedy,
            place=self.file.place,
            line=line,
            column=self.name,
            value=value,
        )


@dataclass(frozen=True, slots=True)
class Written:
    """What one edition says, itself or through the one it extends.

    Of `measures` and `outcome` one edition has at most one.
    """

    act: Placed[Act]
    sources: tuple[Placed[Source], ...] = ()
    anchors: tuple[Placed[Anchor], ...] = ()
    unread: tuple[Placed[Words], ...] = ()
    deadlines: tuple[Placed[Deadline], ...] = ()
    measures: tuple[Placed[ProtocolMeasures], ...] = ()
    lines: tuple[Placed[Line], ...] = ()
    relations: tuple[Placed[Relation], ...] = ()
    outcome: tuple[Placed[Outcome], ...] = ()
    controls: tuple[Placed[Control], ...] = ()
    bodies: tuple[Placed[Body], ...] = ()
    settings: tuple[Placed[Setting], ...] = ()

    def cited(self) -> tuple[tuple[Placed[Cited], ...], ...]:
        """The records that say where they stand in the law, table by table."""
        return (
            self.deadlines,
            self.lines,
            self.relations,
            self.outcome,
            self.controls,
            self.bodies,
            self.settings,
        )


@dataclass(slots=True)
class FolderReader:
    """Reads the files of one edition's folder and gathers their faults."""

    law: str
    root: Path
    faults: list[Fault] = field(default_factory=list)

    def written(self) -> Written | None:
        """Everything that the folder says; None when act.toml cannot be read. See `faults` for the rest."""
        self._check_names()
        act = self.act()
        if act is None:
            return None
        head, deadlines, protocol = act.file, self._file("deadlines.toml"), self._file("protocol.toml")
        outcome, bodies, settings = (
            self._file(name) for name in ("outcome.toml", "bodies.toml", "settings.toml")
        )
        return Written(
            act=act,
            sources=self._many(head, "source", Source),
            anchors=self._many(head, "anchor", Anchor),
            unread=self._many(head, "unread", Words),
            deadlines=self._many(deadlines, "deadline", Deadline),
            measures=self._one(protocol, "measures", ProtocolMeasures),
            lines=self._many(protocol, "line", Line),
            relations=self._many(protocol, "relation", Relation),
            outcome=self._one(outcome, "outcome", Outcome),
            controls=self._many(outcome, "rule", Control),
            bodies=self._many(bodies, "body", Body),
            settings=self._many(settings, "setting", Setting),
        )

    def act(self) -> Placed[Act] | None:
        """The head of act.toml, without the tables that stand in it."""
        known = len(self.faults)
        file = self._file(ACT_FILE)
        if len(self.faults) > known:
            return None
        head = {key: value for key, value in file.values.items() if key not in TABLES[ACT_FILE]}
        return self._placed(file, (), head, Act)

    def _check_names(self) -> None:
        for path in sorted((self.root / self.law).iterdir()):
            if path.suffix == ".toml" and path.name not in TABLES:
                self.faults.append(
                    Fault(
                        LawFault.PLACE,
                        f"{path.name} is not a file of a law pack.",
                        f"Known: {', '.join(TABLES)}, cases/*.toml.",
                        place=f"{self.law}/{path.name}",
                    )
                )

    def _file(self, name: str) -> TomlFile:
        """A file of the folder; one that is not there reads as an empty one."""
        path = self.root / self.law / name
        place = f"{self.law}/{name}"
        if not path.is_file():
            return TomlFile(place, {}, Layout(""))
        file = read_toml(path, place)
        if isinstance(file, Fault):
            self.faults.append(file)
            return TomlFile(place, {}, Layout(""))
        if name != ACT_FILE:
            self.faults += unknown_tables(file, TABLES[name])
        return file

    def _many(self, file: TomlFile, table: str, model: type[R]) -> tuple[Placed[R], ...]:
        """The records of a repeated table, [[table]]; those that do not fit their model become faults."""
        rows = file.values.get(table, [])
        if not (isinstance(rows, list) and all(isinstance(row, dict) for row in rows)):
            self.faults.append(_wrong_brackets(file, table, f"[[{table}]]"))
            return ()
        placed = (self._placed(file, (table, n), row, model) for n, row in enumerate(rows))
        return tuple(record for record in placed if record is not None)

    def _one(self, file: TomlFile, table: str, model: type[R]) -> tuple[Placed[R], ...]:
        """The one record of a table [table], if it is there."""
        if table not in file.values:
            return ()
        row = file.values[table]
        if not isinstance(row, dict):
            self.faults.append(_wrong_brackets(file, table, f"[{table}]"))
            return ()
        placed = self._placed(file, (table,), row, model)
        return () if placed is None else (placed,)

    def _placed(
        self, file: TomlFile, path: tuple[Step, ...], row: Mapping[str, Any], model: type[R]
    ) -> Placed[R] | None:
        record = record_of(file, path, row, model)
        if isinstance(record, list):
            self.faults += record
            return None
        return Placed(record, self.law, file, path)


def read_toml(path: Path, place: str) -> TomlFile | Fault:
    """A TOML file, or the fault that keeps it from being read, with its line."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
        return TomlFile(place, tomllib.loads(text), Layout(text))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Fault(
            LawFault.UNREADABLE, "This line is not UTF-8.", "Save the file as UTF-8.", place=place, line=line
        )
    except tomllib.TOMLDecodeError as error:
        found = _LINE_OF_SYNTAX_FAULT.search(str(error))
        # "at end of document" has no number: the last line is the place to look.
        line = int(found[1]) if found else len(content.splitlines()) or 1
        message = _LINE_OF_SYNTAX_FAULT.sub("", str(error)).strip()
        return Fault(LawFault.UNREADABLE, f"Not TOML: {message}.", place=place, line=line)


def unknown_tables(file: TomlFile, known: tuple[str, ...]) -> list[Fault]:
    """A fault for every top-level key that the file may not have."""
    return [
        Fault(
            LawFault.SHAPE,
            f"Unknown name “{name}”.",
            _meant(name, known),
            place=file.place,
            line=max(file.layout.line((name, 0)), file.layout.line((name,))),
            column=name,
        )
        for name in file.values
        if name not in known
    ]


def record_of(
    file: TomlFile, path: tuple[Step, ...], row: Mapping[str, Any], model: type[R]
) -> R | list[Fault]:
    """A row of a file as a record, or its faults, each at the line of the key it is about."""
    name = name_of(row) or str(path[0] if path else file.place)
    odd = [
        Fault(
            LawFault.SHAPE,
            message,
            place=file.place,
            line=file.layout.line((*path, *key)),
            column=name,
            value=value,
        )
        for key, message, value in _odd_values(row)
    ]
    try:
        record = model.model_validate(row)
    except ValidationError as error:
        odd += [_fault_of(detail, file, path, name, model) for detail in error.errors(include_url=False)]
        return odd
    for key, value in vars(record).items():
        if isinstance(value, dt.time) and value.tzinfo is not None:
            line = file.layout.line((*path, key))
            message = f"{key} has a zone; the hour is told in the clock of the rule."
            odd.append(Fault(LawFault.SHAPE, message, place=file.place, line=line, column=name))
    return odd or record


def name_of(row: Mapping[str, Any]) -> str:
    """What a record is called in a fault: its code, key or id."""
    return next((str(row[key]) for key in ("code", "key", "id") if row.get(key)), "")


def _odd_values(
    row: Mapping[str, Any], path: tuple[Step, ...] = ()
) -> Iterator[tuple[tuple[Step, ...], str, str]]:
    """Values that pydantic would take and the law must not have: fractions as floats, dates as numbers."""
    for key, value in row.items():
        here = (*path, key)
        if isinstance(value, float):
            yield here, f"{key} is a decimal fraction; rules are written in whole numbers.", str(value)
        elif key in _DATED and isinstance(value, int):
            yield here, f"{key} must be a date or a time such as 18:00:00.", str(value)
        elif isinstance(value, dict):
            yield from _odd_values(value, here)
        elif isinstance(value, list):
            for number, item in enumerate(value):
                yield from _odd_values({str(number): item}, here)


def _fault_of(
    detail: ErrorDetails, file: TomlFile, path: tuple[Step, ...], name: str, model: type[Record]
) -> Fault:
    """One complaint of pydantic in the words of a fault."""
    where = detail["loc"]
    key = ".".join(str(step) for step in where)
    code, remedy, value = LawFault.SHAPE, "", ""
    match detail["type"]:
        case "missing" if where[-1] in LANGUAGES:
            code, message = LawFault.TRANSLATION, f"{key}: the translation is missing."
        case "missing":
            message = f"{key} is missing."
        case "extra_forbidden":
            message, remedy = f"Unknown name “{key}”.", _meant(key, tuple(model.model_fields))
        case _:
            message, value = f"{key}: {detail['msg']}.", str(detail["input"])[:40]
    line = file.layout.line((*path, *where))
    return Fault(code, message, remedy, place=file.place, line=line, column=name, value=value)


def _meant(name: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"Did you mean “{near[0]}”?" if near else f"Known: {', '.join(known)}."


def _wrong_brackets(file: TomlFile, table: str, wanted: str) -> Fault:
    return Fault(
        LawFault.SHAPE,
        f"“{table}” must be written as {wanted}.",
        place=file.place,
        line=max(file.layout.line((table, 0)), file.layout.line((table,))),
        column=table,
    )
