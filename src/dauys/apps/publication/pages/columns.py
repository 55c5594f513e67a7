"""A chart of upright columns: widths in percent, heights in pixels, so that it fits any screen unscaled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from dauys.apps.publication.pages.figures import tenths

PLOT = 120  # pixels of the highest column
HEAD = 22  # above it, for its figure
FOOT = 24  # beneath, for the words under a column


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how high of `most`, a second one before it, the words above and beneath."""

    height: int
    above: str
    beneath: str
    front: int | None = None


def column_chart(caption: str, columns: Sequence[Column], most: int) -> dict[str, Any] | None:
    """The columns as rectangles and words; None where nothing rises above the ground."""
    if most <= 0 or not columns:
        return None
    step = 1000 // len(columns)
    wide, narrow = tenths(step * 3 // 4), tenths(step * 3 // 8 + step // 8)
    bars, words = [], []
    for one, (left, inner, middle) in zip(columns, _places(len(columns)), strict=True):
        bar = _bar(left, wide, one.height, most, front=one.front is None)
        top = bar["y"]
        bars.append(bar)
        if one.front is not None:
            bars.append(_bar(inner, narrow, one.front, most, front=True))
        if one.above:
            words.append({"x": middle, "y": top - 6, "said": one.above})
        if one.beneath:
            words.append({"x": middle, "y": HEAD + PLOT + 18, "said": one.beneath})
    return {"caption": caption, "height": HEAD + PLOT + FOOT, "bars": bars, "words": words}


@cache
def _places(count: int) -> tuple[tuple[str, str, str], ...]:
    """Where so many columns stand, in percent across: each one's left, that of a second one, its middle."""
    step = 1000 // count
    lefts = range(0, count * step, step)
    return tuple(
        (tenths(left + step // 8), tenths(left + step * 3 // 8), tenths(left + step // 2)) for left in lefts
    )


def _bar(left: str, width: str, height: int, most: int, *, front: bool) -> dict[str, Any]:
    pixels = PLOT * min(height, most) // most
    return {
        "x": left,
        "width": width,
        "y": HEAD + PLOT - pixels,
        "height": pixels,
        "top": front,
    }
