"""Whatever is handed in, the readers give a table or faults that name the file; nothing else."""

from __future__ import annotations

import csv
import io
import json

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dauys.core.tables import FileOptions, parse_counts, protocol_columns, read_mapping, read_table
from dauys.core.tables.codes import CODES
from tests.core.tables.files import SIMPLE, faults_if_refused, rows_of, sheet, workbook

NAMES = st.sampled_from(["in.csv", "in.xlsx", "in.jsonl", "in.parquet", "in.dat", "in"])
CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=12)
FIGURE = st.integers(min_value=0, max_value=9_999_999)


def _parquet() -> bytes:
    buffer = io.BytesIO()
    pl.DataFrame(
        {"contest": ["A"] * 9, "precinct": [f"P-{n}" for n in range(9)], "given": range(9)}
    ).write_parquet(buffer)
    return buffer.getvalue()


MAPPING = b"""[key]
contest = "A"
precinct = "{precinct}"
[lines]
given = "given"
[votes]
columns = '^votes:a#(?P<number>\\d+)$'
candidate = "a#{number}"
[blank]
default = "missing"
"""

VALID = {
    "in.csv": SIMPLE,
    "quoted.csv": b'contest,precinct,"given"\r\nA,"P\n1","12"\r\n\r\nA,"P""2",\r\n',
    "in.xlsx": workbook(sheet(["contest", "precinct", "given"], ["A", "P-1", 12], ["A", "P-2", 12.5])),
    "in.jsonl": b'{"contest": "A", "precinct": "P-1", "given": 12}\n{"contest": "A", "given": 1.5}\n',
    "in.parquet": _parquet(),
}


def _read(content: bytes, name: str) -> None:
    """Read the content as far as it goes."""
    protocols = protocol_columns(read_table(content, name=name), lines=("given",), required=())
    protocols.check_votes({"A": ["a#1"]})


def _holds(content: bytes, name: str) -> None:
    """A refusal names the file and says what to do."""
    for each in faults_if_refused(lambda: _read(content, name)):
        assert each.code in CODES
        assert each.place.startswith(name)
        assert each.message
        assert each.remedy


@settings(deadline=None)
@given(st.binary(max_size=400), NAMES)
def test_random_bytes_give_a_table_or_faults(content: bytes, name: str) -> None:
    _holds(content, name)


@settings(deadline=None)
@given(st.text(st.sampled_from(',;"\n\r a1\t\ufeff{}[]:0'), max_size=60), NAMES)
def test_random_signs_give_a_table_or_faults(text: str, name: str) -> None:
    _holds(text.encode(), name)


@pytest.mark.parametrize("name", VALID)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_changed_file_gives_a_table_or_faults(name: str, data: st.DataObject) -> None:
    content = bytearray(VALID[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(len(content) - 1, 0)))
        until = at + data.draw(st.integers(0, 3))
        content[at:until] = data.draw(st.binary(max_size=4))
    _holds(bytes(content), name)


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_random_mapping_is_read_or_refused(content: bytes) -> None:
    found = faults_if_refused(lambda: read_mapping(content, name="m.toml"))
    assert {each.place for each in found} <= {"m.toml"}


@settings(deadline=None)
@given(data=st.data())
def test_changed_mapping_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(MAPPING)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=4))
    found = faults_if_refused(lambda: _read_mapped(bytes(content)))
    assert {each.place for each in found} <= {"m.toml", "in.csv"}


def _read_mapped(content: bytes) -> None:
    mapping = read_mapping(content, name="m.toml")
    protocol_columns(read_table(SIMPLE, name="in.csv", file=mapping.file), mapping, lines=("given",))


@settings(deadline=None)
@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_csv_gives_back_its_cells(
    rows: list[tuple[str, str, str]], delimiter: str, end: str, quoting: int, mark: str
) -> None:
    rows = [*rows, ("end", "of", "file")]  # rows of empty cells at the end would be left out
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(["one", "two", "three"])
    writer.writerows(rows)
    read = read_table((mark + text.getvalue()).encode(), name="in.csv", file=FileOptions(delimiter=delimiter))
    assert read.columns == ("one", "two", "three")
    assert rows_of(read) == [tuple(cell or None for cell in row) for row in rows]
    breaks = [sum(cell.count("\n") for cell in row) for row in rows]
    assert [read.line_of(row) for row in range(read.rows)] == [
        2 + row + sum(breaks[:row]) for row in range(len(rows))
    ]


@settings(deadline=None)
@given(st.lists(st.tuples(FIGURE, FIGURE | st.none()), min_size=1, max_size=20))
def test_figures_come_back_from_every_format(rows: list[tuple[int, int | None]]) -> None:
    columns: dict[str, list[int | None]] = {"one": [row[0] for row in rows], "two": [row[1] for row in rows]}
    parquet = io.BytesIO()
    pl.DataFrame(columns, schema={"one": pl.Int64, "two": pl.Int64}).write_parquet(parquet)
    files = {
        "in.csv": ("one,two\n" + "".join(f"{a},{'' if b is None else b}\n" for a, b in rows)).encode(),
        "in.xlsx": workbook(sheet(["one", "two"], *rows)),
        "in.jsonl": "".join(json.dumps({"one": a, "two": b}) + "\n" for a, b in rows).encode(),
        "in.parquet": parquet.getvalue(),
    }
    for name, content in files.items():
        read = read_table(content, name=name)
        for column, figures in columns.items():
            parsed, found = parse_counts(read, column, blank="missing")
            assert found == [], name
            assert parsed.tolist() == [-1 if each is None else each for each in figures], name
