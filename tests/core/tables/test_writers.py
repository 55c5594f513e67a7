"""Files that leave: in every format the cells come back as they were, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import re
import threading
import zipfile
from collections.abc import Iterator, Sequence

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dauys.core.findings import Refused
from dauys.core.tables import (
    DAY,
    FIGURE,
    FLAG,
    FORMS,
    TEXT,
    Sheet,
    read_table,
    sheet_of,
    write_table,
    xlsx_writer,
)

COLUMNS = {"code": TEXT, "text": TEXT, "figure": FIGURE, "day": DAY, "flag": FLAG}
Row = tuple[str, str | None, int | None, dt.date | None, bool | None]

# What people and programs put into cells to see what happens. A carriage return alone the readers refuse, and
# a NUL no text holds.
HOSTILE = [
    "=1+1", "=cmd|' /C calc'!A0", "+7 777", "-1", "@SUM(A1)", "\t=1", '"', '""', 'a"b', "a,b;c\td|e", "a\nb",
    "a\r\nb", "\n", "Ұлы дала, әкім № 1", "👩‍👩‍👧 🇰🇿", "12345678901234567890", "007", "1e5", "0.10", "1.0",
    "2021-07-25", "TRUE", "true", "null", "NULL", "None", "nan", "#N/A", "#REF!", " ", " a ", "\u00a0",
    "\u2028", "\ufeffa", "<b>&amp;</b>",
    ' r="XFD1048576"', 't="e"', "]]>", "_x0041_", "_x005F_x0041_", "__x0041__", "\\u0041",
    "{}", "[1]", "\x01\x1f", "\u202eabc", "𝟙",
]  # fmt: skip
ANY_TEXT = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r"), min_size=1, max_size=20),
)
ROWS = st.lists(
    st.tuples(
        st.none() | ANY_TEXT,
        st.none() | st.integers(-(10**18), 10**18),
        st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)),
        st.none() | st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


def written(sheet: Sheet, form: str) -> bytes:
    file = io.BytesIO()
    write_table(sheet, file, form)
    return file.getvalue()


def keyed(rows: Sequence[tuple[str | None, int | None, dt.date | None, bool | None]]) -> list[Row]:
    """The rows with a code before each: a key is never blank."""
    return [(f"k{number}", *row) for number, row in enumerate(rows)]


def told(value: object) -> str | None:
    """A cell as the readers give it: all of it text."""
    if value is None or value == "":
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def read(content: bytes, form: str) -> list[tuple[str | None, ...]]:
    table = read_table(content, name=f"in.{form}")
    columns = [table.text(name).to_list() if table.has(name) else [None] * table.rows for name in COLUMNS]
    return list(zip(*columns, strict=True))


@pytest.mark.parametrize("form", FORMS)
@given(rows=ROWS)
@settings(deadline=None, max_examples=60)
def test_any_cells_come_back_as_they_were(form: str, rows: list[tuple[object, ...]]) -> None:
    content = written(sheet_of(COLUMNS, keyed(rows)), form)
    assert read(content, form) == [tuple(map(told, row)) for row in keyed(rows)]
    assert written(sheet_of(COLUMNS, keyed(rows)), form) == content


@pytest.mark.parametrize("form", FORMS)
def test_hostile_cells_come_back_as_they_were(form: str) -> None:
    rows = keyed([(text, 10**15 + at, None, None) for at, text in enumerate(HOSTILE)])
    assert read(written(sheet_of(COLUMNS, rows), form), form) == [tuple(map(told, row)) for row in rows]


@pytest.mark.parametrize("form", FORMS)
def test_parts_of_any_size_give_the_same_rows(form: str) -> None:
    frame = pl.DataFrame({"code": [f"k{at}" for at in range(40)], "figure": range(40)})
    columns = {"code": TEXT, "figure": FIGURE}
    whole = Sheet(columns, lambda _: iter([frame]))
    cut = Sheet(columns, lambda _: frame.iter_slices(7))
    contents = [written(whole, form), written(cut, form)]
    tables = [read_table(content, name=f"in.{form}") for content in contents]
    assert tables[0].text("figure").to_list() == tables[1].text("figure").to_list()
    assert contents[0] == contents[1]


@pytest.mark.parametrize("form", FORMS)
def test_every_part_is_counted_and_told(form: str) -> None:
    frame = pl.DataFrame({"code": ["a", "b", "c"]})
    brought: list[int] = []
    sheet = Sheet({"code": TEXT}, lambda _: frame.iter_slices(2))
    assert write_table(sheet, io.BytesIO(), form, told=brought.append) == 3
    assert brought == [2, 1]


def test_csv_writes_text_as_it_is_and_marks_only_what_needs_it() -> None:
    content = written(sheet_of({"a": TEXT, "b": TEXT}, [("=1+1", ""), ("x,y", 'q"')]), "csv")
    assert content == b'a,b\n=1+1,\n"x,y","q"""\n'


