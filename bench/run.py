"""`make bench`: every row against the limit of this machine and against peers, in paired rounds, with ratios.

python bench/run.py --rows 1000000 --only rollup
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from rich.console import Console  # noqa: E402 -- this file runs as a script: the path comes first
from rich.table import Table  # noqa: E402

from bench import accepting, export, intake, national, pages, rollup, site, writers  # noqa: E402
from bench.measuring import Row, machine, server  # noqa: E402

FEWEST = 10_000
FOLDER = ROOT / "build" / "bench"


def shown(row: Row) -> Table:
    """One row of the bench as a table."""
    table = Table(title=row.title, title_justify="left", title_style="bold")
    table.add_column("way")
    for column in ("median", "× limit", f"{row.what}/s", "µs each"):
        table.add_column(column, justify="right")
    table.add_column("")
    for way in row.ways:
        seconds = f"{way.seconds:.2f} s" if way.seconds >= 1 else f"{way.seconds * 1000:.1f} ms"
        rate, each = f"{row.amount / way.seconds:,.0f}", f"{way.seconds * 1e6 / row.amount:,.2f}"
        table.add_row(way.name, seconds, f"{way.ratio:.2f}", rate, each, way.note)
    return table


def databases() -> Iterator[tuple[str, str]]:
    """SQLite, and PostgreSQL where a server answers: what a row names them, and what a page does."""
    yield "sqlite", "SQLite"
    if server():
        yield "postgresql", "PostgreSQL"
    else:
        print("No PostgreSQL answers (DATABASE_URL, or 127.0.0.1:5432): measured on SQLite only.")


def imports(rows: int) -> Iterator[Row]:
    """Imports into both databases, of the fewest protocols and of as many as were asked for."""
    for on, name in databases():
        for count in sorted({FEWEST, rows}):
            ways = intake.measure(FOLDER, count, on=on)
            yield Row(f"Import of {count:,} protocols, {name}", "protocols", count, ways)


def rollups(rows: int) -> Iterator[Row]:
    """The same figures added up over four levels."""
    for count in sorted({FEWEST, rows}):
        title = f"Roll-up of {count:,} × {rollup.FIGURES} figures over four levels"
        yield Row(title, "protocols", count, rollup.measure(count))


def exports(rows: int) -> Iterator[Row]:
    """Protocols into a file, in the two formats that large files have; then all that is here."""
    forms = {"csv": "CSV", "parquet": "Parquet"}
    for on, name in databases():
        for count in sorted({FEWEST, rows}):
            for form, named in forms.items():
                title = f"Export of {count:,} protocols as {named}, {name}"
                yield Row(title, "protocols", count, export.measure(FOLDER, count, form, on))
    for count in sorted({FEWEST, rows}):
        for form, named in forms.items():
            ways, total = export.measure_everything(FOLDER, count, form)
            yield Row(f"Everything of {count:,} precincts as {named}, SQLite", "rows", total, ways)


def acceptances(rows: int) -> Iterator[Row]:
    """Protocols one by one, in a small country and in a large one."""
    yield from accepting.measure(FOLDER, sorted({FEWEST, rows}))


def sites(_rows: int) -> Iterator[Row]:
    """Pages of the sample country in three languages, of some units and of all."""
    for found in site.measure(FOLDER):
        title = f"{found.pages:,} pages of the country ({found.files:,} files of ours) into an empty folder"
        title += f" — {found.left_out}" if found.left_out else ""
        yield Row(title, "pages", found.pages, found.ways)


def countries(rows: int) -> Iterator[Row]:
    """A country published whole, its precincts as rows."""
    for count in sorted({FEWEST, rows}):
        title = f"A country of {count:,} precincts published in three languages, SQLite"
        yield Row(title, "precincts", count, national.measure(FOLDER, count))


def own_pages(_rows: int) -> Iterator[Row]:
    """One protocol and its public pages, while the site follows."""
    ways, protocols = pages.measure(FOLDER)
    title = f"One accepted protocol on its public pages, median of {protocols}, processor's time"
    yield Row(title, "protocols", 1, ways)


ROWS: dict[str, Callable[[int], Iterator[Row]]] = {
    "import": imports, "rollup": rollups, "accept": acceptances, "export": exports, "site": sites,
    "pages": own_pages, "national": countries,
}  # fmt: skip


def shown_waits(title: str, found: list[writers.Waits]) -> Table:
    """How long writers wait, as a table."""
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("way")
    for column in (
        "wait: 50 %",
        "99 %",
        "longest",
        "until it stands: 50 %",
        "99 %",
        "longest",
        "protocols/s",
    ):
        table.add_column(column, justify="right")
    for one in found:
        waits = (one.wait_median, one.wait_99, one.wait_longest)
        wholes = (one.whole_median, one.whole_99, one.whole_longest)
        table.add_row(one.way, *(f"{figure:,.0f} ms" for figure in (*waits, *wholes)), f"{one.a_second:,}")
    return table


def main() -> None:
    """Measure, print, and write build/bench/bench.json."""
    said = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    said.add_argument("--rows", type=int, default=1_000_000, help="protocols (default 1,000,000)")
    said.add_argument("--only", choices=(*ROWS, "writers"), help="one row only")
    wanted = said.parse_args()
    if wanted.rows < FEWEST:
        said.error(f"--rows is at least {FEWEST:,}: less measures the start of the programs only")
    FOLDER.mkdir(parents=True, exist_ok=True)
    console, rows = Console(width=max(Console().width, 110)), wanted.rows
    on = machine()
    console.print(
        f"{on['cpu']}, {on['cores']} cores, {on['memory_mib']:,} MiB, {on['system']}, Python {on['python']}"
    )
    report = {"at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), "machine": on, "rows": rows}
    for name, measured in ROWS.items():
        if wanted.only in (None, name):
            found = []
            for row in measured(rows):
                console.print(shown(row))
                found.append(row.as_dict())
            report[name] = found
    if wanted.only in (None, "writers"):
        waits = writers.measure(FOLDER)
        title = f"{writers.WRITERS} writers at once, {writers.EACH} protocols each, one by one"
        console.print(shown_waits(title, waits))
        report["writers"] = [one.as_dict() for one in waits]
    (FOLDER / "bench.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    console.print("Medians of paired rounds; absolute figures move with the machine, ratios hold.")


if __name__ == "__main__":
    main()
