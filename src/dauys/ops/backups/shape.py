"""What a backup looks like: a ZIP of one file of JSON Lines for each table, of stored files, and a manifest.

The first line of a table's file names its columns; every other line is one row, ordered by key. Bytes are
base64, moments ISO 8601 in UTC, identifiers text; whole numbers, text, true, false and null are themselves.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated, Any

import msgspec
from django.apps import apps
from django.conf import settings
from django.db.models import Field, Model
from pydantic import BaseModel, ConfigDict, NonNegativeInt, StringConstraints

FORMAT = "dauys-backup/1"
MANIFEST = "backup.json"
README = "README.txt"
CHUNK = 5_000  # rows that are in memory at once

Convert = Callable[[Any], Any]


class Member(BaseModel):
    """One table of a backup: its file, its columns, how many rows, how many bytes, their SHA-256."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: str
    file: str
    columns: tuple[str, ...]
    rows: NonNegativeInt
    size: NonNegativeInt
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class Blob(BaseModel):
    """The bytes of a stored file: their SHA-256, which is also their name, and how many they are."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    size: NonNegativeInt

    @property
    def file(self) -> str:
        """Where they stand in the backup."""
        return f"files/{self.sha256}"


class Manifest(BaseModel):
    """What a backup says of itself."""

    model_config = ConfigDict(frozen=True)

    format: str
    made_at: str
    made_by: str  # version of the program
    database: str  # kind and version of the one that it was read from
    settings: tuple[str, ...]  # names of those that were set; never what they hold
    migrations: dict[str, str]  # the last step of each room
    laws: dict[str, str]  # digest of each edition that elections are bound to
    journal: dict[str, int | str]  # entries, and the digest of the last one
    tables: tuple[Member, ...]
    files: tuple[Blob, ...] = ()  # a backup from before files were stored has none
    lost: tuple[str, ...] = ()  # digests of bytes that rows name and that were not there, or not whole

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(member.rows for member in self.tables)

    def as_bytes(self) -> bytes:
        """The manifest as it stands in the file."""
        return json.dumps(self.model_dump(), ensure_ascii=False, indent=1).encode() + b"\n"


# Tables of libraries that are kept too, and after which room: second factors, whose secrets are sealed.
LIBRARIES = {"mfa": "accounts"}


def room_models(registry: Any = apps) -> list[type[Model]]:
    """The tables that are kept: those of the rooms, the lowest room first, each with what belongs to it."""
    order: dict[str, float] = {room: number for number, room in enumerate(reversed(settings.ROOMS))}
    order |= {library: order[room] + 0.5 for library, room in LIBRARIES.items()}
    found = [one for one in registry.get_models(include_auto_created=True) if one._meta.app_label in order]
    return sorted(found, key=lambda one: (order[one._meta.app_label], one._meta.db_table))


_TO_TEXT: dict[str, Convert] = {
    "BinaryField": lambda value: base64.b64encode(value).decode(),
    "DateTimeField": lambda value: value.astimezone(dt.UTC).isoformat(),
    "DateField": lambda value: value.isoformat(),
    "UUIDField": str,
}
_FROM_TEXT: dict[str, Convert] = {
    "BinaryField": lambda text: binascii.a2b_base64(text, strict_mode=True),
    "DateTimeField": dt.datetime.fromisoformat,
    "DateField": dt.date.fromisoformat,
    "UUIDField": uuid.UUID,
}


def _by_column(fields: Sequence[Field[Any, Any]], kinds: dict[str, Convert]) -> list[tuple[int, Convert]]:
    """Place and conversion of those columns that need one."""
    named = [(at, kinds.get(field.get_internal_type())) for at, field in enumerate(fields)]
    return [(at, convert) for at, convert in named if convert is not None]


def lines_of(fields: Sequence[Field[Any, Any]], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Rows of a table as lines of its file."""
    converted = _by_column(fields, _TO_TEXT)
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
    for row in rows:
        values = list(row)
        for at, convert in converted:
            if values[at] is not None:
                values[at] = convert(values[at])
        yield encode(values) + "\n"


def rows_of(fields: Sequence[Field[Any, Any]], lines: Iterable[str]) -> Iterator[list[Any]]:
    """Lines of a file as rows of values; ValueError or TypeError for a line that is no row of this table."""
    converted = _by_column(fields, _FROM_TEXT)
    decode = msgspec.json.Decoder(list[Any]).decode  # a fifth of the time of the standard library's
    for line in lines:
        try:
            values = decode(line)
        except (msgspec.DecodeError, RecursionError) as error:
            raise ValueError(str(error)) from None
        if len(values) != len(fields):
            raise ValueError(f"a row of {len(fields)} values was expected")
        for at, convert in converted:
            if values[at] is not None:
                values[at] = convert(values[at])
        yield values
