"""The map of tiles: regions about where they lie, each with its turnout in figures and in shade."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from dauys.apps.publication.pages.addresses import link, unit_folder
from dauys.apps.publication.pages.attendance import Attendance, attendance, mark
from dauys.apps.publication.pages.catalogue import FOLDER
from dauys.apps.publication.pages.figures import tenths
from dauys.apps.publication.pages.voice import Voice
from dauys.core.exact import percent
from dauys.press import wording

FEWEST = 5  # fewer tiles make no map
HEIGHT = 56  # pixels of one tile, with the gap beneath it
GAP = 4
GAP_ACROSS = 6  # tenths of a percent
SHADES = (60, 70, 80, 90)  # percent of turnout at which the next shade begins
OPACITY = (".1", ".25", ".4", ".55", ".7")


@dataclass(frozen=True, slots=True)
class Tile:
    """Where one unit stands on the map in [valid_from, valid_to), and the letters it is marked with."""

    code: str
    short: dict[str, str]
    row: int
    column: int
    valid_from: dt.date = dt.date.min
    valid_to: dt.date = dt.date.max


@cache
def tiles_on(day: dt.date) -> tuple[Tile, ...]:
    """The tiles of a day, as `tiles.toml` places them."""
    found = tomllib.loads((FOLDER / "tiles.toml").read_text(encoding="utf-8"))
    tiles = (Tile(**one) for one in found["tile"])
    return tuple(tile for tile in tiles if tile.valid_from <= day < tile.valid_to)


def tile_map(voice: Voice, code: str, folder: str) -> dict[str, Any] | None:
    """The map of what lies right beneath a unit, and the same as a table; None where it has no tiles."""
    beneath = {unit.code for unit in voice.reading.children(code)}
    tiles = tiles_on(voice.book.election.election_day)
    if sum(tile.code in beneath for tile in tiles) < FEWEST:
        return None
    across = 1000 // (1 + max(tile.column for tile in tiles))
    cells = [_cell(voice, tile, across, folder, here=tile.code in beneath) for tile in tiles]
    rows = sorted(
        (cell for cell in cells if cell["href"]),
        key=lambda cell: wording.sort_key(cell["name"], voice.language),
    )
    return {
        "height": HEIGHT * (1 + max(tile.row for tile in tiles)),
        "tile": HEIGHT - GAP,
        "width": tenths(across - GAP_ACROSS),
        "tiles": cells,
        "scale": _scale(voice),
        "rows": rows,
        "read": any(cell["read"] for cell in cells),
    }


def _scale(voice: Voice) -> list[dict[str, str]]:
    """The shades with the turnout that each stands for, from the palest."""
    first, *_, last = SHADES
    between = [f"{low}–{voice.percent(str(high))}" for low, high in pairwise(SHADES)]
    said = [f"< {voice.percent(str(first))}", *between, f"≥ {voice.percent(str(last))}"]
    step = 1000 // len(OPACITY)
    return [
        {"opacity": opacity, "said": one, "x": tenths(at * step), "middle": tenths(at * step + step // 2)}
        for at, (opacity, one) in enumerate(zip(OPACITY, said, strict=True))
    ]


def _cell(voice: Voice, tile: Tile, across: int, folder: str, *, here: bool) -> dict[str, Any]:
    result = voice.reading.result(tile.code) if here else None
    name = voice.names[tile.code] if here else ""
    left = tile.column * across
    seen = attendance(voice.reading, result) if result is not None else None
    turnout = voice.percent(seen.percent if seen is not None else None)
    read = mark(voice, seen) if seen is not None else ""
    return {
        "href": link(folder, unit_folder(voice.language, voice.election, tile.code)) if here else "",
        "name": name,
        "short": tile.short[voice.language],
        "said": voice.percent(_rounded(seen)),
        "turnout": turnout,
        "read": read,
        "label": voice.said("map", "tile", name=name, turnout=f"{turnout} ({read})" if read else turnout),
        "opacity": _opacity(seen),
        "x": tenths(left),
        "middle": tenths(left + (across - GAP_ACROSS) // 2),
        "y": tile.row * HEIGHT,
        "short_y": tile.row * HEIGHT + 21,
        "said_y": tile.row * HEIGHT + 41,
    }


def _rounded(seen: Attendance | None) -> str | None:
    """The turnout with one decimal: a tile is small."""
    return percent(seen.count, seen.registered, 1) if seen is not None else None


def _opacity(seen: Attendance | None) -> str:
    if seen is None or seen.count is None or not seen.registered:
        return "0"
    reached = sum(100 * seen.count >= shade * seen.registered for shade in SHADES)
    return OPACITY[reached]