def test_json_lines_leaves_out_what_a_part_cannot_fill_and_says_null_for_a_blank() -> None:
    parts = [pl.DataFrame({"a": ["x", None]}), pl.DataFrame({"b": [1]})]
    content = written(Sheet({"a": TEXT, "b": FIGURE}, lambda narrow: iter(parts if narrow else [])), "jsonl")
    assert content == b'{"a":"x"}\n{"a":null}\n{"b":1}\n'


def test_xlsx_holds_texts_as_texts_and_no_formula() -> None:
    content = written(sheet_of({"a": TEXT, "n": FIGURE}, [("=1+1", 7)]), "xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "<f" not in xml
    assert '<c r="A2" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>' in xml
    assert '<c r="B2"><v>7</v></c>' in xml


def test_xlsx_writes_a_number_that_a_spreadsheet_would_change_as_text() -> None:
    content = written(sheet_of({"n": FIGURE}, [(2**53 + 1,)]), "xlsx")
    assert read_table(content, name="in.xlsx").text("n").to_list() == [str(2**53 + 1)]


def test_xlsx_refuses_what_a_sheet_cannot_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = sheet_of({f"c{at}": TEXT for at in range(16_385)}, [])
    with pytest.raises(Refused, match=r"16,385 columns"):
        written(wide, "xlsx")
    with pytest.raises(Refused, match=r"32,768"):
        written(sheet_of({"a": TEXT}, [("x" * 32_768,)]), "xlsx")
    monkeypatch.setattr(xlsx_writer, "MOST_ROWS", 3)
    assert written(sheet_of({"a": TEXT}, [("x",)] * 2), "xlsx")
    with pytest.raises(Refused) as refused:
        written(sheet_of({"a": TEXT}, [("x",)] * 3), "xlsx")
    assert refused.value.faults[0].code == "X-01"


@pytest.mark.parametrize("form", FORMS)
def test_sheet_without_rows_is_a_file_with_its_columns(form: str) -> None:
    content = written(sheet_of(COLUMNS, []), form)
    if form == "jsonl":
        assert content == b""
        return
    with pytest.raises(Refused) as refused:
        read_table(content, name=f"in.{form}")
    assert refused.value.faults[0].code == "I-02"
    assert form != "csv" or re.fullmatch(rb"code,text,figure,day,flag\n", content)


class Full(io.BytesIO):
    """A disk without room."""

    def write(self, content: object) -> int:
        raise OSError(28, f"No space left on device for {type(content).__name__}")


@pytest.mark.parametrize("form", FORMS)
def test_disk_without_room_ends_the_writing(form: str) -> None:
    frame = pl.DataFrame({"code": ["x" * 1_000] * 3_000})
    sheet = Sheet({"code": TEXT}, lambda _: iter([frame] * 20))
    with pytest.raises(OSError, match="No space left"):
        write_table(sheet, Full(), form)


@pytest.mark.parametrize("form", FORMS)
def test_rows_that_cannot_be_read_end_the_writing(form: str) -> None:
    def parts(_: bool) -> Iterator[pl.DataFrame]:
        yield pl.DataFrame({"code": ["a"]})
        raise LookupError("the database is gone")

    with pytest.raises(LookupError, match="the database is gone"):
        write_table(Sheet({"code": TEXT}, parts), io.BytesIO(), form)


@pytest.mark.parametrize("form", FORMS)
def test_rows_are_made_on_the_thread_that_asked_for_the_file(form: str) -> None:
    """A database's connection and its snapshot are those of one thread."""
    seen: set[int] = set()

    def parts(_: bool) -> Iterator[pl.DataFrame]:
        seen.add(threading.get_ident())
        yield pl.DataFrame({"code": ["a"]})

    write_table(Sheet({"code": TEXT}, parts), io.BytesIO(), form)
    assert seen == {threading.get_ident()}
