"""Bad files of protocols by the command: each a clear message and code 1, and nothing written."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tests import cast
from tests.ops.console import CANDIDATES, HEADER, LINES, Ended, Row, as_csv, dauys, facts, row, rows, written


def refused(file: Path, *options: str | Path, codes: set[str]) -> Ended:
    """The end of an import that is refused in both forms; nothing stands differently after it."""
    before = facts()
    said = dauys("import", "protocols", file, *options)
    assert (said.code, said.out) == (1, "")
    assert "Refused; nothing was written." in said.err
    machine = dauys("import", "protocols", file, *options, "--format", "json")
    assert (machine.code, machine.out) == (1, "")
    assert {fault["code"] for fault in machine.faults} == codes
    for fault in machine.faults:
        assert fault["message"]
        assert fault["remedy"]
        assert f"{fault['code']} {fault['message']}" in said.err
    assert facts() == before
    return machine


def text() -> str:
    return as_csv(rows())


def with_first(**changes: int | str | None) -> str:
    found = rows()
    found[0].update(changes)
    return as_csv(found)


def without_column(name: str) -> str:
    header = [column for column in HEADER if column != name]
    return as_csv([{key: value for key, value in one.items() if key != name} for one in rows()], header)


def with_column(name: str, value: str = "1") -> str:
    return "".join(f"{line},{name if at == 0 else value}\n" for at, line in enumerate(text().splitlines()))


def workbook() -> bytes:
    stream = io.BytesIO()
    pl.DataFrame(rows()).write_excel(stream)
    return stream.getvalue()


def parquet() -> bytes:
    stream = io.BytesIO()
    pl.DataFrame(rows()).write_parquet(stream)
    return stream.getvalue()


def json_lines() -> str:
    return "".join(json.dumps(one) + "\n" for one in rows())


VOTE = f"votes:{CANDIDATES[0]}"
STRANGER = f"votes:{cast.contest()}#9"
FOREIGN = f"votes:{CANDIDATES[2]}"  # of the contest in U2

# name of the file, its content, code, line, column, words that the message must hold
FILES: dict[str, tuple[str, Callable[[], str | bytes], str, int | None, str, str]] = {
    "empty": ("p.csv", lambda: "", "I-01", None, "", "empty"),
    "blank": ("p.csv", lambda: "\ufeff \n\n", "I-01", None, "", "empty"),
    "header only": ("p.csv", lambda: ",".join(HEADER) + "\n", "I-02", 1, "", "no rows"),
    "broken UTF-8": (
        "p.csv", lambda: text().encode()[:-8] + b"\xc3(" + text().encode()[-8:], "I-08", 5, "", "0xC3"
    ),
    "UTF-16": ("p.csv", lambda: text().encode("utf-16"), "I-09", 1, "", "UTF-16"),
    "windows-1251": (
        "p.csv", lambda: with_first(precinct="участок номер один").encode("windows-1251"), "I-10", 2, "",
        "windows-1251",
    ),
    "NUL": ("p.csv", lambda: text().replace("500", "5\0000"), "I-07", 2, "", "NUL"),
    "old Mac line ends": ("p.csv", lambda: text().replace("\n", "\r"), "I-13", 1, "", "carriage return"),
    "semicolons and a row too short": (
        "p.csv", lambda: text().replace(",", ";") + "a;b\n", "I-16", 6, "", "too few"
    ),
    "row too short": ("p.csv", lambda: text() + "a,b\n", "I-16", 6, "", "too few"),
    "row too long": ("p.csv", lambda: text().rstrip() + ",1\n", "I-17", 5, "", "too many"),
    "quotation mark not closed": ("p.csv", lambda: text() + '"abc\n', "I-18", 6, "", "never closed"),
    "quotation mark inside": ("p.csv", lambda: text().replace("500", '5"00'), "I-19", 2, "", "inside a cell"),
    "missing column of a line": ("p.csv", lambda: without_column("invalid"), "I-20", 1, "invalid", "missing"),
    "missing key": ("p.csv", lambda: without_column("precinct"), "I-20", 1, "precinct", "missing"),
    "doubled column": ("p.csv", lambda: with_column("invalid"), "I-21", 1, "invalid", "2 columns"),
    "doubled candidate": ("p.csv", lambda: with_column(VOTE), "I-21", 1, VOTE, "2 columns"),
    "column nobody knows": (
        "p.csv", lambda: with_column("participatd"), "I-22", 1, "participatd", "participated"
    ),
    "column without a name": ("p.csv", lambda: with_column(""), "I-23", 1, "", "without a name"),
    "candidate without a column": (
        "p.csv", lambda: without_column(VOTE), "I-67", 1, "", CANDIDATES[0]
    ),
    "candidate too many": (
        "p.csv", lambda: with_column(STRANGER), "I-68", 1, STRANGER, "#9"
    ),
    "vote for a candidate of another contest": (
        "p.csv", lambda: with_first(**{FOREIGN: 1}), "I-65", 2, FOREIGN, "does not stand"
    ),
    "vote missing": ("p.csv", lambda: with_first(**{VOTE: None}), "I-40", 2, VOTE, "blank"),
    "unknown precinct": ("p.csv", lambda: with_first(precinct="U1.9"), "I-59", 2, "precinct", "U1.9"),
    "look-alike letter in a code": (
        "p.csv", lambda: with_first(precinct="U1.З"), "I-56", 2, "precinct", "U+0417"
    ),
    "blank key": ("p.csv", lambda: with_first(precinct=None), "I-55", 2, "precinct", "blank"),
    "unit that is no precinct": ("p.csv", lambda: with_first(precinct="U1"), "I-59", 2, "precinct", "U1"),
    "precinct of another contest": (
        "p.csv", lambda: with_first(precinct="U3.1"), "I-60", 2, "precinct", "U3.1"
    ),
    "contest that is not there": (
        "p.csv", lambda: with_first(contest=f"{cast.ELECTION}/U9"), "I-58", 2, "contest", "U9"
    ),
    "same precinct twice": ("p.csv", lambda: as_csv([*rows(), rows()[0]]), "I-57", 6, "precinct", "line 2"),
    "CSV that is XLSX": ("p.csv", workbook, "I-06", None, "", "Excel workbook"),
    "CSV that is Parquet": ("p.csv", parquet, "I-06", None, "", "Parquet"),
    "CSV that is JSON": ("p.csv", json_lines, "I-06", None, "", "JSON"),
    "CSV that is PDF": ("p.csv", lambda: b"%PDF-1.7\n%\xe2\xe3", "I-05", None, "", "PDF"),
    "CSV that is HTML": ("p.csv", lambda: "<!DOCTYPE html><table>", "I-05", None, "", "HTML"),
    "CSV that is a ZIP": ("p.csv", lambda: b"PK\x03\x04" + b"x" * 100, "I-05", None, "", "ZIP"),
    "XLSX that is CSV": ("p.xlsx", text, "I-06", None, "", "text"),
    "XLSX cut off": ("p.xlsx", lambda: workbook()[:2_000], "I-25", None, "", "damaged"),
    "Parquet that is CSV": ("p.parquet", text, "I-06", None, "", "text"),
    "Parquet cut off": ("p.parquet", lambda: parquet()[:-20], "I-35", None, "", "damaged"),
    "JSON Lines that is CSV": ("p.jsonl", text, "I-06", None, "", "text"),
    "JSON Lines that is JSON": ("p.jsonl", lambda: json.dumps(rows()), "I-33", 1, "", "one JSON document"),
    "JSON Lines cut off": (
        "p.jsonl", lambda: json_lines()[:-30], "I-30", 4, "", "not a JSON object"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
def test_bad_file_is_refused_whole(called: Path, case: str) -> None:
    name, content, code, line, column, words = FILES[case]
    ended = refused(written(called, name, content()), codes={code})
    fault = ended.faults[0]
    assert (fault["file"], fault["row"], fault["column"]) == (name, line, column)
    assert words in fault["message"]


CELLS = {
    "1 200": "I-45", "1\u00a0200": "I-45", "1,200": "I-45", "1'200": "I-45", " 12": "I-41", "12 ": "I-41",
    "12\u200b": "I-42", "1O": "I-43", "l2": "I-43", "З00": "I-43", "٣٠": "I-44", "-5": "I-47", "−5": "I-47",
    "12.0": "I-46", "12,5": "I-46", "1e3": "I-48", "25.07.2021": "I-49", "10000000": "I-50",
    "9" * 40: "I-50", "#REF!": "I-51", "=1+1": "I-52", "NaN": "I-53", "+5": "I-53", "0x10": "I-53",
    "five": "I-53", "": "I-40",
}  # fmt: skip


@pytest.mark.parametrize("cell", CELLS)
def test_cell_that_is_no_figure_is_refused(called: Path, cell: str) -> None:
    for column in ("voters_on_list", VOTE):
        fault = refused(written(called, "p.csv", with_first(**{column: cell})), codes={CELLS[cell]}).faults[0]
        assert (fault["row"], fault["column"]) == (2, column)
        assert fault["value"] == cell.replace("\u200b", "\\u200b") or len(cell) > 39


def test_largest_figure_is_taken_and_one_more_is_not(called: Path) -> None:
    refused(written(called, "p.csv", with_first(voters_on_list=10_000_000)), codes={"I-50"})
    assert (
        dauys("import", "protocols", written(called, "p.csv", with_first(voters_on_list=9_999_999))).code == 0
    )


def test_file_of_another_election_is_refused(called: Path) -> None:
    other = text().replace(cast.ELECTION, "kz-akim-2021-08-01")
    file = written(called, "p.csv", other)
    assert "kz-akim-2021-08-01" in refused(file, codes={"E-12"}).err
    ended = refused(file, "--election", cast.ELECTION, codes={"I-61", "I-99"})
    assert "This file is for election kz-akim-2021-08-01" in ended.err
    refused(written(called, "q.csv", text()), "--election", "kz-akim-2021-08-01", codes={"E-12"})


def test_one_row_of_another_election_is_refused(called: Path) -> None:
    found = rows()
    found[2]["contest"] = "kz-akim-2021-08-01/U2"
    fault = refused(written(called, "p.csv", as_csv(found)), codes={"I-61"}).faults[0]
    assert (fault["row"], fault["column"]) == (4, "contest")


def test_every_fault_of_a_file_is_told_at_once(called: Path) -> None:
    found = rows()
    found[0]["voters_on_list"] = "5OO"
    found[1]["precinct"] = "U1.9"
    found[2]["invalid"] = -1
    faults = refused(written(called, "p.csv", as_csv(found)), codes={"I-43", "I-59", "I-47"}).faults
    assert [fault["row"] for fault in faults] == [2, 3, 4]


def test_a_thousand_faults_are_listed_to_the_hundredth_and_counted(called: Path) -> None:
    found: list[Row] = [row("U1", at, 500, [1, 1]) for at in range(10, 1_010)]
    file = written(called, "p.csv", as_csv(found))
    faults = dauys("import", "protocols", file, "--format", "json").faults
    assert [fault["code"] for fault in faults] == ["I-59"] * 100 + ["I-99"]
    assert [fault["row"] for fault in faults[:-1]] == list(range(2, 102))
    assert faults[-1]["message"].startswith("900 more")
    assert len(dauys("import", "protocols", file).err.splitlines()) == 22


MAPPINGS: dict[str, tuple[str, str]] = {
    "not TOML": ("[file\n", "I-70"),
    "not UTF-8": ("", "I-70"),
    "empty": ("", "I-72"),
    "no key": ('[lines]\ninvalid = "invalid"\n', "I-72"),
    "unknown key": ('[key]\ncontest = "a"\nprecinct = "b"\nother = "c"\n[lines]\ninvalid = "d"\n', "I-71"),
    "unknown line": (
        '[key]\ncontest = "{contest}"\nprecinct = "{precinct}"\n[lines]\ninvallid = "invalid"\n', "I-74"
    ),
    "unknown column": (
        '[key]\ncontest = "{contest}"\nprecinct = "{precinct}"\n[lines]\ninvalid = "invaled"\n', "I-76"
    ),
    "broken template": ('[key]\ncontest = "{contest"\nprecinct = "b"\n[lines]\ninvalid = "c"\n', "I-75"),
    "broken pattern": (
        '[key]\ncontest = "a"\nprecinct = "b"\n[votes]\ncolumns = "("\ncandidate = "c"\n', "I-77"
    ),
    "pattern that matches nothing": (
        '[key]\ncontest = "a"\nprecinct = "{precinct}"\n[votes]\ncolumns = "^x"\ncandidate = "c"\n', "I-69"
    ),
    "unknown rule for blanks": (
        '[key]\ncontest = "a"\nprecinct = "b"\n[lines]\ninvalid = "c"\n[blank]\ninvalid = "guess"\n', "I-73"
    ),
    "unknown encoding": (
        '[file]\nencoding = "latin-9"\n[key]\ncontest = "a"\nprecinct = "b"\n[lines]\ninvalid = "c"\n', "I-73"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", MAPPINGS)
def test_bad_mapping_is_refused(protocols: Path, called: Path, case: str) -> None:
    content, code = MAPPINGS[case]
    file = written(called, "m.toml", b"\xff\xfe[key]" if case == "not UTF-8" else content)
    fault = refused(protocols, "--mapping", file, "--election", cast.ELECTION, codes={code}).faults[0]
    assert fault["file"] == "m.toml"


def test_mapping_that_is_not_there_is_refused(protocols: Path, called: Path) -> None:
    for file in (called / "nothing.toml", called):
        assert refused(protocols, "--mapping", file, codes={"I-03"}).faults[0]["file"] == file.name


def test_foreign_encodings_are_read_where_the_mapping_names_them(called: Path) -> None:
    names = {line: f"жол {line}" for line in LINES}
    lines = "".join(f'{line} = "{column}"\n' for line, column in names.items())
    mapping = (
        '[key]\ncontest = "{contest}"\nprecinct = "{precinct}"\n'
        "[votes]\ncolumns = '^votes:(?P<id>.*)'\ncandidate = \"{id}\"\n"
        f'[blank]\nvotes = "missing"\n[lines]\n{lines}'
    )
    header, _, body = text().partition("\n")
    content = ",".join(names.get(column, column) for column in header.split(",")) + "\n" + body
    for at, encoding in enumerate(("utf-16", "windows-1251", "utf-8-sig")):
        before = facts()["ProtocolVersion"]
        options = written(called, f"{at}.toml", f'[file]\nencoding = "{encoding}"\n{mapping}')
        file = written(called, f"{at}.csv", content.encode(encoding))
        ended = dauys("import", "protocols", file, "--mapping", options, "--format", "json")
        assert ended.code == 0, ended.err
        assert facts()["ProtocolVersion"] == 4
        assert ended.json["new"] == 4 - before


@pytest.mark.slow
def test_line_of_300_megabytes_is_refused(called: Path) -> None:
    file = called / "p.csv"
    with file.open("wb") as stream:
        stream.write(text().encode())
        stream.truncate(300 * 2**20)  # a hole in the file: no disk is used
    assert dauys("import", "protocols", file).code == 1
    with file.open("wb") as stream:
        stream.write(text().encode())
        for _ in range(300):
            stream.write(b"1" * 2**20)
    ended = refused(file, codes={"I-12"})
    assert ended.faults[0]["row"] == 6
    file.unlink()


def test_all_columns_that_are_missing_are_named_at_once(called: Path) -> None:
    """Also where the contest is among them, so that nothing tells the election."""
    gone = ("contest", "precinct", "invalid", "voters_issued")
    kept = [name for name in HEADER if name not in gone]
    bare = as_csv([{name: one.get(name) for name in kept} for one in rows()], kept)
    ended = refused(written(called, "p.csv", bare), codes={"I-20"})
    assert sorted(fault["column"] for fault in ended.faults) == sorted(gone)
    told = refused(written(called, "p.csv", bare), "--election", cast.ELECTION, codes={"I-20"})
    assert sorted(fault["column"] for fault in told.faults) == sorted(gone)


def test_mapping_names_all_columns_that_the_file_lacks_at_once(called: Path) -> None:
    mapping = written(
        called,
        "m.toml",
        '[key]\ncontest = "{Округ}"\nprecinct = "{Участок}"\n[lines]\ninvalid = "Жарамсыз"\n',
    )
    ended = refused(written(called, "p.csv", "a,b\n1,2\n"), "--mapping", mapping, codes={"I-76"})
    assert [fault["value"] for fault in ended.faults] == ["Округ", "Участок", "Жарамсыз"]
