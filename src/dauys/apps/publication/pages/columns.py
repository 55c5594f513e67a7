"""A chart of upright columns: widths in percent, heights in pixels, so that it fits any screen unscaled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    bars, words = [], []
    for place, one in enumerate(columns):
        left = place * step
        top = HEAD + PLOT - _pixels(one.height, most)
        bars.append(_bar(left + step // 8, step * 3 // 4, one.height, most, front=one.front is None))
        if one.front is not None:
            bars.append(_bar(left + step * 3 // 8, step * 3 // 8 + step // 8, one.front, most, front=True))
        middle = tenths(left + step // 2)
        if one.above:
            words.append({"x": middle, "y": top - 6, "said": one.above})
        if one.beneath:
            words.append({"x": middle, "y": HEAD + PLOT + 18, "said": one.beneath})
    return {"caption": caption, "height": HEAD + PLOT + FOOT, "bars": bars, "words": words}


def _pixels(height: int, most: int) -> int:
    return PLOT * min(height, most) // most


def _bar(left: int, width: int, height: int, most: int, *, front: bool) -> dict[str, Any]:
    pixels = _pixels(height, most)
    return {
        "x": tenths(left),
        "width": tenths(width),
        "y": HEAD + PLOT - pixels,
        "height": pixels,
        "top": front,
    }
