"""XLSX as we write it: one sheet, texts never as formulas, figures as numbers, the same bytes twice.

The cells of a part are made column by column, as text of the format's XML; no row is looked at by itself.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import polars as pl

from dauys.core.findings import Fault, Refused
from dauys.core.tables.xlsx_parts import letters

MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 1_048_576, 16_384, 32_767  # of one sheet, and of one cell
EXACT = 2**53  # a spreadsheet's number holds no larger one exactly
BEGIN = (1980, 1, 1, 0, 0, 0)  # the earliest time an archive can note: ours says nothing of the clock
PACE = 16_384  # rows made at a time

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats"
SPREADSHEET = f"{TYPES}-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

PARTS: dict[str, str] = {
    "[Content_Types].xml": (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{TYPES}-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SPREADSHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SPREADSHEET}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
PANES = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
    'state="frozen"/></sheetView></sheetViews>'
)
# What XML cannot hold, or would change on the way, is written as the format's own escape _x000D_, and so is
# the line of what only looks like one. A quotation mark in a cell must not look like XML either.
ESCAPED = {
    "_x": "_x005F_x",
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;",
    **{chr(code): f"_x{code:04X}_" for code in (*range(9), 11, 12, *range(13, 32))},
}  # fmt: skip


def write_xlsx(columns: Sequence[str], parts: Iterator[pl.DataFrame], file: BinaryIO) -> None:
    """Write the frames under one header; raises Refused for what a sheet cannot hold (X-01, X-02)."""
    if len(columns) > MOST_COLUMNS:
        raise _too_large(f"{len(columns):,} columns")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, text in PARTS.items():
            archive.writestr(_entry(name), text)
        with archive.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
            sheet.write(f'{HEAD}<worksheet xmlns="{MAIN}">{PANES}<sheetData>'.encode())
            header = pl.DataFrame([[name] for name in columns], schema=list(columns))
            sheet.write(_rows(header, 0))
            done = 1
            for part in parts:
                if done + part.height > MOST_ROWS:
                    raise _too_large(f"more than {MOST_ROWS - 1:,} rows")
                for piece in part.iter_slices(PACE):
                    sheet.write(_rows(piece, done))
                    done += piece.height
            sheet.write(b"</sheetData></worksheet>")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, BEGIN)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def _too_large(found: str) -> Refused:
    message = (
        f"A sheet of XLSX holds {MOST_ROWS:,} rows and {MOST_COLUMNS:,} columns; this table has {found}."
    )
    return Refused([Fault("X-01", message, "Choose csv, jsonl or parquet, or a smaller --unit.")])


def _rows(frame: pl.DataFrame, done: int) -> bytes:
    """The XML of the frame's rows; `done` rows stand above them."""
    number = pl.int_range(done + 1, done + 1 + pl.len(), dtype=pl.UInt32).cast(pl.String).alias("row")
    numbered = frame.select(number).to_series()
    cells = [
        _cells(series, letters(position), numbered)
        for position, series in enumerate(frame.get_columns(), start=1)
        if series.null_count() < len(series)
    ]
    row = [pl.lit('<row r="'), pl.lit(numbered), pl.lit('">'), *map(pl.lit, cells), pl.lit("</row>")]
    lines = pl.select(pl.concat_str(row, ignore_nulls=True).alias("xml")).to_series()
    return "".join(lines.to_list()).encode("utf-8")


def _cells(series: pl.Series, column: str, numbered: pl.Series) -> pl.Series:
    """The XML of one column's cells, null where a cell is blank."""
    is_number = series.dtype.is_integer() and not _beyond(series)
    text = series.cast(pl.String) if series.dtype != pl.Boolean else _flags(series)
    if not is_number:
        _refuse_long(text)
        text = text.str.replace_many(ESCAPED)
    opening, closing = (
        ('"><v>', "</v></c>")
        if is_number
        else ('" t="inlineStr"><is><t xml:space="preserve">', "</t></is></c>")
    )
    place = f'<c r="{column}'
    made = pl.concat_str([pl.lit(place), pl.lit(numbered), pl.lit(opening), pl.lit(text), pl.lit(closing)])
    return pl.select(made).to_series()


def _beyond(series: pl.Series) -> bool:
    most, least = series.max(), series.min()
    return isinstance(most, int) and isinstance(least, int) and max(most, -least) > EXACT


def _flags(series: pl.Series) -> pl.Series:
    return pl.select(pl.when(series).then(pl.lit("true")).when(~series).then(pl.lit("false"))).to_series()


def _refuse_long(text: pl.Series) -> None:
    longest = text.str.len_chars().max()
    if isinstance(longest, int) and longest > MOST_LETTERS:
        message = f"A cell of XLSX holds {MOST_LETTERS:,} characters; a text of this table has {longest:,}."
        raise Refused([Fault("X-02", message, "Choose csv, jsonl or parquet.")])
