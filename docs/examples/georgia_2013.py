"""Writes the territory and the election of Georgia 2013 from the two public tables, ready for `dauys import`.

    python docs/examples/georgia_2013.py FOLDER OUT

FOLDER holds protocols.csv and districts.csv; OUT gets territory.csv and election.json.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path

ELECTION = "ge-president-2013-10-27"
COLUMNS = ("code", "parent", "kind", "name_kk", "name_ru", "name_en", "zone", "valid_from", "valid_to")
# The tables do not hold the day of the call. It has to stand before the election day; no total depends on it.
CALLED_ON = "2013-10-26"


def rows(path: Path) -> list[list[str]]:
    """The file as a list of rows, the header first."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def unit(code: str, parent: str, kind: str, name: str, zone: str = "") -> dict[str, str]:
    """One row of territory.csv; names are English only, as in the source."""
    return {"code": code, "parent": parent, "kind": kind, "name_en": name, "zone": zone}


def territory(protocols: list[list[str]], districts: list[list[str]]) -> list[dict[str, str]]:
    """Country, regions, districts that hold a protocol, precincts."""
    district_at, precinct_at = (protocols[0].index(name) for name in ("district id", "precinct"))
    cells = [(row[district_at], row[precinct_at]) for row in protocols[1:]]
    held = {district for district, _ in cells}
    named = {row[2]: (row[1], row[3]) for row in districts[1:] if row[2] in held}
    region_code = {region: "GE-" + re.sub(r"[^A-Za-z]+", "-", region) for region, _ in named.values()}
    return [
        unit("GE", "", "country", "Georgia", "Asia/Tbilisi"),
        *(unit(code, "GE", "region", region) for region, code in region_code.items()),
        *(unit(f"GE-{key}", region_code[region], "district", name) for key, (region, name) in named.items()),
        *(
            unit(f"GE-{key}.{number}", f"GE-{key}", "precinct", f"Precinct {key}.{number}")
            for key, number in cells
        ),
    ]


def election(header: list[str]) -> dict[str, object]:
    """The election: one contest, the candidates as the header of the protocols names them."""
    contest = f"{ELECTION}/GE"
    candidates = [
        {"id": f"{contest}#{found[1]}", "name": found[2], "status": "registered"}
        for column in header
        if (found := re.match(r"\s*(\d+) - (.+)", column))
    ]
    return {
        "id": ELECTION,
        "law": "ge/president/2013",
        "called_on": CALLED_ON,
        "election_day": "2013-10-27",
        "contests": [{"id": contest, "unit": "GE", "candidates": candidates}],
    }


def main(folder: Path, out: Path) -> None:
    """Write both files."""
    protocols, districts = rows(folder / "protocols.csv"), rows(folder / "districts.csv")
    out.mkdir(parents=True, exist_ok=True)
    with (out / "territory.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(territory(protocols, districts))
    text = json.dumps(election(protocols[0]), ensure_ascii=False, indent=1)
    (out / "election.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
