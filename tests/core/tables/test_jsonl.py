"""JSON Lines: flat objects, one on each line; doubled keys and nested values are named with their line."""

from __future__ import annotations

import pytest

from dauys.core.tables import Limits
from tests.core.tables.files import faults, rows_of, table, where


def test_json_lines_give_cells_by_their_keys() -> None:
    read = table(b'{"a": "x", " b ": 12}\n\n{"b": 12.0, "c": true, "a": null}\r\n{"a": ""}\n', "in.jsonl")
    assert read.columns == ("a", "b", "c")
    assert rows_of(read) == [("x", "12", None), (None, "12", "true"), (None, None, None)]
    assert [read.line_of(row) for row in range(3)] == [1, 3, 4]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("12.5", "12.5"),
        ("1.0E+05", "1.0E+05"),
        ("-3", "-3"),
        ("9" * 5000, "9" * 5000),
        ("NaN", "NaN"),
        ('"\\u0000"', "\\u0000"),
        ('"\\ud800x"', "\\ud800x"),
        ('"\\u0434"', "д"),
    ],
)
def test_json_value_keeps_what_is_written(written: str, text: str) -> None:
    assert rows_of(table(f'{{"a": {written}}}'.encode(), "in.jsonl")) == [(text,)]


@pytest.mark.parametrize(
    ("content", "expected", "said"),
    [
        (b'{"a": 1}\n{"a": 1, "a": 2}\n', ("I-31", 2, "a"), "stands twice"),
        (b'{"a": 1, " a": 2}\n', ("I-31", 1, "a"), "stands twice"),
        (b'{"a": {"b": 1}}\n', ("I-32", 1, "a"), "an object"),
        (b'{"a": 1}\n{"b": [1]}\n', ("I-32", 2, "b"), "a list"),
        (b'{"a": 1}\n{"a": 1\n', ("I-30", 2, ""), "expecting ',' delimiter at character 8"),
        (b'{"a": 1}\n12\n', ("I-30", 2, ""), "a single value"),
        (b'{"a": 1}\n[1]\n', ("I-30", 2, ""), "a single value"),
        (b'{"a": ' + b"[" * 100_000 + b"\n", ("I-30", 1, ""), "nested too deeply"),
        (b'[{"a": 1}]', ("I-33", 1, ""), "one JSON document"),
        (b'{\n  "a": 1\n}\n', ("I-33", 1, ""), "one JSON document"),
        (b"{}\n{}\n", ("I-02", None, ""), "no rows"),
        (b'{"a": "' + b"x" * 2**20 + b'"}', ("I-12", 1, ""), "longer than"),
        (b'{"a": "\xff"}', ("I-08", 1, ""), "0xFF"),
    ],
)
def test_json_that_is_broken_names_the_line(
    content: bytes, expected: tuple[str, int | None, str], said: str
) -> None:
    found = faults(content, "in.jsonl")
    assert where(found) == [expected]
    assert said in found[0].message


def test_json_stops_at_a_hundred_broken_lines() -> None:
    assert len(faults(b'{"a": 1}\n' + b"{\n}\n".replace(b"{", b"x") * 500, "in.jsonl")) == 100


@pytest.mark.parametrize("limits", [Limits(columns=2), Limits(cells=5)])
def test_json_beyond_a_limit_is_refused(limits: Limits) -> None:
    content = b'{"a": 1, "b": 1}\n{"a": 1, "c": 1}\n'
    assert where(faults(content, "in.jsonl", limits=limits)) == [("I-14", None, "")]
