"""Filled samples of the files that `dauys import` reads, made from the sample election."""

from __future__ import annotations

import json

from dauys.core.tables import write_csv
from dauys.ops.demo import sample

_TERRITORY = ("code", "parent", "kind", "name_kk", "name_ru", "name_en", "zone", "valid_from", "valid_to")


def territory_example() -> str:
    """The whole territory of the sample as CSV."""
    rows = [[row.get(column, "") for column in _TERRITORY] for row in sample.territory()]
    return write_csv(rows, _TERRITORY).decode()


def election_example() -> str:
    """The sample election as JSON."""
    return json.dumps(sample.election(), ensure_ascii=False, indent=2) + "\n"


def protocols_example() -> str:
    """The sample's protocols as CSV: one column per line of the law, one per candidate."""
    protocols = sample.protocols()
    lines = list(protocols[0].lines)
    people = [f"{one.contest}#{number}" for one in protocols for number in one.votes]
    candidates = list(dict.fromkeys(people))
    rows = []
    for one in protocols:
        votes = {f"{one.contest}#{number}": count for number, count in one.votes.items()}
        row: list[str | int | None] = [one.contest, one.precinct, *one.lines.values()]
        rows.append([*row, *(votes.get(candidate) for candidate in candidates)])
    return write_csv(rows, ["contest", "precinct", *lines, *(f"votes:{one}" for one in candidates)]).decode()
