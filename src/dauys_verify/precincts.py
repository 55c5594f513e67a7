"""Precincts as rows of a table: what they add up to, and the pages and languages that show them."""

from __future__ import annotations

import csv
import html
import re
from pathlib import Path

from dauys_verify.found import Found, Record, total
from dauys_verify.sums import percent_of, votes_of
from dauys_verify.twins import worded

COUNTING = ("accepted", "released")  # states of a protocol that is in the sums
NEVER_CAME = ("expected", "cancelled")
VOTES = "votes:"
Row = dict[str, str]


def rows_of(site: Path, folder: str, result: Record, found: Found) -> list[Row]:
    """The rows of the table that the JSON of a unit leads to; none where it has no precincts as rows."""
    told = result.get("precincts")
    if not isinstance(told, dict):
        return []
    path = site / folder / str(told.get("table"))
    if site.resolve() not in path.resolve().parents:
        found.differs(f"{folder}: the table of its precincts is outside the site.")
        return []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if None not in row and None not in row.values()]
    except (OSError, ValueError, csv.Error):
        found.differs(f"{folder}: the table of its precincts can't be read.")
        return []
    found.expect(f"{folder} precincts", told.get("count"), len({row.get("precinct") for row in rows}))
    return rows


def as_child(rows: list[Row], result: Record) -> Record:
    """The rows as one more unit beneath: its coverage, and the lines and votes of those that count."""
    counting = [row for row in rows if row.get("state") in COUNTING]
    came = {row.get("precinct") for row in rows if row.get("state") not in NEVER_CAME}
    expected = {row.get("precinct") for row in rows if row.get("expected") == "1"}
    votes = [
        {"candidate": candidate, "votes": total(_figure(row, VOTES + candidate) for row in counting)}
        for candidate in votes_of(result)
    ]
    lines = {line: total(_figure(row, line) for row in counting) for line in result["lines"]}
    return {"coverage": {"received": len(came), "expected": len(expected)}, "lines": lines, "votes": votes}


def _figure(row: Row, column: str) -> int | None:
    """A figure of a row; None for an empty cell, and for what is no number."""
    cell = row.get(column, "")
    return int(cell) if cell.isascii() and cell.isdigit() else None


def check_rows(rows: list[Row], name: str, found: Found) -> None:
    """The turnout of every row from its own counts."""
    for row in rows:
        share = percent_of(_figure(row, "turnout_count"), _figure(row, "registered"), 2)
        if row.get("turnout", "") != (share or ""):
            claim = f"{row.get('precinct')} says a turnout of {row.get('turnout')}"
            found.differs(f"{name}: {claim}, counted {share}.")
    found.sums += len(rows)


def check_pages(
    site: Path, folder: str, language: str, rows: list[Row], english: list[Row], result: Record, found: Found
) -> None:
    """Every part of the table in one language: the rows of its CSV one after another, and their sums."""
    if _without_names(rows) != _without_names(english):
        found.differs(f"{folder}: other precincts or figures than in English.")
    base = site / folder / Path(str(result["precincts"]["table"])).parent
    parts = [base, *sorted(base.glob("page/*/"), key=lambda path: path.name.rjust(9))]
    shown = 0
    for part in parts:
        record = found.read(site, part / "index.json")
        columns = record.get("columns") if record is not None else None
        if record is None or not isinstance(columns, list):
            continue
        cells = _cells(part / "index.html")
        own = rows[shown : shown + len(cells)]
        name = part.relative_to(site).as_posix()
        told = [_told(row, [str(column) for column in columns], language) for row in own]
        found.sums += len(cells)
        if [row[:2] + row[3:] for row in cells] != [row[:2] + row[3:] for row in told]:
            found.differs(f"{name}/index.html does not show the rows of its table.")
        _check_sums(name, record, own, found)
        shown += len(cells)
    found.expect(f"{folder} rows on pages", shown, len(rows))


def _without_names(rows: list[Row]) -> list[Row]:
    return [{column: cell for column, cell in row.items() if column != "name"} for row in rows]


def _check_sums(name: str, record: Record, rows: list[Row], found: Found) -> None:
    """What a part says that its rows come to."""
    sums = record.get("sums")
    figures = sums.get("figures") if isinstance(sums, dict) else None
    if not isinstance(sums, dict) or not isinstance(figures, dict):
        found.differs(f"{name}/index.json has no sums.")
        return
    counting = [row for row in rows if row.get("state") in COUNTING]
    found.expect(f"{name} counted", sums.get("counted"), len(counting))
    for column, claimed in figures.items():
        found.expect(f"{name} {column}", claimed, total(_figure(row, column) for row in counting))


def _cells(page: Path) -> list[list[str]]:
    """The rows of a page as plain text."""
    try:
        text = page.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return []
    body = re.search(r"<tbody>(.*?)</tbody>", text, re.DOTALL)
    rows = re.findall(r"<tr\b.*?</tr>", body[1], re.DOTALL) if body else []
    return [[html.unescape(_TAG.sub("", cell)) for cell in _CELL.findall(row)] for row in rows]


_CELL = re.compile(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def _told(row: Row, columns: list[str], language: str) -> list[str]:
    """A row of the CSV as a page words it; the state is in words that no data hold."""
    told = []
    for column in columns:
        cell = row.get(column, "")
        if column == "turnout":
            told.append(_percent(cell, language))
        elif column in ("name", "precinct", "state", "broken"):
            told.append(cell.replace("№ ", "№\u00a0") if column == "name" else cell)
        else:
            told.append(worded(_figure(row, column), language))
    return told


def _percent(share: str, language: str) -> str:
    if not share:
        return "\u2014"
    if language == "en":
        return f"{share}%"
    return share.replace(".", ",") + ("%" if language == "kk" else "\u00a0%")
