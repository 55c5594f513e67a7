"""A law pack as the rest of the program sees it: every record of one edition, resolved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from dauys.core.norms.records import (
    Act,
    Anchor,
    Body,
    Cited,
    Control,
    Deadline,
    Line,
    Outcome,
    Protocol,
    Relation,
    Setting,
    Source,
)

Rule = TypeVar("Rule", Deadline, Relation)


@dataclass(frozen=True, slots=True)
class Pack:
    """One edition of one act. Two packs are equal when their id and the digest of their records are."""

    id: str
    digest: str  # SHA-256 (hex) over the canonical JSON of all records
    act: Act = field(compare=False)
    deadlines: tuple[Deadline, ...] = field(compare=False)
    protocol: Protocol = field(compare=False)
    outcome: Outcome = field(compare=False)
    controls: tuple[Control, ...] = field(compare=False)
    bodies: tuple[Body, ...] = field(compare=False)
    settings: tuple[Setting, ...] = field(compare=False)
    folder: Path = field(compare=False)

    def deadline(self, code: str, on: dt.date | None = None) -> Deadline:
        """The deadline `code` (`nom_end`) in force on a day, or the latest; KeyError when there is none."""
        return _of_code(self.deadlines, code, on)

    def line(self, code: str) -> Line:
        """The line `code` (`voters_on_list`) of the protocol; KeyError when there is none."""
        return _first([line for line in self.protocol.line if line.code == code], code)

    def relation(self, code: str, on: dt.date | None = None) -> Relation:
        """The relation `code` (`P-05`) in force on a day, or the latest; KeyError when there is none."""
        return _of_code(self.protocol.relation, code, on)

    def setting(self, name: str) -> Setting:
        """The setting called `name`; KeyError when there is none."""
        return _first([setting for setting in self.settings if setting.name == name], name)

    def source(self, key: str) -> Source:
        """The source called `key`; KeyError when there is none."""
        return _first([source for source in self.act.source if source.key == key], key)

    def anchor(self, code: str) -> Anchor:
        """The anchor `code` (`CALL`) declared by the act; KeyError when there is none."""
        return _first([anchor for anchor in self.act.anchor if anchor.code == code], code)


def in_force(record: Cited, pack: Pack, day: dt.date) -> bool:
    """Whether a record is in force on a day; a record without dates of its own has those of the edition."""
    begins = record.valid_from or pack.act.valid_from
    ends = record.valid_to or pack.act.valid_to
    return begins <= day and (ends is None or day < ends)


def stands_on(record: Cited, day: dt.date) -> bool:
    """Whether a record's own dates, where it has any, cover a day. The edition is not asked."""
    return (record.valid_from is None or record.valid_from <= day) and (
        record.valid_to is None or day < record.valid_to
    )


T = TypeVar("T")


def _first(found: Sequence[T], name: str) -> T:
    if not found:
        raise KeyError(name)
    return found[0]


def _of_code(records: Sequence[Rule], code: str, on: dt.date | None) -> Rule:
    """Of the records of one code, the one of a day; without a day the one in force last."""
    found = [record for record in records if record.code == code and (on is None or stands_on(record, on))]
    found.sort(key=lambda record: record.valid_from or dt.date.min, reverse=True)
    return _first(found, code)
