"""JSON documents: one object of a known shape, refused with the path of every value that does not fit."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from dauys.core.findings import Refused
from dauys.core.tables.encoding import as_utf8
from dauys.core.tables.faults import Faults, fault, refused
from dauys.core.tables.files import file_bytes

LONGEST = 2**30
NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # the escape itself, not a backslash before the letters
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Document(Generic[Model]):
    """What was read, the SHA-256 (hex) of the file, and the paths of keys that nobody asked for."""

    content: Model
    sha256: str
    unknown: tuple[str, ...]


def read_document(path: Path, model: type[Model]) -> Document[Model]:
    """Read a JSON file as `model`; raises Refused (I-01, I-03, I-04, I-07 to I-11, I-85 to I-88)."""
    name = path.name
    raw = file_bytes(path, name, LONGEST)
    if not raw.strip():
        raise refused("I-01", place=name)
    found = _parsed(as_utf8(raw, "utf-8-sig", name).decode(), name)
    try:
        content = model.model_validate(found)
    except ValidationError as error:
        faults = Faults(_fault(each, name) for each in error.errors(include_url=False))
        raise Refused(faults.listed()) from None
    # Fields that take no NUL have named their place above; no database keeps one in any other.
    if b"\\u0000" in raw and NUL.search(json.dumps(found, ensure_ascii=False)):
        raise refused("I-85", place=name, reason="an escape like \\u0000 is no character of a text")
    unknown = tuple(_unknown(found, content.model_dump(), ""))
    return Document(content, hashlib.sha256(raw).hexdigest(), unknown)


def _parsed(text: str, name: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            doubled = next(key for key in keys if keys.count(key) > 1)
            raise refused("I-86", place=name, wanted=doubled)
        return found

    try:
        found = json.loads(text, object_pairs_hook=once)
        json.dumps(found, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise refused("I-85", place=name, line=error.lineno, reason=error.msg.lower()) from None
    except RecursionError:
        raise refused("I-85", place=name, reason="it is nested too deeply") from None
    except UnicodeEncodeError:
        raise refused("I-85", place=name, reason="an escape like \\ud800 is half a character") from None
    except ValueError:  # Python does not read a number of thousands of digits
        raise refused("I-85", place=name, reason="a number in it is too long") from None
    return found


def _path(parts: tuple[int | str, ...]) -> str:
    """contests[3].candidates[0].name"""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).lstrip(".")


def _fault(error: ErrorDetails, name: str) -> Any:
    column = _path(error["loc"])
    if error["type"] == "missing":
        return fault("I-87", place=name, column=column)
    said = error["msg"].removeprefix("Value error, ")
    value = "" if isinstance(error["input"], dict | list) else str(error["input"])
    return fault("I-88", place=name, column=column, value=value, reason=said[:1].lower() + said[1:])


def _unknown(found: Any, known: Any, path: str) -> list[str]:
    """Paths of keys in `found` that the model does not have."""
    if isinstance(found, dict) and isinstance(known, dict):
        strangers = [f"{path}.{key}".lstrip(".") for key in found if key not in known]
        return strangers + [
            stranger
            for key in found
            if key in known
            for stranger in _unknown(found[key], known[key], f"{path}.{key}")
        ]
    if isinstance(found, list) and isinstance(known, list | tuple):
        return [
            stranger
            for at, (one, other) in enumerate(zip(found, known, strict=True))
            for stranger in _unknown(one, other, f"{path}[{at}]")
        ]
    return []
