"""Mappings: read strictly; a fault names the file, the line and the key."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dauys.core.findings import Refused
from dauys.core.tables import (
    Mapping,
    Table,
    first_contest,
    mapping_as_toml,
    protocol_columns,
    read_mapping,
    read_table,
)
from dauys.core.tables.mapping import line_of_key, matches
from dauys.core.tables.templates import TemplateError, template
from tests.core.tables.files import faults_of, table, where

MAPPING = """\
[file]
delimiter = ";"
encoding = "utf-8-sig"
[key]
contest = "E/{unit}"
precinct = "{unit}.{number}"
[lines]
given = "ballots given"
invalid = "spoilt"
[votes]
columns = '^(?P<number>\\d+) - '
candidate = "{contest}#{number}"
[blank]
default = "missing"
given = "error"
votes = "zero"
"""
LINES = ("given", "invalid", "outside")
FILE = b"unit;number;ballots given;spoilt;1 - A;2 - B\nU1;7;12;1;5;6\n"


def _mapping(text: str = MAPPING) -> Mapping:
    return read_mapping(text.encode(), name="m.toml")


def _columns(text: str = MAPPING, content: bytes = FILE) -> object:
    return protocol_columns(_table(content), _mapping(text), lines=LINES)


def _table(content: bytes = FILE) -> Table:
    return table(content, delimiter=";")


def test_mapping_reads_as_written(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8-sig")
    mapping = read_mapping(tmp_path / "m.toml")
    assert mapping.name == "m.toml"
    assert mapping.file.delimiter == ";"
    assert mapping.lines == {"given": "ballots given", "invalid": "spoilt"}
    assert [mapping.blank_rule(line) for line in ("given", "invalid", "votes")] == [
        "error",
        "missing",
        "zero",
    ]


def test_mapping_takes_a_blank_for_an_error_unless_told() -> None:
    assert (
        read_mapping(b'[key]\ncontest="a"\nprecinct="b"\n[lines]\ngiven="c"\n').blank_rule("given") == "error"
    )


@pytest.mark.parametrize(
    ("old", "new", "expected", "said"),
    [
        ("delimiter", "delimeter", ("I-71", 2, "file.delimeter"), "Near it: “delimiter”."),
        ("[votes]", "[vote]", ("I-71", 10, "vote"), "Near it: “votes”."),
        ('precinct = "{unit}.{number}"', "", ("I-72", 4, "key.precinct"), "lacks this key"),
        ('";"', '";;"', ("I-73", 2, "file.delimiter"), "a delimiter is one of"),
        ('"utf-8-sig"', '"rot13"', ("I-73", 3, "file.encoding"), "an encoding is one of utf-8"),
        (
            'default = "missing"',
            'default = "nil"',
            ("I-73", 14, "blank.default"),
            "'error', 'zero' or 'missing'",
        ),
        ('"ballots given"', "7", ("I-73", 8, "lines.given"), "valid string"),
        ('"{unit}.{number}"', '""', ("I-75", 6, "key.precinct"), "it is empty"),
        ('"{unit}.{number}"', '"{unit"', ("I-75", 6, "key.precinct"), "has no partner"),
        ('"{unit}.{number}"', '"{}"', ("I-75", 6, "key.precinct"), "no name between the braces"),
        ("(?P<number>", "(?P<number", ("I-77", 11, "votes.columns"), "missing >"),
        ("'^(?P<number>\\d+) - '", "'a{99999999999}'", ("I-77", 11, "votes.columns"), "too large"),
        ("[key]", "[key", ("I-70", 4, ""), "expected"),
        ("[key]", "\x01", ("I-70", 4, ""), ""),
    ],
)
def test_mapping_that_is_wrong_names_line_and_key(
    old: str, new: str, expected: tuple[str, int, str], said: str
) -> None:
    assert old in MAPPING
    found = faults_of(lambda: _mapping(MAPPING.replace(old, new, 1)))
    assert expected in where(found)
    assert said in next(each for each in found if each.code == expected[0]).message
    assert {each.place for each in found} == {"m.toml"}


@pytest.mark.parametrize(
    ("old", "new", "expected", "said"),
    [
        ("given =", "givn =", ("I-74", 8, "lines.givn"), "Near it: “given”."),
        ('given = "error"', 'gone = "error"', ("I-74", 15, "blank.gone"), "does not have"),
        (
            '"spoilt"',
            '"Spoilt "',
            ("I-76", 9, "lines.invalid"),
            "“Spoilt”, which in.csv does not have. Near it: “spoilt”.",
        ),
        ("{unit}.", "{units}.", ("I-76", 6, "key.precinct"), "Near it: “unit”."),
        (
            "#{number}",
            "#{no}",
            ("I-76", 12, "votes.candidate"),
            "the pattern of [votes] columns does not have",
        ),
        ("^(?P<number>", "^N(?P<number>", ("I-69", 11, "votes.columns"), "No column matches"),
    ],
)
def test_mapping_that_names_what_is_not_there_is_refused(
    old: str, new: str, expected: tuple[str, int, str], said: str
) -> None:
    assert old in MAPPING
    found = faults_of(lambda: _columns(MAPPING.replace(old, new, 1)))
    assert where(found)[0] == expected
    assert said in found[0].message
    assert found[0].place == "m.toml"


@pytest.mark.parametrize(
    ("pattern", "header", "expected"),
    [
        ("^(?P<number>\\d+) - ", b"unit;number;ballots given;spoilt;1 - A;1 - A", [("I-21", 1, "1 - A")]),
        ("^(?P<number>\\d+) - ", b"unit;number;ballots given;spoilt;1 - A;1 - B", [("I-66", 1, "1 - B")]),
        ("(?P<number>.)", b"unit;number;ballots given;spoilt;1 - A;2 - B", [("I-24", 1, "unit")]),
    ],
)
def test_vote_columns_must_be_each_their_own(
    pattern: str, header: bytes, expected: list[tuple[str, int, str]]
) -> None:
    text = MAPPING.replace("^(?P<number>\\d+) - ", pattern)
    found = faults_of(lambda: _columns(text, FILE.replace(FILE[: FILE.index(b"\n")], header)))
    assert where(found)[: len(expected)] == expected


def test_doubled_column_that_is_mapped_is_refused() -> None:
    found = faults_of(lambda: _columns(content=FILE.replace(b"1 - A", b"spoilt")))
    assert where(found) == [("I-21", 1, "spoilt")]
    assert found[0].place == "in.csv"


@pytest.mark.parametrize(
    ("content", "code"), [(b"\xff\xfe[\0", "I-70"), (b"a = \xc0", "I-70"), (b"", "I-72"), (b"a\0", "I-70")]
)
def test_mapping_that_is_no_text_is_refused(content: bytes, code: str) -> None:
    found = faults_of(lambda: read_mapping(content, name="m.toml"))
    assert found[0].code == code


def test_mapping_that_is_missing_or_maps_nothing_is_refused(tmp_path: Path) -> None:
    assert where(faults_of(lambda: read_mapping(tmp_path / "m.toml"))) == [("I-03", None, "")]
    bare = b'[key]\ncontest = "a"\nprecinct = "b"\n'
    assert where(faults_of(lambda: read_mapping(bare, name="m.toml"))) == [("I-72", None, "lines")]


def test_template_fills_its_names() -> None:
    read = template("GE-{district id}.{ precinct }")
    assert read.names == ("district id", "precinct")
    assert read.fill({"district id": "1", "precinct": "22"}) == "GE-1.22"
    assert read.written() == "GE-{district id}.{precinct}"
    assert read.fill_some({"precinct": "22"}).names == ("district id",)
    with pytest.raises(TemplateError):
        template("  ")


def test_line_of_a_key_is_found_in_its_section() -> None:
    text = 'a.b = 1\n[one]\nx = 1\n[ "two" ]\n"x" = 2\n'
    assert [line_of_key(text, "one", "x"), line_of_key(text, "two", "x"), line_of_key(text, "a")] == [3, 5, 1]
    assert line_of_key(text, "three", "x") is None


def test_pattern_that_python_would_never_end_with_is_matched_at_once() -> None:
    """Nested repeats cost polars no more than others; what it can't do is said."""
    assert matches("((.+)+)+;$", ["x" * 40, "y;"]) == [None, {}]
    assert matches("(?P<n>[0-9]+) - (?P<w>x)?", ["41 - Ақ", "none"]) == [{"n": "41", "w": ""}, None]
    mapping = '[key]\ncontest = "{a}"\nprecinct = "{b}"\n[votes]\ncolumns = "(?=x)y"\ncandidate = "c"\n'
    with pytest.raises(Refused) as refused:
        read_mapping(mapping.encode(), name="m.toml")
    assert [(fault.code, fault.line) for fault in refused.value.faults] == [("I-77", 5)]


