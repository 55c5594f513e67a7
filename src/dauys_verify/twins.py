"""The table and the page of a unit against its JSON: the same figures, each in its own writing."""

from __future__ import annotations

import csv
import html
import re
from pathlib import Path

from dauys_verify.found import Found, Record
from dauys_verify.sums import Results, votes_of

FIXED = 9  # columns of a unit's table before the lines: unit, name, status and six figures
Cells = list[str]


def check_twins(
    site: Path, folder: str, language: str, result: Record, results: Results, found: Found
) -> None:
    """table.csv and index.html in a unit's folder against the figures of its index.json."""
    table = _table(site / folder / "table.csv")
    if table is None:
        found.differs(f"{folder}/table.csv can't be read.")
    elif "protocol" in result:
        rows = [row[::2] for row in table[1:]]  # code and figure: the words between them are in no JSON
        found.expect(f"{folder}/table.csv", rows, _protocol_rows(result["protocol"]))
    else:
        children = {child: results[child] for child in result["children"] if child in results}
        shown = {row[0]: row[2:] for row in table[1:] if row}  # the name in the second column is in no JSON
        found.expect(f"{folder}/table.csv units", sorted(shown), sorted(children))
        for child in sorted(shown.keys() & children.keys()):
            found.expect(f"{folder}/table.csv {child}", shown[child], _child_row(children[child], table[0]))
    _check_page(site / folder, folder, language, result, found)


def _table(path: Path) -> list[Cells] | None:
    """The rows of a CSV, the header first; None without one."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file)) or None
    except (OSError, ValueError, csv.Error):
        return None


def _protocol_rows(protocol: Record | None) -> list[Cells]:
    """Code and figure of every line and candidate, as a precinct's table has them."""
    if protocol is None:
        return []
    votes = {f"votes:{candidate}": count for candidate, count in protocol["votes"].items()}
    return [[code, _plain(figure)] for code, figure in {**protocol["lines"], **votes}.items()]


def _child_row(child: Record, header: Cells) -> Cells:
    """A unit as a row of the table above it."""
    own = (
        child.get("status"), child["coverage"]["received"], child["coverage"]["expected"],
        child["registered"], child["turnout_count"], child.get("turnout"), child["participated"],
    )  # fmt: skip
    votes = votes_of(child)
    figures = [
        votes.get(name.removeprefix("votes:")) if name.startswith("votes:") else child["lines"].get(name)
        for name in header[FIXED:]
    ]
    return [_plain(value) for value in (*own, *figures)]


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _check_page(folder: Path, name: str, language: str, result: Record, found: Found) -> None:
    """The lines as a column of a table, and each candidate's number and votes as a row of one."""
    shown = result.get("protocol", result)
    if shown is None or not any(result["coverage"].values()):
        return  # nothing came, or nothing is to come: the page shows no figures
    if not (folder / "index.html").is_file():
        found.differs(f"{name}/index.html can't be read.")
        return
    tables = [
        table
        for page in sorted([folder / "index.html", *folder.glob("page/*/index.html")])
        for table in _tables_of(page)
    ]
    lines = [worded(figure, language) for figure in shown["lines"].values()]
    found.sums += 1
    if not any([row[-1] for row in table if row and len(row) == 2] == lines for table in tables):
        found.differs(f"{name}/index.html does not show the lines that its JSON has.")
    rows = {(row[0], row[2]) for table in tables for row in table if len(row) == 4}
    votes = shown["votes"] if "protocol" in result else votes_of(result)
    numbers = {number for number, _ in rows}
    for candidate, count in votes.items():
        number = candidate.rpartition("#")[2]
        if not count and number not in numbers:
            continue  # who was never on the ballot has no vote, and no row
        found.sums += 1
        if (number, worded(count, language)) not in rows:
            found.differs(f"{name}/index.html does not show the votes of {candidate} that its JSON has.")


def _tables_of(page: Path) -> list[list[Cells]]:
    """The tables of a page as cells of plain text, row by row; the head of a table is left out."""
    try:
        text = re.sub(r"<!--.*?-->", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    except (OSError, ValueError):
        return []
    return [
        [
            [html.unescape(re.sub(r"<[^>]*>", "", cell)) for cell in re.findall(_CELL, row, re.DOTALL)]
            for row in re.findall(r"<tr\b.*?</tr>", table, re.DOTALL)
        ]
        for table in re.findall(r"<tbody>.*?</tbody>", text, re.DOTALL)
    ]


_CELL = r"<t[dh]\b[^>]*>(.*?)</t[dh]>"


def worded(figure: int | None, language: str) -> str:
    """A whole number as the language writes it; a dash for one that is missing."""
    if figure is None:
        return "\u2014"
    return f"{figure:,}" if language == "en" else f"{figure:,}".replace(",", "\u202f")
