"""The journal as it was exported: every entry has its digest, and holds that of the entry before it."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dauys_verify.found import Record

FIRST = "0" * 64  # what the first entry holds in place of a digest
ALWAYS = ("number", "at", "person", "office", "verb", "subject", "law", "previous")
WHERE_TOLD = ("origin", "of")  # entries from before there were such columns were written without
csv.field_size_limit(2**31 - 1)  # what an import did stands in one cell


@dataclass
class Chain:
    """How many entries a file has, its last one, and every difference in words."""

    entries: int = 0
    last: Record | None = None
    differences: list[str] = field(default_factory=list)


def verify_journal(file: Path) -> Chain:
    """Work out the digest of every entry again, and hold the entries beside each other.

    Takes what `dauys journal export` writes: JSON Lines, or CSV. Entries that are not in the file are named:
    of a part of the journal those between its own.
    """
    chain, previous = Chain(), FIRST
    try:
        for place, entry in enumerate(_entries(file), start=1):
            number, last = entry.get("number"), chain.last["number"] if chain.last else 0
            if type(number) is not int or number <= last:  # true is a number to Python
                chain.differences.append(f"Row {place} is no entry that comes after entry {last}.")
                continue
            if number != last + 1:
                chain.differences.append(f"Entries {last + 1} to {number - 1} are not in the file.")
            elif entry.get("previous") != previous:
                chain.differences.append(f"Entry {number} does not follow from the entry before it.")
            if entry.get("digest") != _digest_of(entry):
                chain.differences.append(f"Entry {number} ({entry.get('verb')}) is not as it was written.")
            previous, chain.last = str(entry.get("digest")), entry
            chain.entries += 1
    except (OSError, ValueError, TypeError, RecursionError, csv.Error) as error:
        told = f"Row {chain.entries + 1} of {file.name} can't be read as an entry: {error}."
        chain.differences.append(told)
    return chain


def _entries(file: Path) -> Iterator[Record]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from _of_table(lines) if file.suffix.lower() == ".csv" else map(_record, lines)


def _of_table(lines: Iterable[str]) -> Iterator[Record]:
    for row in csv.DictReader(lines):
        if not {"number", "done"} <= row.keys():
            raise ValueError("columns `number` and `done` are missing")
        yield {**row, "number": int(row["number"]), "done": json.loads(row["done"])}


def _record(line: str) -> Record:
    found = json.loads(line)
    if not isinstance(found, dict):
        raise TypeError("it is no JSON object")
    return found


def _digest_of(entry: Record) -> str:
    """SHA-256 (hex) of the entry as canonical JSON: keys sorted, no blanks, UTF-8."""
    told = {name: entry.get(name) for name in ALWAYS} | {"body": entry.get("done")}
    told |= {name: entry[name] for name in WHERE_TOLD if entry.get(name)}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
