"""Mappings: a TOML file that tells which column of a foreign table is which line of the law."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, field_validator
from pydantic_core import ErrorDetails

from dauys.core.findings import Fault, Refused
from dauys.core.tables.counts import BlankRule
from dauys.core.tables.csv_form import FileOptions
from dauys.core.tables.encoding import as_utf8
from dauys.core.tables.faults import Faults, fault, near, refused
from dauys.core.tables.files import file_bytes
from dauys.core.tables.templates import Template, template

SECTIONS: dict[str, tuple[str, ...]] = {
    "file": ("delimiter", "encoding"),
    "key": ("contest", "precinct"),
    "votes": ("columns", "candidate"),
    "candidates": (),
    "lines": (),
    "blank": (),
}
LONGEST = 2**14  # bytes of the file; this and the next two are settings of ours
LONGEST_PATTERN = 500  # signs
DOTS = 200  # in one line: time and depth of what a dotted key makes grow with them


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KeyColumns(_Section):
    """[key]: templates over column names that give each row its contest and its precinct."""

    contest: str
    precinct: str

    @field_validator("contest", "precinct")
    @classmethod
    def _is_template(cls, value: str) -> str:
        template(value)
        return value


def matches(pattern: str, columns: Sequence[str]) -> list[dict[str, str] | None]:
    """Named groups of the pattern in each name of a column, None where it is not found there.

    By the matcher of polars, whose time grows with the text alone: Python's own may take for ever over a
    pattern like ((.+)+)+. It knows no looking ahead or back and no \\1. Raises PolarsError for such.
    """
    names, series = list(re.compile(pattern).groupindex), pl.Series(list(columns), dtype=pl.String)
    found = series.str.contains(pattern).to_list()
    groups = series.str.extract_groups(pattern).to_list() if names else [{}] * len(found)
    return [
        {name: group[name] or "" for name in names} if is_found else None
        for is_found, group in zip(found, groups, strict=True)
    ]


class VoteColumns(_Section):
    """[votes]: a column whose name matches `columns` is a candidate's; `candidate` is the template of the id.

    The template may use the named groups of the pattern, and {contest}.
    """

    columns: str
    candidate: str

    @field_validator("candidate")
    @classmethod
    def _is_template(cls, value: str) -> str:
        template(value)
        return value

    @field_validator("columns")
    @classmethod
    def _is_pattern(cls, value: str) -> str:
        if not value or len(value) > LONGEST_PATTERN:
            raise ValueError(f"it is longer than {LONGEST_PATTERN} signs" if value else "it is empty")
        try:
            re.compile(value)
            matches(value, [""])
        except (re.error, RecursionError, OverflowError, pl.exceptions.PolarsError) as error:
            raise ValueError(" ".join(str(error).split())) from None
        return value


class Mapping(_Section):
    """A mapping as read: see interfaces for its form. `name` is the file's name in faults."""

    file: FileOptions = FileOptions()
    key: KeyColumns
    lines: dict[str, str] = Field(default_factory=dict)
    votes: VoteColumns | None = None
    candidates: dict[str, str] = Field(default_factory=dict)  # column → template of the candidate's id
    blank: dict[str, BlankRule] = Field(default_factory=dict)
    _name: str = PrivateAttr("mapping")
    _text: str = PrivateAttr("")

    @field_validator("candidates")
    @classmethod
    def _are_templates(cls, value: dict[str, str]) -> dict[str, str]:
        for written in value.values():
            template(written)
        return value

    @property
    def name(self) -> str:
        """The name of the mapping's file."""
        return self._name

    def blank_rule(self, line: str) -> BlankRule:
        """What a blank cell of a line, or of `votes`, means: "error" unless the mapping says otherwise."""
        return self.blank.get(line, self.blank.get("default", "error"))

    def templates(self) -> dict[str, Template]:
        """The templates of [key]: contest and precinct."""
        return {"contest": template(self.key.contest), "precinct": template(self.key.precinct)}

    def fault(self, code: str, section: str, key: str = "", *, value: str = "", **words: str) -> Fault:
        """A fault of one key of the mapping, at the line where it stands."""
        column = f"{section}.{key}" if key else section
        line = line_of_key(self._text, section, key)
        return fault(code, place=self._name, line=line, column=column, value=value, **words)


