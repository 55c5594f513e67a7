"""`make bench`: every row against the limit of this machine and against peers, in paired rounds, with ratios.

python bench/run.py --rows 1000000 --only rollup
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from rich.console import Console  # noqa: E402 -- this file runs as a script: the path comes first
from rich.table import Table  # noqa: E402

from bench import intake, rollup  # noqa: E402
from bench.measuring import Way, machine  # noqa: E402

FEWEST = 10_000
FOLDER = ROOT / "build" / "bench"


def shown(title: str, ways: list[Way], rows: int) -> Table:
    """One row of the bench as a table."""
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("way")
    for column in ("median", "× limit", "protocols/s"):
        table.add_column(column, justify="right")
    for way in ways:
        seconds = f"{way.seconds:.2f} s" if way.seconds >= 1 else f"{way.seconds * 1000:.1f} ms"
        table.add_row(way.name, seconds, f"{way.ratio:.2f}", f"{rows / way.seconds:,.0f}")
    return table


def main() -> None:
    """Measure, print, and write build/bench/bench.json."""
    said = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    said.add_argument("--rows", type=int, default=1_000_000, help="protocols (default 1,000,000)")
    said.add_argument("--only", choices=("import", "rollup"), help="one row only")
    wanted = said.parse_args()
    if wanted.rows < FEWEST:
        said.error(f"--rows is at least {FEWEST:,}: less measures the start of the programs only")
    FOLDER.mkdir(parents=True, exist_ok=True)
    console, rows = Console(), wanted.rows
    titles = {
        "import": f"Import of {rows:,} protocols, SQLite",
        "rollup": f"Roll-up of {rows:,} × {rollup.FIGURES} figures over four levels",
    }
    work = {"import": lambda: intake.measure(FOLDER, rows), "rollup": lambda: rollup.measure(rows)}
    on = machine()
    console.print(
        f"{on['cpu']}, {on['cores']} cores, {on['memory_mib']:,} MiB, {on['system']}, Python {on['python']}"
    )
    report = {"at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), "machine": on, "rows": rows}
    for name, title in titles.items():
        if wanted.only in (None, name):
            ways = work[name]()
            console.print(shown(title, ways, rows))
            report[name] = [way.as_dict() for way in ways]
    (FOLDER / "bench.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    console.print("Medians of paired rounds; absolute figures move with the machine, ratios hold.")


if __name__ == "__main__":
    main()
