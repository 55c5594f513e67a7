"""Templates into pages: minijinja with escaping that no template can switch off."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from minijinja import Environment, Markup

__all__ = ["PLACE", "Markup", "Piece", "Renderer", "escaped", "render"]

SUFFIX = ".html"
# The engine escapes a slash too, which no quoted attribute needs, and links are full of them. Undoing it
# is exact: of any other text the engine escapes the & itself, so this entity stands for a slash alone.
ESCAPED_SLASH = "&#x2f;"
NUMBER_SIGN, NO_BREAK = "№", "\u00a0"
WORD = re.compile(r"\{\{ (\w+(?:\.\w+)*) \}\}")  # an expression that is a name, or a name within names
PLACE = "\0"  # in a piece, where a page has what is its own: no text has this sign


class Piece:
    """A part that many pages have, rendered once, with places left open for what differs between them."""

    def __init__(self, rendered: str) -> None:
        self._around = rendered.removesuffix("\n").replace(ESCAPED_SLASH, "/").split(PLACE)
        self._closed = Markup(self._around[0]) if len(self._around) == 1 else None

    def with_address(self, address: str) -> Markup:
        """The piece as a template takes it; an address has letters, digits and `-./`, nothing to escape."""
        return self._closed or Markup(address.join(self._around))


class Renderer:
    """One folder of templates, compiled once; `shared` is known to every template in it.

    A name that the context lacks is an error, so a page never shows an empty place for a misspelt word.
    """

    def __init__(self, folder: Path, shared: Mapping[str, Any] | None = None) -> None:
        self._shared = shared or {}
        self._folder = folder
        self._environment = Environment(
            loader=self._source,
            undefined_behavior="strict",
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.auto_escape_callback = _escaped
        self._environment.remove_filter("safe")
        for name, value in self._shared.items():
            self._environment.add_global(name, value)

    def page(self, name: str, context: Mapping[str, Any]) -> bytes:
        """The template `name` filled with the context, as UTF-8."""
        page = self._environment.render_template(name, **context)
        return _kept_together(page.replace(ESCAPED_SLASH, "/")).encode()

    def page_around(self, name: str, context: Mapping[str, Any], rows: bytes) -> bytes:
        """The same, with rows of a table, `<tr>…</tr>`, where the template has `rows`: taken as they are.

        This is the only markup that no template makes: for tables of so many rows that a template would take
        longer than all the rest of a country. Whoever makes them puts every text through `escaped`.
        """
        before, after = self.page(name, {**context, "rows": PLACE}).split(PLACE.encode())
        return b"".join((before, rows, after))

    def piece(self, name: str, context: Mapping[str, Any]) -> Piece:
        """The template `name` as a piece of many pages; `PLACE` in it is what each page fills in itself."""
        return Piece(self._environment.render_template(name, **context))

    def _source(self, name: str) -> str:
        """A template with the shared words put in: the same on every page, they are looked up but once."""
        if not name.endswith(SUFFIX):
            raise ValueError(f"{name} is no template: templates end with {SUFFIX}")
        return WORD.sub(self._word, (self._folder / name).read_text(encoding="utf-8"))

    def _word(self, found: re.Match[str]) -> str:
        """A shared word as the engine writes it; other expressions stay, and words that have its signs."""
        value: Any = self._shared
        for name in found[1].split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
        if not isinstance(value, str) or "{{" in value or "{%" in value or "{#" in value:
            return found[0]
        return self._environment.render_str("{{ word }}", name=SUFFIX, word=value)


def escaped(text: str) -> str:
    """A text as a page has it."""
    return _kept_together(html.escape(text))


def render(folder: Path, name: str, context: Mapping[str, Any]) -> bytes:
    """One template of a folder filled with the context, as UTF-8."""
    return _renderer(folder).page(name, context)


def _kept_together(page: str) -> str:
    """A page on which no line ends between the sign of a number and the number.

    Looking for the sign alone takes half the time of looking for the sign and the space.
    """
    first, *rest = page.split(NUMBER_SIGN)
    return NUMBER_SIGN.join((first, *(NO_BREAK + one[1:] if one[:1] == " " else one for one in rest)))


@cache
def _renderer(folder: Path) -> Renderer:
    return Renderer(folder)


def _escaped(_name: str) -> str:
    return "html"