def mapping_as_toml(mapping: Mapping) -> str:
    """The mapping as its file: what `read_mapping` reads as the same mapping again."""
    sections: dict[str, dict[str, str]] = {
        "file": {name: value for name, value in mapping.file.model_dump().items() if value},
        "key": mapping.key.model_dump(),
        "lines": mapping.lines,
        "votes": mapping.votes.model_dump() if mapping.votes else {},
        "candidates": mapping.candidates,
        "blank": dict(mapping.blank),
    }
    return sections_as_toml(sections)


def sections_as_toml(sections: dict[str, dict[str, str]]) -> str:
    """Sections of keys and texts as the file of a mapping, right or wrong: `read_mapping` says which."""
    return "\n".join(
        f"[{name}]\n" + "".join(f"{_quoted(key)} = {_quoted(value)}\n" for key, value in found.items())
        for name, found in sections.items()
        if found
    )


def _quoted(text: str) -> str:
    """A basic string of TOML: its escapes are those of JSON, and one sign more."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_mapping(source: Path | bytes, *, name: str = "") -> Mapping:
    """The mapping of a TOML file; raises Refused (I-03, I-08, I-70 to I-77) naming the file, line and key."""
    name = name or (source.name if isinstance(source, Path) else "mapping.toml")
    content = source if isinstance(source, bytes) else file_bytes(source, name, 2**20)
    if len(content) > LONGEST:
        raise refused("I-70", place=name, reason=f"it is longer than {LONGEST:,} bytes")
    text = _text(content, name)
    try:
        mapping = Mapping.model_validate(_toml(text, name))
    except ValidationError as error:
        raise Refused(Faults(_fault(each, text, name) for each in error.errors()).listed()) from None
    if not mapping.lines and mapping.votes is None and not mapping.candidates:
        raise refused("I-72", place=name, column="lines")
    mapping._name, mapping._text = name, text
    return mapping


def _text(content: bytes, name: str) -> str:
    try:
        return as_utf8(content, "utf-8", name).decode("utf-8")
    except Refused as error:
        found = error.faults[0]
        reason = found.message[:1].lower() + found.message[1:].rstrip(".")
        raise refused("I-70", place=name, line=found.line, reason=reason) from None


def _toml(text: str, name: str) -> dict[str, Any]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > DOTS:
            raise refused("I-70", place=name, line=number, reason=f"the line has more than {DOTS} dots")
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        said = str(error)
        found = re.search(r"at line (\d+)", said)
        last = text.count("\n") + 1
        reason = said.partition(" (at")[0][:1].lower() + said.partition(" (at")[0][1:]
        raise refused(
            "I-70", place=name, line=int(found.group(1)) if found else last, reason=reason
        ) from None


def _fault(error: ErrorDetails, text: str, name: str) -> Fault:
    """What pydantic found, in the words of the table of codes."""
    path = [str(part) for part in error["loc"]]
    section, key = path[0] if path else "", path[1] if len(path) > 1 else ""
    said = error["msg"].removeprefix("Value error, ")
    words = {"reason": said[:1].lower() + said[1:]}
    code = "I-73"
    if error["type"] == "extra_forbidden":
        code, known = "I-71", SECTIONS.get(section, ()) if key else tuple(SECTIONS)
        words = {"near": near(path[-1], known)}
    elif error["type"] == "missing":
        code = "I-72"
    elif error["type"] == "value_error" and section in ("key", "votes", "candidates"):
        code = "I-77" if key == "columns" else "I-75"
    column = ".".join(path[:2])
    given = error["input"]  # of tables within tables nothing is shown
    value = "" if code == "I-72" or isinstance(given, dict | list) else str(given)
    return fault(code, place=name, line=line_of_key(text, section, key), column=column, value=value, **words)


def line_of_key(text: str, section: str, key: str = "") -> int | None:
    """The line of `[section]`, or of `key` inside it, from 1; None where a short look finds neither."""
    inside, header = False, None
    wanted = re.compile(rf"\s*[\"']?{re.escape(key or section)}[\"']?\s*[.=]")
    for number, line in enumerate(text.split("\n"), start=1):
        opening = re.match(r"\s*\[\s*([^\]]+?)\s*\]", line)
        if opening:
            inside = opening.group(1).strip("\"'") == section
            header = number if inside and header is None else header
        elif (inside or not key) and wanted.match(line):
            return number
    return header
