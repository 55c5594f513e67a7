"""Templates: text with names in braces, as `GE-{district id}.{precinct}`."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass

import polars as pl

from dauys.core.tables.table import trimmed

PIECE = re.compile(r"\{([^{}]*)\}|([^{}]+)|([{}])")


class TemplateError(ValueError):
    """The text is no template; the message says why."""


@dataclass(frozen=True, slots=True)
class Template:
    """Pieces in their order: fixed text, or the name of something that is filled in."""

    pieces: tuple[tuple[str, bool], ...]  # (text or name, is a name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names in braces, each once, in the order they stand."""
        return tuple(dict.fromkeys(text for text, is_name in self.pieces if is_name))

    def written(self) -> str:
        """The template as it is written in a mapping."""
        return "".join(f"{{{text}}}" if is_name else text for text, is_name in self.pieces)

    def fill(self, values: Dictionary[str, str]) -> str:
        """The text with every name replaced; KeyError for a name without a value."""
        return "".join(values[text] if is_name else text for text, is_name in self.pieces)

    def fill_some(self, values: Dictionary[str, str]) -> Template:
        """The template with the names in `values` replaced, the others left open."""
        return _joined(
            [
                (values[text], False) if is_name and text in values else (text, is_name)
                for text, is_name in self.pieces
            ]
        )

    def column(self, columns: Dictionary[str, pl.Series], rows: int) -> pl.Series:
        """The text of every row, null where one of its cells is blank."""
        parts = [columns[text] if is_name else pl.lit(text) for text, is_name in self.pieces]
        if not self.names:
            return pl.Series([self.fill({})], dtype=pl.String).new_from_index(0, rows)
        return pl.select(pl.concat_str(parts)).to_series()


def template(text: str) -> Template:
    """The template of a text; raises TemplateError where it is empty or a brace stands alone."""
    pieces: list[tuple[str, bool]] = []
    for name, fixed, brace in PIECE.findall(text):
        if brace:
            raise TemplateError(f"a brace “{brace}” has no partner")
        if not fixed and not trimmed(name):
            raise TemplateError("there is no name between the braces")
        pieces.append((fixed, False) if fixed else (trimmed(name), True))
    if not text.strip():
        raise TemplateError("it is empty")
    return _joined(pieces)


def _joined(pieces: list[tuple[str, bool]]) -> Template:
    """Fixed pieces side by side become one, so that equal templates compare as equal."""
    joined: list[tuple[str, bool]] = []
    for text, is_name in pieces:
        if joined and not is_name and not joined[-1][1]:
            joined[-1] = (joined[-1][0] + text, False)
        else:
            joined.append((text, is_name))
    return Template(tuple(joined))
