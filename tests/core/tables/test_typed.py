"""Rows of words and dates: as models of pydantic, each wrong cell named."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field, model_validator

from dauys.core.tables import typed_rows, write_csv
from tests.core.tables.files import faults_of, table, where


class Unit(BaseModel):
    """A unit of the country, much as a room would ask for it."""

    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]+$")]
    kind: Literal["region", "district", "precinct"]
    name: str = ""
    voters: int | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = Field(None, alias="until")

    @model_validator(mode="after")
    def _in_order(self) -> Unit:
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise ValueError("it ends before it begins")
        return self


HEADER = "code,kind,name,voters,valid_from,until"


def test_rows_come_as_models_with_their_lines() -> None:
    read = typed_rows(
        table(f"{HEADER}\nU1,region,Маңғыстау,12,2021-07-25,2023-01-01\n\nU2,precinct,,,,\n".encode()), Unit
    )
    assert read.faults == []
    assert read.lines == [2, 4]
    assert read.rows[0].model_dump() == {
        "code": "U1",
        "kind": "region",
        "name": "Маңғыстау",
        "voters": 12,
        "valid_from": dt.date(2021, 7, 25),
        "valid_to": dt.date(2023, 1, 1),
    }
    assert (read.rows[1].name, read.rows[1].voters, read.rows[1].valid_to) == ("", None, None)


def test_columns_with_a_default_may_be_missing() -> None:
    assert typed_rows(table(b"kind,code\nregion,U1\n"), Unit).rows[0].code == "U1"


@pytest.mark.parametrize(
    ("row", "expected", "said"),
    [
        (",region,,,,", ("I-84", 2, "code"), "blank"),
        ("U 1,region,,,,", ("I-83", 2, "code"), "it must look like ^[A-Za-z0-9.-]+$"),
        ("U1,regoin,,,,", ("I-82", 2, "kind"), "not one of: region, district, precinct. Near it: “region”."),
        ("U1,region, Ақтау,,,", ("I-89", 2, "name"), "A space stands at the beginning of the cell."),
        ("U1,region,Ақтау\u00a0,,,", ("I-89", 2, "name"), "A no-break space stands at the end"),
        ("U1,region,,1 200,,", ("I-45", 2, "voters"), "thousands separator"),
        ("U1,region,,12.0,,", ("I-46", 2, "voters"), "decimal"),
        ("U1,region,,,25.07.2021,", ("I-80", 2, "valid_from"), "year-month-day"),
        ("U1,region,,,1627171200,", ("I-80", 2, "valid_from"), "year-month-day"),
        ("U1,region,,,2021-02-30,", ("I-81", 2, "valid_from"), "no such day"),
        ("U1,region,,,,2021-7-25", ("I-80", 2, "until"), "year-month-day"),
        ("U1,region,,,2022-01-01,2021-01-01", ("I-83", 2, ""), "it ends before it begins"),
    ],
)
def test_cell_that_does_not_fit_is_named(row: str, expected: tuple[str, int, str], said: str) -> None:
    read = typed_rows(table(f"{HEADER}\n{row}\n".encode()), Unit)
    assert where(read.faults) == [expected]
    assert said in read.faults[0].message
    assert read.rows == []


def test_every_wrong_cell_of_a_row_is_named() -> None:
    read = typed_rows(table(f"{HEADER}\n,region,,x,2021,\nU1,region,,,,\n".encode()), Unit)
    assert where(read.faults) == [("I-84", 2, "code"), ("I-53", 2, "voters"), ("I-80", 2, "valid_from")]
    assert (len(read.rows), read.lines) == (1, [3])


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("code,name", [("I-20", "kind")]),
        ("code,kind,knd", [("I-22", "knd")]),
        ("code,kind,kind", [("I-21", "kind")]),
        ("code,kind,valid_to", [("I-22", "valid_to")]),
        ("code,kind,", [("I-23", "")]),
    ],
)
def test_header_that_does_not_fit_is_refused(header: str, expected: list[tuple[str, str]]) -> None:
    row = ",".join(["x"] * (header.count(",") + 1))
    found = faults_of(lambda: typed_rows(table(f"{header}\n{row}\n".encode()), Unit))
    assert [(each.code, each.column) for each in found] == expected


def test_many_wrong_rows_are_counted() -> None:
    read = typed_rows(table(b"code,kind\n" + b"U1,x\n" * 1000), Unit)
    assert (len(read.faults), read.faults.total) == (100, 1000)


def test_sample_that_we_write_reads_back() -> None:
    content = write_csv(
        [("U1", "region", 'say "no", twice', 12), ("U2", "region", None, None)], HEADER.split(",")[:4]
    )
    assert content.decode() == 'code,kind,name,voters\nU1,region,"say ""no"", twice",12\nU2,region,,\n'
    read = typed_rows(table(content), Unit)
    assert [(row.code, row.name, row.voters) for row in read.rows] == [
        ("U1", 'say "no", twice', 12),
        ("U2", "", None),
    ]
    with pytest.raises(ValueError, match="a row has 1 cells, the header 2"):
        write_csv([("U1",)], ["code", "kind"])
