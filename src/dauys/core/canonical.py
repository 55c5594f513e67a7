"""One value, one sequence of bytes: canonical JSON, so that equal facts have equal digests."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from enum import Enum


def canonical(value: object) -> bytes:
    """The value as JSON in UTF-8: keys sorted by code point, no blanks, dates and times in ISO 8601.

    Takes None, booleans, whole numbers, text, lists and tuples, mappings with text keys, enumerations of
    these, dates, times of day, and datetimes with an offset (kept as it is). Raises TypeError for everything
    else: floats above all (they have no exact text), sets (no order), datetimes without a zone (no moment).
    Text is taken as it stands, not normalised; ValueError for text that UTF-8 can't hold.
    """
    return json.dumps(
        _plain(value), sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    ).encode("utf-8")


def digest(value: object) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {_key(key): _plain(part) for key, part in value.items()}
    if isinstance(value, dt.date | dt.time):
        return _moment(value)
    raise TypeError(f"{type(value).__name__} has no canonical form: {value!r:.60}")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"A key of canonical JSON is text, not {type(key).__name__}: {key!r:.60}")
    return key


def _moment(value: dt.date | dt.time) -> str:
    if isinstance(value, dt.datetime) and value.utcoffset() is None:
        raise TypeError(f"A datetime without a zone is no moment: {value.isoformat()}")
    return value.isoformat()
