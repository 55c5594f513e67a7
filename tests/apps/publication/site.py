"""A published site as tests read it: its pages, their links, what stands in them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

LOADED = {"link": "href", "img": "src", "script": "src", "iframe": "src", "use": "href", "image": "href"}


@dataclass
class Page(HTMLParser):
    """One index.html taken apart."""

    path: Path
    site: Path
    anchors: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    loaded: list[tuple[str, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    language: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.html = self.path.read_text(encoding="utf-8")
        self.words: list[str] = []
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links, what the page loads, headings."""
        named = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if tag == "a":
            self.anchors.append((named.get("href", ""), named))
        if tag in LOADED and LOADED[tag] in named:
            self.loaded.append((tag, named[LOADED[tag]]))
        if tag == "html":
            self.language = named["lang"]
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))

    def handle_data(self, data: str) -> None:
        """Note words."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """The words of the page, spaces as they are read."""
        return " ".join(" ".join(self.words).split())

    @property
    def folder(self) -> str:
        """Where the page stands, from the root of the site."""
        return self.path.parent.relative_to(self.site).as_posix()

    @cached_property
    def record(self) -> dict[str, Any]:
        """Its JSON twin."""
        found: dict[str, Any] = json.loads((self.path.parent / "index.json").read_bytes())
        return found

    def target(self, href: str) -> Path:
        """The file that a link leads to."""
        place = (self.path.parent / href.partition("#")[0]).resolve()
        return place / "index.html" if place.is_dir() else place


def pages(site: Path) -> list[Page]:
    """Every page of a site."""
    return [Page(path, site) for path in sorted(site.rglob("index.html"))]


def page(site: Path, folder: str) -> Page:
    """The page of one folder."""
    return Page(site / folder / "index.html", site)
