"""Small tables of words and dates: rows as pydantic models, each wrong cell a fault of its own."""

from __future__ import annotations

import datetime as dt
import re
import types
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from dauys.core.findings import Fault
from dauys.core.tables.cells import word_cell
from dauys.core.tables.faults import Faults, fault, most_listed, near
from dauys.core.tables.lookalikes import SPACES, named
from dauys.core.tables.table import Table

RowT = TypeVar("RowT", bound=BaseModel)

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WHOLE = re.compile(r"[0-9]{1,18}")
PACE = 4_096  # rows after which it is told how many are done


@dataclass(frozen=True, slots=True)
class TypedRows(Generic[RowT]):
    """The rows that read well, the line of each, and the faults of the others."""

    rows: list[RowT]
    lines: list[int]
    faults: Faults


@dataclass(frozen=True, slots=True)
class _Field:
    """One column of the model: its position in the table, and what its cells must be."""

    name: str
    column: str
    position: int
    kind: type | None  # dt.date, int, or None for what pydantic judges by itself
    required: bool


def typed_rows(
    table: Table, model: type[RowT], *, told: Callable[[int], None] = lambda _: None
) -> TypedRows[RowT]:
    """The rows of a table as instances of a model whose fields are the columns (by alias, where one is set).

    `told` takes now and then how many rows are done.
    A blank cell takes the field's default; one without a default is a fault (I-84). Dates are written
    2021-07-25. Raises Refused for a missing (I-20), doubled (I-21) or unknown (I-22, I-23) column; every
    wrong cell (I-41 to I-53, I-80 to I-84, I-89) is gathered in `faults`.
    """
    fields = _fields(table, model)
    result: TypedRows[RowT] = TypedRows([], [], Faults())
    cells = [table.cells(each.position).to_list() for each in fields]
    for row, texts in enumerate(zip(*cells, strict=True)):
        read = _row(table, model, fields, row, texts)
        if not isinstance(read, list):
            result.rows.append(read)
            result.lines.append(table.line_of(row))
        elif len(result.faults) < most_listed():
            result.faults.extend(read)
        else:
            result.faults.unlisted += len(read)
        if not row % PACE:
            told(row)
    return result


def _fields(table: Table, model: type[BaseModel]) -> list[_Field]:
    faults, fields = Faults(), []
    names = {info.alias or name: (name, info) for name, info in model.model_fields.items()}
    for column, (name, info) in names.items():
        if not table.has(column) and not info.is_required():
            continue
        position = table.find(column)
        if isinstance(position, Fault):
            faults.append(position)
        else:
            fields.append(_Field(name, column, position, _kind(info), info.is_required()))
    for position, column in enumerate(table.columns):
        if column and column not in names:
            faults.append(table.header_fault("I-22", column, found=column, near=near(column, names)))
        elif not column and table.series[position].null_count() < table.rows:
            faults.append(table.header_fault("I-23", "", number=str(position + 1)))
    faults.refuse()
    return fields


def _kind(info: FieldInfo) -> type | None:
    """dt.date or int where the field holds one, also as `date | None`."""
    annotation = info.annotation
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        parts = [part for part in typing.get_args(annotation) if part is not type(None)]
        annotation = parts[0] if len(parts) == 1 else None
    return dt.date if annotation is dt.date else int if annotation is int else None


def _row(
    table: Table, model: type[RowT], fields: Sequence[_Field], row: int, texts: tuple[str | None, ...]
) -> RowT | list[Fault]:
    """The row as a model, or its faults."""
    faults: list[Fault] = []
    values: dict[str, str] = {}
    for each, text in zip(fields, texts, strict=True):
        code, words = _wrong(each, text)
        if code:
            faults.append(table.cell_fault(code, row, each.position, **words))
        elif text is not None:
            values[each.column] = text
    if faults:
        return faults
    try:
        return model.model_validate(values)
    except ValidationError as error:
        return [_fault(table, fields, row, each) for each in error.errors()]


def _wrong(each: _Field, text: str | None) -> tuple[str, dict[str, str]]:
    """Code and words of what can be said of a cell by its column's kind; "" where nothing is wrong so far."""
    if text is None:
        return ("I-84", {}) if each.required else ("", {})
    if text != text.strip():
        char = text[0] if text[0].isspace() else text[-1]
        where = "at the beginning" if text[0].isspace() else "at the end"
        return "I-89", {"space": SPACES.get(char, f"A space ({named(char)})"), "where": where}
    if each.kind is int and not WHOLE.fullmatch(text):
        return word_cell(text, 10**18 - 1)
    if each.kind is dt.date:
        return _wrong_day(text), {}
    return "", {}


def _wrong_day(text: str) -> str:
    if not DAY.fullmatch(text):
        return "I-80"
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return "I-81"
    return ""


def _fault(table: Table, fields: Sequence[_Field], row: int, error: ErrorDetails) -> Fault:
    """What pydantic found, in the words of the table of codes."""
    named_fields = {name: each for each in fields for name in (each.name, each.column)}
    each = named_fields.get(str(error["loc"][0])) if error["loc"] else None
    said = error["msg"].removeprefix("Value error, ")
    code, words = "I-83", {"reason": said[:1].lower() + said[1:]}
    context: dict[str, Any] = error.get("ctx", {})
    if error["type"] in ("literal_error", "enum"):
        allowed = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        code, words = "I-82", {"allowed": ", ".join(allowed), "near": near(str(error["input"]), allowed)}
    elif error["type"] == "string_pattern_mismatch":
        words = {"reason": f"it must look like {context.get('pattern', '')}"}
    if each is not None:
        return table.cell_fault(code, row, each.position, **words)
    return fault(code, place=table.name, line=table.line_of(row), **words)
