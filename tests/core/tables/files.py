"""Small files to hand in: workbooks written part by part, so that a test can put anything into them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

import pytest

from dauys.core.findings import Fault, Refused
from dauys.core.tables import FileOptions, Limits, Table, read_table

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

Cell = str | int | float | None

SIMPLE = b"contest,precinct,given,votes:a#1\nA,P-1,12,7\nA,P-2,30,21\n"


def table(content: bytes, name: str = "in.csv", *, limits: Limits | None = None, **options: str) -> Table:
    """The table of a file's content."""
    return read_table(content, name=name, file=FileOptions(**options), limits=limits or Limits())


def faults(
    content: bytes, name: str = "in.csv", *, limits: Limits | None = None, **options: str
) -> list[Fault]:
    """The faults for which the file is refused."""
    return faults_of(lambda: table(content, name, limits=limits, **options))


def faults_if_refused(act: Callable[[], object]) -> list[Fault]:
    """The faults for which `act` refuses, none where it does not; anything else it raises passes on."""
    try:
        act()
    except Refused as refusal:
        return list(refusal.faults)
    return []


def faults_of(act: Callable[[], object]) -> list[Fault]:
    """The faults for which `act` refuses."""
    with pytest.raises(Refused) as refusal:
        act()
    return list(refusal.value.faults)


def where(found: Sequence[Fault]) -> list[tuple[str, int | None, str]]:
    """Code, line and column of each fault."""
    return [(each.code, each.line, each.column) for each in found]


def rows_of(read: Table) -> list[tuple[str | None, ...]]:
    """The cells of a table row by row."""
    return list(zip(*(read.cells(at).to_list() for at in range(len(read.columns))), strict=True))


def sheet(*rows: Sequence[Cell], first: int = 1) -> str:
    """The XML of a sheet: texts and numbers, from the row `first` down."""
    return "".join(_row(row, line) for line, row in enumerate(rows, first))


def _row(row: Sequence[Cell], line: int) -> str:
    cells = "".join(_cell(cell, f"{chr(64 + at)}{line}") for at, cell in enumerate(row, 1))
    return f'<row r="{line}">{cells}</row>'


def _cell(cell: Cell, place: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{cell}</t></is></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'


def workbook(*sheets: str, names: Sequence[str] = (), states: Sequence[str] = (), **parts: str) -> bytes:
    """An XLSX file with these sheets; a state is "", "hidden" or "veryHidden"."""
    names = names or [f"Sheet{number}" for number in range(1, len(sheets) + 1)]
    states = states or [""] * len(sheets)
    numbered = list(enumerate(zip(names, states, strict=True), 1))
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" {f"state={state!r}" if state else ""} r:id="rId{at}"/>'
        for at, (name, state) in numbered
    )
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at, _ in numbered
    )
    content = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}'
        f'<Relationship Id="rId99" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        **{
            f"xl/worksheets/sheet{at}.xml": f'<worksheet xmlns="{MAIN}">'
            f"<sheetData>{rows}</sheetData></worksheet>"
            for at, rows in enumerate(sheets, 1)
        },
        **parts,
    }
    return archive(content)


def archive(content: dict[str, str]) -> bytes:
    """A ZIP archive of these texts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in content.items():
            packed.writestr(name, text)
    return buffer.getvalue()