def test_first_contest_names_what_is_wrong_with_its_column_or_its_signs() -> None:
    table = read_table(b"contest,precinct\n\x0cE/1,2\n", name="p.csv")
    with pytest.raises(Refused) as refused:
        first_contest(table, None)
    assert [(fault.code, fault.line) for fault in refused.value.faults] == [("I-56", 2)]
    text = '[key]\ncontest = "{contst}"\nprecinct = "{precinct}"\n[lines]\na = "b"\n'
    mapping = read_mapping(text.encode(), name="m.toml")
    with pytest.raises(Refused) as refused:
        first_contest(table, mapping)
    found = [(one.code, one.place, one.line, one.value) for one in refused.value.faults]
    assert found == [("I-76", "m.toml", 2, "contst"), ("I-76", "m.toml", 5, "b")]
    assert first_contest(read_table(b"contest,precinct\n,1\nE/1,2\n", name="p.csv"), None) == "E/1"


NAMED = MAPPING.replace("columns = '^(?P<number>\\d+) - '", "columns = '^2'").replace(
    "[blank]", '[candidates]\n"1 - A" = "{contest}#one"\n[blank]'
)


def test_candidates_are_named_one_by_one_beside_the_pattern() -> None:
    named = NAMED.replace('candidate = "{contest}#{number}"', 'candidate = "{contest}#two"')
    assert set(_columns(named).votes) == {"E/U1#one", "E/U1#two"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"1 - A" =', '"1 - B" =', "I-76"),
        ('"1 - A" =', '"spoilt" =', "I-24"),
        ("{contest}#one", "{unit}#one", "I-76"),
        ("{contest}#one", "{contest#one", "I-75"),
    ],
)
def test_candidate_that_is_named_wrongly_is_refused(old: str, new: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        _columns(NAMED.replace(old, new))
    assert code in [fault.code for fault in refused.value.faults]


def test_mapping_is_written_as_it_is_read() -> None:
    mapping = _mapping(NAMED.replace("spoilt", 'spo\\"ilt, \\t\\u007f'))
    assert _mapping(mapping_as_toml(mapping)).model_dump() == mapping.model_dump()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("[" + ".".join(["a"] * 5_000) + "]\n", "I-70"),
        (".".join(["a"] * 5_000) + " = 1\n", "I-70"),
        (".".join(["a"] * 199) + " = 1\n", "I-71"),
        ("a = " + "[" * 5_000 + "\n", "I-70"),
        ("#" * 20_000 + "\n", "I-70"),
        ("[votes]\ncandidate = '{n}'\ncolumns = '" + "a|" * 4_000 + "b'\n", "I-77"),
    ],
)
def test_mapping_that_would_take_long_is_refused_at_once(content: str, code: str) -> None:
    began = time.process_time()
    with pytest.raises(Refused) as refused:
        read_mapping(content.encode())
    assert code in {one.code for one in refused.value.faults}
    assert time.process_time() - began < 1
